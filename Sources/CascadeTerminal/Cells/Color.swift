/// A colour of the terminal: its own default, or one of the 256 of xterm's palette.
///
/// There is no RGB on purpose. The 256 are what terminals agree on, and a palette of them can be checked once for
/// contrast and for colour blindness.
package enum Color: Hashable, Sendable {
  /// What the user's terminal has as foreground or background.
  case `default`
  /// 0 to 7 plain, 8 to 15 bright, 16 to 231 a cube of 6x6x6, 232 to 255 greys.
  case palette(UInt8)
}
