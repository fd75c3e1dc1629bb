import CascadeTerminal
import CascadeText
import CascadeTrace

/// One line of text that is being typed. While there is one, letters and digits are text and nothing else.
package struct TextField: Hashable, Sendable {
  /// What is asked for, in a word or two; empty where that is plain.
  package let label: String
  package private(set) var characters: [Character]
  /// How many characters stand before the place where the next one goes.
  package private(set) var caret: Int
  /// Whether the text is the one that it began with, which the first character replaces.
  package private(set) var isUntouched: Bool

  /// No text is longer than this; more is dropped.
  private let limit: Int

  /// How long names and errors may be.
  static let usualLimit = 60
  /// How long the path of a file may be.
  static let pathLimit = 1_024

  package init(label: String, text: String = "", limit: Int = TextField.usualLimit) {
    self.label = label
    self.limit = limit
    characters = Array(Self.clean(text).prefix(limit))
    caret = characters.count
    isUntouched = !characters.isEmpty
  }

  package var text: String { String(characters) }

  /// Takes a key that means something in a line of text.
  /// - Returns: whether it was one.
  mutating func take(_ key: Key) -> Bool {
    switch key {
    case .character(let character): insert(String(character))
    case .backspace where caret > 0:
      caret -= 1
      characters.remove(at: caret)
    case .delete where caret < characters.count: characters.remove(at: caret)
    case .backspace, .delete: break
    case .left: caret = max(0, caret - 1)
    case .right: caret = min(characters.count, caret + 1)
    case .home, .control("a"): caret = 0
    case .end, .control("e"): caret = characters.count
    case .control("u"):
      characters.removeFirst(caret)
      caret = 0
    case .control, .up, .down, .pageUp, .pageDown, .enter, .escape, .tab, .backTab, .insert, .function: return false
    }
    isUntouched = false
    return true
  }

  /// Puts in text from outside, as far as there is room. What a terminal might obey is left out.
  mutating func insert(_ text: String) {
    if isUntouched { (characters, caret, isUntouched) = ([], 0, false) }
    for character in Self.clean(text) where characters.count < limit {
      characters.insert(character, at: caret)
      caret += 1
    }
  }

  /// Without anything that isn't harmless; line ends become spaces.
  private static func clean(_ text: String) -> [Character] {
    text.compactMap { character in
      if character.isNewline || character == "\t" { return " " }
      let one = String(character)
      return SafeText.make(one) == one ? character : nil
    }
  }
}

extension String {
  /// Without blanks at both ends.
  var trimming: String {
    var text = self[...]
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}

extension Canvas {
  /// A line of text with the place where the next character goes, which stands out without colours, too.
  mutating func drawField(_ field: TextField, at origin: Point, columns: Int, appearance: Appearance) {
    // The caret is always in sight.
    let first = max(0, field.caret - columns + 1)
    for (offset, character) in (field.characters + [" "]).dropFirst(first).prefix(columns).enumerated() {
      let isCaret = first + offset == field.caret
      write(
        String(character), at: Point(x: origin.x + offset, y: origin.y),
        style: Style(attributes: isCaret || field.isUntouched ? .reverse : .underline))
    }
  }
}
