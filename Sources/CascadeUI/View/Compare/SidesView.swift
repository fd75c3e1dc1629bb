import CascadeNarration
import CascadeTerminal
import CascadeText
import CascadeTrace

extension Canvas {
  /// What the two sides can be, and what they are.
  mutating func drawSides(_ chooser: SideChooser, look: Look) {
    let most = max(1, region.size.rows - 7)
    let shown = min(chooser.offers.count, most)
    drawBox("The two sides", rows: shown + 3, look: look) { box in
      let columns = box.region.size.columns
      let top = max(0, min(chooser.selected - shown / 2, chooser.offers.count - shown))
      for (y, index) in (top..<(top + shown)).enumerated() {
        box.drawOffer(chooser, index: index, y: y, look: look)
      }
      let y = shown + 1
      if let field = chooser.field {
        box.write(
          Fitting.fit(field.label + ":", columns: columns, glyphs: look.glyphs), at: Point(x: 0, y: y),
          style: look.style(.chrome))
        box.drawField(field, at: Point(x: 0, y: y + 1), columns: columns, look: look)
        return
      }
      for (offset, line) in [("A", chooser.a), ("B", chooser.b)].enumerated() {
        let name = Fitting.fit(SafeText.make(line.1.name), columns: columns - 3, cut: .middle, glyphs: look.glyphs)
        box.write(line.0, at: Point(x: 0, y: y + offset), style: Style(attributes: .bold))
        box.write(name, at: Point(x: 3, y: y + offset))
      }
    }
  }

  private mutating func drawOffer(_ chooser: SideChooser, index: Int, y: Int, look: Look) {
    let isSelected = index == chooser.selected
    if isSelected { self[Point(x: 0, y: y)] = Cell(look.glyphs.selected, style: Style(attributes: .bold)) }
    let offer = chooser.offers[index]
    let letters = [("A", chooser.a), ("B", chooser.b)].filter { offer.source == $0.1.source }.map(\.0).joined()
    write(letters, at: Point(x: 2, y: y), style: Style(attributes: [.bold, .reverse]))
    let style = Style(attributes: isSelected ? .bold : [])
    let x = 5 + write(offer.name, at: Point(x: 5, y: y), style: style)
    let meaningX = max(24, x + 2)
    guard let meaning = offer.meaning, meaningX < region.size.columns else { return }
    let shown = Fitting.fit(meaning, columns: region.size.columns - meaningX, glyphs: look.glyphs)
    write(shown, at: Point(x: meaningX, y: y), style: look.style(.chrome))
  }
}

extension SideChooser.Offer {
  fileprivate var name: String {
    switch self {
    case .side(let side): SafeText.make(side.name)
    case .seed: "seed ..."
    case .limit: "limit ..."
    case .file: "recording ..."
    }
  }

  fileprivate var source: CompareSide.Source? { if case .side(let side) = self { side.source } else { nil } }

  fileprivate var meaning: String? {
    switch self {
    case .side(let side):
      side.source == .variation(.none)
        ? "as the file says" : side.change.isEmpty ? KindWords.meaning(of: side.name) : SafeText.make(side.change)
    case .seed: "what is due at once, reordered"
    case .limit: "another number at a time"
    case .file: "events from a file"
    }
  }
}
