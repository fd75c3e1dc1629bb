/// A declaration that people outside of the module can see, found by looking at the lines of a formatted source.
struct PublicDeclaration {
  /// From 1.
  var line: Int
  var text: String
  /// How many braces it is inside of.
  var depth: Int
  /// The type that it is directly in, if it is in one.
  var owner: Substring?
  var isDocumented: Bool

  /// Its name; `subscript` and `init` for those; none for an operator.
  var name: Substring? {
    if let special = text.firstMatch(of: /\b(init|subscript)\b/) { return special.1 }
    return text.firstMatch(of: /\b(?:struct|class|enum|protocol|typealias|associatedtype|func|var|let|case) (\w+)/)?.1
  }

  static func all(in source: String) -> [PublicDeclaration] {
    var found: [PublicDeclaration] = []
    // For each brace that is open: the type it belongs to, and which kind of type that is when it is public.
    var open: [(owner: Substring?, kind: Substring?)] = []
    var isDocumented = false
    for (index, line) in source.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let text = line.trimmingPrefix(while: \.isWhitespace)
      if text.hasPrefix("///") {
        isDocumented = true
        continue
      }
      // Attributes may stand between the comment and the declaration.
      if text.hasPrefix("@"), text.firstMatch(of: /^(@\w+(\([^)]*\))? ?)+$/) != nil { continue }
      let code = withoutTexts(text)
      let isPublic = code.firstMatch(of: /^(@\w+ )*public (?!import|extension)/) != nil
      // Without a word of their own the cases of a public enum are public, and so is all that a public protocol asks for.
      let isMember =
        switch open.last?.kind {
        case "enum": code.hasPrefix("case ")
        case "protocol": code.firstMatch(of: /^(static |mutating )*(var|func|init|subscript|associatedtype)\b/) != nil
        default: false
        }
      if isPublic || isMember {
        found.append(
          PublicDeclaration(
            line: index + 1, text: String(text), depth: open.count, owner: open.last?.owner,
            isDocumented: isDocumented))
      }
      let type = code.firstMatch(of: /\b(?:struct|class|enum|protocol|extension) ([\w.]+)/)?.1
      let kind = code.firstMatch(of: /^public (enum|protocol)\b/)?.1
      for character in code {
        if character == "{" { open.append((type, kind)) }
        if character == "}" { _ = open.popLast() }
      }
      isDocumented = false
    }
    return found
  }

  /// A line without what is in quotes or in a comment, where braces mean nothing.
  private static func withoutTexts(_ line: Substring) -> String {
    String(line.replacing(/"(\\.|[^"\\])*"/, with: "\"\"").replacing(/\/\/.*/, with: ""))
  }
}
