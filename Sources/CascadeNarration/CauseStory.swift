import Cascade
import CascadeText
import CascadeTrace

/// The part of a story that says how a cancellation began.
struct CauseStory {
  let run: RunState
  let now: Context.Instant

  /// What happened at the event where things took their turn.
  func sentences(forCauseAt number: Int) -> [String] {
    beginning(at: number) + outcomeOfTellingAlone(at: number)
  }

  /// That somebody was told alone, and its group took what it returned for a failure.
  private func outcomeOfTellingAlone(at number: Int) -> [String] {
    guard let task = run.toldAloneAndKept(at: number) else { return [] }
    switch task.taskState {
    case .cancelled, .timedOutAlone: return failure(of: task)
    case .passedOn where task.source?.out?.outcome != .failed: return failure(of: task)
    default: return []
    }
  }

  private func beginning(at number: Int) -> [String] {
    let event = run.log[number]
    switch event.kind {
    case .taskOut: return run.row(event.id).map(failure) ?? []
    case .groupFailureKept(let task, let error):
      if let row = run.row(task), row.out != nil { return failure(of: row) }
      let who = task.isEmpty ? "The code that runs \(run.phrase(event.id))" : run.phrase(task)
      return [
        "\(who) returned \(SafeText.quoted(error.description)) at \(run.timeText(event.t)).",
        "It is the first error: \(run.row(event.id).map { keeping($0, since: event.t) } ?? "it is kept").",
      ]
    case .contextTold(let told), .taskTold(let told): return telling(told, of: event)
    case .intervention(let done) where done.action == .shutdown:
      let time = run.timeText(event.t)
      return ["A hand shut \(run.phrase(done.target)) down at \(time): its tasks were asked to finish."]
    case .intervention(let done):
      let time = run.timeText(event.t)
      let whom = run.phrase(done.target)
      let hand =
        done.action == .cancel
        ? "A hand cancelled \(whom) at \(time)."
        : "A hand acted on \(whom) at \(time): \(SafeText.make(done.action.words))."
      return [hand] + cause(ofWalkAfter: number)
    default: return []
    }
  }

  /// What became of errors after the first cause: passed on, or further ones.
  func passing(after cause: Int) -> [String] {
    var sentences: [String] = []
    var alsoFailed: [Row] = []
    for task in run.tasks {
      guard let ended = task.marks.ended.value, ended != cause, task.id != subject(of: cause) else { continue }
      switch task.taskState {
      // Passing on that it was told is no news.
      case .passedOn where task.marks.told.isSet && task.source?.out?.outcome != .failed: break
      case .passedOn where task.isKept:
        sentences.append("\(task.label) passes it on: \(consequence(of: task)).")
      case .passedOn: sentences.append("\(task.label) passes it on, and nobody keeps it.")
      case .failedFirst: sentences += failure(of: task)
      case .failedKept, .failedNotKept: alsoFailed.append(task)
      default: break
      }
    }
    if alsoFailed.count == 1 {
      let task = alsoFailed[0]
      let error = task.error.map { ", with \(SafeText.quoted($0))" } ?? ""
      sentences.append(
        "\(task.label) failed, too\(error); \(task.isKept ? "that error is kept as well" : "nobody keeps that error").")
    } else if !alsoFailed.isEmpty {
      sentences.append("\(English.subject(alsoFailed)) failed, too.")
    }
    return sentences
  }

  /// A deadline or a hand that came when something else had already failed: the first `told` of it.
  func laterTelling(after cause: Int) -> Int? {
    switch run.log[cause].kind {
    case .taskOut, .groupFailureKept: break
    case .intervention(let done) where done.action == .shutdown: break
    case .contextTold where run.row(run.log[cause].id)?.isShutdownSignal == true: break
    default: return nil
    }
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
    switch task.taskState {
    case .timedOutAlone:
      what = "\(task.label) ran out of its own time at \(time)" + (error.map { " and returned \($0)" } ?? "")
    case .passedOn:
      let from = task.source.map { " from \($0.label)" } ?? ""
      what = "\(task.label) passed on \(error ?? "an error")\(from) at \(time)"
    case .cancelled where !task.marks.told.isSet:
      // Its own context isn't done, so that it must have looked at another one.
      what =
        "\(task.label) returned \(error ?? "an error") at \(time), though nobody had told it: "
        + "it used another context than its own"
    case .cancelled:
      what = "\(task.label) was cancelled alone" + (error.map { " and returned \($0)" } ?? "") + " at \(time)"
    default:
      if let panic = task.panicText {
        what = "\(task.label) panicked with \(SafeText.quoted(panic)) at \(time)"
        break
      }
      what = error.map { "\(task.label) returned \($0) at \(time)" } ?? "\(task.label) failed at \(time)"
    }
    if task.taskState == .failedKept { return [what + ".", English.sentence("\(consequence(of: task)), too.")] }
    if !task.isKept, let group = task.parent, group.isOfSwift, group.closedAt == nil { return [what + "."] }
    return [what + ".", task.isKept ? "It is the first error: \(consequence(of: task))." : "Nobody keeps its error."]
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
    return isKnownToCancelNobody(group, since: t) ? keeps + " and cancels nobody" : keeps
  }

  /// Whether it is certain that nobody was told, and not merely too early to say.
  private func isKnownToCancelNobody(_ group: Row, since t: Context.Instant) -> Bool {
    if let policy = group.policy, policy.cancelsOn == .never { return true }
    guard run.isLive else { return t < now }
    guard let kept = group.marks.kept.value else { return false }
    return run.isSettled(after: kept, now: now)
  }

  // MARK: Deadlines and hands

  /// The words that an outside hand gave, if the walk that follows it has begun.
  private func cause(ofWalkAfter hand: Int) -> [String] {
    guard hand + 1 < run.position, run.fold.isSameMoment(run.log[hand + 1].t, run.log[hand].t) else { return [] }
    switch run.log[hand + 1].kind {
    case .contextTold(let told), .taskTold(let told): return words(of: told)
    default: return []
    }
  }

  private func words(of told: Event.Told) -> [String] {
    told.cause.map { ["The cause is \(SafeText.quoted($0.description))."] } ?? []
  }

  /// Who cancelled what by hand. Where no task did it, the origin is what was cancelled.
  func requested(_ told: Event.Told, of event: Event) -> String {
    let target = run.phrase(event.id)
    guard told.origin != event.id, let who = run.row(told.origin), who.kind == .task else {
      return "\(run.opening(told.origin.isEmpty ? event.id : told.origin)) was cancelled"
    }
    return "\(who.label) cancelled \(target)"
  }

  private func telling(_ told: Event.Told, of event: Event) -> [String] {
    let time = run.timeText(event.t)
    if let signal = run.row(event.id), signal.contextState == .asked {
      return ["\(signal.parent?.opening ?? "The run") was asked to finish at \(time)."]
    }
    let id = told.origin.isEmpty ? event.id : told.origin
    let origin = run.phrase(id)
    let what: String
    switch told.reason {
    case .deadlineExceeded: what = "The deadline of \(origin) passed at \(time)."
    case .requested: what = "\(requested(told, of: event)) at \(time)."
    case .taskCancelled: what = "The Swift task around \(origin) was cancelled from outside at \(time)."
    case .handleDropped: what = "The handle of \(origin) was dropped at \(time), before anybody waited."
    case .shutdown: what = "\(run.opening(id)) was shut down, and its grace ran out at \(time)."
    case .groupDecided: what = "\(run.opening(id)) had seen enough at \(time)."
    case .siblingFailed: what = "A task of \(origin) failed at \(time)."
    case .scopeEnded: what = "The scope of \(origin) ended at \(time)."
    }
    return [what] + words(of: told)
  }
}
