import Cascade
import CascadeNarration
import CascadeTerminal
import CascadeTrace

/// The two-sided meter in one line: what was wasted, what was saved, and what was lost, the most important first.
enum WasteLine {
  /// As much as there is room for: bars give way first, then what is less important.
  ///
  /// - Parameter since: From when on its amounts count, where the field of the cause is about another moment.
  static func spans(_ waste: Waste, since: String? = nil, appearance: Appearance, columns: Int) -> [[Span]] {
    for form in [Form.full, .short, .bare] {
      let parts = spans(waste, since: since, appearance: appearance, form: form)
      if width(parts) <= columns { return parts }
    }
    var parts = spans(waste, since: since, appearance: appearance, form: .bare)
    while width(parts) > columns { parts.removeLast() }
    return parts
  }

  static let gap = 2

  private static func width(_ parts: [[Span]]) -> Int {
    parts.reduce(-gap) { $1.reduce($0 + gap) { $0 + $1.text.columns } }
  }

  private enum Form {
    /// With long bars.
    case full
    /// With short bars.
    case short
    /// With numbers alone.
    case bare
  }

  private static func spans(_ waste: Waste, since: String?, appearance: Appearance, form: Form) -> [[Span]] {
    let strong = Style(attributes: .bold)
    func part(_ words: WorkWords, _ amount: Duration, _ rest: [Span] = []) -> [Span] {
      [Span(words.label + " ", strong), Span(TimeText.duration(amount))] + rest
    }
    // How many cells the work that was undone at the first cause takes.
    let barColumns = form == .full ? 12 : 6
    func bar(_ amount: Duration, _ scalar: Unicode.Scalar, _ role: ColorRole) -> [Span] {
      guard amount > .zero, waste.total.undone > .zero, form != .bare else { return [] }
      let cells = max(1, min(barColumns, Int(amount / waste.total.undone * Double(barColumns) + 0.5)))
      return [Span(" " + String(repeating: Character(scalar), count: cells), appearance.style(role))]
    }
    let total = waste.total
    let planned = total.wasted - total.extra
    let share = total.used == total.wasted ? "all" : TimeText.duration(total.used)
    let used = total.used > .zero ? [Span(" (\(share) useful)", appearance.style(.chrome))] : []
    // Where another moment than the cause is meant, it stands beside what counts from there.
    let from = since.map { [Span(" \(WorkWords.since.label) \($0)")] } ?? []
    var parts = [part(.after, total.wasted, from + bar(planned, appearance.glyphs.amount, .cancelled) + used)]
    parts.append(
      waste.isPlanned
        ? part(.saved, total.saved, bar(total.saved, appearance.glyphs.saved, .done))
        : [Span(WorkWords.saved.label + " ", strong), Span(WorkWords.unplanned, appearance.style(.chrome))])
    // The caller's wait counts from the cause that ends the group, as in the fields.
    if let waiting = waste.callerWaiting { parts.append(part(.waiting, waiting)) }
    parts.append(part(.discarded, total.discarded))
    parts.append(part(.sunk, total.sunk))
    if total.extra > .zero { parts.append(part(.extra, total.extra)) }
    return parts
  }
}

extension Canvas {
  /// What was wasted and saved so far.
  mutating func drawWasteLine(_ session: RunSession, appearance: Appearance) {
    let width = region.size.columns
    guard let waste = session.waste else {
      let words = session.state.isPartlyUnknown ? WorkWords.unknown : WorkWords.none
      write(
        TextLayout.fit(words, columns: width - 2, glyphs: appearance.glyphs), at: Point(x: 1, y: 0),
        style: appearance.style(.chrome))
      return
    }
    let run = session.state
    let cause = run.outermostGroup?.telling?.t
    let since = cause.flatMap { $0 == waste.cause ? nil : run.timeText(waste.cause) }
    var x = 1
    for part in WasteLine.spans(waste, since: since, appearance: appearance, columns: width - 2) {
      x += write(part, at: Point(x: x, y: 0), limit: part.reduce(0) { $0 + $1.text.columns }) + WasteLine.gap
    }
  }
}
