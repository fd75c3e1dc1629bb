import CascadeText

/// A place in a file. Both numbers count from 1; columns count characters (Unicode scalars), not bytes.
package struct Place: Hashable, Comparable, Sendable {
  package var line: Int
  package var column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  package static func < (left: Place, right: Place) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}

/// What a name of a task, group or after-function may be.
///
/// Names become parts of paths and stand on screens, so `/` and whatever doesn't show are refused, and
/// so are spaces around them.
enum NameRule {
  /// What is wrong with a name, to follow "the name …"; none where it is fine.
  static func complaint(about name: String) -> String? {
    if name.isEmpty { return "is empty" }
    if name.contains("/") { return "can't contain /, which separates the names of a path" }
    if name.unicodeScalars.contains(where: { !$0.isHarmless }) { return "contains an invisible character" }
    if name.first?.isWhitespace == true || name.last?.isWhitespace == true { return "can't begin or end with a space" }
    if name.unicodeScalars.count > 80 { return "is longer than 80 characters" }
    return nil
  }
}
