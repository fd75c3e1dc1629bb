import CascadeNarration
import CascadeTerminal
import CascadeText
import CascadeTrace

/// The dialog that chooses the two sides.
extension Model {
  mutating func openSides() -> [Effect] {
    guard let session, !refusesToCompare() else { return [] }
    if comparing == nil || screen != .compare {
      let effects = compareAsUsual()
      guard let comparing else { return effects }
      dialog = .sides(chooser(comparing, session))
      return effects
    }
    if let comparing { dialog = .sides(chooser(comparing, session)) }
    return []
  }

  mutating func performInSides(_ chooser: SideChooser, _ command: Command, count: Int) -> [Effect] {
    var chooser = chooser
    if let field = chooser.field {
      guard command == .accept else { return [] }
      chooser.field = nil
      if let problem = take(field.text, for: &chooser) {
        status = problem
        chooser.field = field
      }
      dialog = .sides(chooser)
      return []
    }
    switch command {
    case .selectNext: chooser.select(by: count)
    case .selectPrevious: chooser.select(by: -count)
    case .start: chooser.select(by: -chooser.offers.count)
    case .end: chooser.select(by: chooser.offers.count)
    case .takeAsA: take(.a, &chooser)
    case .takeAsB: take(.b, &chooser)
    case .accept:
      if chooser.a == comparing?.a, chooser.b == comparing?.b {
        guard chooser.selected == 0 else {
          let (a, b) = (keyMap.firstName(of: .takeAsA, in: .sides), keyMap.firstName(of: .takeAsB, in: .sides))
          status = "Nothing is chosen so far: \(a) takes this line as side A, \(b) as side B."
          return []
        }
        dialog = nil
        return []
      }
      return compare(chooser.a, chooser.b)
    default: return []
    }
    dialog = .sides(chooser)
    return []
  }

  private func take(_ letter: SideChooser.Letter, _ chooser: inout SideChooser) {
    guard chooser.offers.indices.contains(chooser.selected) else { return }
    chooser.fieldLetter = letter
    switch chooser.offers[chooser.selected] {
    case .side(let side): chooser.set(letter, side)
    case .seed: chooser.field = TextField(label: "Seed, a whole number")
    case .limit: chooser.field = TextField(label: "Limit, how many tasks may run at once")
    case .file:
      chooser.field = TextField(
        label: "File with events, as cascade run --json prints them", limit: TextField.pathLimit)
    }
  }

  /// Takes what was typed.
  /// - Returns: words for what can't be.
  private func take(_ text: String, for chooser: inout SideChooser) -> String? {
    let words = text.trimming
    switch chooser.offers[chooser.selected] {
    case .side: return nil
    case .seed:
      guard let seed = UInt64(words) else { return "\(SafeText.quoted(words)) is no whole number." }
      chooser.set(chooser.fieldLetter, variation(.seed(seed), name: "seed \(seed)"))
    case .limit:
      guard let limit = Int(words), limit > 0 else { return "A limit is a whole number from 1." }
      guard let group = session?.recording.latestState.outermostGroup else { return "There is no group." }
      chooser.set(
        chooser.fieldLetter, variation(.option(OptionChange(group.id, .limit(limit))), name: "limit \(limit)"))
    case .file:
      guard !words.isEmpty else { return "Type the path of a file." }
      chooser.set(chooser.fieldLetter, CompareSide(file: words))
    }
    return nil
  }

  private func variation(_ change: Variation.Change, name: String) -> CompareSide {
    let base = session?.branches.branch.variation ?? .none
    return CompareSide(.variation(base.adding(change)), name: name)
  }

  private func chooser(_ comparing: Comparing, _ session: RunSession) -> SideChooser {
    let group = runs.recording(of: .none)?.latestState.outermostGroup
    let own = group?.policy ?? "the file"
    var offers: [SideChooser.Offer] = [.side(CompareSide(.variation(.none), name: own))]
    offers += session.branches.all.indices.dropFirst().map { .side(side(ofBranch: $0)) }
    if let group {
      offers += KindWords.all.filter { $0 != own }.map { kind in
        let change = Variation.Change.option(OptionChange(group.id, .kind(kind)))
        return .side(CompareSide(.variation(Variation([change])), name: kind))
      }
    }
    offers += [.seed, .limit]
    offers += recordings.keys.sorted().map { .side(CompareSide(file: $0)) }
    offers.append(.file)
    return SideChooser(offers: offers, a: comparing.a, b: comparing.b)
  }
}

extension String {
  /// Without blanks at both ends.
  fileprivate var trimming: String {
    var text = self[...]
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}

/// The dialog in which the two sides of a comparison are chosen.
package struct SideChooser: Hashable, Sendable {
  /// What a side can be.
  package enum Offer: Hashable, Sendable {
    case side(CompareSide)
    /// Another seed, to be typed.
    case seed
    /// Another limit, to be typed.
    case limit
    /// A file with events, its path to be typed.
    case file
  }

  /// Which of the two is being chosen.
  package enum Letter: Hashable, Sendable { case a, b }

  package let offers: [Offer]
  package internal(set) var selected = 0
  package internal(set) var a: CompareSide
  package internal(set) var b: CompareSide
  /// What is being typed, and for which side.
  package internal(set) var field: TextField?
  var fieldLetter = Letter.a

  mutating func set(_ letter: Letter, _ side: CompareSide) {
    switch letter {
    case .a: a = side
    case .b: b = side
    }
  }

  mutating func select(by steps: Int) {
    selected = min(max(0, selected + steps), max(0, offers.count - 1))
  }
}

extension Canvas {
  /// What the two sides can be, and what they are.
  mutating func drawSides(_ chooser: SideChooser, appearance: Appearance) {
    let most = max(1, region.size.rows - 7)
    let shown = min(chooser.offers.count, most)
    drawBox("The two sides", rows: shown + 3, appearance: appearance) { box in
      let columns = box.region.size.columns
      let top = max(0, min(chooser.selected - shown / 2, chooser.offers.count - shown))
      for (y, index) in (top..<(top + shown)).enumerated() {
        box.drawOffer(chooser, index: index, y: y, appearance: appearance)
      }
      let y = shown + 1
      if let field = chooser.field {
        box.write(
          TextLayout.fit(field.label + ":", columns: columns, glyphs: appearance.glyphs), at: Point(x: 0, y: y),
          style: appearance.style(.chrome))
        box.drawField(field, at: Point(x: 0, y: y + 1), columns: columns, appearance: appearance)
        return
      }
      for (offset, line) in [("A", chooser.a), ("B", chooser.b)].enumerated() {
        let name = TextLayout.fit(
          SafeText.make(line.1.name), columns: columns - 3, cut: .middle, glyphs: appearance.glyphs)
        box.write(line.0, at: Point(x: 0, y: y + offset), style: Style(attributes: .bold))
        box.write(name, at: Point(x: 3, y: y + offset))
      }
    }
  }

  private mutating func drawOffer(_ chooser: SideChooser, index: Int, y: Int, appearance: Appearance) {
    let isSelected = index == chooser.selected
    if isSelected { self[Point(x: 0, y: y)] = Cell(appearance.glyphs.selected, style: Style(attributes: .bold)) }
    let offer = chooser.offers[index]
    let letters = [("A", chooser.a), ("B", chooser.b)].filter { offer.source == $0.1.source }.map(\.0).joined()
    write(letters, at: Point(x: 2, y: y), style: Style(attributes: [.bold, .reverse]))
    let style = Style(attributes: isSelected ? .bold : [])
    let x = 5 + write(offer.name, at: Point(x: 5, y: y), style: style)
    let meaningX = max(24, x + 2)
    guard let meaning = offer.meaning, meaningX < region.size.columns else { return }
    let shown = TextLayout.fit(meaning, columns: region.size.columns - meaningX, glyphs: appearance.glyphs)
    write(shown, at: Point(x: meaningX, y: y), style: appearance.style(.chrome))
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
