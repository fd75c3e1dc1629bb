import Foundation
import Testing

/// A switch over an enum of ours has no `default`: a case that is added later must be seen wherever it matters.
///
/// The text says whose enum it is. A pattern that begins with a dot names a case, so that the switch is over an enum;
/// and the enums that aren't ours are few enough to be listed by their cases.
@Suite struct ExhaustiveTests {
  /// A case of an enum of the standard library or of a dependency that sources switch over with a default.
  static let foreign: Set<String> = [
    // Unicode.GeneralCategory.
    "control", "spaceSeparator",
    // YamlError.
    "scanner",
  ]

  /// The first case that each switch with a default names, and its line.
  private func defaults(in text: String) -> [(line: Int, names: [String])] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    func indent(_ line: Substring) -> Int { line.prefix { $0 == " " }.count }
    var found: [(Int, [String])] = []
    for (number, line) in lines.enumerated() {
      let words = line.drop { $0 == " " }
      guard words.hasPrefix("default:") else { continue }
      var names: [String] = []
      for above in lines[..<number].reversed() where indent(above) == indent(line) {
        let pattern = above.drop { $0 == " " }
        if pattern.hasPrefix("//") { continue }
        guard pattern.hasPrefix("case ") else { break }
        if let name = pattern.firstMatch(of: /^case \(?\.([A-Za-z]+)/)?.1 { names.append(String(name)) }
      }
      found.append((number + 1, names.reversed()))
    }
    return found
  }

  @Test func `a switch over an enum of ours has no default`() throws {
    for file in try SourceFile.all() {
      for found in defaults(in: file.text) {
        guard let first = found.names.first, !Self.foreign.contains(first) else { continue }
        Issue.record("\(file.path):\(found.line): a default, though \(first) is a case")
      }
    }
  }

  @Test func `a default beside a case is found, beside a value not`() {
    let text = """
      func f() {
        switch state {
        // The quick one.
        case .running, .told:
          switch byte {
          case 0x20: true
          default: false
          }
        case (.done, _): true
        default: false
        }
      }
      """
    #expect(defaults(in: text).map(\.line) == [7, 10])
    #expect(defaults(in: text).map(\.names) == [[], ["running", "done"]])
  }

  @Test func `every foreign case that is listed is met`() throws {
    let met = try SourceFile.all().flatMap { defaults(in: $0.text) }.compactMap(\.names.first)
    #expect(Self.foreign.subtracting(met).isEmpty)
  }
}
