import Cascade
import CascadeNarration
import CascadeText
import CascadeTrace

/// When does Wait return? Now, with one of the tasks that there are, or with another.
struct WaitReturns: QuestionMaker {
  let text = "When does Wait return?"
  let candidates: [Candidate]
  private let group: String

  init?(_ before: Before) {
    guard let group = before.group else { return nil }
    self.group = group.id
    let members = group.children.filter {
      $0.kind == .task && $0.isBorn && $0.outAt == nil && $0.turnedAwayBecause == nil
    }
    guard !members.isEmpty else { return nil }
    var candidates = [Self.now(group)]
    let shown = members.count <= 3 ? members : Self.chosen(members, before)
    let isSomeDeaf = members.contains { $0.taskState == .deaf }
    for row in shown {
      let state = row.taskState
      let belief: String
      if state == .deaf || state == .detached {
        belief = "Wait waits for the tasks that don't listen, and for no others."
      } else if state == .told || state == .cleaningUp {
        belief = isSomeDeaf ? "Wait waits only for the tasks that listen." : "Wait returns with a task that was told."
      } else {
        belief = "Wait returns with one of the tasks, whatever the others do."
      }
      candidates.append(
        Candidate(text: "When \(row.label) returns", claim: .waitReturnsWith(row.id), belief: belief))
    }
    if members.count > 3 {
      candidates.append(
        Candidate(
          text: "When another task returns", claim: .waitReturnsWithAnother(than: shown.map(\.id)),
          belief: "Wait waits for tasks that are still to come."))
    }
    self.candidates = candidates
  }

  private static func now(_ group: Row) -> Candidate {
    if let failure = group.firstFailure {
      return Candidate(
        text: "Now, with \(SafeText.quoted(failure.error))", claim: .waitReturnsNow,
        belief: "Wait returns at the first error.")
    }
    let isTold = group.contextState == .cancelled
    return Candidate(
      text: "Now, at once", claim: .waitReturnsNow,
      belief: isTold ? "Wait returns as soon as the context is done." : "Wait doesn't wait: its tasks go on without it."
    )
  }

  /// Of many the one that seems to be done first, and the one that seems to be done last.
  private static func chosen(_ members: [Row], _ before: Before) -> [Row] {
    func end(_ row: Row) -> Int64 { (before.stepEnd(of: row) ?? before.now).nanoseconds }
    guard let first = members.min(by: { end($0) < end($1) }),
      let last = members.last(where: { $0.number != first.number && end($0) == members.map(end).max() })
    else { return Array(members.prefix(2)) }
    return members.filter { $0.number == first.number || $0.number == last.number }
  }

  func truth(_ after: After) -> Truth? {
    guard let row = after.run.row(group), let closed = row.marks.ended.value, closed >= after.asked.position else {
      return nil
    }
    let log = after.recording.log
    let outs = row.children.filter { $0.kind == .task }.compactMap { task in
      task.marks.ended.value.map { (event: $0, id: task.id) }
    }.filter { $0.event < closed }
    guard let last = outs.max(by: { $0.event < $1.event }), log[last.event].t == log[closed].t,
      log[closed].t > after.asked.t, outs.filter({ log[$0.event].t == log[last.event].t }).count == 1
    else { return nil }
    let returns = "Wait returns at \(after.time(closed))"
    return Truth(shows: closed + 1, rule: "Wait returns when the last task of its group has returned.") { claim in
      let truth = "\(after.label(last.id)) is out at \(after.time(last.event)), the last of all, and Wait returns"
      if case .waitReturnsNow = claim { return .wrong("\(after.label(last.id)) is still running; \(returns)") }
      if case .waitReturnsWith(let id) = claim {
        return id == last.id ? .right(truth) : .wrong("\(after.isOut(id)); \(returns)")
      }
      guard case .waitReturnsWithAnother(let others) = claim else { return .doubtful }
      return others.contains(last.id) ? .wrong(truth) : .right(truth)
    }
  }
}

/// Which error does Wait return? One that was returned so far, that of the context, none, all of them, or another.
struct WhichError: QuestionMaker {
  let text = "Which error does Wait return?"
  let candidates: [Candidate]
  private let group: String

  init?(_ before: Before) {
    guard let group = before.group else { return nil }
    self.group = group.id
    let returned = group.children.filter { $0.kind == .task && $0.error != nil }
      .sorted { $0.marks.ended.value ?? 0 < $1.marks.ended.value ?? 0 }
    var texts: [String?] = []
    var candidates: [Candidate] = []
    func offer(_ error: String?, _ belief: String) {
      guard candidates.count < 4, !texts.contains(error) else { return }
      texts.append(error)
      candidates.append(
        Candidate(text: error.map { Self.quoted($0) } ?? "nil: no error", claim: .waitError(error), belief: belief))
    }
    if let kept = group.firstFailure { offer(kept.error, "Wait returns the first error, whatever its group is for.") }
    if let first = returned.first?.error { offer(first, "Wait returns the first error, whatever its group is for.") }
    if returned.count > 1, let last = returned.last?.error { offer(last, "Wait returns the latest error.") }
    if let told = group.telling?.told, told.reason != .scopeEnded {
      if let cause = told.cause { offer(cause.description, "Wait returns the cause of the context.") }
      offer(told.error.description, "Wait returns the error of the context.")
    }
    let distinct = Set(returned.compactMap(\.error)).count
    if distinct > 1, candidates.count < 4 {
      candidates.append(
        Candidate(text: "All of them, joined", claim: .waitErrorsJoined, belief: "Wait joins the errors of all tasks."))
    }
    offer(
      nil,
      returned.isEmpty ? "No task fails, or cancelling is no failure." : "The errors of tasks are lost.")
    if candidates.count < 4, returned.isEmpty { offer("context canceled", "Wait returns the error of the context.") }
    if candidates.count < 4 {
      candidates.append(
        Candidate(
          text: "Another error", claim: .waitErrorIsAnother(than: texts),
          belief: "An error that comes later counts more."))
    }
    self.candidates = candidates
  }

  private static func quoted(_ error: String) -> String { SafeText.brief(error) }

  func truth(_ after: After) -> Truth? {
    guard let row = after.run.row(group), let closed = row.marks.ended.value, closed >= after.asked.position,
      case .groupClosed(let error) = after.recording.log[closed].kind
    else { return nil }
    let text = error?.description
    let isJoined = (error?.wraps.count ?? 0) > 1
    let isOneTasks = row.children.contains { $0.kind == .task && $0.error == text && text != nil }
    let says =
      text.map { "Wait returns \(isJoined && !isOneTasks ? "all errors, joined" : SafeText.brief($0))" }
      ?? "Wait returns nil"
    let why = "\(says) at \(after.time(closed))\(Self.reason(row, after))"
    // Each wrong answer has a reason of its own.
    func verdict(_ isRight: Bool, _ instead: String? = nil) -> Verdict {
      isRight ? .right(why) : .wrong(instead.map { "\($0); \(says)" } ?? why)
    }
    return Truth(shows: closed + 1, rule: Self.rule(row)) { claim in
      if case .waitError(let error) = claim {
        return isJoined && !isOneTasks && error == text
          ? .doubtful : verdict(error == text, error.flatMap { Self.source($0, row, after) })
      }
      if case .waitErrorsJoined = claim {
        return isJoined && isOneTasks ? .doubtful : verdict(isJoined, "nothing joins them")
      }
      guard case .waitErrorIsAnother(let others) = claim else { return .doubtful }
      return isJoined ? .doubtful : verdict(text != nil && !others.contains(text))
    }
  }

  /// Whose error it is, where it is one that the group keeps.
  private static func reason(_ group: Row, _ after: After) -> String {
    guard let failure = group.firstFailure, failure.error == group.closingError, let task = failure.task else {
      return ""
    }
    return "; \(task.label) returned it at \(after.run.timeText(failure.t))"
  }

  /// Where an error is from that Wait doesn't return.
  private static func source(_ error: String, _ group: Row, _ after: After) -> String? {
    if let task = group.children.first(where: { $0.kind == .task && $0.error == error }), let out = task.outAt {
      return "\(task.label) returns it at \(after.run.timeText(out))"
    }
    guard let told = group.telling?.told else { return nil }
    if told.cause?.description == error { return "it is the cause of the context" }
    return told.error.description == error ? "it is the error of the context" : nil
  }

  private static func rule(_ group: Row) -> String {
    switch group.policy?.keeps {
    case .first, nil: "The group keeps the first error and returns it. Later errors are dropped."
    case .all: "This kind of group keeps all errors and returns them joined."
    case .none?: "This kind of group keeps no error."
    case .best: "This kind of group returns an error only where no task has succeeded."
    }
  }
}
