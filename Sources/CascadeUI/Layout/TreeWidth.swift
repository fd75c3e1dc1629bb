import CascadeTerminal
import CascadeTrace

/// How many columns the names of a tree want, whatever the indentation.
struct TreeWidth: Sendable {
  /// For each depth the longest label.
  private var longest: [Int] = []
  private var counted = 0

  /// Takes the rows into account that weren't there before.
  mutating func widen(to roster: Roster) {
    for member in roster.members[counted...] {
      while longest.count <= member.depth { longest.append(0) }
      longest[member.depth] = max(longest[member.depth], TreeLabel.columns(member))
    }
    counted = roster.members.count
  }

  /// How wide the tree is when each level is indented by so many columns.
  func columns(indentation: Int) -> Int {
    longest.enumerated().map { $0.offset * indentation + $0.element }.max() ?? 0
  }
}
