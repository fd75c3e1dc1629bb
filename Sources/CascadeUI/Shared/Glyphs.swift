import CascadeTerminal

/// The characters that screens are built from, one column each, in two sets that stand in for each other one to one:
/// with the other set nothing moves.
///
/// No character is wide or has an emoji form anywhere, so every terminal agrees on where the next one goes.
struct Glyphs: Sendable {
  // Frames and rules.
  var horizontal: Unicode.Scalar
  var vertical: Unicode.Scalar
  var topLeft: Unicode.Scalar
  var topRight: Unicode.Scalar
  var bottomLeft: Unicode.Scalar
  var bottomRight: Unicode.Scalar

  // Rows.
  var selected: Unicode.Scalar
  var happening: Unicode.Scalar

  // Amounts.
  var saved: Unicode.Scalar
  var amount: Unicode.Scalar

  // The scrubber.
  var scrubberStart: Unicode.Scalar
  var scrubberEnd: Unicode.Scalar
  var past: Unicode.Scalar
  var pastEvent: Unicode.Scalar
  var future: Unicode.Scalar
  var futureEvent: Unicode.Scalar
  var cursor: Unicode.Scalar
  /// A task failed.
  var failure: Unicode.Scalar
  /// An intervention, a cancel, or a deadline that passed.
  var cancel: Unicode.Scalar

  // Text.
  var ellipsis: Unicode.Scalar
  var times: Unicode.Scalar

  static let unicode = Glyphs(
    horizontal: "─", vertical: "│", topLeft: "┌", topRight: "┐", bottomLeft: "└", bottomRight: "┘",
    selected: "▌", happening: "▸",
    saved: "╌", amount: "▄",
    scrubberStart: "├", scrubberEnd: "┤", past: "─", pastEvent: "┬", future: "┄", futureEvent: "┬",
    cursor: "●", failure: "✗", cancel: "◆",
    ellipsis: "…", times: "×")

  static let ascii = Glyphs(
    horizontal: "-", vertical: "|", topLeft: "+", topRight: "+", bottomLeft: "+", bottomRight: "+",
    selected: ">", happening: "*",
    saved: ".", amount: "|",
    scrubberStart: "+", scrubberEnd: "|", past: "-", pastEvent: "+", future: ".", futureEvent: "+",
    cursor: "o", failure: "X", cancel: "&",
    ellipsis: "~", times: "x")

  static func `for`(_ charset: Charset) -> Glyphs {
    charset == .unicode ? unicode : ascii
  }
}
