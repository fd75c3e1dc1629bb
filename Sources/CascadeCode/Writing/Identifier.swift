/// Names for a program's own things, made from names of a file.
struct Identifiers {
  private let reserved: Set<String>
  private var taken: Set<String> = []

  /// - Parameter reserved: what a name must not be.
  init(reserved: Set<String>) {
    self.reserved = reserved
  }

  /// A name that reads like `text`, is legal and was never given out before.
  mutating func unique(_ text: String, else fallback: String = "story") -> String {
    var base = Self.camelCase(text) ?? fallback
    if reserved.contains(base) { base += "Story" }
    var name = base
    var number = 2
    while !taken.insert(name).inserted {
      name = "\(base)\(number)"
      number += 1
    }
    return name
  }

  /// `first-failure` as `firstFailure`; nil where no letter is left.
  static func camelCase(_ text: String) -> String? {
    let words = text.split { !isPlain($0) }
    guard let first = words.first, words.contains(where: { $0.contains { $0.isLetter } }) else { return nil }
    let name = first.prefix(1).lowercased() + first.dropFirst() + words.dropFirst().map(capitalized).joined()
    let limited = String(name.prefix(40))
    return limited.first?.isNumber == true ? "story" + limited : limited
  }

  private static func capitalized(_ word: Substring) -> String {
    word.prefix(1).uppercased() + word.dropFirst()
  }

  private static func isPlain(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber)
  }
}
