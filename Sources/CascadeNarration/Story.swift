import Cascade
import CascadeText
import CascadeTrace

/// The story of a run up to one moment.
struct Story {
  let run: RunState
  let now: Context.Instant

  /// Every sentence, in the order in which they are told: what wait returned, and then how it came to that.
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
        run.droppedCount == 1
        ? "1 event is missing: what it said isn't known."
        : "\(run.droppedCount) events are missing: what they said isn't known."
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
        : ["Nothing has been cancelled yet. \(English.count(active, "context")) \(be(active)) active."]
    }
    func those(in states: TaskState...) -> [Row] { tasks.filter { $0.taskState.map(states.contains) ?? false } }
    let clauses = [
      English.clause(those(in: .running, .cleaningUp), "runs", "tasks run"),
      English.clause(those(in: .queued), "waits for a free slot", "wait for a free slot"),
      English.clause(those(in: .spawned), "is about to start", "are about to start"),
      English.clause(those(in: .done), "is done", "are done"),
      English.clause(those(in: .refused), "was refused", "were refused"),
      English.clause(those(in: .skipped), "was skipped", "were skipped"),
      English.clause(those(in: .unknown), "hasn't been heard of since", "haven't been heard of since"),
    ].compactMap(\.self)
    let open = run.groups.contains { $0.closedAt == nil && $0.isBorn }
    return open && !clauses.isEmpty ? [calmest, clauses.joined(separator: ", ") + "."] : []
  }

  /// Where events are missing, a failure may be among them.
  private var calmest: String { run.droppedCount > 0 ? "No failure is known of." : "Nothing has failed yet." }

  var deadlock: [String] {
    guard let waiting = run.deadlock, let t = run.time(at: run.fold.deadlock) else { return [] }
    let named = waiting.prefix(3).map { line in
      "\(line.who.isEmpty ? "the caller" : run.phrase(line.who)) waits for \(SafeText.make(line.what))"
    }
    let more = waiting.count > 3 ? ", and \(waiting.count - 3) more wait" : ""
    let who = named.isEmpty ? "" : ": " + named.joined(separator: ", ") + more
    return ["At \(run.timeText(t)) nothing can go on\(who)."]
  }

  /// What the outermost groups came to, and the run.
  var closing: [String] {
    var sentences: [String] = []
    for group in run.groups where run.roster.isOutermost(group: group.number) {
      guard let t = group.closedAt else { continue }
      let result = group.closingError.map(SafeText.quoted) ?? "without an error"
      if run.cause == nil, run.deadlock == nil, let balance = balance(of: group) {
        sentences.append("\(balance); wait returned \(result) at \(run.timeText(t)).")
        continue
      }
      var sentence = "The wait for \(group.label) returned \(result) at \(run.timeText(t))"
      if let cause = run.cause {
        let later = CauseStory(run: run, now: now).laterTelling(after: cause)
        let turn = run.log[later ?? cause].t
        if turn < t {
          sentence +=
            ", \(TimeText.duration(turn.duration(to: t))) after the \(later == nil ? "" : "last ")cause"
        }
      }
      sentences.append(sentence + ".")
    }
    if sentences.isEmpty, let ending = run.ending, run.deadlock == nil {
      sentences.append(ending == .completed ? "The run is over." : "The run is over: it was \(ending.rawValue).")
    }
    return sentences
  }

  /// What became of the tasks when nothing failed.
  private func balance(of group: Row) -> String? {
    let tasks = run.tasks.filter { $0.isBorn && $0.id.hasPrefix(group.id + "/") }
    let done = tasks.filter { $0.taskState == .done }.count
    guard done > 0, run.groups.filter({ run.roster.isOutermost(group: $0.number) && $0.isBorn }).count == 1 else {
      return nil
    }
    guard done == tasks.count else { return "\(done) of \(tasks.count) tasks \(be(done)) done" }
    return done == 1 ? "The only task is done" : "\(English.all(done)) tasks are done"
  }

  private func be(_ number: Int) -> String { number == 1 ? "is" : "are" }
}
