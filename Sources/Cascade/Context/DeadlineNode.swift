/// A context that ends by itself. It holds a timer, which holds it, until one of the two ends.
///
/// Sendable because `timer` is touched only before the node is linked, and by the one walk that ends it.
final class DeadlineNode: ContextNode, @unchecked Sendable {
  private let cause: (any Error)?
  private var timer: TimerEntry?
  private let instant: Instant

  init(at instant: Instant, cause: (any Error)?, parent: ContextNode, scope: Scope) {
    self.instant = instant
    self.cause = cause
    super.init(kind: .deadline, parent: parent, scope: scope)
  }

  /// Makes the timer. Called once, before linking.
  func makeTimer() -> TimerEntry {
    let timer = DeadlineTimer(
      self, at: instant, tie: isObserved ? scope.environment.time.tie(path: scope.id, wait: 0) : 0)
    self.timer = timer
    return timer
  }

  /// Starts the timer, or ends the context when the instant has passed. Called once, after linking.
  ///
  /// - Parameters:
  ///   - bornDone: Whether the parent was done, so that nobody will end this node.
  ///   - now: The time of the call that made the context.
  func arm(_ timer: TimerEntry, bornDone: Bool, asOf now: Instant) {
    guard !bornDone else {
      self.timer = nil
      return
    }
    let time = scope.environment.time
    guard instant > now else {
      expire()
      return
    }
    time.add(timer)
    // A cancellation that came before that didn't find the timer in the heap.
    if isDone { time.remove(timer) }
  }

  override func finishEnd() {
    if let timer {
      scope.environment.time.remove(timer)
      self.timer = nil
    }
    super.finishEnd()
  }

  fileprivate func expire() {
    end(
      Cancellation(reason: .deadlineExceeded, givenCause: cause, origin: scope.id, instant: now))
  }

  private final class DeadlineTimer: TimerEntry, @unchecked Sendable {
    private let node: DeadlineNode

    init(_ node: DeadlineNode, at instant: Instant, tie: UInt64) {
      self.node = node
      super.init(at: instant, tie: tie)
    }

    override func fire() {
      let environment = node.scope.environment
      if environment.time.firesInline {
        node.expire()
      } else {
        // People's callbacks may be slow; the thread that keeps the time has others to serve.
        Task.detached { [node] in node.expire() }
      }
    }
  }
}
