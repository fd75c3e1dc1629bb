/// The dialog in which the two sides of a comparison are chosen.
package struct SideChooser: Hashable, Sendable {
  /// What a side can be.
  package enum Offer: Hashable, Sendable {
    case side(CompareSide)
    /// Another seed, to be typed.
    case seed
    /// Another limit, to be typed.
    case limit
    /// A file with events, its path to be typed.
    case file
  }

  /// Which of the two is being chosen.
  package enum Letter: Hashable, Sendable { case a, b }

  package let offers: [Offer]
  package internal(set) var selected = 0
  package internal(set) var a: CompareSide
  package internal(set) var b: CompareSide
  /// What is being typed, and for which side.
  package internal(set) var field: TextField?
  var fieldLetter = Letter.a

  mutating func set(_ letter: Letter, _ side: CompareSide) {
    switch letter {
    case .a: a = side
    case .b: b = side
    }
  }

  mutating func select(by steps: Int) {
    selected = min(max(0, selected + steps), max(0, offers.count - 1))
  }
}
