import Cascade
import CascadeText
import CascadeTrace

/// What one beat teaches, from its own events.
struct BeatStory {
  let recording: Recording
  let beat: Beat
  private let run: RunState

  init(recording: Recording, beat: Beat) {
    self.recording = recording
    self.beat = beat
    run = recording.state(at: beat.position)
  }

  private var events: [Event] { beat.range.map { recording.log[$0] } }

  var sentences: [String] {
    switch beat.kind {
    case .start, .given: return opening
    case .cause:
      // The found beat may begin with either of the two events that make a failure.
      return CauseStory(run: run, now: beat.t).sentences(forCauseAt: beat.range.lowerBound)
    case .walk: return walk
    case .out: return comingOut
    case .deadlock, .close:
      let story = Story(run: run, now: beat.t)
      return beat.kind == .close ? story.closing : story.deadlock
    }
  }

  private var opening: [String] {
    var groups: [String] = []
    var started: [Row] = []
    var queued: [Row] = []
    for event in events {
      guard let row = run.row(event.id) else { continue }
      switch event.kind {
      case .groupOpened:
        let options =
          row.options.isEmpty ? "" : " with \(SafeText.make(row.options.map(\.description).joined(separator: ", ")))"
        groups.append("\(groups.isEmpty ? row.opening : row.phrase)\(options)")
      case .taskStarted: started.append(row)
      case .taskQueued where row.startedAt == nil: queued.append(row)
      default: break
      }
    }
    var sentences: [String] = []
    if !groups.isEmpty {
      sentences.append("\(English.list(groups)) \(groups.count == 1 ? "opens" : "open").")
    }
    let clauses = [
      English.clause(started, "starts", "tasks start"),
      English.clause(queued, "waits for a free slot", "wait for a free slot"),
    ].compactMap(\.self)
    if !clauses.isEmpty { sentences.append(clauses.joined(separator: ", ") + ".") }
    return sentences.isEmpty ? ["The run begins."] : sentences
  }

  private var walk: [String] {
    var told: [Row] = []
    var late: [Row] = []
    for number in beat.range {
      guard let row = recording.subject(ofEvent: number).map(run.row(number:)) else { continue }
      switch recording.log[number].kind {
      case .taskTold where row.marks.told.value == number && row.isTold: told.append(row)
      case .taskStarted where row.startedAfterCancel: late.append(row)
      default: break
      }
    }
    var sentences: [String] = []
    if let words = ToldWords(told: ToldTasks(told)).present { sentences.append(words) }
    let deaf = told.filter { $0.taskState == .deaf }
    if !deaf.isEmpty { sentences.append("\(English.subject(deaf)) \(deaf.count == 1 ? "doesn't" : "don't") listen.") }
    let detached = told.filter { $0.taskState == .detached }
    if !detached.isEmpty {
      sentences.append(
        "\(English.subject(detached)) \(detached.count == 1 ? "is detached and goes" : "are detached and go") on.")
    }
    if !late.isEmpty {
      sentences.append(
        "\(English.subject(late)) \(late.count == 1 ? "starts" : "start") late, on a context that is cancelled.")
    }
    guard sentences.isEmpty else { return sentences + comingOut }
    if run.roster.isOfContextsAlone {
      // Of a value's context no event says that it is over.
      let below = beat.range.compactMap { recording.subject(ofEvent: $0) }.map(run.row(number:))
      let cancelled = below.filter { $0.contextState == .cancelled }
      let who = cancelled.count <= 3 ? English.list(cancelled.map(\.label)) : English.count(cancelled.count, "context")
      return ["\(who) \(cancelled.count == 1 ? "is" : "are") cancelled with it."]
    }
    // A live run may tell the first task at any moment.
    let isOver = !run.isLive || recording.latestState.isSettled(after: beat.position - 1, now: recording.endTime)
    return [
      isOver
        ? "The contexts below are cancelled, too; no task was there to be told."
        : "The contexts below are cancelled, too."
    ]
  }

  /// What there is to say about how a told task returned: what it passed on is another story.
  private enum Return {
    case completed, failedLate, out

    init(_ state: TaskState) {
      self = state == .toldCompleted ? .completed : state == .failedLate ? .failedLate : .out
    }
  }

  private var comingOut: [String] {
    var groups: [(state: Return, latency: Duration, rows: [Row])] = []
    func isAlike(_ one: Duration, _ other: Duration) -> Bool {
      run.fold.isSameMoment(Context.Instant.zero.advanced(by: one), Context.Instant.zero.advanced(by: other))
    }
    for event in events {
      guard case .taskOut = event.kind, let row = run.row(event.id), let latency = row.latency,
        let taskState = row.taskState
      else { continue }
      let state = Return(taskState)
      // Each late failure has words of its own.
      if state != .failedLate,
        let place = groups.firstIndex(where: { $0.state == state && isAlike($0.latency, latency) })
      {
        groups[place].latency = max(groups[place].latency, latency)
        groups[place].rows.append(row)
      } else {
        groups.append((state, latency, [row]))
      }
    }
    return groups.map { state, latency, rows in
      let isOne = rows.count == 1
      let told = isOne ? "it was told" : "they were told"
      let most = run.isLive && !isOne ? "at most " : ""
      let when =
        latency == .zero
        ? "at the instant at which \(told)" : "\(most)\(TimeText.duration(latency)) after \(told)"
      let who = English.subject(rows)
      switch state {
      case .completed: return "\(who) completed all the same, \(when)."
      case .failedLate:
        return "\(who) failed late\(rows[0].error.map { ", with \(SafeText.quoted($0))" } ?? ""), \(when)."
      case .out: return "\(who) \(isOne ? "is" : "are") out, \(when)."
      }
    }
  }
}
