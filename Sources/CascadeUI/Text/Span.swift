import CascadeTerminal

/// A piece of text in one style.
struct Span: Hashable, Sendable {
  var text: String
  var style: Style

  init(_ text: String, _ style: Style = .plain) {
    self.text = text
    self.style = style
  }
}

extension Canvas {
  /// Writes pieces one after the other, at most so many columns in all; a piece that doesn't fit is left out with all
  /// that follow.
  /// - Returns: how many columns were used.
  @discardableResult
  mutating func write(_ spans: [Span], at origin: Point, limit: Int) -> Int {
    var used = 0
    for span in spans {
      guard used + span.text.columns <= limit else { break }
      used += write(span.text, at: Point(x: origin.x + used, y: origin.y), style: span.style)
    }
    return used
  }
}
