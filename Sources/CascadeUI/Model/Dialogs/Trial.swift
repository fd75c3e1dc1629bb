package import CascadeTrace

/// A change that isn't made yet, and what would come of it.
package struct Trial: Hashable, Sendable {
  /// The branch as it would be; none while nothing is changed.
  package var variation: Variation?
  /// What is changed, in a few words.
  package var change = ""
  package var outlook = Outlook.none

  /// What is known of the branch so far.
  package enum Outlook: Hashable, Sendable {
    /// There is nothing to know.
    case none
    /// It is being run.
    case waiting
    /// What matters in it, and how many events it shares with the branch it would be made from.
    case consequences([String], start: Int)
    /// It can't be, and why.
    case refused(String)
  }
}
