import CascadeNarration
import CascadeText
package import CascadeTrace

/// The run that is looked at as a program.
package struct CodePane: Sendable {
  package let language: CodeListing.Language
  /// The branch whose program was asked for, by how it differs from the file.
  var asked: Variation?
  /// The program, or why there is none; nothing before the answer is here.
  package private(set) var answer: Answer<CodeListing>?
  /// The lines as they are shown: tabs are two columns, as everything here is narrow.
  private(set) var lines: [String] = []
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
      (lines, columns) = ([], 60)
      return
    }
    lines = listing.lines.map { SafeText.make($0.replacing("\t", with: "  ")) }
    columns = lines.map(\.count).max() ?? 0
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

}

package enum CodeCommand: CaseIterable, Hashable, Sendable {
  /// Swift, Go, none.
  case next
  case left, right
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
}
