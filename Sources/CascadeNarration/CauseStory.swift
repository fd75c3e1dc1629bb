import Cascade
import CascadeText
import CascadeTrace

/// The part of a story that says how a cancellation began.
struct CauseStory {
  let run: RunState
  let now: Context.Instant

  /// What happened at the event of a cause.
  func sentences(forCauseAt number: Int) -> [String] {
    beginning(at: number) + outcomeOfTellingAlone(at: number)
  }

  /// That one task alone was told, and its group took what it returned for a failure.
  private func outcomeOfTellingAlone(at number: Int) -> [String] {
    guard let task = run.toldAloneAndKept(at: number) else { return [] }
    let state = task.taskState
    let hasNoFailure = state == .passedOn && task.source?.out?.outcome != .failed
    return state == .cancelled || state == .timedOutAlone || hasNoFailure ? failure(of: task) : []
  }

  private func beginning(at number: Int) -> [String] {
    let event = run.log[number]
    if case .taskOut = event.kind { return run.row(event.id).map(failure) ?? [] }
    if case .groupFailureKept(let task, let error) = event.kind {
      if let row = run.row(task), row.out != nil { return failure(of: row) }
      let subject = task.isEmpty ? "The caller's code" : run.opening(task)
      let returned = "\(subject) returned \(SafeText.quoted(error.description)) at \(run.timeText(event.t))."
      if isSecret { return [returned] }
      return [
        returned,
        "It is the first error: \(run.row(event.id).map { keeping($0, since: event.t) } ?? "it is kept").",
      ]
    }
    if let told = event.told {
      let time = run.timeText(event.t)
      if let signal = run.row(event.id), signal.contextState == .asked {
        return ["\(signal.parent?.opening ?? "The run") asked its tasks to finish at \(time)."]
      }
      let cancelling = Cancelling(run: run, told: told, id: event.id)
      return [cancelling.past(at: time) + "."] + cause(of: cancelling)
    }
    if event.kind.exit != nil { return ExitWords.sentences(of: run) }
    if case .intervention(let done) = event.kind {
      return [intervention(done, at: run.timeText(event.t))] + cause(ofWalkAfter: number)
    }
    return []
  }

  private func intervention(_ done: Event.Intervention, at time: String) -> String {
    let row = run.row(done.target)
    return switch done.action {
    case .cancel: "\(row?.cancelledRow.opening ?? run.opening(done.target)) was cancelled from outside at \(time)."
    case .shutdown: "\(run.opening(done.target)) asked its tasks to finish at \(time)."
    case .other(let text):
      "\(run.opening(done.target)) was changed from outside at \(time): \(SafeText.make(text))."
    case .fail, .delay, .finish, .listen, .panic, .deadline, .add:
      "You changed \(run.phrase(done.target)) at \(time): it \(done.action.predicate)."
    }
  }

  /// What became of errors after the first cause: passed on, or further ones.
  func passing(after cause: Int) -> [String] {
    var sentences: [String] = []
    var alsoFailed: [Row] = []
    for task in run.tasks {
      guard let ended = task.marks.ended.value, ended != cause, task.id != subject(of: cause) else { continue }
      let state = task.taskState
      if state == .passedOn {
        // Passing on that it was told is no news.
        if task.isTold, task.source?.out?.outcome != .failed { continue }
        let fate = isSecret ? "" : task.isKept ? ": \(consequence(of: task))" : ", and \(drops(task)) it"
        sentences.append("\(task.label) passes it on\(fate).")
      }
      if state == .failedFirst { sentences += failure(of: task) }
      if state == .failedKept || state == .failedNotKept { alsoFailed.append(task) }
    }
    if alsoFailed.count == 1 {
      let task = alsoFailed[0]
      let error = task.error.map { ", with \(SafeText.quoted($0))" } ?? ""
      sentences.append(
        isSecret
          ? "\(task.label) also failed\(error)."
          : "\(task.label) also failed\(error); \(task.isKept ? "that error is kept, too" : "\(dropped(task)) that error")."
      )
    } else if !alsoFailed.isEmpty {
      sentences.append("\(English.subject(alsoFailed)) also failed.")
    }
    return sentences
  }

  /// A deadline or a cancellation that came when something else had already failed: the first `told` of it.
  func laterTelling(after cause: Int) -> Int? {
    let kind = run.kind(ofCauseAt: cause)
    guard kind == .failure || kind == .request else { return nil }
    return run.rows.compactMap { row -> Int? in
      guard let telling = row.telling, telling.event > cause, !row.isShutdownSignal else { return nil }
      guard telling.told.reason != .siblingFailed, telling.told.reason != .scopeEnded else { return nil }
      let isMinor =
        run.fold.isPrivate(row.number, roster: run.roster) || run.fold.wasBornDone(row.number, roster: run.roster)
      return isMinor ? nil : telling.event
    }.min()
  }

  private func subject(of cause: Int) -> String {
    if case .groupFailureKept(let task, _) = run.log[cause].kind { return task }
    return run.log[cause].id
  }

  // MARK: Failures

  func failure(of task: Row) -> [String] {
    guard let out = task.out, let t = task.outAt else { return [] }
    let time = run.timeText(t)
    let error = out.error.map { SafeText.quoted($0.description) }
    let what: String
    if task.taskState == .timedOutAlone {
      what = "\(task.label) reached its own deadline at \(time)" + (error.map { " and returned \($0)" } ?? "")
    } else if task.taskState == .passedOn {
      let from = task.source.map { " from \($0.label)" } ?? ""
      what = "\(task.label) passed on \(error ?? "an error")\(from) at \(time)"
    } else if task.taskState == .cancelled, task.isTold {
      what = "Only \(task.label) was cancelled" + (error.map { "; it returned \($0)" } ?? "") + " at \(time)"
    } else if task.taskState == .cancelled {
      // Its own context isn't done, so that it must have looked at another one.
      what =
        "\(task.label) returned \(error ?? "an error") at \(time) without being told: "
        + "it used \(usedContext(task)) context\(usedContext(task) == "another" ? "" : ", which was done")"
    } else if let panic = task.panicText {
      what = "\(task.label) panicked with \(SafeText.quoted(panic)) at \(time)"
    } else {
      what = error.map { "\(task.label) returned \($0) at \(time)" } ?? "\(task.label) failed at \(time)"
    }
    if isSecret { return [what + "."] }
    if task.taskState == .failedKept { return [what + ".", English.sentence("\(consequence(of: task)), too.")] }
    switch task.errorFate {
    case .kept: return [what + ".", "It is the first error: \(consequence(of: task))."]
    case .undecided where task.parent?.isOfSwift == true: return [what + "."]
    case .undecided: return [what + ".", "\(task.parent?.label ?? "the group") still waits for a first success."]
    case .amongFailures: return [what + ".", "Its error is one of those that Wait returns."]
    case .dropped: return [what + ".", "\(dropped(task)) its error."]
    }
  }

  /// Whether a question asks what becomes of errors.
  private var isSecret: Bool { run.secrets.contains(.keptError) }

  /// `root dropped`, where the error of a task is meant.
  func dropped(_ task: Row) -> String { "\(task.parent?.label ?? "the group") dropped" }

  private func drops(_ task: Row) -> String { "\(task.parent?.label ?? "the group") drops" }

  /// Whose context it was that a task found done: that of a group inside it, if there is one that is.
  private func usedContext(_ task: Row) -> String {
    task.children.contains { $0.kind == .group && $0.telling != nil } ? "its inner group's" : "another"
  }

  /// What the group of a failed task does about it.
  private func consequence(of task: Row) -> String {
    guard let group = task.parent, group.kind == .group, let t = task.outAt else { return "it is kept" }
    return keeping(group, since: t)
  }

  private func keeping(_ group: Row, since t: Context.Instant) -> String {
    let keeps = "\(group.label) keeps it"
    if let telling = group.telling {
      guard telling.told.reason == .siblingFailed else { return keeps }
      return keeps + " and cancels its context"
    }
    if group.isOfSwift {
      let others = run.tasks.filter { $0.parent?.id == group.id && $0.telling?.told.reason == .siblingFailed }
      return others.isEmpty ? "\(group.label) throws it" : "\(group.label) throws it, and cancelled the others"
    }
    return isKnownToCancelNone(group, since: t) ? keeps + " and cancels no task" : keeps
  }

  /// Whether it is certain that no task was told, and not merely too early to say.
  private func isKnownToCancelNone(_ group: Row, since t: Context.Instant) -> Bool {
    if let policy = group.policy, policy.cancelsOn == .never { return true }
    guard !run.isPartlyUnknown else { return false }
    guard run.isLive else { return t < now }
    guard let kept = group.marks.kept.value else { return false }
    return run.isSettled(after: kept, now: now)
  }

  // MARK: Causes

  /// The cause that an intervention gave, if the walk that follows it has begun.
  private func cause(ofWalkAfter number: Int) -> [String] {
    let next = number + 1
    guard next < run.position, run.fold.isSameMoment(run.log[next].t, run.log[number].t), let told = run.log[next].told
    else { return [] }
    return cause(of: Cancelling(run: run, told: told, id: run.log[next].id))
  }

  private func cause(of cancelling: Cancelling) -> [String] { cancelling.cause.map { ["The cause is \($0)."] } ?? [] }
}
