/// One cell of a screen: one character of width 1, and its style.
///
/// Whatever a cell is made from, what it holds can be drawn: an unsafe scalar has been replaced by its stand-in.
package struct Cell: Hashable, Sendable {
  package let scalar: Unicode.Scalar
  package var style: Style

  /// A space in the terminal's own colours.
  package static let blank = Cell(" ")

  /// A cell with that scalar, or with the stand-in when the scalar may not reach a terminal.
  package init(_ scalar: Unicode.Scalar, style: Style = .plain) {
    self.scalar = scalar.drawable(in: .unicode)
    self.style = style
  }
}
