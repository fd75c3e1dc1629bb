/// A context that ends by itself: it is its own timer, which the time source holds until one of the two ends.
///
/// Sendable because `index` is touched only as ``TimerEntry`` says; the rest is constant.
final class DeadlineNode: ContextNode, TimerEntry, @unchecked Sendable {
  private let cause: (any Error)?
  /// What the cause says of itself, where the run is observed: asked for now, since the thread that keeps the time calls
  /// no code of others.
  private let told: CauseInfo?
  private let name: String
  private let site: CallSite?
  let instant: Context.Instant
  let tie: UInt64
  @exclusivity(unchecked) var index = -1

  /// - Parameters:
  ///   - name: Where the end is said to begin, in runs without paths.
  ///   - site: Where the call stands that set the deadline.
  init(
    at instant: Context.Instant, cause: (any Error)?, name: String, site: CallSite?, parent: ContextNode, scope: Scope
  ) {
    self.instant = instant
    self.cause = cause
    self.name = name
    self.site = site
    told = parent.isObserved ? CauseInfo(cause) : nil
    tie = parent.isObserved ? scope.environment.time.tie(path: scope.id, wait: 0) : 0
    super.init(kind: .deadline, parent: parent, scope: scope)
  }

  /// Starts the timer, or ends the context when the instant has passed. Called once, after linking.
  ///
  /// - Parameter now: The time of the call that made the context.
  func arm(asOf now: Context.Instant) {
    guard instant > now else {
      end(record())
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
    endOnTime(record())
  }

  private func record() -> CancellationRecord {
    .make(
      reason: .deadlineExceeded, givenCause: cause, origin: isObserved ? scope.id : Path(name), instant: now,
      site: site, told: told)
  }
}

extension ContextNode {
  /// Ends this context and everything under it, called by whatever keeps the time: when this returns, all of it is done.
  /// Code that isn't the library's runs later, in a Swift task: it may be slow, and the thread that keeps the time has
  /// others to serve; there may be no free thread for it, and a deadline doesn't wait for one.
  final func endOnTime(_ record: CancellationRecord) {
    guard let walk = withTreeLock({ endLocked(record) }) else { return }
    if scope.environment.time.firesInline {
      walk.deliver()
    } else {
      Self.markLinked(to: walk, record)
      Task.detached { walk.deliver() }
    }
  }
}

extension ContextNode {
  /// Lets this context end by itself at `instant`, unless it is over before.
  ///
  /// - Parameter cancellation: Asked for at the instant, on the thread that keeps the time.
  final func end(
    at instant: Context.Instant, tie: UInt64, _ cancellation: @escaping @Sendable (ContextNode) -> Cancellation
  ) {
    let environment = scope.environment
    let timer = LateDeadline(self, at: instant, tie: tie, cancellation)
    environment.time.add(timer)
    Context(self).onCancel { _ in environment.time.remove(timer) }
  }
}

/// A deadline that was set after its context was made.
///
/// Sendable because everything in it is constant.
private final class LateDeadline: PlainTimer, @unchecked Sendable {
  private weak let node: ContextNode?
  private let cancellation: @Sendable (ContextNode) -> Cancellation

  init(
    _ node: ContextNode, at instant: Context.Instant, tie: UInt64,
    _ cancellation: @escaping @Sendable (ContextNode) -> Cancellation
  ) {
    self.node = node
    self.cancellation = cancellation
    super.init(at: instant, tie: tie)
  }

  override func fire() {
    guard let node else { return }
    node.endOnTime(.of(cancellation(node), in: node.scope.environment))
  }
}
