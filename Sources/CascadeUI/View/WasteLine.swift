import Cascade
import CascadeTerminal
import CascadeTrace

/// The two-sided meter in one line: what was wasted, what was saved, and what was lost, the most important first.
enum WasteLine {
  static func spans(_ waste: Waste, in run: RunState, look: Look, columns: Int) -> [[Span]] {
    let strong = Style(attributes: .bold)
    func part(_ label: String, _ amount: Duration, _ rest: [Span] = []) -> [Span] {
      [Span(label + " ", strong), Span(TimeText.duration(amount))] + rest
    }
    // How many cells the work that was undone at the first cause takes.
    let barColumns = columns >= 100 ? 12 : 6
    func bar(_ amount: Duration, _ scalar: Unicode.Scalar, _ hue: Hue) -> [Span] {
      guard amount > .zero, waste.total.undone > .zero, columns >= 80 else { return [] }
      let cells = max(1, min(barColumns, Int(amount / waste.total.undone * Double(barColumns) + 0.5)))
      return [Span(" " + String(repeating: Character(scalar), count: cells), look.style(hue))]
    }
    let total = waste.total
    let planned = total.wasted - total.extra
    let used =
      total.used > .zero ? [Span(" (\(TimeText.duration(total.used)) used)", look.style(.chrome))] : []
    var parts = [part("WASTED", total.wasted, bar(planned, look.glyphs.leaving, .cancelled) + used)]
    parts.append(
      waste.isPlanned
        ? part("SAVED", total.saved, bar(total.saved, look.glyphs.saved, .done))
        : [Span("SAVED ", strong), Span("unknown: nobody tells a plan", look.style(.chrome))])
    if let waiting = waste.callerWaiting { parts.append(part(columns >= 100 ? "CALLER WAITING" : "WAITING", waiting)) }
    parts.append(part("DISCARDED", total.discarded))
    parts.append(part("SUNK", total.sunk))
    if total.extra > .zero { parts.append(part("EXTRA", total.extra)) }
    return parts
  }
}

extension Canvas {
  /// What was wasted and saved so far.
  mutating func drawWasteLine(_ watch: Watch, look: Look) {
    let width = region.size.columns
    guard let waste = watch.waste else {
      let words = "Nothing has gone wrong so far: no work is wasted, none is saved."
      write(
        Fitting.fit(words, columns: width - 2, glyphs: look.glyphs), at: Point(x: 1, y: 0), style: look.style(.chrome))
      return
    }
    var x = 1
    for part in WasteLine.spans(waste, in: watch.state, look: look, columns: width) {
      let columns = part.reduce(0) { $0 + $1.text.columns }
      guard x + columns <= width - 1 else { break }
      x += write(part, at: Point(x: x, y: 0), limit: columns) + 3
    }
  }
}
