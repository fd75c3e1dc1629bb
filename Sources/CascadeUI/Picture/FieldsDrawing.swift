import CascadeNarration
import CascadeTerminal

extension Canvas {
  /// The four fields side by side, over the whole region.
  mutating func drawFields(_ fields: [Field], appearance: PictureAppearance) {
    let widths = Self.widths(of: fields.count, in: region.size.columns)
    var x = 0
    for (field, width) in zip(fields, widths) {
      inside(Rect(x: x, y: 0, columns: width, rows: region.size.rows)) { $0.draw(field, appearance: appearance) }
      x += width + 1
    }
  }

  /// CAUSE 28 %, TOLD and OUT 24 % each, WAIT the rest; fixed where there is little room.
  private static func widths(of count: Int, in columns: Int) -> [Int] {
    guard count == 4 else { return count == 0 ? [] : Array(repeating: columns / count - 1, count: count) }
    let inner = columns - 3
    var widths = inner < 60 ? [17, 13, 14] : [max(inner * 28 / 100, 18), inner * 24 / 100, inner * 24 / 100]
    widths.append(inner - widths.reduce(0, +))
    return widths
  }

  private mutating func draw(_ field: Field, appearance: PictureAppearance) {
    let (width, height) = (region.size.columns, region.size.rows)
    let ground: Paint = field.look == .cause ? .causeArea : .panel
    fill(with: Cell(" ", style: appearance[ground]))
    if height > 1 {
      if field.look == .waiting {
        fill(Rect(x: 0, y: 1, columns: width, rows: 1), with: Cell(" ", style: appearance[.waitArea]))
      }
      if let bar = field.bar, bar.part > 0, bar.whole > 0 {
        let part = max(1, (width * bar.part * 2 + bar.whole) / (2 * bar.whole))
        fill(
          Rect(x: 0, y: 1, columns: min(width, part), rows: 1), with: Cell(" ", style: appearance[field.barPaint]))
      }
    }
    let lines = field.lines(columns: width - 2, rows: height - 1, appearance: appearance)
    for (y, text) in ([field.head.fitting(width - 2, charset: charset)] + lines).prefix(height).enumerated() {
      for (offset, character) in text.enumerated() {
        let point = Point(x: 1 + offset, y: y)
        let isPlainHead = y == 0 && ground == .panel
        let style = isPlainHead ? appearance[.panelStrong] : self[point].style
        self[point] = Cell(character.drawable(in: charset), style: style)
      }
    }
  }
}

extension Field {
  /// What stands below its head; where rows would be empty, what is extra is there, too, and what fits in no form takes more
  /// of them.
  fileprivate func lines(columns: Int, rows: Int, appearance: PictureAppearance) -> [String] {
    var spare = rows - lines.count { $0.presence == .always }
    var wanted: [FieldLine] = []
    for line in lines {
      switch line.presence {
      case .always: break
      case .whereFree:
        guard spare > 0 else { continue }
        spare -= 1
      case .whereShortened:
        guard let last = wanted.last, last.text.columns > columns else { continue }
        spare -= 1
      }
      wanted.append(line)
    }
    return wanted.flatMap { line -> [String] in
      let text = line.fitting(columns, charset: appearance.charset)
      if spare <= 0 || line.forms.contains(where: { ($0 + line.tail).columns <= columns }) { return [text] }
      let pieces = TextLayout.wrap(line.text, columns: columns, lines: .max, glyphs: .for(appearance.charset))
      if pieces.count - 1 > spare { return [text] }
      spare -= pieces.count - 1
      return pieces
    }
  }

  fileprivate var barPaint: Paint {
    switch role {
    case .told: .toldArea
    case .out: look == .calm ? .doneArea : .outArea
    case .cause, .wait: .panel
    }
  }
}

extension FieldLine {
  /// As it stands in so many columns.
  fileprivate func fitting(_ columns: Int, charset: Charset) -> String {
    // `+1.400 s` says no more than `+1.4 s`.
    let brief = tail.replacing(/\.(\d*?)0+ s$/) { $0.1.isEmpty ? " s" : ".\($0.1) s" }
    for tail in [tail, brief] {
      if let form = forms.first(where: { ($0 + tail).columns <= columns }) { return form + tail }
    }
    let (shortest, tail) = (forms.last ?? "", brief)
    // A lane has the time, too, and a whole name finds it.
    if !tail.isEmpty, shortest.columns <= columns { return shortest }
    // A name of three letters says less than none.
    if !tail.isEmpty, columns - tail.columns < 4 {
      return String(tail.drop { $0 == " " }).truncated(toColumns: columns, charset: charset)
    }
    return (shortest.truncated(toColumns: max(0, columns - tail.columns), charset: charset) + tail)
      .truncated(toColumns: columns, charset: charset)
  }
}
