package import CascadeTerminal

/// What stands at a place of the screen, as far as the mouse can do something there. What draws it says so while it draws, so that
/// a picture and what its places mean can't differ.
package enum Spot: Hashable, Sendable {
  /// A scenario of the gallery, by its place in the list.
  case entry(Int)
  /// A row of the run, by its number.
  case row(Int)
  /// A row of a comparison, by its place among those that are shown.
  case pair(Int)
  /// A line of a dialog that can be chosen, by its place.
  case item(Int, in: Place)
  /// An answer to the question that is open, by its place.
  case answer(Int)
  /// The bar of time: a column of it for each of the scale.
  case time(TimeScale)
  /// A key hint: as if these keys were typed.
  case keys([Key], in: Place)
  /// Any other part of a pane.
  case pane(Pane)

  /// What the wheel moves.
  package enum Pane: Hashable, Sendable {
    case gallery, lanes, detail, code, compare, dialog, help
  }
}

/// A spot, and which cells of the screen it takes.
package struct Hit: Hashable, Sendable {
  package let spot: Spot
  package let area: Rect
}

extension Canvas {
  /// What the mouse meets at a place of the whole screen; nil for nothing.
  package func hit(at point: Point) -> Hit? {
    guard let area = area(at: point), let spot = area.meaning as? Spot else { return nil }
    return Hit(spot: spot, area: area.rect)
  }

  /// Says what a rectangle of the region is to the mouse; the whole region by default.
  mutating func mark(_ area: Rect? = nil, as spot: Spot) {
    let meaning: any Hashable & Sendable = spot
    mark(area, as: meaning)
  }

  /// What is drawn here from now on hides what stood there before, from the mouse, too.
  mutating func cover(_ area: Rect? = nil) {
    let nothing: (any Hashable & Sendable)? = nil
    mark(area, as: nothing)
  }
}
