import Synchronization

/// The wait of a Swift task that the library made for the code that waits. No other code can cancel such a task, and what
/// the library cancels it for ends no wait: so it needs no cancellation handler. Half of the memory of a task that waits
/// would be that handler's.
///
/// It is itself what hangs on the context.
///
/// Sendable because `continuation` is written before the state says that it is there and read by the thread that
/// changes the state after that.
class OwnWait: Hook, @unchecked Sendable {
  enum Outcome {
    static let ended: UInt8 = 2
    static let elapsed: UInt8 = 3
  }

  private static let fresh: UInt8 = 0
  private static let suspended: UInt8 = 1

  private final let state = Atomic<UInt8>(fresh)
  @exclusivity(unchecked) private final var continuation: UnsafeContinuation<Void, Never>?

  /// Takes what resumes the task, and does so if it was woken already. Called once.
  final func suspend(_ continuation: UnsafeContinuation<Void, Never>) {
    self.continuation = continuation
    let (exchanged, _) = state.compareExchange(
      expected: Self.fresh, desired: Self.suspended, ordering: .acquiringAndReleasing)
    if !exchanged { continuation.resumeTask() }
  }

  /// Lets the task go on, unless it was woken before.
  final func wake(_ outcome: UInt8) {
    var expected = state.load(ordering: .acquiring)
    while expected == Self.fresh || expected == Self.suspended {
      let (exchanged, found) = state.compareExchange(
        expected: expected, desired: outcome, ordering: .acquiringAndReleasing)
      if exchanged {
        if expected == Self.suspended { continuation?.resumeTask() }
        return
      }
      expected = found
    }
  }

  /// Whether the time was over before the context was.
  final var hasElapsed: Bool { state.load(ordering: .acquiring) == Outcome.elapsed }

  override final func run(_ cancellation: Cancellation, on node: ContextNode) {
    wake(Outcome.ended)
  }
}

/// One that also ends by itself, at an instant.
///
/// Sendable because `index` is touched only as ``TimerEntry`` says; the rest is constant.
final class TimedOwnWait: OwnWait, TimerEntry, @unchecked Sendable {
  let instant: Context.Instant
  let tie: UInt64 = 0
  @exclusivity(unchecked) var index = -1

  init(until instant: Context.Instant) {
    self.instant = instant
  }

  func fire() {
    wake(Outcome.elapsed)
  }
}

extension Context {
  /// The wait for the end of this context, hung on it; none where the general one is needed.
  func ownWait() -> OwnWait? {
    noteUse()
    guard node.isUnobservedAndReal, node.canBeReached, !node.isDone, Running.isInOwnTask else { return nil }
    let wait = OwnWait()
    return node.add(wait) ? wait : nil
  }

  /// The same until an instant, with its timer armed.
  func ownWait(until instant: Context.Instant) -> TimedOwnWait? {
    noteUse()
    guard node.isUnobservedAndReal, !node.isDone, instant > now, Running.isInOwnTask else { return nil }
    let wait = TimedOwnWait(until: instant)
    guard !node.canBeReached || node.add(wait) else { return nil }
    node.arm(wait)
    return wait
  }

  /// Takes down what ``ownWait(until:)`` has set up.
  ///
  /// - Throws: the context's error, if that ended the wait.
  func end(_ wait: TimedOwnWait) throws(ContextError) {
    guard !wait.hasElapsed else {
      if node.canBeReached, !node.isDone { node.remove(wait) }
      return
    }
    node.disarm(wait)
    if let error { throw error }
  }
}
