import Cascade
import CascadeNarration
import CascadeText
import CascadeTrace

/// Which task returns next? One of those at work, or another.
struct NextOut: QuestionMaker {
  let text = "Which task returns next?"
  let candidates: [Candidate]
  private let isAnyTold: Bool

  init?(_ before: Before) {
    let inside = before.inside
    guard !inside.isEmpty else { return nil }
    isAnyTold = inside.contains { $0.isTold }
    func end(_ row: Row) -> Int64 { (before.stepEnd(of: row) ?? before.now).nanoseconds }
    var shown = inside
    if inside.count > 4 {
      let ranked = inside.sorted { (end($0), $0.number) < (end($1), $1.number) }
      let kept = Set((ranked.prefix(2) + ranked.suffix(1)).map(\.number))
      shown = inside.filter { kept.contains($0.number) }
    }
    candidates =
      shown.map { row in
        let state = row.taskState
        let belief: String
        if state == .deaf || state == .detached {
          belief = "A task that is told stops at once, whatever it is doing."
        } else if state == .told || state == .cleaningUp {
          belief = "All tasks that are told return in the same instant."
        } else {
          belief = "Tasks return in the order in which they were started."
        }
        return Candidate(text: row.label, claim: .nextOut(row.id), belief: belief)
      }
      + (inside.count > 4 || inside.count == 1
        ? [
          Candidate(
            text: "Another task", claim: .nextOutIsAnother(than: shown.map(\.id)),
            belief: "A task that is still to start overtakes those that run.")
        ] : [])
  }

  func truth(_ after: After) -> Truth? {
    let log = after.recording.log
    func out(_ number: Int) -> Bool {
      if case .taskOut = log[number].kind { true } else { false }
    }
    guard let next = after.events.first(where: out) else { return nil }
    let id = log[next].id
    let alike = Set(after.events.filter { log[$0].t == log[next].t && out($0) }.map { log[$0].id }).subtracting([id])
    let why = "\(after.label(id)) is out first, at \(after.time(next))"
    return Truth(
      shows: next + 1,
      rule: isAnyTold
        ? "Told is not out: a task returns when its own code looks at its context."
        : "A task returns when its own work is done, whatever the order of the starts."
    ) { claim in
      if case .nextOut(let other) = claim {
        return other == id ? .right(why) : alike.contains(other) ? .doubtful : .wrong("\(why); \(after.isOut(other))")
      }
      guard case .nextOutIsAnother(let others) = claim else { return .doubtful }
      return others.contains(id) ? .wrong(why) : alike.isDisjoint(with: others) ? .right(why) : .doubtful
    }
  }
}

/// Does a task that waits for a slot start, or an after-function? Now, later or never.
struct DoesItStart: QuestionMaker {
  let text: String
  let candidates: [Candidate]
  private let id: String
  private let isFunction: Bool

  init?(_ before: Before, about: String?) {
    let waiting = before.run.rows.first { $0.taskState == .queued || $0.state == .after(.waiting) }
    guard let id = about ?? waiting?.id else { return nil }
    let row = before.run.row(id)
    guard row?.marks.started.isSet != true, row?.firedAt == nil, row?.stoppedAt == nil, row?.turnedAwayBecause == nil
    else { return nil }
    self.id = id
    let name = row?.label ?? SafeText.make(id.split(separator: "/").last.map(String.init) ?? id)
    isFunction = row?.kind == .after
    let isQueued = row?.taskState == .queued
    text =
      isFunction
      ? "AfterFunc \(name) waits. Does it start?"
      : isQueued ? "\(name) waits for a slot. Does it start?" : "\(name) has not started. Does it start?"
    let hasCause = before.group?.hasCause == true || before.group?.firstFailure != nil
    candidates = [
      Candidate(
        text: "Yes, now", claim: .starts(id, .now),
        belief: isFunction
          ? "AfterFunc starts its function at once." : "A limit counts tasks and holds none of them back."),
      Candidate(
        text: isQueued ? "Yes, when a slot is free" : "Yes, later", claim: .starts(id, .later),
        belief: isFunction
          ? "The function starts in any case, when the run is over." : "A task that waits for its turn always gets it."),
      Candidate(
        text: "No, never", claim: .starts(id, .never),
        belief: isFunction
          ? "Nothing was cancelled, so the function never starts."
          : hasCause ? "After a failure no task starts." : "A task without a slot is dropped."),
    ]
  }

  func truth(_ after: After) -> Truth? {
    let log = after.recording.log
    let found = after.events.first { number in
      let kind = log[number].kind
      return log[number].id == id && (kind.isStart || kind.refusal != nil || kind == .afterStopped)
    }
    var start = Claim.Start.never
    var why = "\(after.label(id)) never starts in this run"
    if let found {
      let (name, time, kind) = (after.label(id), after.time(found), log[found].kind)
      if kind.isStart {
        start = log[found].t == after.asked.t ? .now : .later
        why = "\(name) starts at \(time)"
      } else if case .taskSkipped = kind {
        why = "\(name) is dropped at \(time): its group is done"
      } else if case .taskRefused = kind {
        why = "\(name) is refused at \(time) and never starts"
      } else {
        why = "\(name) is stopped at \(time)"
      }
    }
    return Truth(shows: found.map { $0 + 1 } ?? after.recording.count, rule: rule(after, start)) { claim in
      guard case .starts(_, let claimed) = claim else { return .doubtful }
      return claimed == start ? .right(why) : .wrong(why)
    }
  }

  private func rule(_ after: After, _ start: Claim.Start) -> String {
    if isFunction { return "AfterFunc starts its function when the context is done, and stop() prevents that." }
    if start == .never { return "A task starts when Go has a slot for it; TryGo and dropped work never wait." }
    return "Queued tasks start anyway, also after a failure. Check ctx before you work."
  }
}

/// How long does a task go on? Not at all, for less than its step has left, or for at least that.
struct StillRunning: QuestionMaker {
  let text: String
  let candidates: [Candidate]
  private let id: String
  private let end: Context.Instant

  init?(_ before: Before, about: String?) {
    func left(_ row: Row) -> Bool { before.stepEnd(of: row).map { $0 > before.now } ?? false }
    let inside = before.inside.filter(left)
    let chosen =
      about.map { id in inside.first { $0.id == id } }
      ?? inside.first { $0.taskState == .deaf } ?? inside.first { $0.isTold } ?? inside.first
    guard let row = chosen, let end = before.stepEnd(of: row) else { return nil }
    id = row.id
    self.end = end
    let time = before.run.timeText(end)
    text = "\(row.label)\(row.isTold ? " is told" : "") has a step that takes until \(time). When does it return?"
    candidates = [
      Candidate(
        text: "Now", claim: .returns(row.id, .now),
        belief: row.isTold ? "Cancelling stops a task at once." : "A task ends when another one fails."),
      Candidate(
        text: "Later, but before \(time)", claim: .returns(row.id, .before(end)),
        belief: row.isTold ? "A task that is told always stops early." : "Something cuts every task short."),
      Candidate(
        text: "At \(time), or later", claim: .returns(row.id, .notBefore(end)),
        belief: row.isTold ? "A task that is told finishes its work." : "Nothing cuts a task short."),
    ]
  }

  func truth(_ after: After) -> Truth? {
    guard let row = after.run.row(id), let event = row.marks.ended.value, let out = row.outAt,
      event >= after.asked.position
    else { return nil }
    let why = after.isOut(id)
    return Truth(
      shows: event + 1, rule: "Cancelling is a request. A task returns when its own code looks at its context."
    ) { claim in
      guard case .returns(_, let claimed) = claim else { return .doubtful }
      let isTrue =
        switch claimed {
        case .now: out == after.asked.t
        case .before(let end): out > after.asked.t && out < end
        case .notBefore(let end): out >= end
        }
      return isTrue ? .right(why) : .wrong(why)
    }
  }
}

/// How many tasks are told in this instant?
struct HowManyTold: QuestionMaker {
  let text = "How many tasks are told to stop now?"
  let candidates: [Candidate]

  init?(_ before: Before) {
    guard let outermost = before.group else { return nil }
    let failed = before.run.groups.filter { $0.firstFailure != nil && $0.closedAt == nil }
      .max { $0.marks.kept.value ?? 0 < $1.marks.kept.value ?? 0 }
    let group = failed ?? outermost
    func open(_ rows: [Row]) -> [Row] {
      rows.filter { $0.isBorn && $0.outAt == nil && $0.turnedAwayBecause == nil && !$0.isTold }
    }
    var candidates: [Candidate] = []
    func offer(_ count: Int, _ belief: String) {
      guard candidates.count < 4, !candidates.contains(where: { $0.claim == .told(count) }) else { return }
      let text = count == 0 ? "None" : count == 1 ? "1 task" : "\(count) tasks"
      candidates.append(Candidate(text: text, claim: .told(count), belief: belief))
    }
    let siblings = open(group.children.filter { $0.kind == .task })
    let below = open(group.tasksBelow)
    offer(0, "A failure is the affair of its own task: the others go on.")
    offer(below.count, "The failure of a task cancels all tasks below its group.")
    offer(siblings.count, "Only the siblings are told, and not what is below them.")
    offer(open(outermost.tasksBelow).count, "A failure tells every task of the program.")
    offer(siblings.count { $0.marks.started.isSet }, "Only tasks that have started are told.")
    guard candidates.count > 1 else { return nil }
    self.candidates = candidates.sorted { Self.count($0) < Self.count($1) }
  }

  private static func count(_ candidate: Candidate) -> Int {
    if case .told(let count) = candidate.claim { count } else { 0 }
  }

  func truth(_ after: After) -> Truth? {
    let told = after.run.tasks.filter { row in
      guard row.isTold, let event = row.marks.told.value else { return false }
      return event >= after.asked.position && row.toldAt == after.asked.t
    }
    let last = told.compactMap(\.marks.told.value).max()
    let names = told.count <= 3 ? told.map(\.label).joined(separator: ", ") : "\(told.count) tasks"
    let why =
      told.isEmpty
      ? "no task is told at \(after.run.timeText(after.asked.t))"
      : "told at \(after.run.timeText(after.asked.t)): \(names)"
    let rule =
      told.isEmpty
      ? "Only the end of a context tells tasks, and only those below it."
      : "All tasks below the context are told in the same instant."
    let end = after.recording.cursor(at: after.asked.t).position
    return Truth(shows: last.map { $0 + 1 } ?? end, rule: rule) { claim in
      guard case .told(let count) = claim else { return .doubtful }
      return count == told.count ? .right(why) : .wrong(why)
    }
  }
}
