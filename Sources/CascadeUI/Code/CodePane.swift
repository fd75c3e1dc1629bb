import CascadeText
package import CascadeTrace

/// The run that is looked at as a program.
package struct CodePane: Sendable {
  package let language: CodeListing.Language
  /// The branch whose program was asked for, by how it differs from the file.
  var asked: Variation?
  /// The program, or why there is none; nothing before the answer is here.
  package private(set) var answer: Answer<CodeListing>?
  /// How many lines there are, and how many columns the longest one has.
  private(set) var rows = 0
  private(set) var columns = 0
  /// How many columns of each line are out of sight at the left.
  package private(set) var shift = 0

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
    scroll(by: 0)
  }

  /// Moves the lines sideways, never so far that less than this is left of the longest one.
  mutating func scroll(by steps: Int) {
    shift = max(0, min(columns - Self.leastSeen, shift + steps * Self.step))
  }

  private static let leastSeen = 48
  private static let step = 8

  /// Whether the run was changed by interventions, of which a program knows nothing.
  var leavesInterventionsOut: Bool { asked.map { !$0.interventions.isEmpty } ?? false }

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

package enum CodeCommand: CaseIterable, Hashable, Sendable {
  /// Swift, Go, none.
  case next
  case left, right
}

extension Model {
  mutating func perform(_ command: CodeCommand, count: Int) -> [Effect] {
    guard case .watching(var session) = screen else { return [] }
    switch command {
    case .next: session.panes.code = CodePane.next(after: session.panes.code)
    case .left: session.panes.code?.scroll(by: -count)
    case .right: session.panes.code?.scroll(by: count)
    }
    screen = .watching(session)
    return []
  }

  /// Asks for the program of the branch that is looked at, where one is shown and it isn't that.
  mutating func listProgram() -> [Effect] {
    guard let session, let pane = session.panes.code else { return [] }
    let variation = session.branches.branch.variation
    guard pane.asked != variation else { return [] }
    self.session?.panes.code?.asked = variation
    return [.list(variation, pane.language)]
  }
}

extension Panes {
  /// Takes a program, if it is still the one that is asked for.
  mutating func take(_ variation: Variation, _ language: CodeListing.Language, _ answer: Answer<CodeListing>) {
    if code?.language == language, code?.asked == variation { code?.take(answer) }
  }
}

/// Where the parts of a line of code go, from the left edge of its pane.
struct CodeColumns: Hashable, Sendable {
  /// The bar of the selection, the mark of a task's state, and the mark of a line that is executing.
  static let selection = 1
  static let state = 2
  static let executing = 3
  static let text = 5
  /// How wide a word for a state is, and the space before it.
  private static let wordColumns = 12

  let textWidth: Int
  /// Where the words for states begin, where there is room for them beside the code.
  let word: Int?

  init(width: Int) {
    let room = width - Self.text - 1
    let hasWord = room >= 60 + Self.wordColumns
    textWidth = hasWord ? room - Self.wordColumns : room
    word = hasWord ? width - 1 - Self.wordColumns + 1 : nil
  }

  /// How wide the pane is beside a tree; none where it takes the tree's place.
  static func paneWidth(screen: Int, longestLine: Int) -> Int? {
    guard screen >= 100 else { return nil }
    return min(longestLine + text + 1, max(62, min(68, screen - leastTree)))
  }

  /// How wide a tree stays, however wide the code is.
  private static let leastTree = 38
}
