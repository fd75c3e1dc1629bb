import CascadeSockets
import CascadeTerminal
import CascadeUI

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
      case .resize, .resumed, .paste, .mouse, .woken, nil: break
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
    if vote(key) { return true }
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

  /// Types at the question on the audience's screen. A blank goes on where nothing is typed yet.
  private mutating func vote(_ key: Key) -> Bool {
    guard let question = page.question, question.isOpen else { return false }
    var votes = question.votes
    if key == .backspace {
      votes = String(votes.dropLast())
    } else if key == .character(" "), !votes.isEmpty {
      votes += votes.hasSuffix(" ") ? "" : " "
    } else if case .character(let digit) = key, digit.isASCII, digit.isWholeNumber {
      votes.append(digit)
    } else {
      return false
    }
    ask("vote", votes)
    return true
  }

  /// Asks the audience's screen for something.
  private mutating func ask(_ verb: String, _ votes: String? = nil) {
    do {
      // Votes are digits and blanks.
      let request = votes.map { "{\"do\":\"\(verb)\",\"partly\":true,\"votes\":\"\($0)\"}" } ?? "{\"do\":\"\(verb)\"}"
      let open = try client ?? session.connect()
      client = open
      let reply = try RemoteReply(line: open.ask(request, milliseconds: 2_000))
      take(.reply(reply))
      if let error = reply.error { page.message = error }
    } catch {
      client = nil
      page.message = "\(error)"
    }
  }
}
