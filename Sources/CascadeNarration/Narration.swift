import Cascade
import CascadeText
package import CascadeTrace

/// What a teacher would say about a moment of a run.
package struct Narration: Hashable, Sendable {
  package enum Heading: String, Hashable, Sendable, CaseIterable {
    /// Nothing has failed yet.
    case now = "NOW"
    /// Something has, or was cancelled: why things are as they are.
    case why = "WHY"
  }

  package let heading: Heading
  /// The sentence that the author of the scenario wrote for the beat at this moment.
  package let given: String?
  /// The story so far, in the order in which it is told: what wait returned, once it has, and then what led there.
  package let sentences: [String]
  /// The same sentences, the most important first, after the author's. A view with little room shows as many of them as
  /// it can, and drops from the end: what the author says stays longest, then the latest development (what wait
  /// returned, which tasks are out), then the cause, then what came of it.
  package let sentencesByImportance: [String]
  /// What must not be missing: the author's sentence, the latest development and the cause.
  package let essential: [String]

  /// The `count` most important sentences of the story, the author's left out, in the order in which they are told.
  package func sentences(fitting count: Int) -> [String] {
    let kept = sentencesByImportance.dropFirst(given == nil ? 0 : 1).prefix(max(0, count))
    return sentences.filter(kept.contains)
  }

  /// All in one line, the author's sentence first.
  package var text: String { ((given.map { [$0] } ?? []) + sentences).joined(separator: " ") }
}

extension Recording {
  /// What to say about the moment that a cursor sees. Names and errors in it are safe to print.
  package func narration(at cursor: Cursor) -> Narration {
    let run = state(at: cursor)
    let story = Story(run: run, now: cursor.t)
    let given = beatIndex(at: cursor).flatMap { beats[$0].sentence }.map(SafeText.make)
    let told = story.told
    // Within a weight they stay in the order in which they are told.
    let ranked = told.indices.sorted { (told[$0].weight, $0) < (told[$1].weight, $1) }
    let author = given.map { [$0] } ?? []
    return Narration(
      heading: run.cause == nil && run.deadlock == nil ? .now : .why, given: given, sentences: told.map(\.text),
      sentencesByImportance: author + ranked.map { told[$0].text },
      essential: author + ranked.filter { told[$0].weight <= .cause }.map { told[$0].text })
  }

  /// What a beat teaches: the author's sentence, or one made from its events.
  package func sentence(for beat: Beat) -> String {
    if let given = beat.sentence { return SafeText.make(given) }
    return BeatStory(recording: self, beat: beat).sentences.joined(separator: " ")
  }
}

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

  var sentences: [String] {
    switch beat.kind {
    case .start, .given: return opening
    case .cause:
      // The found beat may begin with either of the two events that make a failure.
      return CauseStory(run: run, now: beat.t).sentences(forCauseAt: beat.range.lowerBound)
    case .walk: return walk
    case .out: return returning
    case .deadlock, .close:
      let story = Story(run: run, now: beat.t)
      return beat.kind == .close ? story.closing : story.deadlock
    }
  }

  private var opening: [String] {
    var groups: [String] = []
    var started: [Row] = []
    var queued: [Row] = []
    for number in beat.range {
      guard let row = recording.subject(ofEvent: number).map(run.row(number:)) else { continue }
      let kind = recording.log[number].kind
      if case .groupOpened = kind {
        let options = GroupWords.options(row.options)
        let with = options.isEmpty ? "" : " with \(options.joined(separator: ", "))"
        groups.append("\(groups.isEmpty ? row.opening : row.phrase)\(with)")
      }
      if case .taskStarted = kind { started.append(row) }
      if case .taskQueued = kind, row.startedAt == nil { queued.append(row) }
    }
    var sentences: [String] = []
    if !groups.isEmpty {
      sentences.append("\(English.list(groups)) \(groups.count == 1 ? "opens" : "open").")
    }
    let clauses = [
      English.clause(started, "starts", "tasks start"),
      English.clause(queued, "waits for a slot", started.isEmpty ? "tasks wait for a slot" : "wait for a slot"),
    ]
    if let clauses = English.sentence(of: clauses) { sentences.append(clauses) }
    return sentences.isEmpty ? ["The run begins."] : sentences
  }

  private var walk: [String] {
    var told: [Row] = []
    var late: [Row] = []
    var detached: [Row] = []
    for number in beat.range {
      guard let row = recording.subject(ofEvent: number).map(run.row(number:)) else { continue }
      let kind = recording.log[number].kind
      if case .taskTold = kind, row.marks.told.value == number, row.isTold { told.append(row) }
      if case .taskTold = kind, row.marks.told.value == number, row.isSpared { detached.append(row) }
      if case .taskStarted = kind, row.startedAfterCancel { late.append(row) }
    }
    var sentences: [String] = []
    let first = beat.range.lowerBound
    if case .contextTold(let cancelled) = recording.log[first].kind, cancelled.reason == .siblingFailed,
      let group = recording.subject(ofEvent: first)
    {
      sentences.append("\(run.row(number: group).label) cancels its context.")
    }
    if let words = ToldWords(told: ToldTasks(told)).present { sentences.append(words) }
    let deaf = told.filter { $0.taskState == .deaf }
    if !deaf.isEmpty { sentences.append("\(English.subject(deaf)) \(deaf.count == 1 ? "doesn't" : "don't") listen.") }
    let elsewhere = told.filter { $0.taskState == .listensElsewhere }
    if !elsewhere.isEmpty {
      sentences.append("\(English.subject(elsewhere)) \(elsewhere.count == 1 ? "listens" : "listen") elsewhere.")
    }
    if !detached.isEmpty {
      sentences.append(
        "\(English.subject(detached)) \(detached.count == 1 ? "is detached and goes" : "are detached and go") on.")
    }
    if !late.isEmpty {
      sentences.append(
        "\(English.subject(late)) \(late.count == 1 ? "starts" : "start") on a cancelled context.")
    }
    guard sentences.isEmpty else { return sentences + returning }
    if run.roster.isOfContextsAlone {
      // Of a value's context no event says that it is over.
      let below = beat.range.compactMap { recording.subject(ofEvent: $0) }.map(run.row(number:))
      let cancelled = below.filter { $0.contextState == .cancelled }
      let names =
        cancelled.count <= 3 ? English.list(cancelled.map(\.label)) : English.count(cancelled.count, "context")
      return ["\(names) \(English.be(cancelled.count)) cancelled with it."]
    }
    // A live run may tell the first task at any moment.
    let isOver =
      !run.isPartlyUnknown
      && (!run.isLive || recording.latestState.isSettled(after: beat.position - 1, now: recording.endTime))
    return [
      isOver ? "The contexts below are cancelled, too. No task is told." : "The contexts below are cancelled, too."
    ]
  }

  /// What there is to say about how a told task returned: what it passed on is another story.
  private enum Return {
    case completed, failedLate, out

    init(_ state: TaskState) {
      self = state == .toldCompleted ? .completed : state == .failedLate ? .failedLate : .out
    }
  }

  private var returning: [String] {
    var groups: [(state: Return, latency: Duration, rows: [Row])] = []
    func isAlike(_ one: Duration, _ other: Duration) -> Bool {
      run.fold.isSameMoment(Context.Instant.zero.advanced(by: one), Context.Instant.zero.advanced(by: other))
    }
    for number in beat.range {
      guard case .taskOut = recording.log[number].kind,
        let row = recording.subject(ofEvent: number).map(run.row(number:)), let latency = row.latency,
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
      let when = "\(most)\(TimeText.duration(latency)) after \(told)"
      let subject = English.subject(rows)
      let isAtOnce = latency == .zero
      switch state {
      case .completed: return "\(subject) completed anyway\(isAtOnce ? "" : ", \(when)")."
      case .failedLate:
        let error = rows[0].error.map { ", with \(SafeText.quoted($0))" } ?? ""
        return "\(subject) failed late\(error)\(isAtOnce ? "" : ", \(when)")."
      case .out:
        let be = English.be(rows.count)
        let atOnce = "as soon as \(isOne ? "it is" : "they are") told"
        return isAtOnce ? "\(subject) \(be) out \(atOnce)." : "\(subject) \(be) out, \(when)."
      }
    }
  }
}
