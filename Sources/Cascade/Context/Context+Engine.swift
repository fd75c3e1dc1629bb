/// What an engine that plays scripted runs needs beyond the public API: an outside hand, and the frame of a live run.
extension Context {
  /// Calls `action` at `instant`, from outside of every task, unless it is taken back before.
  package func schedule(at instant: Instant, _ action: @escaping @Sendable () -> Void) -> ScheduledAction {
    let environment = environment
    let tie = environment.time.tie(path: "", wait: environment.observation?.countWait() ?? 0)
    let entry = ActionTimer(at: instant, tie: tie, inline: environment.time.firesInline, action)
    environment.time.add(entry)
    return ScheduledAction { environment.time.remove(entry) }
  }

  /// Records that an outside hand acts on `target`.
  package func intervene(_ what: String, on target: String) {
    environment.observation?.emit(target, .intervention(what: what, target: target))
  }

  /// Performs `body` as code of no task, whoever calls. Other task locals stay visible.
  package static func outsideOfTasks<Result>(_ body: () throws -> Result) rethrows -> Result {
    try Running.local.withValue(Running.Binding(code: nil)) { try body() }
  }

  /// Records something about the run as a whole.
  package func record(_ kind: Event.Kind) {
    environment.observation?.emit("", kind)
  }

  /// An instant of this context's time, counted from the beginning of the run as the instants of events are.
  package func sinceStart(_ instant: Instant) -> Instant {
    environment.observation?.sinceStart(instant) ?? instant
  }
}

/// The way to take back what ``Context/schedule(at:_:)`` scheduled.
package struct ScheduledAction: Sendable {
  package let cancel: @Sendable () -> Void
}

/// Sendable because everything in it is constant.
private final class ActionTimer: TimerEntry, @unchecked Sendable {
  private let inline: Bool
  private let action: @Sendable () -> Void

  init(at instant: Instant, tie: UInt64, inline: Bool, _ action: @escaping @Sendable () -> Void) {
    self.inline = inline
    self.action = action
    super.init(at: instant, tie: tie)
  }

  override func fire() {
    if inline {
      action()
    } else {
      Task.detached { [action] in action() }
    }
  }
}
