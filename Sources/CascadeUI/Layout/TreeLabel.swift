import CascadeTerminal
import CascadeTrace

/// What stands at the end of a row's branch: its mark and its name.
enum TreeLabel {
  /// The mark and a space.
  static let markColumns = 2
  /// How much of a name is kept, however deep it stands.
  static let leastName = 8

  /// How many columns a row wants besides its branch.
  static func columns(_ member: Roster.Member) -> Int {
    markColumns + (member.name.isEmpty ? member.id : member.name).columns
  }
}
