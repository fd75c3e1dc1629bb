import ArgumentParser
import CascadeSockets
import CascadeTerminal
import CascadeText
import CascadeUI

/// `cascade follow`
struct FollowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "follow",
    abstract: "Mirror a talk, read only.",
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
      case .key, .resize, .resumed, .paste, .mouse, .woken, nil: break
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
func followInWords(_ session: RemoteSession, _ lines: (RemoteReply) -> [String]) throws {
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
