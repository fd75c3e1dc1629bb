package import CascadeTrace

/// The run that is looked at as a program.
package struct CodePane: Sendable {
  package let language: CodeListing.Language
  /// The branch whose program was asked for, by how it differs from the file.
  var asked: Variation?
  /// The program, or why there is none; nothing before somebody has answered.
  package private(set) var answer: Answer<CodeListing>?
  /// How many lines there are, and how many columns the longest one has.
  private(set) var rows = 0
  private(set) var columns = 0

  init(_ language: CodeListing.Language) {
    self.language = language
  }

  /// Takes the answer to what was asked for.
  mutating func take(_ answer: Answer<CodeListing>) {
    self.answer = answer
    guard case .here(let listing) = answer else {
      (rows, columns) = (3, 60)
      return
    }
    rows = listing.lines.count
    columns = listing.lines.indices.map { listing.shownLine($0).count }.max() ?? 0
  }

  /// What comes after this in the round that the key makes: Swift, Go, none.
  static func next(after pane: CodePane?) -> CodePane? {
    let languages = CodeListing.Language.allCases
    guard let pane, let place = languages.firstIndex(of: pane.language) else { return CodePane(languages[0]) }
    return place + 1 < languages.count ? CodePane(languages[place + 1]) : nil
  }
}

extension CodeListing {
  /// A line as it is shown: tabs are two columns, as everything here is narrow.
  func shownLine(_ number: Int) -> String { SafeText.make(lines[number].replacing("\t", with: "  ")) }
}

extension Model {
  /// The key that goes on in the round, and to what: `c Go`.
  var codeHint: String {
    let key = keyMap.bindings(in: .main).first { $0.command == .code }?.firstName ?? ""
    return " \(key) \(CodePane.next(after: code)?.language.name ?? "off") "
  }
}
