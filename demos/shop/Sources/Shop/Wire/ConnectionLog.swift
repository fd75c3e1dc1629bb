import Cascade
import Synchronization

/// What happened to the connections of a server: counted where the bytes go in and out, so that it can't be mistaken
/// about what was on the wire.
public final class ConnectionLog: Sendable {
  /// One connection, from when it was accepted.
  public struct Connection: Hashable, Sendable {
    /// How many bytes the server has sent.
    public internal(set) var sent = 0
    /// Whether the client has closed its side: the server read the end of the stream, or the connection broke.
    public internal(set) var isLeft = false
    /// How many bytes the server sent after that.
    public internal(set) var sentAfterLeft = 0
    /// Whether both sides are closed.
    public internal(set) var isClosed = false
  }

  /// A request, as the code that answers it sees it.
  public struct Exchange: Hashable, Sendable {
    /// Whether an answer was complete, or the request's context ended first.
    public enum Outcome: Hashable, Sendable {
      /// It is being answered.
      case running
      /// The answer is complete.
      case answered
      /// The context of the request ended first; the text of its cause.
      case cancelled(cause: String)
    }

    /// The path that was asked for.
    public let path: String
    /// How it went.
    public internal(set) var outcome = Outcome.running
  }

  /// Everything so far.
  public struct State: Sendable {
    /// All connections, in the order in which they were accepted.
    public internal(set) var connections: [Connection] = []
    /// All requests, in the order in which they came.
    public internal(set) var requests: [Exchange] = []

    /// How many connections aren't closed.
    public internal(set) var open = 0
    /// How many requests are being answered.
    public internal(set) var running = 0
  }

  private struct Watch: Sendable {
    let condition: @Sendable (State) -> Bool
    let continuation: CheckedContinuation<State, Never>
  }

  private struct Guarded: Sendable {
    var state = State()
    var watches: [Watch] = []
  }

  private let guarded = Mutex(Guarded())
  /// Who is to be told when a client leaves.
  let departures = Departures()

  /// What the contexts of its requests are called.
  let name: String
  /// Where they come from.
  let root: Context

  /// An empty log.
  init(_ name: String, root: Context) {
    self.name = name
    self.root = root
  }

  /// Everything so far.
  public var state: State { guarded.withLock { $0.state } }

  /// Suspends until the condition holds; at once if it does.
  ///
  /// - Returns: The state that it held for.
  public func wait(until condition: @escaping @Sendable (State) -> Bool) async -> State {
    await withCheckedContinuation { continuation in
      let state = guarded.withLock { guarded -> State? in
        if condition(guarded.state) { return guarded.state }
        guarded.watches.append(Watch(condition: condition, continuation: continuation))
        return nil
      }
      if let state { continuation.resume(returning: state) }
    }
  }

  /// Changes the state, and wakes those whose condition holds now.
  func change<Result: Sendable>(_ change: @Sendable (inout State) -> Result) -> Result {
    let (result, state, ready) = guarded.withLock { guarded -> (Result, State?, [Watch]) in
      let result = change(&guarded.state)
      // A copy that no watch looks at would make the next change copy it all.
      if guarded.watches.isEmpty { return (result, nil, []) }
      let state = guarded.state
      var ready: [Watch] = []
      guarded.watches.removeAll { watch in
        guard watch.condition(state) else { return false }
        ready.append(watch)
        return true
      }
      return (result, state, ready)
    }
    if let state { for watch in ready { watch.continuation.resume(returning: state) } }
    return result
  }
}
