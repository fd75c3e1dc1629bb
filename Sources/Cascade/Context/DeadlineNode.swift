/// A context that ends by itself: it is its own timer, which the time source holds until one of the two ends.
///
/// Sendable because `index` is touched only as ``TimerEntry`` says; the rest is constant.
final class DeadlineNode: ContextNode, TimerEntry, @unchecked Sendable {
  private let cause: (any Error)?
  let instant: Instant
  let tie: UInt64
  @exclusivity(unchecked) var index = -1

  init(at instant: Instant, cause: (any Error)?, parent: ContextNode, scope: Scope) {
    self.instant = instant
    self.cause = cause
    tie = parent.isObserved ? scope.environment.time.tie(path: scope.id, wait: 0) : 0
    super.init(kind: .deadline, parent: parent, scope: scope)
  }

  /// Starts the timer, or ends the context when the instant has passed. Called once, after linking.
  ///
  /// - Parameter now: The time of the call that made the context.
  func arm(asOf now: Instant) {
    guard instant > now else {
      expire()
      return
    }
    arm(self)
    // A cancellation that came before that didn't find the timer in the heap.
    if isDone { disarm(self) }
  }

  override func finishEnd() {
    disarm(self)
    super.finishEnd()
  }

  func fire() {
    if scope.environment.time.firesInline {
      expire()
    } else {
      // People's callbacks may be slow; the thread that keeps the time has others to serve.
      Task.detached { self.expire() }
    }
  }

  private func expire() {
    end(.deadlineExceeded, cause: cause, origin: scope.id)
  }
}
