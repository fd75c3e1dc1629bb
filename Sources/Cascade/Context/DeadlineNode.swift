/// A context that ends by itself. It holds a timer, which holds it, until one of the two ends.
///
/// Sendable because `timer` is set once, before the node is handed out.
final class DeadlineNode: ContextNode, @unchecked Sendable {
  private let cause: (any Error)?
  private var timer: TimerEntry?
  private let instant: Instant

  init(at instant: Instant, cause: (any Error)?, parent: ContextNode, scope: Scope) {
    self.instant = instant
    self.cause = cause
    super.init(kind: .deadline, parent: parent, scope: scope)
  }

  /// Starts the timer, or ends the context when the instant has passed. Called once, after linking.
  func arm() {
    guard !isDone else { return }
    let environment = scope.environment
    guard instant > environment.time.now else {
      expire()
      return
    }
    let tie = environment.time.tie(path: scope.id, wait: 0)
    let timer = DeadlineTimer(self, at: instant, tie: tie)
    self.timer = timer
    environment.time.add(timer)
    // A cancellation that came in between didn't find the timer.
    if isDone { environment.time.remove(timer) }
  }

  override func finishEnd(_ record: CancellationRecord) {
    if let timer { scope.environment.time.remove(timer) }
    super.finishEnd(record)
  }

  fileprivate func expire() {
    end(
      Cancellation(reason: .deadlineExceeded, givenCause: cause, origin: scope.id, instant: scope.environment.time.now))
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
