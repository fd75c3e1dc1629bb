import Cascade
import CascadeNarration
import CascadeTerminal
import CascadeText
import CascadeTrace

/// The dialog in which the two sides of a comparison are chosen.
struct SideChooser: Dialog {
  /// What a side can be.
  enum Offer: Hashable, Sendable {
    case side(CompareSide)
    /// Another seed, to be typed.
    case seed
    /// Another limit, to be typed.
    case limit
    /// A file with events, its path to be typed.
    case file
  }

  enum Letter: Hashable, Sendable { case a, b }

  let offers: [Offer]
  private(set) var selected = 0
  private(set) var a: CompareSide
  private(set) var b: CompareSide
  /// What is being typed.
  var field: TextField?
  /// Which of the two it is for.
  private var fieldLetter = Letter.a

  var place: Place { .sides }
  var chosen: Int? {
    get { selected }
    set { select(newValue ?? selected) }
  }
  var acceptance: Command? { .sides(.accept) }

  /// - Parameters:
  ///   - files: the paths of the files that were read so far.
  init(_ comparing: Comparing, in session: RunSession, files: [String]) {
    (a, b) = (comparing.a, comparing.b)
    let group = session.runs.recording(of: .none)?.latestState.outermostGroup
    let own = group?.policy?.name ?? "the file"
    var offers: [Offer] = [.side(CompareSide(.variation(.none), name: own))]
    offers += session.branches.all.indices.dropFirst().map { .side(session.branches.side($0)) }
    if let group {
      offers += GroupKind.allCases.filter { $0.rawValue != own }.map { kind in
        let change = Variation.Change.option(OptionChange(group.id, .kind(kind)))
        return .side(CompareSide(.variation(Variation([change])), name: kind.rawValue))
      }
    }
    offers += [.seed, .limit]
    offers += files.map { .side(CompareSide(file: $0)) }
    offers.append(.file)
    self.offers = offers
  }

  // MARK: Keys

  mutating func perform(_ command: Command, count: Int, in model: inout Model) -> DialogOutcome {
    if case .field(.accept) = command {
      model.status = takeText(in: model.session)
      return .stays
    }
    guard case .sides(let command) = command else { return .stays }
    switch command {
    case .next: select(selected + count)
    case .previous: select(selected - count)
    case .first: select(0)
    case .last: select(offers.count)
    case .takeAsA: take(.a)
    case .takeAsB: take(.b)
    case .accept: return accept(in: &model)
    }
    return .stays
  }

  mutating func leaveField() -> Bool {
    defer { field = nil }
    return field != nil
  }

  private func accept(in model: inout Model) -> DialogOutcome {
    guard a == model.comparing?.a, b == model.comparing?.b else { return .closed(model.compare(a, b)) }
    guard selected != 0 else { return .closed() }
    func key(_ command: SidesCommand) -> String { model.keyMap.firstName(of: .sides(command), in: .sides) }
    model.status =
      "Choose a side first: \(key(.takeAsA)) for side A, \(key(.takeAsB)) for side B."
    return .stays
  }

  private mutating func select(_ index: Int) {
    selected = min(max(0, index), max(0, offers.count - 1))
  }

  /// Takes the selected offer, or begins to type what it needs.
  private mutating func take(_ letter: Letter) {
    guard offers.indices.contains(selected) else { return }
    fieldLetter = letter
    switch offers[selected] {
    case .side(let side): set(letter, side)
    case .seed: field = TextField(label: "Seed, a whole number")
    case .limit: field = TextField(label: "Limit: how many tasks may run at the same time")
    case .file:
      field = TextField(label: "File with events, as cascade run --json prints them", limit: TextField.pathLimit)
    }
  }

  /// Takes what was typed.
  /// - Returns: words for what can't be; the line stays open then.
  private mutating func takeText(in session: RunSession?) -> String? {
    guard let words = field?.text.trimming, let session else { return nil }
    let base = session.branches.branch.variation
    switch offers[selected] {
    case .side: break
    case .seed:
      guard let seed = UInt64(words) else { return "\(SafeText.quoted(words)) is not a whole number." }
      set(fieldLetter, CompareSide(.variation(base.adding(.seed(seed))), name: "seed \(seed)"))
    case .limit:
      guard let limit = Int(words), limit > 0 else { return "A limit is a whole number from 1." }
      guard let group = session.recording.latestState.outermostGroup else { return "There is no group." }
      let change = Variation.Change.option(OptionChange(group.id, .limit(limit)))
      set(fieldLetter, CompareSide(.variation(base.adding(change)), name: "limit \(limit)"))
    case .file:
      guard !words.isEmpty else { return "Type the path of a file." }
      set(fieldLetter, CompareSide(file: words))
    }
    field = nil
    return nil
  }

  private mutating func set(_ letter: Letter, _ side: CompareSide) {
    switch letter {
    case .a: a = side
    case .b: b = side
    }
  }

  // MARK: Drawing

  /// What the two sides can be, and what they are.
  func draw(on canvas: inout Canvas, model: Model, session: RunSession, appearance: Appearance) {
    let shown = min(offers.count, max(1, canvas.region.size.rows - 7))
    canvas.drawBox("The two sides", rows: shown + 3, appearance: appearance) { box in
      let columns = box.region.size.columns
      let top = max(0, min(selected - shown / 2, offers.count - shown))
      for (y, index) in (top..<(top + shown)).enumerated() {
        box.mark(Rect(x: 0, y: y, columns: columns, rows: 1), as: .item(index, in: place))
        box.drawOffer(self, index: index, y: y, appearance: appearance)
      }
      let y = shown + 1
      if let field {
        box.write(
          TextLayout.fit(field.label + ":", columns: columns, glyphs: appearance.glyphs), at: Point(x: 0, y: y),
          style: appearance.style(.chrome))
        box.drawField(field, at: Point(x: 0, y: y + 1), columns: columns, appearance: appearance)
        return
      }
      for (offset, line) in [("A", a), ("B", b)].enumerated() {
        let name = TextLayout.fit(
          SafeText.make(line.1.name), columns: columns - 3, cut: .middle, glyphs: appearance.glyphs)
        box.write(line.0, at: Point(x: 0, y: y + offset), style: Style(attributes: .bold))
        box.write(name, at: Point(x: 3, y: y + offset))
      }
    }
  }
}

extension Model {
  /// Opens the choice of sides, over the comparison that there is or the usual one.
  mutating func openSides() -> [Effect] {
    guard !refusesToCompare() else { return [] }
    let effects = comparing == nil ? compareAsUsual() : []
    guard case .comparing(let comparing, behind: let session) = screen else { return effects }
    return effects + open(SideChooser(comparing, in: session, files: recordings.keys.sorted()))
  }
}

extension Canvas {
  fileprivate mutating func drawOffer(_ chooser: SideChooser, index: Int, y: Int, appearance: Appearance) {
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
        ? "as the file says"
        : side.change.isEmpty ? GroupWords.meaning(ofPolicy: side.name) : SafeText.make(side.change)
    case .seed: "another order within an instant"
    case .limit: "another limit"
    case .file: "events from a file"
    }
  }
}
