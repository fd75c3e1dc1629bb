import Cascade
import CascadeNarration
import CascadeQuestions
package import CascadeTerminal
import CascadeTrace

/// What the screen of a run shows, and where.
struct WatchingPage {
  let screen: PictureScreen
  let layout: PictureLayout
  let shown: Picture.Shown
  /// The detail of the selected row, where it is open.
  let detail: DetailView?
  /// The lines that are executing, where there are rows for them.
  let strip: CodeStrip
  /// The program in place of the lanes.
  let isProgramOpen: Bool
  /// What stands below the detail of a row, and the first of the rows that it takes.
  let why: WhyText?
  private let storyTop: Int

  init(_ model: Model, session: RunSession, size: Size, appearance: Appearance) {
    let panes = session.panes
    screen = PictureScreen(model, session: session)
    let notes =
      (session.challenge == nil ? 0 : 1) + (session.lack.isEmpty && !session.isHeld ? 0 : 1)
      + (panes.isWasteShown ? 1 : 0)
      + (session.branches.all.count > 1 ? 1 : 0)
    strip = CodeStrip(panes.code, session: session)
    (layout, shown) = screen.layout(
      size: size, codeLines: strip.rows, longestCodeLine: panes.code.columns, notes: notes,
      hasKeys: model.settings.showsKeys)
    detail =
      session.detail == nil
      ? nil : DetailView(session, columns: layout.paneWidth, glyphs: appearance.glyphs)
    isProgramOpen = panes.isProgramOpen && !layout.isWide
    let usual = max(layout.fields.minY, layout.sentence.maxY - 5)
    guard let detail else {
      (why, storyTop) = (nil, usual)
      return
    }
    // Five rows, and as many more as it needs of those that the detail leaves empty.
    let end = layout.sentence.maxY
    let most = max(end - usual, end - layout.lanes.minY - detail.rows.count - 2)
    let why = WhyText(session, columns: layout.paneWidth, rows: most, glyphs: appearance.glyphs)
    self.why = why
    storyTop = min(usual, end - why.rows)
  }

  /// Where the detail of a row or the program stands: in place of lanes, bar of time and, for the detail, the fields.
  var body: Rect {
    let end = isProgramOpen && detail == nil ? layout.fields.minY : story.minY
    return Rect(x: 0, y: layout.lanes.minY, columns: layout.paneWidth, rows: end - layout.lanes.minY)
  }

  /// Where the story stands beside the detail of a row.
  var story: Rect {
    Rect(x: 0, y: storyTop, columns: layout.paneWidth, rows: layout.sentence.maxY - storyTop)
  }

  /// Where a dialog may stand: everything between title and keys.
  var dialog: Rect {
    let bottom = layout.size.rows < 20 ? layout.notes.maxY : layout.sentence.minY
    return Rect(x: 0, y: layout.lanes.minY, columns: layout.size.columns, rows: bottom - layout.lanes.minY)
  }
}

extension PictureScreen {
  /// - Parameter question: The one that is open: how far the story goes isn't told.
  init(_ model: Model, session: RunSession, asking question: Question? = nil) {
    let isAsking = question != nil
    let recording = session.recording
    let reached = recording.beatIndex(at: session.cursor).map { $0 + 1 } ?? 0
    title = session.title
    branch = session.branches.all.count > 1 ? session.branches.branch.title : nil
    policy = session.setup.joined(separator: " ")
    beats = isAsking ? (0, []) : (reached, recording.beats.map(\.t))
    hidesEnd = session.hidesEnd
    mode = isAsking && session.isCut ? .asking : Mode(session, speed: model.speed)
    sentences = PictureSentences(session)
    picture = Picture(
      recording: recording, run: session.state, cursor: session.cursor, rows: session.rows, index: session.index,
      crowd: session.crowd,
      end: session.scaleEnd, selected: session.selected, flashing: session.playback.travel?.current?.row,
      isTravelling: session.playback.travel != nil, isAsking: isAsking && session.isCut,
      asked: question.map(session.rows) ?? [],
      findKey: isAsking || !model.settings.showsKeys ? "" : model.keyMap.firstName(of: .app(.find), in: .main))
  }
}

extension Model {
  /// Whether there is something to say in the last row, where no keys stand.
  var hasWordsForUser: Bool { status != nil || !typed.isEmpty || dialog != nil || finding?.isOpen == true }
}

extension PictureScreen.Mode {
  fileprivate init(_ session: RunSession, speed: Speed) {
    switch session.playback {
    case .playing: self = .playing(speed)
    case .revealing(_, until: _, let speed): self = .playing(speed)
    case .present: self = .live
    case .paused, .travelling: self = session.isGrowing ? .behind : .paused
    }
  }
}

extension Canvas {
  /// A run: title, lanes with the bar of time, fields, sentences, keys. The detail of a row or the program may stand in place
  /// of the lanes.
  mutating func drawWatching(_ model: Model, session: RunSession, appearance: Appearance) {
    if let open = session.asking.open {
      return drawAsking(model, session: session, open: open, appearance: appearance)
    }
    let page = WatchingPage(model, session: session, size: size, appearance: appearance)
    let layout = page.layout
    drawHead(page.screen, layout: layout, appearance: appearance)
    if let detail = page.detail {
      inside(page.body) {
        $0.drawDetail(detail, turned: session.detail?.turns ?? 0, keyMap: model.keyMap, appearance: appearance)
      }
      if let why = page.why { inside(page.story) { $0.draw(why, heading: session.narration.heading) } }
    } else {
      if page.isProgramOpen {
        inside(page.body) {
          $0.drawCode(session.panes.code, keyMap: model.keyMap, session: session, appearance: appearance)
        }
      } else {
        drawPicture(page.screen, layout: layout, shown: page.shown, appearance: appearance.picture)
        if let code = layout.code { inside(code) { $0.draw(page.strip, appearance: appearance) } }
      }
      inside(layout.fields) {
        $0.drawFields(
          page.screen.picture.facts.fields(of: session.state, now: session.cursor.t), appearance: appearance.picture)
      }
      inside(model.dialog == nil ? layout.sentence : layout.sentence.besideDialog) {
        $0.draw(page.screen.sentences, appearance: appearance)
      }
    }
    if let aside = layout.aside {
      inside(aside) { $0.drawAside(session, keyMap: model.keyMap, appearance: appearance) }
    }
    if let below = layout.below, page.detail == nil {
      inside(below) { $0.drawBelow(session, columns: layout.columns, appearance: appearance) }
    }
    drawNotes(model, session: session, area: layout.notes, appearance: appearance)
    if let dialog = model.dialog {
      inside(page.dialog) { dialog.draw(on: &$0, model: model, session: session, appearance: appearance) }
    }
    drawKeys(model, layout: layout, appearance: appearance)
  }

  /// The lines about the run as a whole.
  private mutating func drawNotes(_ model: Model, session: RunSession, area: Rect, appearance: Appearance) {
    var y = area.minY
    if let challenge = session.challenge {
      inside(Rect(x: 0, y: y, columns: area.size.columns, rows: 1)) {
        $0.draw(challenge, of: session.branches.branch.variation, appearance: appearance)
      }
      y += 1
    }
    if !session.lack.isEmpty || session.isHeld {
      let lack = [session.isHeld ? model.heldWords(session) : "", session.lack].filter { !$0.isEmpty }
      let words = TextLayout.fit(
        lack.joined(separator: " "), columns: area.size.columns - 4, glyphs: appearance.glyphs)
      write("?", at: Point(x: 1, y: y), style: Style(attributes: .bold))
      write(words, at: Point(x: 3, y: y), style: appearance.style(.chrome))
      y += 1
    }
    if session.branches.all.count > 1 {
      inside(Rect(x: 0, y: y, columns: area.size.columns, rows: 1)) {
        $0.drawBranches(session.branches, appearance: appearance)
      }
      y += 1
    }
    guard session.panes.isWasteShown else { return }
    inside(Rect(x: 0, y: y, columns: area.size.columns, rows: 1)) {
      $0.drawWasteLine(session, appearance: appearance)
    }
  }

  /// The keys; where there is no row for them, words for the user stand over the last row until the next key.
  mutating func drawKeys(_ model: Model, layout: PictureLayout, appearance: Appearance) {
    if let keys = layout.keys {
      inside(keys) { $0.drawKeyBar(model, appearance: appearance) }
    } else if model.hasWordsForUser {
      let last = Rect(x: 0, y: size.rows - 1, columns: size.columns, rows: 1)
      fill(last)
      cover(last)
      inside(last) { $0.drawKeyBar(model, appearance: appearance) }
    }
  }
}

extension Model {
  /// The parts of the screen that may follow a frame later while something plays: what lies beside the lanes and below them
  /// on a wide screen. None while nothing plays.
  package var besides: [Rect] {
    guard nextTick != nil, PictureLayout.isWide(size), dialog == nil, case .watching(let session) = screen
    else { return [] }
    let appearance = Appearance(charset: settings.charset, theme: settings.theme, depth: .full)
    let layout = WatchingPage(self, session: session, size: size, appearance: appearance).layout
    return [layout.aside, layout.below].compactMap(\.self)
  }
}

extension PictureSentences {
  init(_ session: RunSession) {
    let travel = session.playback.travel
    let isMoving = session.playback.isPlaying || travel != nil
    lead = session.lead.isEmpty ? session.said : session.lead
    // A cascade on its way has one sentence, its cause: what was said before it would seem to be about that.
    let isOnItsWay = travel.map {
      session.recording.beatIndex(at: $0.destination) != session.recording.beatIndex(at: session.cursor)
    }
    if isOnItsWay == true { lead = "" }
    isPast = isOnItsWay ?? (session.lead.isEmpty && !isMoving)
    guard session.cursor.position > 0, !isMoving || isPast || lead.isEmpty else { return }
    let number = min(travel?.cause ?? .max, session.cursor.position - 1)
    let event = session.recording.log[number]
    self.event = EventMessage(ofEvent: number, in: session.state).short
    clock = session.state.timeText(event.t)
    if travel == nil { place = "event \(session.cursor.position) of \(session.recording.count)" }
  }
}
