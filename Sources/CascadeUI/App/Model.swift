package import CascadeTerminal
import CascadeText
import CascadeTrace

/// Everything that decides what the screen shows. There is nothing else: the same model gives the same screen.
package struct Model: Sendable {
  package let keyMap: KeyMap
  /// The scenarios there are.
  package internal(set) var gallery: GalleryList
  package internal(set) var screen = Screen.gallery(behind: nil)
  /// The box that was opened last; see ``dialog``.
  private var box: (any Dialog)?
  /// The help lies over every screen while there is one.
  package internal(set) var help: Help?
  package internal(set) var settings: Settings
  /// What the terminal can show at most; the user may choose less.
  let capabilities: TerminalCapabilities
  /// The formats that a run can be exported in.
  let exports: [ExportOffer]
  /// The size of the screen, for what goes by pages.
  package internal(set) var size: Size

  /// Words for the user, until the next key.
  package internal(set) var status: String?
  /// Keys that don't amount to a command yet.
  package internal(set) var typed = Typed()
  /// What is looked for, while it is typed and after.
  var finding: Finding?
  /// The screen shows nothing until the next key.
  package internal(set) var isBlank = false
  /// The command that was told where it leads, and goes there when it is given again at once.
  var announced: Command?
  /// The bar of time, while it is dragged.
  var dragged: Hit?
  /// Whether the scenario that is asked for is gone back to, and so begins at its end.
  var opensAtEnd = false
  /// Whether the user wanted to quit, was told what would be lost, and has pressed nothing else since.
  var hasAskedToQuit = false

  /// Why nothing was done of what another program asked for last.
  var refusal: String?

  /// The talk that is given, while one is.
  package internal(set) var talk: TalkState?
  /// The page of the talk that was left for the list of its steps.
  var leftPage: Screen?
  /// Whether the user was told that questions can be had.
  var hasOffered = false
  /// The scenarios that are asked about, one after the other, where that is what the program was started for.
  package internal(set) var quiz: Quiz?
  /// Whether answers stay unsaid until the end.
  var isExam: Bool { quiz?.isExam == true }

  /// What was tried in the scenarios that were left.
  var branchCache = BranchCache()
  /// What was read from files, by path.
  var recordings: [String: Answer<Recording>] = [:]

  package init(
    gallery: [GalleryEntry], size: Size, capabilities: TerminalCapabilities = TerminalCapabilities(),
    theme: Theme = .dark, motion: Motion = .full, keyMap: KeyMap = .standard, exports: [ExportOffer] = [],
    usesMouse: Bool = true
  ) {
    self.gallery = GalleryList(gallery)
    self.size = size
    self.capabilities = capabilities
    self.keyMap = keyMap
    self.exports = exports
    settings = Settings(theme: theme, motion: motion, charset: capabilities.charset)
    settings.usesMouse = usesMouse && capabilities.hasMouse
  }

  /// Where the next key goes.
  package var place: Place {
    if help != nil { return .help }
    if let dialog { return dialog.keyPlace }
    switch screen {
    case .gallery: return .gallery
    case .watching(let session):
      if session.asking.open != nil { return .question }
      return session.detail == nil ? .main : .detail
    case .comparing: return .compare
    case .card: return .card
    }
  }

  /// The speed that was chosen, or else that of what is shown.
  package var speed: Speed {
    if let chosen = settings.speed { return chosen }
    switch screen {
    case .gallery, .card: return .normal
    case .watching(let session): return session.ownSpeed
    case .comparing(let comparing, behind: _): return comparing.ownSpeed
    }
  }

  /// After how long the next tick is wanted; nil when nothing moves, so that the program may sleep.
  package var nextTick: Duration? {
    guard help == nil, !isBlank else { return nil }
    let nanoseconds: Int64? =
      switch screen {
      case .gallery, .card: nil
      case .watching(let session): session.nextTick(speed: speed, motion: settings.motion)
      case .comparing(let comparing, behind: _): comparing.nextTick(motion: settings.motion)
      }
    return nanoseconds.map { .nanoseconds($0) }
  }
}

/// What is shown, with what it takes. Going back leads to what is kept behind a screen, as it was left.
package enum Screen: Sendable {
  /// The list of scenarios; behind it the run that was left for it, if there is one.
  case gallery(behind: RunSession?)
  case watching(RunSession)
  /// Two runs side by side; behind them the run that they were chosen in.
  case comparing(Comparing, behind: RunSession)
  /// A page of a talk that is no run; behind it the run that was shown before.
  case card(Card, behind: RunSession?)
}

extension Model {
  /// The open run, in view or behind what is.
  package internal(set) var session: RunSession? {
    get {
      switch screen {
      case .gallery(behind: let session), .card(_, behind: let session): session
      case .watching(let session), .comparing(_, behind: let session): session
      }
    }
    set {
      guard let newValue else { return }
      switch screen {
      case .gallery: screen = .gallery(behind: newValue)
      case .watching: screen = .watching(newValue)
      case .comparing(let comparing, behind: _): screen = .comparing(comparing, behind: newValue)
      case .card(let card, behind: _): screen = .card(card, behind: newValue)
      }
    }
  }

  /// Changes the open run where it is. While it is changed nothing else holds it, so that its events aren't copied.
  mutating func changeSession(_ change: (inout RunSession) -> Void) {
    switch screen {
    case .gallery(behind: nil), .card(_, behind: nil): return
    case .gallery(behind: var session?):
      screen = .gallery(behind: nil)
      change(&session)
      screen = .gallery(behind: session)
    case .watching(var session):
      screen = .gallery(behind: nil)
      change(&session)
      screen = .watching(session)
    case .comparing(let comparing, behind: var session):
      screen = .gallery(behind: nil)
      change(&session)
      screen = .comparing(comparing, behind: session)
    case .card(let card, behind: var session?):
      screen = .gallery(behind: nil)
      change(&session)
      screen = .card(card, behind: session)
    }
  }

  /// The two runs in view.
  package var comparing: Comparing? {
    if case .comparing(let comparing, behind: _) = screen { comparing } else { nil }
  }

  /// Changes the comparison in view.
  mutating func changeComparing(_ change: (inout Comparing) -> Void) {
    guard case .comparing(var comparing, behind: let session) = screen else { return }
    change(&comparing)
    screen = .comparing(comparing, behind: session)
  }

  /// The box over what is in view, while there is one. There is none over the gallery or a page.
  var dialog: (any Dialog)? {
    get { mayHaveDialog ? box : nil }
    set { box = mayHaveDialog ? newValue : nil }
  }

  private var mayHaveDialog: Bool {
    switch screen {
    case .gallery, .card: false
    case .watching, .comparing: true
    }
  }
}

/// What the user chose for every screen.
package struct Settings: Hashable, Sendable {
  /// How fast runs play; nil for each run's own speed.
  package internal(set) var speed: Speed?
  package internal(set) var theme: Theme
  package internal(set) var motion: Motion
  package internal(set) var charset: Charset
  /// Whether the mouse belongs to the program.
  package internal(set) var usesMouse = true
  /// Whether runs stop at questions.
  package internal(set) var asks = false
  /// Whether the last row shows keys; a picture has none.
  var showsKeys = true
  /// Whether a run is drawn for a room: the picture with one sentence, without keys and without grey.
  package internal(set) var isForAudience = false
}

/// Keys typed so far that want more: a count, the beginning of a sequence, or both.
package struct Typed: Hashable, Sendable {
  /// No count reaches beyond this; more digits change nothing.
  static let limit = 999_999

  package var count: Int?
  package var keys: [Key] = []

  package var isEmpty: Bool { count == nil && keys.isEmpty }

  /// `5`, `g`.
  var text: String { (count.map(String.init) ?? "") + keys.map(\.name).joined() }

  mutating func add(digit: Int) {
    count = min(Self.limit, (count ?? 0) * 10 + digit)
  }
}

extension Model {
  /// The screen. Nothing but the model and what the terminal can show goes into it.
  package func view(size: Size, capabilities: TerminalCapabilities) -> Canvas {
    let charset = capabilities.charset == .ascii ? .ascii : settings.charset
    var canvas = Canvas(size: size, charset: charset)
    if isBlank { return canvas }
    let appearance = Appearance(
      charset: charset, theme: settings.theme, depth: capabilities.colors, hasGrey: !isDrawnForAudience)
    guard size.columns >= Self.smallest.columns, size.rows >= Self.smallest.rows else {
      canvas.drawTooSmall(appearance)
      return canvas
    }
    if let help {
      canvas.drawHelp(self, help: help, appearance: appearance)
      return canvas
    }
    switch screen {
    case .gallery: canvas.drawGallery(self, appearance: appearance)
    case .watching(let session) where isDrawnForAudience:
      canvas.drawForAudience(self, session: session, appearance: appearance)
    case .watching(let session): canvas.drawWatching(self, session: session, appearance: appearance)
    case .comparing(let comparing, behind: let session):
      canvas.drawCompare(self, comparing: comparing, session: session, appearance: appearance)
    case .card(let card, behind: _): canvas.draw(card, model: self, appearance: appearance)
    }
    return canvas
  }

  /// Whether what is in view is drawn for a room.
  var isDrawnForAudience: Bool {
    guard settings.isForAudience, help == nil else { return false }
    switch screen {
    case .gallery: return false
    case .watching(let session): return session.detail == nil && !session.panes.isProgramOpen
    case .comparing, .card: return true
    }
  }

  /// The smallest screen that everything fits on.
  fileprivate static let smallest = Size(columns: 60, rows: 16)
}

extension Canvas {
  /// One sentence with the size that is needed.
  fileprivate mutating func drawTooSmall(_ appearance: Appearance) {
    let needed = Model.smallest
    let sentence =
      "cascade needs \(needed.columns)x\(needed.rows) characters; this terminal has \(size.columns)x\(size.rows)."
    let lines = TextLayout.wrap(sentence, columns: size.columns, lines: size.rows, glyphs: appearance.glyphs)
    let top = (size.rows - lines.count) / 2
    for (index, line) in lines.enumerated() {
      write(line, at: Point(x: (size.columns - line.columns) / 2, y: top + index))
    }
  }
}

/// What is looked for in a list: the scenarios, the rows of a run, the lines of the help.
struct Finding: Hashable, Sendable {
  var text = ""
  /// Whether it is being typed.
  var isOpen = true

  /// No text that is typed is longer.
  private static let longest = 60

  mutating func insert(_ text: String) {
    for character in SafeText.make(text) where self.text.count < Self.longest { self.text.append(character) }
  }

  /// Whether a line has it, whatever the case of its letters.
  func matches(_ line: String) -> Bool { line.lowercased().contains(text.lowercased()) }
}
