package import CascadeTerminal

/// Where a key means something.
package enum Place: String, CaseIterable, Hashable, Sendable {
  case gallery, main, detail
  /// What a hand could do to a row.
  case inject
  /// The options of a group as switches.
  case options
  /// The list of branches.
  case branches
  /// Two runs side by side.
  case compare
  /// The choice of the two.
  case sides
  /// A line of text, where letters and digits are text.
  case field
  case help
}

/// The keys of one command, and the words for them.
package struct Binding: Hashable, Sendable {
  /// One key, or several typed one after the other (`g g`).
  package typealias Sequence = [Key]

  package var command: Command
  /// Any of these gives the command.
  package var keys: [Sequence]
  package var places: Set<Place>
  /// What it does, for the help.
  package var help: String
  /// How the bar at the bottom shows it; not there without.
  package var bar: BarHint?

  package init(_ command: Command, _ keys: [Sequence], in places: Set<Place>, help: String, bar: BarHint? = nil) {
    self.command = command
    self.keys = keys
    self.places = places
    self.help = help
    self.bar = bar
  }
}

/// How a binding appears in the bar at the bottom.
package struct BarHint: Hashable, Sendable {
  /// A word or two. Neighbours with the same words share one hint: `left/right step`.
  package var words: String
  /// What there is no room for is left out, those with the highest rank first.
  package var rank: Int

  package init(_ words: String, rank: Int) {
    self.words = words
    self.rank = rank
  }
}
