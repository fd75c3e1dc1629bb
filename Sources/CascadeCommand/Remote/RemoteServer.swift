import Cascade
import CascadeSockets
import CascadeTerminal
import CascadeUI
import Foundation

/// Takes requests of other programs while a screen is shown, on a thread of its own: none of them can hold the screen up.
///
/// Sendable because what both threads use lies behind the lock; all else belongs to the server's thread.
final class RemoteServer: @unchecked Sendable {
  /// Where it listens.
  let path: String

  private let lock = Lock()
  // Behind the lock.
  private var waiting: [(id: Int, request: RemoteRequest)] = []
  private var answers: [Int: [UInt8]] = [:]
  private var isOver = false

  private let waker: CascadeSockets.Waker
  private let ended = DispatchSemaphore(value: 0)

  /// Begins to listen.
  ///
  /// - Parameter news: Called on the server's thread when there are requests to take.
  /// - Throws: ``SocketProblem`` where nothing can listen there.
  init(session: RemoteSession, news: @escaping @Sendable () -> Void) throws(SocketProblem) {
    guard let waker = CascadeSockets.Waker() else { throw SocketProblem(.unusable, "there is no room for a socket") }
    self.waker = waker
    let path = try session.ownPath()
    self.path = path
    let door = Door(try UnixListener(path: path))
    // The terminal's signals are for the main thread.
    var (all, before) = (sigset_t(), sigset_t())
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, &before)
    Thread.detachNewThread { [self] in
      var loop = ServerLoop(door: door, server: self, news: news)
      loop.run()
      ended.signal()
    }
    pthread_sigmask(SIG_SETMASK, &before, nil)
  }

  /// The requests since the last time, each with the number that its answer needs.
  func take() -> [(id: Int, request: RemoteRequest)] {
    lock.lock()
    defer { lock.unlock() }
    defer { waiting = [] }
    return waiting
  }

  func answer(_ id: Int, _ reply: RemoteReply) {
    let line = reply.line
    lock.lock()
    answers[id] = line
    lock.unlock()
    waker.wake()
  }

  /// Ends the thread, and takes the socket away.
  func close() {
    lock.lock()
    isOver = true
    lock.unlock()
    waker.wake()
    _ = ended.wait(timeout: .now() + 1)
    unlink(path)
  }

  // For the server's thread.

  fileprivate func post(_ id: Int, _ request: RemoteRequest) {
    lock.lock()
    waiting.append((id, request))
    lock.unlock()
  }

  fileprivate func takeAnswers() -> (answers: [Int: [UInt8]], isOver: Bool) {
    lock.lock()
    defer { lock.unlock() }
    defer { answers = [:] }
    return (answers, isOver)
  }

  fileprivate var wakeDescriptor: Int32 { waker.descriptor }
  fileprivate func resetWaker() { waker.reset() }
}

/// Where other programs knock.
///
/// Sendable because the server's thread alone uses it, once it has begun.
private final class Door: @unchecked Sendable {
  let listener: UnixListener

  init(_ listener: consuming UnixListener) {
    self.listener = listener
  }
}

/// What the server's thread does.
private struct ServerLoop {
  let door: Door
  let server: RemoteServer
  let news: @Sendable () -> Void
  private var guests: [Guest] = []
  private var lastID = 0

  /// More programs aren't served at a time.
  private static let mostGuests = 16

  init(door: Door, server: RemoteServer, news: @escaping @Sendable () -> Void) {
    self.door = door
    self.server = server
    self.news = news
  }

  mutating func run() {
    while true {
      var sources = [
        Waiting.Source(server.wakeDescriptor), Waiting.Source(door.listener.descriptor),
      ]
      for guest in guests {
        sources.append(
          Waiting.Source(guest.connection.descriptor, forReading: guest.wantsToRead, forWriting: !guest.out.isEmpty))
      }
      Waiting.wait(for: &sources, milliseconds: nil)
      if sources[0].isReady { server.resetWaker() }
      let (answers, isOver) = server.takeAnswers()
      if isOver { return }
      for index in guests.indices where sources[index + 2].isReady {
        change(index) { loop, guest in
          guest.flush()
          guest.read()
          loop.takeRequest(of: &guest)
        }
      }
      for (id, line) in answers {
        guard let index = guests.firstIndex(where: { $0.pending == id }) else { continue }
        change(index) { loop, guest in
          guest.send(line)
          loop.takeRequest(of: &guest)
        }
      }
      guests.removeAll { $0.isGone }
      if sources[1].isReady { letIn() }
    }
  }

  private mutating func letIn() {
    while let connection = door.listener.accept() {
      var guest = Guest(connection)
      if guests.count >= Self.mostGuests {
        guest.send(RemoteReply.refused("more than \(Self.mostGuests) programs are connected").line)
        continue
      }
      guests.append(guest)
    }
  }

  private mutating func change(_ index: Int, _ change: (inout ServerLoop, inout Guest) -> Void) {
    var guest = guests[index]
    change(&self, &guest)
    guests[index] = guest
  }

  private mutating func takeRequest(of guest: inout Guest) {
    while guest.pending == nil, !guest.leavesAfterwards, let line = guest.takeLine() {
      switch line {
      case .tooLong:
        guest.send(RemoteReply.refused("a request has at most \(RemoteRequest.longest) bytes").line)
        guest.leavesAfterwards = true
      case .whole(let bytes):
        do throws(RemoteRequest.Refusal) {
          let request = try RemoteRequest(line: bytes)
          lastID += 1
          guest.pending = lastID
          server.post(lastID, request)
          news()
        } catch {
          guest.send(RemoteReply.refused(error.description).line)
        }
      }
    }
  }
}

/// One connected program: what it has sent, and what it is still to get. It is answered one request after the other.
private struct Guest {
  let connection: UnixConnection
  private var incoming: [UInt8] = []
  private(set) var out: ArraySlice<UInt8> = []
  /// The request that is being answered.
  var pending: Int?
  var leavesAfterwards = false
  private var isClosed = false

  enum Line {
    case whole([UInt8])
    case tooLong
  }

  init(_ connection: UnixConnection) {
    self.connection = connection
  }

  /// While it is being answered nothing more is read from it, so that it can't fill the memory. That it left is seen all the same.
  var wantsToRead: Bool { pending == nil && !leavesAfterwards && out.isEmpty }
  var isGone: Bool { isClosed || leavesAfterwards && out.isEmpty }

  mutating func read() {
    // One that isn't read from is only looked at when it has gone.
    guard incoming.count <= 2 * RemoteRequest.longest else {
      isClosed = !wantsToRead
      return
    }
    if connection.read(into: &incoming, most: RemoteRequest.longest + 1) == .closed { isClosed = true }
  }

  mutating func takeLine() -> Line? {
    guard let end = incoming.firstIndex(of: UInt8(ascii: "\n")) else {
      guard incoming.count > RemoteRequest.longest else { return nil }
      incoming = []
      return .tooLong
    }
    let line = Array(incoming[..<end])
    incoming.removeFirst(end + 1)
    return line.count > RemoteRequest.longest ? .tooLong : .whole(line)
  }

  mutating func send(_ line: [UInt8]) {
    pending = nil
    out += line
    out.append(UInt8(ascii: "\n"))
    flush()
  }

  mutating func flush() {
    while !out.isEmpty {
      switch connection.write(out) {
      case .moved(let count): out = out.dropFirst(count)
      case .later: return
      case .closed:
        isClosed = true
        return
      }
    }
  }
}

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
