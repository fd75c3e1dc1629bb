/// What a name of a task, group or after-function may be.
///
/// Names become parts of paths and stand on screens, so `/`, control characters, and format characters such as
/// bidirectional controls are refused, and so are spaces around them.
enum NameRule {
  /// What is wrong with a name, to follow "the name …"; none where it is fine.
  static func complaint(about name: String) -> String? {
    if name.isEmpty { return "is empty" }
    if name.contains("/") { return "can't have a / in it, which separates names in a path" }
    if name.unicodeScalars.contains(where: \.needsEscape) { return "has a control character in it" }
    if name.first?.isWhitespace == true || name.last?.isWhitespace == true { return "has a space around it" }
    if name.unicodeScalars.count > 80 { return "is longer than 80 characters" }
    return nil
  }
}
