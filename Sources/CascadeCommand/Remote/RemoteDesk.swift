import CascadeSockets
import CascadeTerminal
import CascadeUI

/// The screen's side of remote control: requests are taken where the loop takes everything, and answered once what they changed
/// is drawn.
struct RemoteDesk {
  private let server: RemoteServer
  private var waiting: [(id: Int, request: RemoteRequest, since: Duration)] = []
  /// Counts the screens that were drawn.
  private(set) var frame = 1

  /// A program that waits for another screen is answered after this long all the same.
  private static let longestWait = Duration.seconds(5)

  init(_ session: RemoteSession, wakes waker: CascadeTerminal.Waker) throws(SocketProblem) {
    server = try RemoteServer(session: session) { waker.wake() }
  }

  /// After how long there is something to answer; nil where nothing waits.
  var patience: Duration? { waiting.isEmpty ? nil : Self.longestWait }

  /// The commands that have come in, in order.
  mutating func take(at now: Duration) -> [RemoteCommand] {
    let new = server.take()
    waiting += new.map { ($0.id, $0.request, now) }
    return new.compactMap { if case .command(let command) = $0.request.action { command } else { nil } }
  }

  /// Answers those whose screen is here.
  ///
  /// - Parameters:
  ///   - isNew: Whether the screen is another than before.
  ///   - elapsed: How long the talk has gone on.
  mutating func answer(isNew: Bool, facts: ScreenFacts, elapsed: Duration?, canvas: Canvas, at now: Duration) {
    if isNew { frame += 1 }
    let (frame, server) = (frame, server)
    waiting.removeAll { entry in
      if entry.request.after == frame, now - entry.since < Self.longestWait { return false }
      let reply =
        switch entry.request.action {
        case .command: RemoteReply(facts, frame: frame, elapsed: elapsed, isCommand: true)
        case .state: RemoteReply(facts, frame: frame, elapsed: elapsed)
        case .screen: RemoteReply(frame: frame, picture: RemoteReply.Picture(canvas))
        }
      server.answer(entry.id, reply)
      return true
    }
  }

  func close() { server.close() }
}
