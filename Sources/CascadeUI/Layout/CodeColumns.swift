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
