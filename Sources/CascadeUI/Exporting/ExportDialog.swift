package import CascadeTerminal
import CascadeText
import CascadeTrace

/// The dialog in which format and file are chosen.
struct ExportDialog: Dialog {
  let offers: [ExportOffer]
  private(set) var selected = 0
  private(set) var everyBeat = false
  /// What the file is called without its extension, until a name is typed.
  private let base: String
  private var typedPath: String?
  /// The path of a file that is there and may be replaced: the next order for it does.
  private var mayReplace: String?
  var field: TextField?

  var place: Place { .export }
  var chosen: Int? {
    get { selected }
    set { select(newValue ?? selected) }
  }
  var acceptance: Command? { .export(.accept) }

  init(offers: [ExportOffer], base: String) {
    self.offers = offers
    self.base = base
  }

  var offer: ExportOffer { offers[selected] }

  /// Where the file goes.
  var path: String { typedPath ?? "\(base).\(offer.fileExtension)" }

  mutating func perform(_ command: Command, count: Int, in model: inout Model) -> DialogOutcome {
    if case .field = command {
      let words = field?.text.trimming ?? ""
      typedPath = words.isEmpty ? nil : words
      (field, mayReplace) = (nil, nil)
      return .stays
    }
    guard case .export(let command) = command else { return .stays }
    switch command {
    case .next: select(selected + count)
    case .previous: select(selected - count)
    case .scope: everyBeat = !everyBeat && offer.isOfAMoment
    case .edit: field = TextField(label: "File", text: path, limit: TextField.pathLimit)
    case .accept:
      guard let session = model.session else { return .closed() }
      let order = ExportOrder(
        format: offer.name, path: path, moment: session.cursor, everyBeat: everyBeat, overwrites: mayReplace == path)
      return .orders([.export(order)])
    }
    return .stays
  }

  mutating func leaveField() -> Bool {
    defer { field = nil }
    return field != nil
  }

  func offers(_ command: Command) -> Bool { command != .export(.scope) || offer.isOfAMoment }

  private mutating func select(_ index: Int) {
    selected = min(max(0, index), offers.count - 1)
    everyBeat = everyBeat && offer.isOfAMoment
    mayReplace = nil
  }

  /// Takes in that there is a file with this name: the same order, given again, replaces it.
  mutating func found(_ path: String) { mayReplace = self.path }

  // MARK: Drawing

  func draw(on canvas: inout Canvas, model: Model, session: RunSession, appearance: Appearance) {
    canvas.drawBox("Export this run", rows: offers.count + 3, appearance: appearance) { box in
      let (width, height) = (box.region.size.columns, box.region.size.rows)
      let room = max(1, height - 3)
      let top = max(0, min(selected - room / 2, offers.count - room))
      for (y, index) in (top..<min(offers.count, top + room)).enumerated() {
        let style = Style(attributes: index == selected ? .bold : [])
        box.mark(Rect(x: 0, y: y, columns: width, rows: 1), as: .item(index, in: place))
        if index == selected { box[Point(x: 0, y: y)] = Cell(appearance.glyphs.selected, style: style) }
        box.write(offers[index].name, at: Point(x: 2, y: y), style: style)
        let words = TextLayout.fit(offers[index].words, columns: width - 14, glyphs: appearance.glyphs)
        box.write(words, at: Point(x: 14, y: y), style: index == selected ? style : appearance.style(.chrome))
      }
      box.cover(Rect(x: 0, y: height - 2, columns: width, rows: 2))
      box.write("Shows", at: Point(x: 2, y: height - 2))
      let scope = !offer.isOfAMoment ? "the whole run" : everyBeat ? "every beat, a file each" : "this moment"
      box.write(scope, at: Point(x: 14, y: height - 2), style: Style(attributes: .bold))
      box.write("File", at: Point(x: 2, y: height - 1))
      if let field {
        box.drawField(field, at: Point(x: 14, y: height - 1), columns: width - 14, appearance: appearance)
      } else {
        let shown = TextLayout.fit(
          SafeText.make(path), columns: width - 14, cut: .middle, glyphs: appearance.glyphs)
        box.write(shown, at: Point(x: 14, y: height - 1), style: Style(attributes: .bold))
      }
    }
  }
}

extension Model {
  mutating func openExport() -> [Effect] {
    guard let session, !exports.isEmpty else {
      status = "Nothing can be exported here."
      return []
    }
    changeSession { $0.stopPlaying() }
    return open(ExportDialog(offers: exports, base: ExportOffer.fileName(for: session.name)))
  }

  mutating func take(_ outcome: ExportOutcome) {
    switch outcome {
    case .written(let words):
      if dialog is ExportDialog { dialog = nil }
      status = words
    case .exists(let path):
      if var open = dialog as? ExportDialog {
        open.found(path)
        dialog = open
      }
      let accept = keyMap.firstName(of: .export(.accept), in: .export)
      let edit = keyMap.firstName(of: .export(.edit), in: .export)
      let name = SafeText.make(path.split(separator: "/").last.map(String.init) ?? path)
      status = "There is a \(name). \(accept) replaces it, \(edit) types another name."
    case .refused(let words): status = words
    }
  }
}

extension Model {
  /// A copy for pictures of the open run: at its start, with its branches and the panes that are open, and with nothing
  /// that belongs to the screen, such as keys, dialogs and the row that was chosen. Nil where no run is open.
  package func pictured(size: Size) -> Model? {
    guard let session else { return nil }
    var copy = self
    copy.size = size
    (copy.help, copy.dialog, copy.status, copy.typed) = (nil, nil, nil, Typed())
    // Nothing is offered on a picture.
    copy.hasOffered = true
    copy.settings.speed = nil
    copy.settings.showsKeys = false
    var opened = RunSession(
      Opening(
        name: session.name, title: session.title, about: session.about, recording: session.recording,
        origin: session.origin, lack: session.lack))
    if !session.isLive {
      opened.runs = session.runs.withoutPassing
      opened.branches = session.branches
    }
    opened.panes = session.panes.emptied
    opened.panes.isProgramOpen = false
    copy.screen = .watching(opened)
    return copy
  }

  /// The same for paper: nothing to type, and no words for the one who types.
  package var forPaper: Model {
    var copy = self
    (copy.status, copy.settings.showsKeys) = (nil, false)
    return copy
  }

  /// The same in other colours.
  package func with(_ theme: Theme) -> Model {
    var copy = self
    copy.settings.theme = theme
    return copy
  }

  /// Whether the run plays: after ``nextTick`` something on the screen changes.
  package var isPlaying: Bool { session?.playback.isPlaying == true }
}
