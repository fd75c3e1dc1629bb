import Cascade
import CascadeText
import CascadeTrace

/// The story of a run up to one moment.
struct Story {
  let run: RunState
  let now: Context.Instant

  /// Every sentence, in the order in which they are told: what wait returned, and then what led there.
  var told: [ToldSentence] {
    var story = ToldSentence.all(closing, .latest)
    if run.roster.isOfContextsAlone, run.cause != nil {
      story += ContextStory(run: run, now: now).told
    } else if let cause = run.cause {
      let turns = CauseStory(run: run, now: now)
      let later = turns.laterTelling(after: cause)
      story += ToldSentence.first(turns.sentences(forCauseAt: cause), later == nil ? .cause : .earlier, .consequence)
      story += ToldSentence.all(turns.passing(after: cause), .consequence)
      story += AskedStory(run: run, cause: cause).told(isPast: later != nil)
      story += ToldStory(run: run, now: now, events: cause..<(later ?? run.position)).told(isPast: later != nil)
      if let later {
        story += ToldSentence.first(turns.sentences(forCauseAt: later), .cause, .consequence)
        story += ToldStory(run: run, now: now, events: later..<run.position).told(isPast: false)
      }
    } else if run.position == 0 {
      return [ToldSentence(text: "Nothing has happened yet.", weight: .latest)]
    } else if run.ending == nil, run.deadlock == nil {
      story += ToldSentence.all(calm, .standing)
    }
    story += ToldSentence.all(deadlock, .latest)
    if run.droppedCount > 0 {
      let missing =
        "\(English.count(run.droppedCount, "event")) \(English.be(run.droppedCount)) missing, "
        + "so part of the story is unknown."
      story.append(ToldSentence(text: missing, weight: .cause))
    }
    return story
  }

  /// How things stand while nothing has failed.
  private var calm: [String] {
    let tasks = run.tasks.filter(\.isBorn)
    guard !tasks.isEmpty else {
      if let group = run.groups.first(where: \.isBorn) {
        return ["\(group.opening) is open and has no tasks yet."]
      }
      let active = run.rows.filter { $0.contextState == .active }.count
      return active == 0
        ? ["The run has begun."]
        : ["Nothing has been cancelled yet. \(English.count(active, "context")) \(English.be(active)) active."]
    }
    func those(in states: TaskState...) -> [Row] { tasks.filter { $0.taskState.map(states.contains) ?? false } }
    let clauses = [
      English.clause(those(in: .running, .cleaningUp), "is running", "tasks are running"),
      English.clause(those(in: .queued), "waits for a slot", "wait for a slot"),
      English.clause(those(in: .spawned), "is about to start", "are about to start"),
      English.clause(those(in: .done), "is done", "are done"),
      English.clause(those(in: .refused), "was refused", "were refused"),
      English.clause(those(in: .skipped), "was skipped", "were skipped"),
      English.clause(those(in: .unknown), "is unknown (events are missing)", "are unknown (events are missing)"),
    ]
    let open = run.groups.contains { $0.closedAt == nil && $0.isBorn }
    guard open, let stand = English.sentence(of: clauses) else { return [] }
    return [calmest, stand]
  }

  /// Where events are missing, a failure may be among them.
  private var calmest: String { run.droppedCount > 0 ? "No failure is known of." : "Nothing has failed yet." }

  var deadlock: [String] { [run.deadlockSentence].compactMap(\.self) }

  /// How many outermost groups are told of one by one: of a program that goes on for long, there are thousands.
  private static let mostGroups = 4

  /// What the outermost groups came to, and the run.
  var closing: [String] {
    var sentences: [String] = []
    let outermost = run.groups.filter { run.roster.isOutermost(group: $0.number) }
    var closed = outermost.filter { $0.closedAt != nil }
    if closed.count > Self.mostGroups {
      let failed = closed.count { $0.closingError != nil }
      let errors = failed == 0 ? "none with an error" : "\(failed) with an error"
      sentences.append("\(closed.count) waits have returned, \(errors).")
      closed = closed.max { ($0.closedAt ?? .zero, $0.number) < ($1.closedAt ?? .zero, $1.number) }.map { [$0] } ?? []
    }
    for group in closed {
      guard let t = group.closedAt else { continue }
      let result = group.closingError.map(SafeText.quoted) ?? "nil"
      let wait = outermost.count <= 1 ? "Wait" : group.owning("Wait")
      if run.cause == nil, run.deadlock == nil, outermost.count(where: \.isBorn) == 1, let balance = balance(of: group)
      {
        sentences.append("\(balance). \(English.opening(wait)) returned \(result) at \(run.timeText(t)).")
        continue
      }
      var sentence = "\(English.opening(wait)) returned \(result) at \(run.timeText(t))"
      if let turn = group.causeOfWaitEvent, run.log[turn].t < t {
        let cause = run.log[turn].t
        sentence += ", \(TimeText.duration(cause.duration(to: t))) after the \(run.kind(ofCauseAt: turn).word)"
        // Where another cause came first, it isn't the one that the reader has just been told of.
        if let first = run.cause, !run.fold.isSameMoment(run.log[first].t, cause) {
          sentence += " at \(run.timeText(cause))"
        }
      }
      sentences.append(sentence + ".")
    }
    if run.exit != nil, run.cause != run.fold.exit.value { sentences += ExitWords.sentences(of: run) }
    if sentences.isEmpty, let ending = run.ending, run.deadlock == nil, run.exit == nil {
      switch ending {
      case .completed: sentences.append("The run is over.")
      case .stopped: sentences.append("The run was stopped.")
      case .deadlocked: sentences.append("The run is deadlocked.")
      case .crashed: sentences.append("A panic ended the process.")
      case .exited: sentences.append("The process ended itself.")
      }
    }
    return sentences
  }

  /// What became of the tasks of the only group when nothing failed.
  private func balance(of group: Row) -> String? {
    let tasks = run.tasks.filter { $0.isBorn && $0.id.hasPrefix(group.id + "/") }
    let done = tasks.filter { $0.taskState == .done }.count
    guard done > 0 else { return nil }
    guard done == tasks.count else { return "\(done) of \(tasks.count) tasks \(English.be(done)) done" }
    return done == 1 ? "The only task is done" : "\(English.all(done)) tasks are done"
  }
}

/// The part of a story that says what became of the tasks that were asked to finish.
struct AskedStory {
  let run: RunState
  /// The first cause.
  let cause: Int

  /// The sentences; none where no task was asked. `isPast` when another cause has come since.
  func told(isPast: Bool) -> [ToldSentence] {
    guard let group = asked else { return [] }
    let atWork = run.tasks.filter { task in
      guard task.id.hasPrefix(group.id + "/"), let started = task.marks.started.value, started < cause else {
        return false
      }
      return task.marks.ended.value.map { $0 > cause } ?? true
    }
    guard !atWork.isEmpty else { return [] }
    let finished = atWork.filter { $0.outAt != nil && !$0.isTold }
    let others = atWork.filter { $0.outAt == nil && !$0.isTold }
    // To be asked isn't to be told.
    let none = ToldTasks(run).count == 0 ? "; none was told" : ""
    let count =
      "\(English.count(atWork.count, "running task")) \(English.were(atWork.count)) asked to finish\(none)."
    let clauses = [
      English.clause(finished, "has finished", "have finished"), English.clause(others, "is running", "are running"),
    ]
    let stand = English.sentence(of: clauses).map { [$0] } ?? []
    return ToldSentence.all([count], isPast ? .earlier : .detail)
      + ToldSentence.all(stand, isPast ? .earlier : .standing)
  }

  /// The group whose tasks were asked.
  private var asked: Row? {
    let event = run.log[cause]
    if let done = event.kind.intervention { return done.action == .shutdown ? run.row(done.target) : nil }
    guard event.told != nil, let signal = run.row(event.id), signal.contextState == .asked else { return nil }
    return signal.parent
  }
}

/// A sentence of a story and how much would be missing without it.
struct ToldSentence {
  /// What stays when there is little room, most important first.
  enum Weight: Int, Comparable {
    /// What wait returned, or a deadlock.
    case latest
    /// How the tasks that were told are doing, or how things stand while nothing has failed.
    case standing
    /// What began it.
    case cause
    /// What came of it on the way.
    case consequence
    case detail
    /// What a later cause has overtaken.
    case earlier

    static func < (one: Weight, other: Weight) -> Bool { one.rawValue < other.rawValue }
  }

  let text: String
  let weight: Weight

  static func all(_ texts: [String], _ weight: Weight) -> [ToldSentence] {
    texts.map { ToldSentence(text: $0, weight: weight) }
  }

  /// The first one weighs more than the others.
  static func first(_ texts: [String], _ first: Weight, _ rest: Weight) -> [ToldSentence] {
    texts.indices.map { ToldSentence(text: texts[$0], weight: $0 == 0 ? first : max(first, rest)) }
  }
}

/// The story of a run without groups and tasks: which contexts were cancelled, which each cancellation reached, and
/// which are still active.
struct ContextStory {
  let run: RunState
  let now: Context.Instant

  /// A cancellation, and what it reached.
  private struct Walk {
    let told: Event.Told
    /// The event that told the first one.
    let first: Int
    var reached: [Row] = []
    /// Those derived from a context that was done.
    var late: [Row] = []
  }

  /// Every sentence, in the order in which things happened; none where nothing was cancelled.
  var told: [ToldSentence] {
    let walks = walks
    guard let last = walks.last else { return [] }
    var story: [ToldSentence] = []
    for walk in walks {
      let isLast = walk.first == last.first
      let turn = CauseStory(run: run, now: now).sentences(forCauseAt: walk.first)
      story += ToldSentence.first(turn, isLast ? .cause : .earlier, .consequence)
      story += ToldSentence.all(consequences(of: walk), isLast ? .consequence : .earlier)
    }
    func those(in state: ContextState) -> [Row] { run.rows.filter { $0.contextState == state } }
    let rest = [
      English.clause(those(in: .active), "is still active", "contexts are still active"),
      English.clause(those(in: .leftOver), "was never cancelled", "contexts were never cancelled"),
    ].compactMap(\.self)
    return story + ToldSentence.all(rest.map { "\($0)." }, .standing)
  }

  private var walks: [Walk] {
    let events = run.rows.compactMap { row in row.marks.told.value.map { (number: $0, row: row) } }
    var walks: [Walk] = []
    for (number, row) in events.sorted(by: { $0.number < $1.number }) {
      guard case .contextTold(let told) = run.log[number].kind, told.reason != .scopeEnded else { continue }
      let known = walks.firstIndex { $0.told.origin == told.origin && $0.told.reason == told.reason }
      guard let known else {
        walks.append(Walk(told: told, first: number))
        continue
      }
      if run.fold.wasBornDone(row.number, roster: run.roster) {
        walks[known].late.append(row)
      } else {
        walks[known].reached.append(row)
      }
    }
    return walks
  }

  private func consequences(of walk: Walk) -> [String] {
    var sentences: [String] = []
    if !walk.reached.isEmpty {
      sentences.append("\(named(walk.reached)) \(English.were(walk.reached.count)) cancelled with it.")
    }
    if !walk.late.isEmpty {
      sentences.append(
        "\(named(walk.late)) \(English.were(walk.late.count)) derived later, from a context that was done.")
    }
    return sentences
  }

  private func named(_ rows: [Row]) -> String {
    rows.count <= 3 ? English.list(rows.map(\.label)) : English.count(rows.count, "context")
  }
}

extension RunState {
  /// Which task waits for what, where nothing can go on.
  var deadlockSentence: String? {
    guard let waiting = deadlock, let t = time(at: fold.deadlock) else { return nil }
    let named = waiting.prefix(3).map(waitingWords)
    let more = waiting.count > 3 ? ["\(waiting.count - 3) more wait"] : []
    let what = English.sentence(of: named + more) ?? "every task waits."
    return "Deadlock at \(timeText(t)): \(what)"
  }
}
