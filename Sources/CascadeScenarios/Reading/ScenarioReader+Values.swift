import CascadeText
import CascadeTrace

extension ScenarioReader {
  /// The text of a scalar that isn't empty. `what` names it in messages, `form` says what its text would be.
  mutating func text(_ node: YAMLNode, _ what: String, form: String = "a text") -> String? {
    guard let text = node.text else {
      problems.add("\(what) must be \(form), not \(node.kind)", at: node.place)
      return nil
    }
    guard text.contains(where: { !$0.isWhitespace }) else {
      problems.add("\(what) is empty", at: node.place)
      return nil
    }
    return text
  }

  /// A text in which no line ends.
  mutating func oneLine(_ node: YAMLNode, _ what: String) -> String? {
    guard let text = text(node, what) else { return nil }
    if text.unicodeScalars.contains(where: \.isLineBreak) {
      problems.add("\(what) must be one line", at: node.place)
      return nil
    }
    return text
  }

  mutating func duration(_ node: YAMLNode, _ what: String) -> Duration? {
    guard let text = text(node, what, form: "a duration") else { return nil }
    do {
      return try DurationText.read(text)
    } catch {
      problems.add("\(what): \(error.message)", at: node.place, suggestion: error.suggestion)
      return nil
    }
  }

  mutating func flag(_ node: YAMLNode, _ what: String) -> Bool? {
    guard let text = text(node, what, form: "true or false") else { return nil }
    switch text {
    case "true": return true
    case "false": return false
    default:
      problems.add(
        "\(what) must be true or false, not \(SafeText.brief(text))", at: node.place,
        suggestion: Self.spelledFlags[text.lowercased()] ?? closest(to: text, in: ["true", "false"]))
      return nil
    }
  }

  private static let spelledFlags = [
    "yes": "true", "on": "true", "y": "true", "1": "true", "no": "false", "off": "false", "n": "false", "0": "false",
  ]

  mutating func wholeNumber<Number: FixedWidthInteger>(
    _ node: YAMLNode, _ what: String, in range: ClosedRange<Number>
  ) -> Number? {
    guard let text = text(node, what, form: "a whole number") else { return nil }
    let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
    guard !digits.isEmpty, digits.allSatisfy(\.isDigit) else {
      problems.add("\(what) must be a whole number, not \(SafeText.brief(text))", at: node.place)
      return nil
    }
    if let number = Number(text), range.contains(number) { return number }
    let isSmall = text.hasPrefix("-") || Number(text).map { $0 < range.lowerBound } ?? false
    problems.add(
      isSmall ? "\(what) must be \(range.lowerBound) or more" : "\(what) must be \(range.upperBound) or less",
      at: node.place)
    return nil
  }

  /// One of the words of an enumeration. `synonyms` are words that people use for them.
  mutating func word<Word>(
    _ node: YAMLNode, _ what: String, as type: Word.Type, synonyms: [String: Word] = [:]
  ) -> Word? where Word: CaseIterable & RawRepresentable, Word.RawValue == String {
    word(node, what, in: Word.allCases.map(\.rawValue), synonyms: synonyms.mapValues(\.rawValue))
      .flatMap { Word(rawValue: $0) }
  }

  /// The same for words that are in no enumeration.
  mutating func word(_ node: YAMLNode, _ what: String, in words: [String], synonyms: [String: String]) -> String? {
    guard let text = text(node, what, form: alternatives(words)) else { return nil }
    if words.contains(text) { return text }
    problems.add(
      "\(what) must be \(alternatives(words)), not \(SafeText.brief(text))", at: node.place,
      suggestion: synonyms[text.lowercased()] ?? closest(to: text, in: words))
    return nil
  }

  /// The items of a list.
  ///
  /// - Parameter single: The key for one alone, where there is such a key.
  mutating func list(_ node: YAMLNode, _ what: String, single: String? = nil) -> [YAMLNode] {
    guard case .list(let items) = node.content else {
      let meant = node.text == nil ? nil : single
      problems.add("\(what) must be a list (- item), not \(node.kind)", at: node.place, suggestion: meant)
      return []
    }
    return items
  }

  /// The entries of a mapping whose keys are names that the author chose.
  mutating func entries(_ node: YAMLNode, _ what: String) -> [(key: YAMLNode, value: YAMLNode)] {
    guard case .mapping(let pairs) = node.content else {
      problems.add("\(what) must be a mapping (name: value), not \(node.kind)", at: node.place)
      unread.insert(what)
      return []
    }
    return pairs
  }
}

/// The words as a choice: `go or try-go`.
func alternatives(_ words: [String], _ conjunction: String = "or") -> String {
  guard words.count > 1, let last = words.last else { return words.first ?? "" }
  return words.dropLast().joined(separator: ", ") + " \(conjunction) " + last
}

extension String {
  /// The parts between a separator, without spaces around them.
  func parts(between separator: String) -> [String] {
    split(separator: separator).map { part in
      var part = part
      while part.first == " " { part.removeFirst() }
      while part.last == " " { part.removeLast() }
      return String(part)
    }
  }
}
