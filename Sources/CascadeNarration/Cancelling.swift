import Cascade
import CascadeText
import CascadeTrace

/// How one cancellation is spoken of, whichever event tells it: as it happens, as what led here, and as a reason.
struct Cancelling {
  let run: RunState
  let told: Event.Told
  /// What the event is about.
  let id: String

  init(_ telling: Row.Telling, of id: String, in run: RunState) {
    self.init(run: run, told: telling.told, id: id)
  }

  init(run: RunState, told: Event.Told, id: String) {
    self.run = run
    self.told = told
    self.id = id
  }

  /// Where it began.
  private var originID: String { told.origin.isEmpty ? id : told.origin }
  private var origin: Row? { run.row(originID) }

  /// The task that cancelled something else than itself by calling a cancel function.
  var canceller: Row? {
    guard told.reason == .requested, told.origin != id, let task = run.row(told.origin), task.kind == .task else {
      return nil
    }
    return task
  }

  /// What a cancel function that a task calls cancels: a task, a context, or a group's context.
  var cancelledByTask: String {
    guard let row = run.row(id)?.cancelledRow else { return SafeText.make(id) }
    return row.kind == .group ? row.owning("context") : row.label
  }

  /// What is cancelled where it begins. A group that was cancelled before has a parent context that isn't.
  func cancelled(_ row: Row?) -> String {
    guard let row else { return run.phrase(originID) }
    let target = row.cancelledRow
    return target.number != row.number && target.marks.told.isSet && target.telling?.told != told
      ? row.phrase : target.label
  }

  /// The cause, where one was given.
  var cause: String? { told.cause.map { SafeText.quoted($0.description) } }

  /// Whether a policy that ends with the first task that returns decided it.
  var isFirstReturn: Bool { told.reason == .groupDecided && origin?.groupKind == .firstReturn }

  /// Whether a policy that ends with its first success decided it.
  var isFirstSuccess: Bool { told.reason == .groupDecided && origin?.groupKind == .firstSuccess }

  /// Whether the caller was waiting for the group whose handle it dropped.
  private var hasBeenWaitedFor: Bool { origin?.marks.waited.isSet == true }

  private var deadline: String { origin?.deadlineName ?? "the deadline of \(run.phrase(originID))" }

  private func label(_ row: Row?) -> String { row?.label ?? run.phrase(originID) }

  /// As it happens where it begins: `root cancels its context`.
  /// - Parameter isOutside: an intervention is the event before.
  func present(isOutside: Bool) -> Clause {
    let subject = cancelled(origin)
    switch told.reason {
    case .siblingFailed:
      let group = origin?.kind == .task ? origin?.parent : origin
      return Clause(label(group), .cancels, "cancels its context")
    case .requested:
      if let canceller { return Clause(canceller.label, .cancels, "cancels \(cancelledByTask)") }
      return Clause(subject, .isCancelled, isOutside ? "is cancelled from outside" : "is cancelled")
    case .deadlineExceeded: return Clause(deadline, .passes, "passes")
    case .scopeEnded:
      guard let row = run.row(id), row.kind == .group else { return Clause(run.phrase(id), .isReleased, "is released") }
      return Clause("Wait", .cancels, "cancels \(row.owning("context"))")
    case .taskCancelled: return Clause("the Swift task around \(subject)", .isCancelled, "is cancelled from outside")
    case .handleDropped:
      return hasBeenWaitedFor
        ? Clause("the caller", .cancels, "leaves", " \(subject), which cancels its context")
        : Clause(subject, .isCancelled, "is cancelled", ": its handle is dropped before wait")
    case .shutdown: return Clause(English.owning(subject, "grace period"), .ends, "is over", ": it cancels its context")
    case .groupDecided:
      return isFirstSuccess
        ? Clause(subject, .cancels, "has its first success", " and cancels its context")
        : isFirstReturn
          ? Clause(subject, .cancels, "cancels its context", ": one of its tasks has returned")
          : Clause(subject, .cancels, "cancels its context", ", as its policy decides")
    }
  }

  /// What is said of the event where a cancellation begins.
  struct Clause {
    let subject: String
    let verb: EventMessage.Verb
    /// What the subject does, without what only the full form adds.
    let brief: String
    let rest: String

    init(_ subject: String, _ verb: EventMessage.Verb, _ brief: String, _ rest: String = "") {
      self.subject = subject
      self.verb = verb
      self.brief = brief
      self.rest = rest
    }
  }

  /// As what led here: `root's deadline passed at 1.000 s`.
  func past(at time: String) -> String {
    let subject = cancelled(origin)
    func says(_ subject: String, _ rest: String) -> String { "\(English.opening(subject)) \(rest)" }
    switch told.reason {
    case .siblingFailed:
      return says(origin?.kind == .task ? label(origin) : "a task of \(label(origin))", "failed at \(time)")
    case .requested:
      if let canceller { return says(canceller.label, "cancelled \(cancelledByTask) at \(time)") }
      return says(subject, "was cancelled at \(time)")
    case .deadlineExceeded: return says(deadline, "passed at \(time)")
    case .scopeEnded: return says("Wait", "cancelled \(run.row(id)?.owning("context") ?? run.phrase(id)) at \(time)")
    case .taskCancelled: return says("the Swift task around \(subject)", "was cancelled from outside at \(time)")
    case .handleDropped:
      return hasBeenWaitedFor
        ? says("the caller", "left \(subject) at \(time)")
        : says(English.owning(subject, "handle"), "was dropped at \(time), before wait")
    case .shutdown: return says(English.owning(subject, "grace period"), "was over at \(time)")
    case .groupDecided:
      let decider = origin?.decider?.label
      return isFirstSuccess
        ? decider.map { says($0, "was \(English.owning(subject, "first success")) at \(time)") }
          ?? says(subject, "had its first success at \(time)")
        : isFirstReturn
          ? says(decider ?? "a task of \(subject)", "returned first, at \(time)")
          : says(subject, "was cancelled by its policy at \(time)")
    }
  }

  /// As the reason why something below is told: `root's deadline passed`.
  var reason: String {
    let subject = cancelled(origin)
    return switch told.reason {
    case .siblingFailed: "\(label(origin)) failed"
    case .requested: origin?.kind == .task ? "cancelled by \(label(origin))" : "\(subject) was cancelled"
    case .deadlineExceeded: "\(deadline) passed"
    case .scopeEnded: "Wait returned"
    case .taskCancelled: "the Swift task around \(subject) was cancelled"
    case .handleDropped:
      hasBeenWaitedFor ? "the caller left \(subject)" : "\(English.owning(subject, "handle")) was dropped"
    case .shutdown: "\(English.owning(subject, "grace period")) is over"
    case .groupDecided:
      isFirstSuccess
        ? "\(subject) had its first success"
        : isFirstReturn ? "a task of \(subject) returned" : "\(subject) was cancelled by its policy"
    }
  }

  /// The same of what it began with: `its deadline passed`.
  var ownReason: String {
    switch told.reason {
    case .requested: "cancelled from outside"
    case .deadlineExceeded: "its deadline passed"
    case .siblingFailed, .scopeEnded, .taskCancelled, .handleDropped, .shutdown, .groupDecided: reason
    }
  }
}
