import Cascade

/// Pending interventions on one task. Each wakes the task, which then looks.
///
/// An order to end holds for good. In a step it cuts the work short; in a cleanup it cuts that short, and the task is
/// still one that was cancelled, with another result. While the task waits for a nested group, or for a slot for a
/// sibling that it spawns, it ends when that is over. More time is added to the step or cleanup that the task is in, else to
/// the step that comes next.
final class TaskControl: Sendable {
  /// How a task is to end.
  enum Order: Hashable, Sendable {
    case fail(String)
    case panic(String)
    case finish

    /// What the task throws.
    var error: (any Error)? {
      switch self {
      case .fail(let text): ScriptedError(text)
      case .panic(let text): PanicError(text)
      case .finish: nil
      }
    }
  }

  private struct State {
    var order: Order?
    var delay = Duration.zero
    var listening: Bool?
    var isLeaving = false
    var planned: Duration
  }

  let plan: TaskPlan?
  /// The task's own context.
  let context: Context?
  /// Wakes the task.
  let alarm = Alarm()
  private let state: Locked<State>

  /// - Parameter plan: The task's; none for the caller of a group, which no intervention reaches.
  init(_ plan: TaskPlan? = nil, in context: Context? = nil) {
    self.plan = plan
    self.context = context
    state = Locked(State(planned: plan?.plannedWork ?? .zero))
  }

  // MARK: Intervening

  /// Lets the task end as soon as it can. The first order counts.
  func end(_ order: Order) {
    state.withLock { $0.order = $0.order ?? order }
    alarm.ring()
  }

  func delay(by duration: Duration) {
    state.withLock { $0.delay += duration }
    alarm.ring()
  }

  func listen(_ listens: Bool) {
    state.withLock { $0.listening = listens }
    alarm.ring()
  }

  // MARK: The task

  var order: Order? { state.withLock { $0.order } }

  /// Whether it is to listen in every step, or in none; none for what its plan says.
  var listening: Bool? { state.withLock { $0.listening } }

  /// A step was cut short: from now on the task only cleans up.
  func leave() {
    state.withLock { $0.isLeaving = true }
  }

  /// Whether it has heard that its context is over.
  var isLeaving: Bool { state.withLock { $0.isLeaving } }

  /// Whether there is time that was added and not yet taken.
  var isDelayed: Bool { state.withLock { $0.delay > .zero } }

  /// That time, which is taken with this.
  func takeDelay() -> Duration {
    state.withLock { state in
      defer { state.delay = .zero }
      return state.delay
    }
  }

  /// Plans more work than before.
  ///
  /// - Returns: all of it.
  func plan(more work: Duration) -> Duration {
    state.withLock { state in
      state.planned += work
      return state.planned
    }
  }

  /// Waits until `instant`, and listens to no context: only an order to end cuts it short.
  func pause(until instant: Context.Instant, in context: Context) async {
    while order == nil, context.now < instant { await context.pause(until: instant, alarm: alarm) }
  }
}
