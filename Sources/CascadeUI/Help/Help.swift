/// The open help.
package struct Help: Hashable, Sendable {
  /// Whose keys come first.
  package var place: Place
  /// How many lines are scrolled away.
  package var scrolled = 0

  /// Scrolls, perhaps beyond what there is.
  ///
  /// - Parameter page: How many lines are in view.
  mutating func perform(_ command: HelpCommand, count: Int, page: Int) {
    switch command {
    case .down: scrolled += count
    case .up: scrolled -= count
    case .pageDown: scrolled += page
    case .pageUp: scrolled -= page
    case .top: scrolled = 0
    case .bottom: scrolled = .max / 2
    }
  }
}
