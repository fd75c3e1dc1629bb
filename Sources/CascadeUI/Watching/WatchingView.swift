import CascadeTerminal
import CascadeTrace

/// What is shown besides a run, kept from one scenario to the next.
package struct Panes: Sendable {
  /// The program, where it is shown.
  package internal(set) var code: CodePane?
  /// Whether there is a line about wasted and saved work.
  package internal(set) var isWasteShown = false

  /// The same for another run.
  var emptied: Panes { Panes(code: code.map { CodePane($0.language) }, isWasteShown: isWasteShown) }
}

/// The detail of a row, on pages.
package struct Detail: Hashable, Sendable {
  /// How often the page was turned.
  package internal(set) var turns = 0
}

/// Where the parts of the screen of a run go.
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
    let left = Self.bodyColumns(of: size, code: code)
    if left < width {
      body = Rect(x: 0, y: whole.minY, columns: left, rows: whole.size.rows)
      bodyForm = max(.combined, Form(width: left, height: height))
      self.code = Rect(x: left, y: whole.minY, columns: width - left, rows: whole.size.rows)
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

  /// How wide the body is.
  static func bodyColumns(of size: Size, code: CodePane?) -> Int {
    let beside = code.flatMap { CodeColumns.paneWidth(screen: size.columns, longestLine: $0.columns) }
    return size.columns - (beside ?? 0)
  }
}

/// What the screen of a run shows, and where.
struct WatchingPage {
  let layout: WatchingLayout
  /// The detail of the selected row, where it is open.
  let detail: DetailView?
  /// The row for the branches, where there are several and the sentences can spare one.
  let branches: Rect?
  /// The sentences, without that row.
  let why: Rect

  init(_ session: RunSession, size: Size, glyphs: Glyphs) {
    let panes = session.panes
    let columns = WatchingLayout.bodyColumns(of: size, code: panes.code)
    detail = session.detail == nil ? nil : DetailView(session, columns: columns, glyphs: glyphs)
    layout = WatchingLayout(
      size: size, contentRows: detail?.rows.count ?? session.recording.roster.order.count, isDetail: detail != nil,
      hasWaste: panes.isWasteShown, code: panes.code)
    branches = layout.branches(count: session.branches.all.count)
    why = layout.why.withoutRows(branches == nil ? 0 : 1)
  }
}

extension Canvas {
  /// A run: title, tree and lanes or the detail of a row, the sentences, the scrubber, the keys.
  mutating func drawWatching(_ model: Model, session: RunSession, appearance: Appearance) {
    let page = WatchingPage(session, size: size, glyphs: appearance.glyphs)
    let (layout, panes) = (page.layout, session.panes)
    inside(layout.title) { $0.drawTitleBar(model, session: session, appearance: appearance) }
    inside(layout.body) {
      if let detail = page.detail {
        $0.drawDetail(detail, turned: session.detail?.turns ?? 0, keyMap: model.keyMap, appearance: appearance)
      } else if layout.code != layout.body {
        $0.drawBody(session, appearance: appearance, form: layout.bodyForm)
      }
    }
    if let pane = panes.code, let code = layout.code, page.detail == nil || code != layout.body {
      inside(code) { $0.drawCode(pane, keyMap: model.keyMap, session: session, appearance: appearance) }
    }
    inside(session.dialog == nil ? page.why : page.why.besideDialog) { $0.drawWhy(session, appearance: appearance) }
    if let branches = page.branches {
      inside(branches) { $0.drawBranches(session.branches, appearance: appearance) }
    }
    if panes.isWasteShown { inside(layout.waste) { $0.drawWasteLine(session, appearance: appearance) } }
    inside(layout.latest) { $0.drawLatestEvent(session, appearance: appearance) }
    inside(layout.scrubber) { $0.drawScrubber(session, appearance: appearance) }
    if let dialog = session.dialog {
      let end = layout.form == .compact ? layout.keys.minY : layout.latest.minY
      inside(Rect(x: 0, y: layout.body.minY, columns: size.columns, rows: end - layout.body.minY)) {
        dialog.draw(on: &$0, model: model, session: session, appearance: appearance)
      }
    }
    inside(layout.keys) { $0.drawKeyBar(model, appearance: appearance) }
  }
}
