import CascadeTerminal
import CascadeTrace

/// Where the parts of the main screen go.
struct WatchingLayout: Hashable, Sendable {
  /// How much there is room for.
  enum Form: Comparable, Hashable, Sendable {
    /// No frames, one row of keys.
    case compact
    /// Tree and lanes in one frame.
    case combined
    /// Tree and lanes in a pane each, still row beside row.
    case panes
    /// The same, and what there is to say about each row in a column of its own.
    case wide

    init(width: Int, height: Int) {
      if width >= 120 && height >= 30 {
        self = .wide
      } else if width >= 100 && height >= 30 {
        self = .panes
      } else if width >= 80 && height >= 24 {
        self = .combined
      } else {
        self = .compact
      }
    }
  }

  let form: Form
  let title: Rect
  /// Tree and lanes, or the detail of a row.
  let body: Rect
  /// How much there is room for in the body.
  let bodyForm: Form
  /// The program, where one is shown: beside the body, or in its place.
  let code: Rect?
  /// The sentences.
  let why: Rect
  /// The line about wasted work; empty where it isn't wanted.
  let waste: Rect
  /// The latest event in words.
  let latest: Rect
  let scrubber: Rect
  let keys: Rect

  /// - Parameters:
  ///   - contentRows: how many rows the body has something for. It gets no more than that: the sentences can use what
  ///     is left.
  ///   - isDetail: Whether the body is about one row, and the sentences may give way to it.
  ///   - hasWaste: Whether there is a row about wasted work.
  ///   - code: the program, where one is shown.
  init(size: Size, contentRows: Int, isDetail: Bool = false, hasWaste: Bool = false, code: CodePane? = nil) {
    let (width, height) = (size.columns, size.rows)
    form = Form(width: width, height: height)
    let whyRows: Int
    let keyRows: Int
    switch form {
    case .compact: (whyRows, keyRows) = (height >= 20 ? 4 : 3, 1)
    case .combined: (whyRows, keyRows) = (5, 2)
    case .panes, .wide: (whyRows, keyRows) = (code == nil ? 6 : 5, 2)
    }
    func rows(_ y: Int, _ count: Int) -> Rect { Rect(x: 0, y: y, columns: width, rows: count) }
    keys = rows(height - keyRows, keyRows)
    scrubber = rows(keys.minY - 1, 1)
    latest = rows(scrubber.minY - 1, 1)
    waste = rows(latest.minY - (hasWaste ? 1 : 0), hasWaste ? 1 : 0)
    title = rows(0, 1)
    let framed = max(contentRows + (form == .compact ? 1 : 2), code.map { $0.rows + 2 } ?? 0)
    let least = isDetail ? (form == .compact ? 1 : 2) : whyRows
    let room = waste.minY - least - title.maxY
    let whole = rows(title.maxY, min(room, framed))
    if let code, let columns = CodeColumns.paneWidth(screen: width, longestLine: code.columns) {
      let left = width - columns
      body = Rect(x: 0, y: whole.minY, columns: left, rows: whole.size.rows)
      bodyForm = max(.combined, Form(width: left, height: height))
      self.code = Rect(x: left, y: whole.minY, columns: columns, rows: whole.size.rows)
    } else {
      body = whole
      bodyForm = form
      self.code = code == nil ? nil : whole
    }
    why = rows(whole.maxY, waste.minY - whole.maxY)
  }

  /// The row for the branches, where there are several and the sentences can spare one.
  func branches(count: Int) -> Rect? {
    guard count > 1, form != .compact, why.size.rows > 5 else { return nil }
    return Rect(x: 0, y: why.maxY - 1, columns: why.size.columns, rows: 1)
  }

  /// The smallest screen that everything fits on.
  static let minimum = Size(columns: 60, rows: 16)

  static func fits(_ size: Size) -> Bool {
    size.columns >= minimum.columns && size.rows >= minimum.rows
  }

  /// The region of the gallery without its key bar.
  static func galleryList(of size: Size) -> Size {
    Size(columns: size.columns, rows: size.rows - 2)
  }
}

extension Canvas {
  /// A run: title, tree and lanes or the detail of a row, the sentences, the scrubber, the keys.
  mutating func drawWatching(_ model: Model, session: RunSession, appearance: Appearance) {
    let detail = model.isDetailOpen ? DetailView(session) : nil
    let rows =
      detail.map { $0.rows(columns: size.columns, appearance: appearance).count }
      ?? session.recording.roster.order.count
    let layout = WatchingLayout(
      size: size, contentRows: rows, isDetail: detail != nil, hasWaste: model.isWasteShown, code: model.code)
    inside(layout.title) { $0.drawTitleBar(model, session: session, appearance: appearance) }
    inside(layout.body) {
      if let detail {
        $0.drawDetail(detail, turned: model.detailTurns, keyMap: model.keyMap, appearance: appearance)
      } else if layout.code != layout.body {
        $0.drawBody(session, appearance: appearance, form: layout.bodyForm)
      }
    }
    if let pane = model.code, let code = layout.code, detail == nil || code != layout.body {
      inside(code) { $0.drawCode(pane, hints: model.codeHints, session: session, appearance: appearance) }
    }
    let branches = layout.branches(count: session.branches.all.count)
    let why = layout.why.withoutRows(branches == nil ? 0 : 1)
    inside(model.dialog == nil ? why : why.besideDialog) { $0.drawWhy(session, appearance: appearance) }
    if let branches {
      inside(branches) { $0.drawBranches(session.branches, appearance: appearance) }
    }
    if model.isWasteShown { inside(layout.waste) { $0.drawWasteLine(session, appearance: appearance) } }
    inside(layout.latest) { $0.drawLatestEvent(session, appearance: appearance) }
    inside(layout.scrubber) { $0.drawScrubber(session, appearance: appearance) }
    if let dialog = model.dialog {
      let end = layout.form == .compact ? layout.keys.minY : layout.latest.minY
      let room = Rect(x: 0, y: layout.body.minY, columns: size.columns, rows: end - layout.body.minY)
      inside(room) { $0.drawDialog(dialog, model: model, session: session, appearance: appearance) }
    }
    inside(layout.keys) {
      $0.drawKeyBar(model, appearance: appearance)
    }
  }
}
