import ArgumentParser
import CascadeSockets
import CascadeTerminal
import CascadeText
import CascadeUI

/// `cascade notes`
struct NotesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "notes",
    abstract: "Show the speaker's notes of a talk in a second terminal.",
    discussion: """
      Its PgDn and PgUp move the audience's screen. Either can be closed, and begun \
      again, while the other goes on.

      Examples:
        cascade notes
        cascade notes --plain
      """)

  @OptionGroup var option: SessionOption

  @Flag(help: "Print each step and its notes as text, without drawing.")
  var plain = false

  @OptionGroup var look: LookOptions

  func run() throws {
    let session = option.session ?? .usual
    switch OutputMode.choose(plain: plain, look: look) {
    case .plain(let why):
      if let why { printError("cascade: plain text, because \(why)") }
      try followInWords(session) { $0.notesPage.script }
    case .screen(let terminal):
      var loop = NotesLoop(terminal: terminal, session: session, theme: look.theme)
      try loop.run()
    }
  }
}

/// `cascade follow`
struct FollowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "follow",
    abstract: "Mirror a talk, or a screen that was begun with --session, without touching it.",
    discussion: """
      Example:
        cascade follow talk
      """)

  @Argument(
    help: ArgumentHelp("The name of the session.", valueName: "name"), transform: RemoteSession.named)
  var session: RemoteSession

  @Flag(help: "Print what changes in sentences, without drawing.")
  var plain = false

  @OptionGroup var look: LookOptions

  func run() throws {
    switch OutputMode.choose(plain: plain, look: look) {
    case .plain(let why):
      if let why { printError("cascade: plain text, because \(why)") }
      try followInWords(session) { reply in
        let time = reply.run.map { "\($0.time)  " } ?? ""
        return [SafeText.make("\(time)\(reply.sentence ?? "")")]
      }
    case .screen(let terminal):
      try follow(on: terminal)
    }
  }

  private func follow(on terminal: any Terminal) throws {
    defer { terminal.close() }
    let waker = terminal.waker
    let watcher = RemoteWatcher(session, verb: .screen) { waker.wake() }
    defer { watcher.stop() }
    var canvas = words("Looking for \(session.name).", terminal)
    while true {
      switch watcher.take() {
      case .reply(let reply):
        if let picture = reply.picture { canvas = picture.canvas(charset: terminal.capabilities.charset) }
      case .lost(let why): canvas = words(why, terminal)
      case nil: break
      }
      _ = terminal.present(canvas)
      switch terminal.next(within: nil) {
      case .key(.character("q")), .key(.control("c")): return
      case .key(.control("l")): terminal.invalidate()
      case .ended(let ending): throw ending.status
      case .key, .resize, .resumed, .paste, .woken, nil: break
      }
    }
  }

  private func words(_ text: String, _ terminal: any Terminal) -> Canvas {
    var canvas = Canvas(size: terminal.size, charset: terminal.capabilities.charset)
    canvas.write(SafeText.make(text), at: Point(x: 1, y: 0))
    return canvas
  }
}

/// Prints what is said of each screen, as long as it is there; once where nothing listens.
private func followInWords(_ session: RemoteSession, _ lines: (RemoteReply) -> [String]) throws {
  var last: [String] = []
  do {
    let client = try session.connect()
    var after = ""
    while true {
      let reply = try RemoteReply(line: client.ask("{\"do\":\"state\"\(after)}", milliseconds: 20_000))
      if let frame = reply.frame { after = ",\"after\":\(frame)" }
      let new = reply.error.map { [SafeText.make($0)] } ?? lines(reply)
      guard new != last else { continue }
      last = new
      var writer = LineWriter()
      for line in new { try writer.write(line) }
      try writer.flush()
    }
  } catch let problem as SocketProblem {
    // What was followed has ended.
    if problem.kind == .absent, !last.isEmpty { return }
    printError("cascade: \(problem)")
    throw ExitStatus.unusable
  } catch let refusal as RemoteRequest.Refusal {
    printError("cascade: \(refusal)")
    throw ExitStatus.unusable
  }
}

extension RemoteReply {
  /// What the speaker sees of it.
  var notesPage: NotesPage {
    var page = NotesPage()
    page.now = sentence ?? ""
    page.isBlank = blank ?? false
    page.message = message
    if let run {
      page.place = run.beats > 0 ? "\(run.time), beat \(run.beat) of \(run.beats)" : run.time
      page.title = run.title
    }
    if let talk {
      page.title = talk.title
      page.step = talk.step
      page.steps = talk.steps
      page.next = talk.next
      page.planned = talk.planned.map { .seconds($0) }
      page.elapsed = talk.elapsed.map { .seconds($0) }
      page.plannedSoFar = talk.plannedSoFar.map { .seconds($0) }
    }
    page.notes = [talk?.note, run?.note].compactMap(\.self)
    return page
  }
}

extension NotesPage {
  /// The same in lines.
  fileprivate var script: [String] {
    let place = steps > 0 ? ["Step \(step) of \(steps). \(SafeText.make(now))"] : [SafeText.make(now)]
    let notes = notes.flatMap { $0.split(separator: "\n").map { "Note: \(SafeText.make(String($0)))" } }
    return place + notes + ["Next: \(SafeText.make(next ?? "the end"))"]
  }
}

/// The speaker's screen: what the audience's says of itself, and keys for it.
struct NotesLoop {
  private let terminal: any Terminal
  private let session: RemoteSession
  private let theme: Theme
  private var page = NotesPage()
  private var client: RemoteClient?
  /// When the page came, for the clock to go on.
  private var since = Duration.zero
  private let start = ContinuousClock.now

  init(terminal: any Terminal, session: RemoteSession, theme: Theme) {
    self.terminal = terminal
    self.session = session
    self.theme = theme
    page.message = "Looking for \(session.name)."
  }

  mutating func run() throws {
    defer { terminal.close() }
    let waker = terminal.waker
    let watcher = RemoteWatcher(session, verb: .state) { waker.wake() }
    defer { watcher.stop() }
    while true {
      take(watcher.take())
      var shown = page
      shown.elapsed = page.elapsed.map { $0 + (sinceStart - since) }
      _ = terminal.present(
        shown.canvas(size: terminal.size, capabilities: terminal.capabilities, theme: theme))
      switch terminal.next(within: page.elapsed == nil ? nil : .seconds(1)) {
      case .key(let key): if !press(key) { return }
      case .ended(let ending): throw ending.status
      case .resize, .resumed, .paste, .woken, nil: break
      }
    }
  }

  private var sinceStart: Duration { start.duration(to: .now) }

  private mutating func take(_ news: RemoteWatcher.News?) {
    switch news {
    case .reply(let reply):
      page = reply.notesPage
      since = sinceStart
    // The clock goes on: so does the talk, perhaps.
    case .lost(let why): page.message = "\(why); looking for it again"
    case nil: break
    }
  }

  /// - Returns: whether the notes stay.
  private mutating func press(_ key: Key) -> Bool {
    switch key {
    case .pageDown, .right, .down, .enter, .character(" "): ask("next")
    case .pageUp, .left, .up: ask("prev")
    case .character("."), .character("b"): ask("blank")
    case .function(5): ask("play")
    case .escape: ask("pause")
    case .character("q"), .control("c"): return false
    case .control("l"): terminal.invalidate()
    case .character, .control, .home, .end, .tab, .backTab, .backspace, .delete, .insert, .function: break
    }
    return true
  }

  /// Asks the audience's screen for something.
  private mutating func ask(_ verb: String) {
    do {
      let open = try client ?? session.connect()
      client = open
      let reply = try RemoteReply(line: open.ask("{\"do\":\"\(verb)\"}", milliseconds: 2_000))
      take(.reply(reply))
      if let error = reply.error { page.message = error }
    } catch {
      client = nil
      page.message = "\(error)"
    }
  }
}
