/// What an engine that plays scripted runs needs beyond the public API: interventions, and the frame of a live run.
extension Context {
  /// Calls `action` at `instant`, from outside of every task, unless it is taken back before.
  package func schedule(at instant: Context.Instant, _ action: @escaping @Sendable () -> Void) -> ScheduledAction {
    let environment = environment
    let tie = environment.time.tie(path: "", wait: environment.observation?.countWait() ?? 0)
    let entry = ActionTimer(at: instant, tie: tie, inline: environment.time.firesInline, action)
    environment.time.add(entry)
    return ScheduledAction { environment.time.remove(entry) }
  }

  /// Records that something is done to `target` from outside.
  package func intervene(_ action: Event.Intervention.Action, on target: String) {
    environment.observation?.emit(target, .intervention(Event.Intervention(action, on: target)))
  }

  /// Ends the process that the run stands for: nothing comes after it. The caller must do nothing more.
  package func exit(as path: String? = nil, status: Int, text: String?) {
    environment.observation?.exit(path ?? owner.text, status: status, text: text)
  }

  /// Performs `body` as code of no task, wherever it is called. Other task locals stay visible.
  package static func outsideOfTasks<Result>(_ body: () throws -> Result) rethrows -> Result {
    try Running.with(nil, body)
  }

  /// The path of the task whose code calls; empty for code of no task.
  package static var runningTask: String { Running.code?.taskID.text ?? "" }

  /// Records something about the run as a whole, or about what has the path `id`.
  package func record(_ kind: Event.Kind, about id: String = "") {
    environment.observation?.emit(id, kind)
  }

  /// A root with a name, ``background`` or else ``todo``, that is in the events.
  package static func root(named name: String, isTodo: Bool, in environment: Environment) -> Context {
    let id = environment.observation?.path(of: name, below: .empty) ?? .empty
    environment.observation?.emit(
      id, .contextMade(isTodo ? .todo : .background, parent: .empty, deadline: nil, site: nil))
    return root(isTodo ? .todo : .background, environment, id: id)
  }

  /// Derives a context with one more value, which the events show as a context of its own that ends with this one.
  ///
  /// - Parameters:
  ///   - key: Where the value is found.
  ///   - value: What is found there.
  ///   - keyText: How the key is called in events and in ``description``.
  ///   - text: How the value is.
  ///   - name: How the context is called in events.
  package func setting<Key: ContextKey>(
    _ key: Key.Type, to value: Key.Value, as keyText: String, _ text: String, name: String
  ) -> Context {
    let id = environment.observation?.path(of: name, below: owner) ?? .empty
    let made = Event.ContextMade(parent: self.id, what: .value, name: name, key: keyText, value: text)
    environment.observation?.emit(id.text, .contextMade(made))
    return Context(
      node, values: NamedValueHolder<Key>(value, above: values, keyText: keyText, valueText: text, id: id))
  }

  /// An instant of this context's time, counted from the beginning of the run as the instants of events are.
  package func sinceStart(_ instant: Context.Instant) -> Context.Instant {
    environment.observation?.sinceStart(instant) ?? instant
  }
}

/// The way to take back what ``Context/schedule(at:_:)`` scheduled.
package struct ScheduledAction: Sendable {
  package let cancel: @Sendable () -> Void
}

/// Sendable because everything in it is constant.
private final class ActionTimer: PlainTimer, @unchecked Sendable {
  private let inline: Bool
  private let action: @Sendable () -> Void

  init(at instant: Context.Instant, tie: UInt64, inline: Bool, _ action: @escaping @Sendable () -> Void) {
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

/// What an intervention may do to the contexts of a run: code outside of every task of it.
extension Context {
  /// Ends this context and everything under it, as `cancel` does.
  ///
  /// - Parameter cause: What is to blame; none for the error itself.
  package func cancelFromOutside(cause: (any Error)? = nil) {
    node.end(Cancellation(reason: .requested, givenCause: cause, origin: path, instant: now))
  }

  /// Lets this context end by itself at `instant`, unless it is over before. ``deadline`` says nothing of that.
  package func endFromOutside(at instant: Context.Instant) {
    node.end(at: instant, tie: environment.time.tie(path: path, wait: 0)) { node in
      Cancellation(reason: .deadlineExceeded, origin: node.scope.id, instant: node.now)
    }
  }

  /// The context of this path that was derived from this one and isn't over; none where there isn't one.
  ///
  /// - Complexity: O(number of contexts derived from this one).
  package func child(id: String) -> Context? {
    node.child { $0.scope.id.text == id }.map { Context($0) }
  }
}
