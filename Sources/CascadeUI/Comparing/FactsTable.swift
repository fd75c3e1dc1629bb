import Cascade
import CascadeNarration
import CascadeTerminal
import CascadeText
import CascadeTrace

/// Where the columns of the table end; numbers stand right-aligned against these.
struct FactColumns {
  let label: Int
  let a: Int
  let b: Int
  let difference: Int
  /// How many cells a bar may take; none on narrow screens.
  let bar: Int

  init(width: Int) {
    let inner = min(width, 120) - 4
    label = width >= 100 ? 26 : width >= 80 ? 22 : 19
    let differenceColumns = width >= 100 ? 14 : width >= 80 ? 12 : 10
    let side = (inner - label - differenceColumns) / 2
    a = 2 + label + side
    b = a + side
    difference = b + differenceColumns
    bar = max(0, min(20, side - 14))
  }
}

extension Canvas {
  /// The facts of both sides with their difference.
  mutating func drawFacts(
    _ facts: [ComparedFact], comparing: Comparing, title: String, form: CompareLayout.Form, appearance: Appearance
  ) {
    let width = region.size.columns
    let columns = FactColumns(width: width)
    let chrome = appearance.style(.chrome)
    if form == .framed {
      drawFrame(appearance)
    } else {
      fill(Rect(x: 0, y: 0, columns: width, rows: 1), with: Cell(appearance.glyphs.horizontal, style: chrome))
    }
    if form == .joined {
      self[Point(x: 0, y: 0)] = Cell(appearance.glyphs.bottomLeft, style: chrome)
      self[Point(x: width - 1, y: 0)] = Cell(appearance.glyphs.bottomRight, style: chrome)
    }
    let shown = TextLayout.fit(title, columns: columns.a - 12, glyphs: appearance.glyphs)
    write(" \(shown) ", at: Point(x: 2, y: 0), style: Style(attributes: .bold))
    for (letter, side, end) in [("A", comparing.a, columns.a), ("B", comparing.b, columns.b)] {
      let name = TextLayout.fit(
        SafeText.make(side.name), columns: columns.b - columns.a - 4, cut: .middle, glyphs: appearance.glyphs)
      writeBefore(end + 1, " \(letter) \(name) ", y: 0, style: Style(attributes: .bold))
    }
    writeBefore(columns.difference + 1, " B-A ", y: 0, style: Style(attributes: .bold))
    let most = facts.compactMap(\.work).map { max($0.a, $0.b) }.max() ?? .zero
    for (index, fact) in facts.enumerated() where index + 1 < region.size.rows - (form == .framed ? 1 : 0) {
      drawFact(fact, y: index + 1, columns: columns, most: most, appearance: appearance)
    }
  }

  private mutating func drawFact(
    _ fact: ComparedFact, y: Int, columns: FactColumns, most: Duration, appearance: Appearance
  ) {
    let label = TextLayout.fit(fact.label, columns: columns.label, glyphs: appearance.glyphs)
    write(label, at: Point(x: 2, y: y), style: fact.subject.isWork ? .plain : appearance.style(.chrome))
    for (whole, start, end, amount) in [
      (fact.a, 2 + label.columns, columns.a, fact.work?.a), (fact.b, columns.a, columns.b, fact.work?.b),
    ] {
      // Where there is no room for when, how many is enough.
      let text = whole.columns < end - start ? whole : String(whole.prefix { $0 != " " })
      if let amount, amount > .zero, most > .zero, columns.bar > 0 {
        let cells = max(1, Int(amount / most * Double(columns.bar) + 0.5))
        let (scalar, role) = fact.subject.bar(appearance.glyphs)
        fill(
          Rect(x: end - 12 - columns.bar, y: y, columns: min(cells, columns.bar), rows: 1),
          with: Cell(scalar, style: appearance.style(role)))
      }
      writeBefore(end, text, y: y)
    }
    writeBefore(columns.difference, fact.difference, y: y, style: Style(attributes: .bold))
  }

  /// Text that ends just left of a column.
  private mutating func writeBefore(_ end: Int, _ text: String, y: Int, style: Style = .plain) {
    write(text, at: Point(x: max(0, end - text.columns), y: y), style: style)
  }
}

extension ComparedFact.Subject {
  /// What its bar is drawn with.
  fileprivate func bar(_ glyphs: Glyphs) -> (Unicode.Scalar, ColorRole) {
    switch self {
    case .saved: (glyphs.saved, .done)
    case .used: (glyphs.amount, .done)
    case .discarded, .sunk: (glyphs.amount, .failed)
    case .cause, .told, .answer, .errors, .results, .wasted, .extra: (glyphs.amount, .cancelled)
    }
  }
}
