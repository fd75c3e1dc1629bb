/// A change of a scenario that can't be. Nothing was changed.
package struct VariationError: Error, Hashable, CustomStringConvertible {
  /// Which of the variation's changes it is, from 0.
  package var change: Int
  /// What is wrong, in words for people, safe to print.
  package var description: String

  init(_ description: String, change: Int = 0) {
    self.change = change
    self.description = description
  }
}
