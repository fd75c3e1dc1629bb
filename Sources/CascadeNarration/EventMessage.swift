import Cascade
import CascadeText
package import CascadeTrace

/// What is said of one event, in full for plain text and in short for a line of the screen. Both say the same of the
/// same thing, since both are made here, from one subject and one verb. Safe to print.
package struct EventMessage: Hashable, Sendable {
  /// What the subject does.
  package enum Verb: Hashable, Sendable, CaseIterable {
    case begins, ends, isMade, isReleased, opens, waits, keeps, returns, isSpawned, starts, isRefused, isSkipped
    case fails, passesOn, completes, isOut, reachesDeadline, isStopped, deadlocks, isMissing, isChanged, works, logs
    case attempts, pauses, calls, plans, cleansUp, signals, cancels, isCancelled, passes, isTold, asks
    case exits

    /// How it is written; one of these is in both texts.
    package var forms: [String] {
      switch self {
      case .begins: ["begins"]
      case .ends: ["is over", "is stopped", "ends"]
      case .isMade: [" is ", " gets ", " can be ", ": "]
      case .isReleased: ["is released"]
      case .opens: ["opens"]
      case .waits: ["waits for", "begins"]
      case .keeps: ["keeps", "throws"]
      case .returns: ["returns"]
      case .isSpawned: ["is spawned"]
      case .starts: ["starts"]
      case .isRefused: ["TryGo"]
      case .isSkipped: ["is skipped"]
      case .fails: ["FAILS", "fails late"]
      case .passesOn: ["passes on"]
      case .completes: ["completes"]
      case .isOut: ["is out"]
      case .reachesDeadline: ["reaches its own deadline"]
      case .isStopped: ["is stopped"]
      case .deadlocks: ["DEADLOCK"]
      case .isMissing: ["missing"]
      case .isChanged: ["from outside"]
      case .works: ["begins step", ": ", "waits to"]
      case .logs: ["logs", "reports"]
      case .attempts: ["begins attempt"]
      case .pauses: ["pauses for"]
      case .calls: ["asks another process", "does what another process asks"]
      case .plans: ["to do"]
      case .cleansUp: ["cleans up"]
      case .signals: ["signals"]
      case .cancels: ["cancels", "has its first success"]
      case .isCancelled: ["is cancelled"]
      case .passes: ["passes"]
      case .isTold: ["is told", "goes on"]
      case .exits: ["ends the program"]
      case .asks: ["asks its tasks to finish", "asked to finish"]
      }
    }
  }

  /// What it is about, as both texts call it.
  package let subject: String
  package let verb: Verb
  /// With the full stop.
  package let full: String
  /// Without one.
  package let short: String
  /// More that the full form says, a line each: what each task waits for in a deadlock.
  package var more: [String] = []
  /// An event before has said it all: plain text leaves it out.
  package var isKnown = false

  /// - Parameter then: Another sentence of the full form, without the full stop; a line of its own where both are too long
  ///   for one.
  init(_ subject: String, _ verb: Verb, full: String, short: String? = nil, then: String? = nil) {
    self.subject = subject
    self.verb = verb
    self.short = short ?? full
    let whole = then.map { "\(full). \($0)." } ?? "\(full)."
    if let then, whole.count > PlainText.mostColumns {
      self.full = "\(full)."
      more = ["\(then)."]
    } else {
      self.full = whole
    }
  }

  /// The subject and what it does, and what only the full form adds.
  private init(_ subject: String, _ verb: Verb, _ words: String, _ more: String = "", then: String? = nil) {
    self.init(subject, verb, full: "\(subject) \(words)\(more)", short: "\(subject) \(words)", then: then)
  }

  /// What there is to say of an event.
  ///
  /// - Parameters:
  ///   - number: The number of the event.
  ///   - run: The run just after it.
  package init(ofEvent number: Int, in run: RunState) {
    let event = run.log[number]
    let row = run.row(event.id)
    let who = run.phrase(event.id)
    switch event.kind {
    case .runStarted(let start):
      let seed = start.seed.map { ", seed \($0)" } ?? ""
      self.init("run", .begins, full: "the run begins: \(start.clock.rawValue) time\(seed)", short: "run begins")
    case .runEnded(.completed): self.init("run", .ends, full: "the run is over", short: "run ends")
    case .runEnded(.stopped): self.init("run", .ends, full: "the run is stopped", short: "run ends")
    case .runEnded(.deadlocked):
      self.init("run", .ends, full: "the run is stopped: deadlock", short: "run ends")
    case .runEnded(.crashed):
      self.init("run", .ends, full: "the run ends: a panic ended the process", short: "run ends")
    case .runEnded(.exited):
      self.init("run", .ends, full: "the run ends: its process has ended", short: "run ends")
      isKnown = run.exit != nil
    case .contextMade(let made): self.init(made, row, who, run)
    case .contextTold(let told), .taskTold(let told): self.init(told, event: number, in: run)
    case .contextEnded: self.init(who, .isReleased, "is released")
    case .groupOpened(let opened): self.init(opened, row, who, run)
    case .groupWaiting(let waiter):
      let isItsOwn = row?.ownerOfNamelessGroup?.id == waiter
      // The caller of a run doesn't wait for what a task has opened.
      let isElsewhere = waiter.isEmpty && row?.ancestors.contains { $0.kind == .task } == true
      self.init(
        isElsewhere ? English.owning(who, "Wait") : run.waiter(waiter), .waits,
        isElsewhere ? "begins" : "waits for \(isItsOwn ? "its group" : who)")
    case .groupFailureKept(let task, let error): self.init(keeping: error, of: task, row, who, number, run)
    case .groupClosed(let error):
      let isOnly = run.groups.count { run.roster.isOutermost(group: $0.number) } <= 1
      let isOutermost = row.map { run.roster.isOutermost(group: $0.number) } ?? true
      let wait = isOutermost && isOnly ? "Wait" : English.owning(row?.ownerOfNamelessGroup?.label ?? who, "Wait")
      self.init(wait, .returns, "returns \(error.map { SafeText.quoted($0.description) } ?? "nil")")
    case .taskSpawned(let spawned):
      let isLate = run.row(spawned.group)?.contextState == .cancelled
      self.init(
        who, .isSpawned,
        full: isLate ? "\(who) is spawned on a cancelled context" : "\(who) is spawned in \(run.phrase(spawned.group))",
        short: isLate ? "\(who) is spawned, told" : "\(who) is spawned")
    case .taskQueued: self.init(who, .waits, "waits for a slot")
    case .taskStarted: self.init(start: event.id, who, in: run)
    case .taskRefused:
      let limit = row?.parent?.limit.map { " (limit \($0))" } ?? ""
      self.init(who, .isRefused, full: "TryGo returns false: \(who) never runs\(limit)", short: "TryGo refuses \(who)")
    case .taskSkipped(let why):
      let group = row?.parent.flatMap { $0.firstFailure == nil ? nil : $0.label }
      self.init(who, .isSkipped, "is skipped", ": \(group.map { "\($0) has failed" } ?? SafeText.make(why))")
    case .taskOut(let out):
      if let row { self.init(row, returning: out, who) } else { self.init(who, .returns, "returns") }
    case .afterFired:
      let context = row?.parent.map { $0.kind == .group ? $0.owning("context") : $0.phrase }
      self.init(
        who, .starts, full: "\(context.map { "\($0) is done: " } ?? "")\(who) starts", short: "\(who) starts")
    case .afterReturned:
      self.init(who, .returns, "returns")
      // One that takes no time is over as it starts.
      if let row, row.returnedAt == row.firedAt, !row.marks.step.isSet { isKnown = true }
    case .afterStopped: self.init(who, .isStopped, "is stopped", ": it will not start")
    case .deadlock(let waiting):
      self.init("every task", .deadlocks, full: "DEADLOCK: every task waits")
      more = waiting.map { "\(run.waitingWords($0))." }
    case .dropped(let count):
      let events = "\(English.count(count, "event")) \(English.be(count))"
      self.init(events, .isMissing, full: "\(events) missing here", short: "\(events) missing")
    case .intervention(let done): self.init(done, in: run)
    case .note(let note): self.init(note, row, event.id.isEmpty ? "the caller" : who, run)
    }
  }

  // MARK: Contexts

  private init(_ made: Event.ContextMade, _ row: Row?, _ who: String, _ run: RunState) {
    let time = made.deadline.map(run.timeText)
    if made.what == .shutdown {
      self.init(run.phrase(made.parent), .isMade, "can be asked to finish")
      return
    }
    if let owner = row?.groupWithin ?? row?.ownerOfNamelessContext {
      let isOwn = owner.kind == .task
      if made.what == .deadline {
        self.init(
          owner.label, .isMade,
          full: "\(owner.label) gets a deadline\(isOwn ? " of its own" : "")\(time.map { " at \($0)" } ?? "")",
          short: "\(owner.label): \(isOwn ? "own " : "")deadline\(time.map { " \($0)" } ?? "")")
      } else if made.what == .withoutCancel {
        self.init(
          owner.label, .isMade, full: "\(owner.label) is detached: it gets WithoutCancel(ctx)",
          short: "\(owner.label): WithoutCancel")
      } else if isOwn {
        self.init(owner.label, .isMade, "gets a context of its own")
      } else {
        self.init(owner.label, .isMade, "can be cancelled from outside")
      }
      return
    }
    let name = row?.label ?? who
    let derived = made.parent.isEmpty ? "\(name) is derived" : "\(name) is derived from \(run.phrase(made.parent))"
    if run.secrets.contains(.contextEnds), made.what == .cancel || made.what == .deadline {
      self.init(name, .isMade, full: derived)
      return
    }
    switch made.what {
    case .background, .todo: self.init(name, .isMade, "is a root context")
    case .cancel: self.init(name, .isMade, full: "\(derived) with WithCancel", short: "\(name): WithCancel")
    case .deadline:
      self.init(
        name, .isMade, full: "\(derived), with a deadline\(time.map { " at \($0)" } ?? "")",
        short: "\(name): deadline\(time.map { " \($0)" } ?? "")")
    case .withoutCancel:
      self.init(name, .isMade, full: "\(derived) with WithoutCancel", short: "\(name): WithoutCancel")
    case .merged: self.init(name, .isMade, full: "\(name) is merged from several contexts", short: "\(name): merged")
    case .value:
      let value = row?.valueWords ?? "a value"
      self.init(name, .isMade, full: "\(derived): \(value)", short: "\(name): \(value)")
    case .after:
      let parent = run.phrase(made.parent)
      self.init(
        name, .isMade, full: "AfterFunc \(name) is registered on \(parent)", short: "\(name): AfterFunc of \(parent)")
    case .shutdown: self.init(name, .isMade, "can be asked to finish")
    }
  }

  private init(_ told: Event.Told, event number: Int, in run: RunState) {
    let id = run.log[number].id
    if let signal = run.row(id), signal.contextState == .asked {
      self.init(signal.parent?.label ?? "the run", .asks, "asks its tasks to finish")
      return
    }
    let cancelling = Cancelling(run: run, told: told, id: id)
    guard Self.begins(cancelling) else {
      let says = run.row(id)?.isSpared == true ? "is detached and goes on" : "is told"
      self.init(run.phrase(id), .isTold, says, ": \(cancelling.reason)")
      return
    }
    self.init(walk: cancelling, isOutside: Self.isOutside(number, in: run), reached: nil)
  }

  /// The first of a walk of `told`, with how many tasks it tells where that is known.
  init(walk cancelling: Cancelling, isOutside: Bool, reached: Int?) {
    let clause = cancelling.present(isOutside: isOutside)
    let says = "\(clause.subject) \(clause.brief)"
    let cause = cancelling.told.reason == .siblingFailed ? nil : cancelling.cause
    let count = reached.map { $0 == 0 ? "" : ": \(English.count($0, "task")) told" } ?? ""
    self.init(
      clause.subject, clause.verb, full: "\(says)\(clause.rest)\(cause.map { ". Cause: \($0)" } ?? "")",
      short: "\(says)\(count)")
  }

  /// Whether the event is where the cancellation began: what it tells is where it came from, or the first that it reached.
  static func begins(_ cancelling: Cancelling) -> Bool {
    let (told, id, run) = (cancelling.told, cancelling.id, cancelling.run)
    return beginsHere(told, id, run) || cancelling.canceller != nil && !isBelow(told, id, run)
  }

  /// Whether the cancellation began with what this event is about, and didn't come down from above.
  private static func beginsHere(_ told: Event.Told, _ id: String, _ run: RunState) -> Bool {
    if told.origin.isEmpty || told.origin == id { return true }
    guard told.reason == .siblingFailed, run.row(id)?.kind != .task else { return false }
    return run.row(told.origin)?.parent?.id == id
  }

  private static func isBelow(_ told: Event.Told, _ id: String, _ run: RunState) -> Bool {
    run.row(id)?.parent?.telling?.told == told
  }

  /// Whether the event before is the intervention that cancelled this.
  static func isOutside(_ number: Int, in run: RunState) -> Bool {
    guard number > 0, case .intervention = run.log[number - 1].kind else { return false }
    return run.log[number].told?.reason == .requested
  }

  // MARK: Groups

  private init(_ opened: Event.GroupOpened, _ row: Row?, _ who: String, _ run: RunState) {
    let options = GroupWords.options(opened.options)
    let kind = SafeText.make(opened.policy.name)
    let details = ([kind] + options).joined(separator: ", ")
    guard let task = row?.parent, task.kind == .task else {
      self.init(who, .opens, full: "\(who) opens: \(details)", short: "\(who) opens: \(kind)")
      return
    }
    let name = row?.ownerOfNamelessGroup == nil ? who : "a group"
    self.init(task.label, .opens, "opens \(name)", ": \(details)")
  }

  /// Says it only where the line about the task hasn't said it yet.
  private init(
    keeping error: Event.ErrorInfo, of task: String, _ row: Row?, _ who: String, _ number: Int, _ run: RunState
  ) {
    let text = SafeText.quoted(error.description)
    if run.secrets.contains(.keptError) {
      self.init(task.isEmpty ? "the caller's code" : run.phrase(task), .returns, "returns \(text)")
      isKnown = true
      return
    }
    if row?.isOfSwift == true {
      self.init(who, .keeps, "throws \(text)", ", the error of \(run.phrase(task))")
    } else if task.isEmpty {
      self.init(who, .keeps, "keeps \(text)", ", returned by the caller's code: the first error")
    } else {
      self.init(who, .keeps, "keeps \(text)", " from \(run.phrase(task)): the first error")
    }
    if let source = run.row(task), let ended = source.marks.ended.value, ended < number, source.out?.kept == true {
      isKnown = true
    }
  }

  // MARK: Tasks

  /// The start of a task, and the step that begins with it.
  init(start id: String, _ name: String, in run: RunState, step: (text: String, total: Duration?)? = nil) {
    let isLate = run.row(id)?.startedAfterCancel == true
    let work = step.map { ": \($0.text)\($0.total.map { " (\(TimeText.duration($0)) in all)" } ?? "")" } ?? ""
    self.init(
      name, .starts, full: "\(name) starts\(isLate ? " late, on a cancelled context" : "")\(work)",
      short: "\(name) starts\(isLate ? " on a cancelled context" : "")")
  }

  private init(_ task: Row, returning out: Event.TaskOut, _ who: String) {
    let error = out.error.map { SafeText.quoted($0.description) }
    let colon = error.map { ": \($0)" } ?? ""
    let source = task.source.map { " from \($0.phrase)" } ?? ""
    let fate = Self.fate(of: task)
    let took = Self.latency(of: task)
    switch task.taskState {
    case .failedFirst, .failedKept, .failedNotKept: self.init(who, .fails, "FAILS\(colon)", then: fate)
    case .passedOn:
      let what = error ?? "an error"
      guard let took else {
        self.init(
          who, .passesOn, full: "\(who) passes on \(what)\(source)", short: "\(who) passes on \(what)", then: fate)
        return
      }
      self.init(
        who, .isOut, "is out \(took.brief)", ". It passes on \(what)\(source)", then: task.isKept ? fate : nil)
    case .toldCompleted:
      self.init(who, .completes, "completes anyway", took.map { $0.isZero ? "" : ", \($0.text)" } ?? "")
    case .failedLate:
      let after = took.map { $0.isZero ? "" : ", after \($0.duration)" } ?? ""
      self.init(who, .fails, full: "\(who) fails late\(after)\(colon)", short: "\(who) fails late\(colon)", then: fate)
    case .timedOutAlone: self.init(who, .reachesDeadline, "reaches its own deadline", then: error == nil ? nil : fate)
    case .cancelled:
      guard let took else {
        self.init(
          who, .returns, "returns \(error ?? "nil")",
          // That it was told may be missing.
          task.run.isPartlyUnknown ? "" : ": it used a context that is done", then: task.isKept ? fate : nil)
        return
      }
      guard task.isKept, fate != nil else {
        self.init(
          who, .isOut, full: "\(who) is out\(took.isZero ? "" : ",") \(took.text)", short: "\(who) is out \(took.brief)"
        )
        return
      }
      let kept = Self.fate(of: task, keeping: error ?? "it")
      self.init(
        who, .isOut, full: "\(who) is out \(took.brief)",
        short: "\(who) is out: \(task.parent?.label ?? "its group") keeps its error", then: kept)
    case .done, .notSpawned, .spawned, .queued, .running, .told, .cleaningUp, .deaf, .listensElsewhere, .detached,
      .refused, .skipped, .stuck, .exited, .cutOff, .unknown, nil:
      self.init(who, .returns, "returns \(error ?? "nil")")
    }
  }

  /// How long a task took to return since it was told, or since its start where it was told before that.
  private struct Latency {
    let isZero: Bool
    let duration: String
    /// `20 ms after it was told`, `as soon as it is told`.
    let text: String
    /// `after 20 ms`, `at once`.
    let brief: String
  }

  private static func latency(of task: Row) -> Latency? {
    guard let latency = task.latency else { return nil }
    let isLate = task.startedAfterCancel
    let took = isLate ? task.startedAt.flatMap { start in task.outAt.map(start.duration) } ?? latency : latency
    let duration = TimeText.duration(took)
    let isZero = took == .zero
    return Latency(
      isZero: isZero, duration: duration,
      text: isZero
        ? "as soon as it \(isLate ? "starts" : "is told")" : "\(duration) after it \(isLate ? "started" : "was told")",
      brief: isZero ? "at once" : "after \(duration)")
  }

  /// What becomes of the error of a task, without the full stop.
  ///
  /// - Returns: nil where that may not be told.
  private static func fate(of task: Row, keeping what: String = "it") -> String? {
    if task.run.secrets.contains(.keptError) { return nil }
    guard let group = task.parent, group.kind == .group else {
      return task.isKept ? "First error: it is kept" : "The error is dropped"
    }
    switch task.errorFate {
    case .undecided:
      return group.isOfSwift
        ? "Whether \(group.label) throws it is known when all are out" : "\(group.label) waits for a first success"
    case .dropped, .amongFailures: return "\(group.label) drops this error"
    case .kept: break
    }
    let first = group.marks.kept.value
    let isFirst = first == nil || first == task.marks.kept.value
    return isFirst ? "First error: \(group.label) keeps \(what)" : "\(group.label) keeps this error, too"
  }

  // MARK: Interventions and notes

  private init(_ done: Event.Intervention, in run: RunState) {
    let who = run.phrase(done.target)
    switch done.action {
    case .cancel:
      self.init(run.row(done.target)?.cancelledRow.label ?? who, .isChanged, "is cancelled from outside")
    case .shutdown: self.init(who, .isChanged, "is shut down from outside")
    case .fail, .delay, .finish, .listen, .panic, .deadline, .add, .other:
      self.init(who, .isChanged, "is changed from outside", ": \(done.action.sentence)")
    }
  }

  private init(_ note: Event.Note, _ row: Row?, _ who: String, _ run: RunState) {
    switch note {
    case .step(let index, let label, let planned, let listens):
      let (position, _) = index.addingReportingOverflow(1)
      self.init(
        who, .works,
        full: "\(who) begins step \(position): \(StepWords.work(label, planned, listens: listens))",
        short: "\(who): \(StepWords.work(label, planned, listens: listens, isShort: true))")
    case .wait(_, .send(let channel), let listens):
      self.init(who, .works, "\(run.waits(for: .send(channel: channel)))\(StepWords.deaf(listens))")
    case .wait(_, .receive(let channel), let listens):
      self.init(who, .works, "\(run.waits(for: .receive(channel: channel)))\(StepWords.deaf(listens))")
    case .wait(let index, let awaited, let listens):
      let (position, _) = index.addingReportingOverflow(1)
      let work = StepWords.work(until: awaited, listens: listens, in: run)
      let short = StepWords.work(until: awaited, listens: listens, in: run, isShort: true)
      self.init(who, .works, full: "\(who) begins step \(position): \(work)", short: "\(who): \(short)")
    case .signal(let name): self.init(who, .signals, "signals \(SafeText.make(name))")
    case .exit(let status, let text):
      self.init(who, .exits, "ends the program", ": \(ExitWords.call(status, text))")
    case .returns(let error):
      let path = row.map { $0.kind == .task ? "\($0.id)/" : "" } ?? ""
      let isLeaving = run.groups.contains { group in
        group.isBorn && group.closedAt == nil && (path.isEmpty || group.id.hasPrefix(path))
      }
      self.init(
        who, .returns, "returns \(error.map { SafeText.quoted($0.description) } ?? "nil")",
        isLeaving ? " without waiting any longer" : " after Wait")
    case .cleanup(let planned): self.init(who, .cleansUp, "cleans up for \(TimeText.duration(planned))")
    case .plan(let total):
      let time = TimeText.duration(total)
      self.init(who, .plans, full: "\(who) has \(time) of work to do", short: "\(who): \(time) to do")
    case .log(let text):
      self.init(who, .logs, "\(row?.isContext == true ? "reports" : "logs") \(SafeText.quoted(text))")
    case .retry(let attempt, let limit): self.init(who, .attempts, "begins attempt \(attempt) of \(limit)")
    case .pause(let planned):
      let next = row?.attempt.map { "attempt \($0.number + 1) of \($0.limit)" } ?? "the next attempt"
      // A caller without a row has no attempts.
      self.init(who, .pauses, "pauses for \(TimeText.duration(planned))", row == nil ? "" : " before \(next)")
    case .call(let id, .made):
      self.init(who, .calls, "asks another process", ", in call \(SafeText.quoted(id))")
    case .call(let id, .taken):
      self.init(who, .calls, "does what another process asks", ", in call \(SafeText.quoted(id))")
    }
  }
}
