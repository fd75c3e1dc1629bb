package import Cascade

/// What a run's turn came from, comparable across runs: whose failure, or which event.
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
    switch kind {
    case .taskOut(let out): (task, error) = (run.log[number].id, out.error?.description)
    case .groupFailureKept(let who, let text): (task, error) = (who.isEmpty ? nil : who, text.description)
    default:
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
  /// The task that is told alone at this event, by a hand or its own deadline, and whose error its group keeps: what came
  /// of that is a failure like any other.
  package func toldAloneAndKept(at number: Int) -> Row? {
    let id =
      switch log[number].kind {
      case .intervention(let done): done.target
      case .contextTold(let told), .taskTold(let told): told.origin.isEmpty ? log[number].id : told.origin
      default: ""
      }
    guard let row = row(id), row.kind == .task, row.isKept else { return nil }
    return row
  }
}
