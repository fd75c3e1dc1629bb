import Cascade
import CascadeNarration
import CascadeScenarios
import CascadeTrace
import ScenarioSupport
import TestSupport
import Testing

/// What the picture shows of a run follows from its events alone: each stretch, mark, word and number has an event that says
/// it, nothing comes from beyond the cursor, and rows and fields don't contradict each other.
@Suite struct LaneTruthTests {
  @Test(arguments: Effort.rounds(3)) func randomScenarios(round: Int) throws {
    var random = Seeded(UInt64(12_000 + round))
    var checks = Checks()
    for _ in 0..<24 {
      let scenario = RandomScenario.make(seed: random.next())
      let run = try ScenarioRun(scenario)
      checks.check(run.events, step: 1 + random.below(6))
      let change = Variation([.intervention(.random(in: run.events, &random))])
      if let branch = try? ScenarioRun(scenario, variation: change) {
        checks.check(branch.events, step: 1 + random.below(6))
      }
    }
    #expect(checks.told > 20 && checks.kept > 10 && checks.waits > 25, "\(checks)")
  }

  /// Public programs: what the gallery doesn't have, such as channels, rounds and callers that leave.
  @Test(arguments: RealProgram.all) func realPrograms(program: RealProgram) throws {
    var checks = Checks()
    checks.check(try ScenarioRun(try program.scenario()).events, step: 3)
  }

  @Test(arguments: Gallery.shown) func gallery(entry: Gallery.Entry) throws {
    let run = try ScenarioRun(try entry.scenario())
    var checks = Checks()
    checks.check(run.events, step: entry.name == "batch" ? 997 : 1)
  }

  /// That a context was used after its Wait is said where that Wait alone has ended it.
  @Test(
    arguments: [
      ("{group: {tasks: {a: \"--|\"}, after-wait: [{use: group-context}, {work: 50ms}]}}", true),
      ("{steps: [{group: {cancel-at: 30ms, tasks: {a: \"--|\"}}}]}", false),
      ("{steps: [{group: {tasks: {a: \"-^ no\"}}}]}", false),
      ("{steps: [{group: {tasks: {a: \"-|\"}}}, {fail: context canceled}]}", false),
    ])
  func aContextUsedAfterItsWaitIsNamed(_ task: String, _ isSaid: Bool) throws {
    let source = "title: X\ngroup: {tasks: {p: \(task), q: \"--------|\"}}"
    let recording = Recording(try ScenarioRun(try Scenario.read(source, file: "x.yaml")).events)
    let facts = CascadeFacts(
      recording.latestState, in: recording, index: CascadeIndex(recording), at: recording.end)
    let cause = facts.fields(of: recording.latestState, now: recording.endTime)[0]
    #expect(cause.look == .cause && cause.lines.map(\.text).contains("ctx used after Wait") == isSaid, "\(cause)")
  }
}

/// The checks, and how often each had something to look at.
private struct Checks {
  var told = 0
  var kept = 0
  var waits = 0

  mutating func check(_ events: [Event], step: Int) {
    let recording = Recording(events)
    let index = CascadeIndex(recording)
    for position in stride(from: 0, through: events.count, by: step) {
      let cursor = recording.cursor(at: position)
      let state = recording.state(at: cursor)
      let past = Recording(events[..<position])
      let pastState = past.latestState
      let pastIndex = CascadeIndex(past)
      let known = Facts(events[..<position])
      for row in state.rows where row.isBorn {
        let timeline = recording.timeline(of: row, at: cursor, index: index)
        let words = LaneWords(row, timeline: timeline, now: cursor.t)
        if let before = pastState.row(row.id) {
          // What is to come changes nothing.
          let pastTimeline = past.timeline(of: before, at: past.end, index: pastIndex)
          #expect(pastTimeline == timeline, "\(row.id) at \(position)")
          #expect(LaneWords(before, timeline: pastTimeline, now: cursor.t) == words, "\(row.id) at \(position)")
        }
        checkShape(timeline, row: row, now: cursor.t)
        if row.kind == .task { checkTask(row, timeline: timeline, words: words, known: known) }
        if row.kind == .group { checkWait(row, timeline: timeline, words: words, known: known) }
      }
      checkFields(state, recording: recording, index: index, cursor: cursor, known: known)
    }
  }

  private func checkShape(_ timeline: Timeline, row: Row, now: Context.Instant) {
    var last = Context.Instant.zero
    for segment in timeline.segments {
      #expect(segment.from < segment.to && segment.from >= last && segment.to <= now, "\(row.id): \(timeline)")
      last = segment.to
    }
    if let front = timeline.front { #expect(last <= front, "\(row.id): \(timeline)") }
    for (one, next) in zip(timeline.segments, timeline.segments.dropFirst()) where one.to == next.from {
      #expect(one.stretch != next.stretch)
    }
    for cause in timeline.causes { #expect(cause <= now) }
  }

  private mutating func checkTask(_ row: Row, timeline: Timeline, words: LaneWords, known: Facts) {
    let text = words.words.map(\.text).joined(separator: " ")
    let causes = known.toldAt[row.id].map { [$0] } ?? []
    for cause in timeline.causes {
      let own = causes.contains(cause)
      let through = known.causeOfGroup.contains { $0.key.hasPrefix(row.id + "/") && $0.value == cause }
      #expect(own || through, "\(row.id): a line of a cause at \(cause) that no event says")
    }
    if !timeline.causes.isEmpty { told += 1 }
    for segment in timeline.segments {
      switch segment.stretch {
      case .told, .cleaningUp, .deaf, .listensElsewhere:
        #expect(causes.contains { $0 <= segment.from } || row.startedAfterCancel, "\(row.id): \(timeline)")
      case .waiting, .waitingAfterCause, .blockedInGo:
        #expect(known.opened.contains { $0.hasPrefix(row.id + "/") }, "\(row.id): waits for no group")
      case .queued: #expect(known.queued.contains(row.id))
      case .pausing: #expect(known.paused.contains(row.id))
      case .running: break
      case .open: Issue.record("a task has no open context")
      }
    }
    if text.contains("KEPT") {
      kept += 1
      #expect(known.kept.contains(row.id), "\(row.id): \(text)")
    }
    // An error may have this word, too.
    let error = known.outs[row.id]?.error.map(\.description) ?? ""
    if (error.isEmpty ? text : text.replacing(error, with: "")).contains("dropped") {
      #expect(!known.kept.contains(row.id) && !error.isEmpty, "\(row.id): \(text)")
    }
    if text.hasPrefix("told") { #expect(known.toldAt[row.id] != nil || row.startedAfterCancel, "\(row.id): \(text)") }
    if text.contains("DEAF") { #expect(known.listens[row.id] == .no, "\(row.id): \(text)") }
    if text.contains("ELSEWHERE") { #expect(known.listens[row.id] == .elsewhere, "\(row.id): \(text)") }
    if text.hasPrefix("out") {
      #expect(known.outs[row.id].map { $0.outcome != .completed && $0.outcome != .failed } ?? false)
    }
    #expect((timeline.end != nil) == (known.outs[row.id] != nil || known.turnedAway.contains(row.id)), "\(row.id)")
  }

  private mutating func checkWait(_ row: Row, timeline: Timeline, words: LaneWords, known: Facts) {
    let text = words.words.map(\.text).joined(separator: " ")
    let white = timeline.segments.filter { $0.stretch == .waitingAfterCause }
    if let first = white.first {
      waits += 1
      #expect(known.causeOfGroup[row.id].map { $0 <= first.from } ?? false, "\(row.id): waits after no cause")
    }
    let hasLeft = known.callerLeft != nil && row.id == known.outermost
    #expect((timeline.end != nil) == (known.closed.contains(row.id) || hasLeft))
    if text.contains("error in hand") { #expect(known.keptBy.contains(row.id), "\(row.id): \(text)") }
    if let left = known.callerLeft, row.id == known.outermost {
      let all = (words.words + words.second).map(\.text).joined(separator: " ")
      #expect(all.hasPrefix("left: "), "\(row.id): \(all)")
      #expect(timeline.segments.allSatisfy { $0.to <= left }, "the caller waits no more: \(timeline)")
    }
    if !hasLeft, text.contains("waiting") { #expect(known.waited.contains(row.id) && !known.closed.contains(row.id)) }
  }

  /// The numbers of the fields are those of the rows.
  private func checkFields(
    _ state: RunState, recording: Recording, index: CascadeIndex, cursor: Cursor, known: Facts
  ) {
    guard state.outermostGroup?.isBorn ?? false else { return }
    let facts = CascadeFacts(state, in: recording, index: index, at: cursor)
    // A lane shows the failure that its group keeps, so a field knows it, too, before the first task is told.
    for group in state.groups where known.keptBy.contains(group.id) {
      let isEnd = recording.latestState.row(number: group.number).telling?.told.reason == .siblingFailed
      let isHeld = state.outermostGroup.map { known.closed.contains($0.id) } ?? false
      #expect(!isEnd || isHeld || facts.telling != nil, "\(group.id) keeps a failure, and no field knows")
    }
    checkTheEnd(state, recording, facts, cursor: cursor)
    guard let group = facts.group, let telling = facts.telling else { return }
    let rows = group.tasksBelow.filter { $0.isTold && ($0.marks.told.value ?? -1) > telling.event }
    #expect(facts.toldCount == rows.count && facts.total >= facts.toldCount)
    let last = rows.max { $0.marks.told.value ?? 0 < $1.marks.told.value ?? 0 }
    #expect(facts.lastTold?.number == last?.number)
    #expect(facts.outCount == rows.filter { known.outs[$0.id] != nil }.count)
    #expect(Set(rows.map(\.id)).isSubset(of: known.toldAt.keys))
    func isInside(_ row: Row) -> Bool { row.isBorn && row.outAt == nil && row.turnedAwayBecause == nil }
    // Where a wait inside is over, the caller's goes on.
    let waiting = known.closed.contains(group.id) ? state.outermostGroup ?? group : group
    let left = waiting.children.filter { $0.kind == .task && isInside($0) }
    #expect(facts.left == left.count)
    #expect(facts.leftTasks.map(\.number) == (left.count <= 2 ? left.map(\.number).sorted() : []))
    #expect(!facts.isAllOut || facts.outCount == facts.total && !group.tasksBelow.contains(where: isInside))
    let fields = facts.fields(of: state, now: cursor.t)
    #expect(fields.map(\.role) == Field.Role.allCases)
    #expect(fields[1].head.text == "TOLD \(facts.toldCount) of \(facts.total)")
    let isOver = known.closed.contains(waiting.id)
    let hasLeft = known.callerLeft != nil && waiting.id == known.outermost
    #expect(fields[3].head.text.hasPrefix("WAIT over") == (isOver && !hasLeft), "\(fields[3])")
  }
}

extension Checks {
  /// Where the run is over nothing is still to come, and the sentence counts Wait's time from the cause that the fields show.
  private func checkTheEnd(_ state: RunState, _ recording: Recording, _ facts: CascadeFacts, cursor: Cursor) {
    guard state.ending != nil, !state.isPartlyUnknown else { return }
    let fields = facts.fields(of: state, now: cursor.t)
    for line in fields.flatMap({ [$0.head] + $0.lines }) {
      for words in ["so far", " yet", "..."] { #expect(!line.text.contains(words), "\(line.text) at the end") }
    }
    guard let group = facts.group, fields[3].head.text == "WAIT over", let latency = fields[3].lines.first?.text,
      state.groups.count(where: { state.roster.isOutermost(group: $0.number) }) == 1, latency.hasPrefix("+")
    else { return }
    let sentences = recording.narration(at: cursor).sentences
    let closing = sentences.first {
      $0.contains("returned") && $0.contains(" at \(state.timeText(group.closedAt ?? .zero))")
    }
    let waited = latency.dropFirst().split(separator: " since ")[0]
    let says = closing?.contains(", \(waited) after the ") ?? true
    #expect(says == (waited != "0 ms") || closing == nil, "\(latency): \(sentences)")
    if let amounts = WasteStory(WorkLedger(recording), in: state, at: cursor.t),
      let waiting = amounts.sentences.first(where: { $0.hasPrefix("WAITING") })
    {
      #expect(waiting.hasPrefix("WAITING \(waited): "), "\(latency): \(waiting)")
    }
  }
}

/// What the events say, read by a second reader that knows nothing of rows.
private struct Facts {
  var toldAt: [String: Context.Instant] = [:]
  var outs: [String: Event.TaskOut] = [:]
  var kept: Set<String> = []
  var keptBy: Set<String> = []
  var causeOfGroup: [String: Context.Instant] = [:]
  var opened: Set<String> = []
  var closed: Set<String> = []
  var waited: Set<String> = []
  var queued: Set<String> = []
  var paused: Set<String> = []
  var turnedAway: Set<String> = []
  var listens: [String: Event.Listening] = [:]
  /// The first group, and when its caller returned without waiting for its end.
  var outermost: String?
  var callerLeft: Context.Instant?
  private var spawned: Set<String> = []

  init(_ events: ArraySlice<Event>) {
    for event in events {
      let id = event.id
      switch event.kind {
      case .taskTold(let told) where told.reason != .scopeEnded && outs[id] == nil:
        if toldAt[id] == nil, told.reason != .siblingFailed || told.origin != id { toldAt[id] = event.t }
      case .contextTold(let told) where told.reason != .scopeEnded:
        if causeOfGroup[id] == nil { causeOfGroup[id] = event.t }
      case .groupFailureKept(let task, _):
        kept.insert(task)
        keptBy.insert(id)
        if causeOfGroup[id] == nil { causeOfGroup[id] = event.t }
      case .taskOut(let out):
        outs[id] = out
        if out.kept { kept.insert(id) }
      case .groupOpened:
        opened.insert(id)
        outermost = outermost ?? id
      case .taskSpawned: spawned.insert(id)
      case .note(.returns) where !spawned.contains(id) && !closed.contains(outermost ?? ""):
        callerLeft = callerLeft ?? event.t
      case .groupClosed: closed.insert(id)
      case .groupWaiting: waited.insert(id)
      case .taskQueued: queued.insert(id)
      case .taskRefused, .taskSkipped: turnedAway.insert(id)
      case .note(.pause): paused.insert(id)
      case .note(.step(_, _, _, let hears)): listens[id] = hears
      case .note(.wait(_, _, let hears)):
        listens[id] = hears
        paused.insert(id)
      case .intervention(let done):
        if case .listen(let hears) = done.action { listens[done.target] = hears ? .yes : .no }
      default: break
      }
    }
  }
}
