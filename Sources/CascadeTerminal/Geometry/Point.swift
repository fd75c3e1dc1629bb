/// A place in a grid of cells: column `x` from the left and row `y` from the top, both from 0.
package struct Point: Hashable, Sendable {
  package var x: Int
  package var y: Int

  /// The top left corner.
  package static let zero = Point(x: 0, y: 0)

  package init(x: Int, y: Int) {
    self.x = x
    self.y = y
  }
}
