package import Cascade

/// What a run's turn came from, comparable across runs: which task's failure, or which event.
package struct Turn: Equatable {
  package let task: String?
  package let error: String?
  package let t: Context.Instant
  package let event: Int
  let kind: Event.Kind

  package init?(_ run: RunState) {
    guard let number = run.cause else { return nil }
    event = number
    t = run.log[number].t
    kind = run.log[number].kind
    if case .taskOut(let out) = kind {
      (task, error) = (run.log[number].id, out.error?.description)
    } else if case .groupFailureKept(let who, let text) = kind {
      (task, error) = (who.isEmpty ? nil : who, text.description)
    } else {
      let row = run.toldAloneAndKept(at: number)
      (task, error) = (row?.id, row?.error)
    }
  }

  /// The number of the event doesn't matter: others may have come before.
  package static func == (left: Turn, right: Turn) -> Bool {
    if left.task != nil || right.task != nil {
      return left.task == right.task && left.error == right.error && left.t == right.t
    }
    return left.t == right.t && left.kind == right.kind
  }
}

extension RunState {
  /// The task that is told alone at this event, by an intervention or its own deadline, and whose error its group keeps: what came
  /// of that is a failure like any other.
  package func toldAloneAndKept(at number: Int) -> Row? {
    let event = log[number]
    let told = event.told.map { $0.origin.isEmpty ? event.id : $0.origin }
    guard let id = event.kind.intervention?.target ?? told, let row = row(id), row.kind == .task, row.isKept else {
      return nil
    }
    return row
  }
}

extension Row {
  /// Of a group that has what it wants: the task whose return decided that, as far as the event before says so.
  package var decider: Row? {
    guard kind == .group, let telling, telling.told.reason == .groupDecided, telling.told.origin == id else {
      return nil
    }
    // What the group keeps of it may be said in between.
    for event in (max(0, telling.event - 2)..<telling.event).reversed() {
      guard case .taskOut = run.log[event].kind, let task = run.row(run.log[event].id) else { continue }
      return task.parent?.number == number ? task : nil
    }
    return nil
  }

  /// Whether the return of this task decided its group.
  package var hasDecided: Bool { parent?.decider?.number == number }
}

/// What a first cause is.
package enum CauseKind: Hashable, Sendable, CaseIterable {
  case failure, deadline, cancellation
  /// The tasks of a group are asked to finish; none is cancelled.
  case request
  /// The group has what it wants, such as a first success, and cancels the rest.
  case decision
  /// Code ends the process.
  case exit
}

extension RunState {
  /// What the first cause is; nil before any.
  package var causeKind: CauseKind? { cause.map(kind(ofCauseAt:)) }

  /// What an event is as a cause.
  package func kind(ofCauseAt event: Int) -> CauseKind {
    if isRequest(event) { return .request }
    if log[event].kind.exit != nil { return .exit }
    guard let told = log[event].told else { return log[event].kind.intervention == nil ? .failure : .cancellation }
    switch told.reason {
    case .deadlineExceeded: return .deadline
    case .groupDecided: return .decision
    case .requested, .siblingFailed, .scopeEnded, .taskCancelled, .handleDropped, .shutdown: return .cancellation
    }
  }

  /// Whether the first cause is a failure, and no deadline, cancellation or request that came before any.
  package var causeIsFailure: Bool {
    guard let cause else { return false }
    return causeKind == .failure || toldAloneAndKept(at: cause) != nil
  }

  /// Whether this event asks tasks to finish and cancels none.
  private func isRequest(_ event: Int) -> Bool {
    let kind = log[event].kind
    return kind.intervention?.action == .shutdown
      || kind.subject == .context && kind.told != nil && row(log[event].id)?.isShutdownSignal == true
  }
}
