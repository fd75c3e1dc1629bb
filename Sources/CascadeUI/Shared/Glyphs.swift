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
  var topTee: Unicode.Scalar
  var bottomTee: Unicode.Scalar

  // The tree.
  var branch: Unicode.Scalar
  var lastBranch: Unicode.Scalar
  var trunk: Unicode.Scalar
  var twig: Unicode.Scalar
  var selected: Unicode.Scalar
  var happening: Unicode.Scalar

  // The lanes.
  var work: Unicode.Scalar
  var leaving: Unicode.Scalar
  var deaf: Unicode.Scalar
  var goingOn: Unicode.Scalar
  var waiting: Unicode.Scalar
  var pausing: Unicode.Scalar
  var toldWorking: Unicode.Scalar
  /// Told while it wasn't at work: queued, or as it was spawned.
  var toldIdle: Unicode.Scalar
  var causeLine: Unicode.Scalar
  var saved: Unicode.Scalar
  /// What bars of amounts are drawn with; no lane has it.
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
  var arrowRight: Unicode.Scalar
  var times: Unicode.Scalar

  static let unicode = Glyphs(
    horizontal: "─", vertical: "│", topLeft: "┌", topRight: "┐", bottomLeft: "└", bottomRight: "┘",
    topTee: "┬", bottomTee: "┴",
    branch: "├", lastBranch: "└", trunk: "│", twig: "─", selected: "▌", happening: "▸",
    work: "━", leaving: "▒", deaf: "▓", goingOn: "═", waiting: "·", pausing: " ", toldWorking: "┿", toldIdle: "↓",
    causeLine: "┆",
    saved: "╌", amount: "▄",
    scrubberStart: "├", scrubberEnd: "┤", past: "─", pastEvent: "┬", future: "┄", futureEvent: "┬",
    cursor: "●", failure: "✗", cancel: "◆",
    ellipsis: "…", arrowRight: "→", times: "×")

  static let ascii = Glyphs(
    horizontal: "-", vertical: "|", topLeft: "+", topRight: "+", bottomLeft: "+", bottomRight: "+",
    topTee: "+", bottomTee: "+",
    branch: "+", lastBranch: "`", trunk: "|", twig: "-", selected: ">", happening: "*",
    work: "=", leaving: "#", deaf: "%", goingOn: "~", waiting: "_", pausing: " ", toldWorking: "T", toldIdle: "Y",
    causeLine: ":",
    saved: ".", amount: "|",
    scrubberStart: "+", scrubberEnd: "|", past: "-", pastEvent: "+", future: ".", futureEvent: "+",
    cursor: "o", failure: "X", cancel: "&",
    ellipsis: "~", arrowRight: ">", times: "x")

  static func `for`(_ charset: Charset) -> Glyphs {
    charset == .unicode ? unicode : ascii
  }
}
