/// A program in lines, and which of them belong to which part of a scenario.
package struct CodeListing: Hashable, Sendable {
  /// The language that it is written in.
  package enum Language: String, Hashable, Sendable, CaseIterable {
    case swift
    case go

    /// How its people write it.
    package var name: String {
      switch self {
      case .swift: "Swift"
      case .go: "Go"
      }
    }
  }

  /// A part of a scenario that lines are written for. Paths are those of events.
  package enum Part: Hashable, Sendable {
    /// Where a group is made.
    case group(String)
    /// Where somebody waits for a group.
    case wait(String)
    /// Where a task is handed to its group.
    case spawn(String)
    /// Step `index`, from 0, of a task: the number that its notes bear.
    case step(task: String, index: Int)
  }

  package var language: Language
  /// Without line ends.
  package var lines: [String]
  /// The numbers of a part's lines, from 0.
  package var parts: [Part: Range<Int>]

  package init(language: Language, lines: [String], parts: [Part: Range<Int>]) {
    self.language = language
    self.lines = lines
    self.parts = parts
  }

  /// The whole program, with a line end after each line.
  package var text: String { lines.map { $0 + "\n" }.joined() }
}
