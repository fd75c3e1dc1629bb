import Cascade
import CascadeNarration
import CascadeScenarios
import CascadeTerminal
import CascadeTrace
import ScenarioSupport
import TestSupport
import Testing

@testable import CascadeUI

/// Whatever is on one screen follows from the events up to the cursor, and no two things on it contradict each other: over
/// random scenarios, at every size, read from the canvas.
@Suite struct PictureTruthTests {
  @Test(arguments: Effort.rounds(4)) func randomScenarios(round: Int) throws {
    var random = Seeded(UInt64(9_000 + round))
    let size = Size.tested[round % Size.tested.count]
    var seen = Seen()
    for _ in 0..<3 {
      let run = try ScenarioRun(RandomScenario.make(seed: random.next()))
      seen.check(run.events, size: size, step: 1 + random.below(4))
    }
    #expect(seen.fields > 0 && seen.words > 0 && seen.fronts > 0)
  }

  /// The same in the built-in scenarios, at each of their beats and causes.
  @Test(arguments: Gallery.shown, Size.tested) func gallery(entry: Gallery.Entry, size: Size) throws {
    var seen = Seen()
    seen.check(
      try ScenarioRun(try entry.scenario()).events, size: size,
      step: entry.name == "batch" ? 613 : Effort.factor > 1 ? 7 : 23)
  }
}

/// What is on the canvas, read as a user reads it, held against what the events say; and how often there was something.
private struct Seen {
  var fields = 0
  var words = 0
  var fronts = 0

  mutating func check(_ events: [Event], size: Size, step: Int) {
    var stage = Stage(watching: events, size)
    for position in Array(stride(from: 0, through: events.count, by: step)) + [events.count] {
      let cursor = stage.session.recording.cursor(at: position)
      stage.model.changeSession { $0.seek(cursor) }
      let past = Array(events[..<position])
      let place = "at \(position) of \(events.count), \(size.columns)x\(size.rows)"
      checkFuture(stage, past: past, place: place)
      checkRows(stage, past: past, place: place)
      checkFields(stage, place: place)
      checkSentences(stage, past: past, place: place)
    }
  }

  /// No word of an error is on the screen before an event says it, nor the name of an outcome to come.
  private func checkFuture(_ stage: Stage, past: [Event], place: String) {
    let canvas = stage.canvas
    let text = (stage.region(.lanes) + stage.region(.fields)).joined(separator: "\n")
      .replacing("the latest", with: "").replacing("started late", with: "")
    let said = past.flatMap(\.errorTexts)
    let toCome = Set(stage.session.recording.log.dropFirst(past.count).flatMap(\.errorTexts))
    // What somebody cancels from outside is called so in the field of the cause, too.
    for error in toCome
    where error.count > 3 && error != "from outside" && !said.contains(where: { $0.contains(error) }) {
      #expect(!text.contains(error), "\(error) \(place)")
    }
    if !past.contains(where: \.isCause) {
      let palette = stage.appearance.picture.palette
      let grounds = [palette[.causeArea].background, palette[.waitArea].background]
      let rect = stage.page.layout.lanes
      for y in rect.minY..<rect.maxY {
        // That wait has returned is white as well.
        let cells = canvas.row(y).filter { $0.scalar != "⏎" }
        #expect(!cells.contains { grounds.contains($0.style.background) }, "a cause \(place)")
      }
    }
    // Right of the playhead there is nothing in a lane but words behind its front.
    let layout = stage.page.layout
    let now = TimeScale(end: stage.session.scaleEnd, columns: layout.columns.lane).column(of: stage.session.cursor.t)
    for row in stage.seenRows {
      #expect(row.raster.fills.lastIndex { $0 != nil } ?? -1 <= now, "\(row.row.id) \(place)")
      for column in row.lane.indices.dropFirst(max(now, row.raster.last) + 1) {
        let cell = row.lane[column]
        let isWord = cell.style.background == .default || row.text.contains(cell.text)
        #expect(
          isWord || cell.scalar != " " || row.picture.words.words.contains { $0.paint.isArea }, "\(row.row.id) \(place)"
        )
      }
    }
  }

  private mutating func checkRows(_ stage: Stage, past: [Event], place: String) {
    let facts = Facts(past)
    for row in stage.seenRows {
      let id = row.row.id
      func says(_ word: String) -> Bool {
        row.picture.words.words.contains { $0.text.hasPrefix(word) } && row.text.contains(word)
      }
      if row.raster.last >= 0 { fronts += 1 }
      guard row.row.kind == .task else { continue }
      if !row.picture.words.words.isEmpty { words += 1 }
      #expect(says("not spawned yet") == !facts.spawned.contains(id), "\(id) \(place): \(row.text)")
      if says("told") { #expect(facts.told.contains(id) || row.row.startedAfterCancel, "\(id) \(place)") }
      if says("KEPT") { #expect(facts.kept.contains(id), "\(id) \(place)") }
      if says("dropped") { #expect(!facts.kept.contains(id), "\(id) \(place)") }
      // A slot that comes free is taken in the same instant; and without one that does no queued task starts.
      let rest = stage.session.recording.log[past.count...]
      func startsIt(_ event: Event) -> Bool { if case .taskStarted = event.kind { event.id == id } else { false } }
      if row.text.contains("starts next"), let start = rest.first(where: startsIt) {
        #expect(start.t == stage.session.cursor.t, "\(id) \(place): \(row.text)")
      }
      if says("queued") || says("told, queued") { #expect(rest.first.map(startsIt) != true, "\(id) \(place)") }
      // Words of one who is in, and of one who is out.
      let isOut = facts.out.contains(id)
      if says("out") || says("done anyway") || says("KEPT") || says("dropped") {
        #expect(isOut, "\(id) \(place): \(row.text)")
      }
      if says("told") || says("queued") || says("blocked in") || says("try ") || says("called cancel") {
        #expect(!isOut, "\(id) \(place): \(row.text)")
      }
      // The mark at the end of its lane is that of its outcome.
      let end = row.raster.marks.values.compactMap(\.sign).filter { $0 != .asked }
      #expect(end.isEmpty || isOut, "\(id) \(place)")
      if let sign = end.first, let outcome = facts.outcomes[id] {
        // An error that no cancellation explains is a failure, whatever its text.
        let isExplained = outcome != .failed && row.row.isEndedQuietly
        #expect(sign == (outcome == .completed ? .done : isExplained ? .out : .failed), "\(id) \(place)")
      }
      if facts.stopped.contains(id) { #expect(row.row.outAt != nil || row.row.turnedAwayBecause != nil) }
    }
  }

  /// The counts in the fields are those of the rows, and what wait's field says its row says.
  private mutating func checkFields(_ stage: Stage, place: String) {
    let page = stage.page
    let facts = page.screen.picture.facts
    guard let group = facts.group else { return }
    let heads = stage.region(.fields)[0]
    // Of a narrow field the words around the numbers go first.
    #expect(!heads.contains(/\d…|\/…/), "a number is cut: \(heads) \(place)")
    let numbers = heads.matches(of: /(TOLD|ASKED|OUT) (\d+)(?: of |\/)(\d+)/).map { ($0.1, Int($0.2)!, Int($0.3)!) }
    let rows = stage.seenRows
    let hasAll = page.shown.block == nil && page.shown.hidden == 0
    for (head, part, whole) in numbers {
      fields += 1
      #expect(part <= whole, "\(heads) \(place)")
      guard hasAll, let telling = facts.telling else { continue }
      let below = Set(group.tasksBelow.map(\.number))
      let told = rows.filter {
        below.contains($0.row.number) && $0.row.isTold && ($0.row.marks.told.value ?? 0) > telling.event
      }
      switch head {
      case "TOLD": #expect(part == told.count, "\(heads) \(place)")
      case "OUT":
        #expect(part == told.count { $0.row.outAt != nil }, "\(heads) \(place)")
        let words = told.count { row in
          row.picture.words.words.contains { word in
            ["out", "done anyway", "dropped", "KEPT"].contains { word.text.hasPrefix($0) }
          }
        }
        #expect(words <= part, "more rows say out than the field counts: \(heads) \(place)")
      default: break
      }
    }
    guard let wait = rows.first(where: { $0.row.number == group.number }) else { return }
    let says = wait.picture.words
    let text = says.words.map(\.text).joined(separator: " ")
    if heads.contains("GO") {
      #expect(group.children.contains { $0.taskState == .queued }, "no task waits for a slot \(place)")
    }
    if heads.contains("WAIT over") { #expect(wait.row.closedAt != nil, "\(text) \(place)") }
    if says.inside != nil { #expect(!heads.contains("over") && !heads.contains("GO"), "\(text) \(place)") }
    if text.hasPrefix("blocked in g.Go") { #expect(!heads.contains("over"), "\(text) \(place)") }
    if wait.raster.marks.values.contains(where: { $0.sign == .returned }) {
      let isOver = heads.contains("WAIT over") || wait.row.callerLeftAt != nil
      #expect(isOver || facts.telling == nil, "\(heads) \(place)")
    }
  }

  /// The row of the latest event is about the latest event, and the dots count beats that were reached.
  private func checkSentences(_ stage: Stage, past: [Event], place: String) {
    let sentences = stage.page.screen.sentences
    if let last = past.last {
      #expect(sentences.clock == stage.session.state.timeText(last.t), "\(place)")
      if !stage.latest.isEmpty { #expect(stage.latest.contains(sentences.event.prefix(8)), "\(place)") }
    }
    let reached = stage.session.recording.beats.count { $0.position <= past.count }
    #expect(stage.page.screen.beats.reached >= reached, "\(place)")
    #expect(stage.page.screen.beats.reached <= stage.session.recording.beats.count, "\(place)")
  }
}

/// What the events say, read by a second reader.
private struct Facts {
  var spawned: Set<String> = []
  var told: Set<String> = []
  var kept: Set<String> = []
  var out: Set<String> = []
  var stopped: Set<String> = []
  var outcomes: [String: Event.TaskOut.Outcome] = [:]

  init(_ events: [Event]) {
    for event in events {
      switch event.kind {
      case .taskSpawned: spawned.insert(event.id)
      case .taskTold: told.insert(event.id)
      case .groupFailureKept(let task, _): kept.insert(task)
      case .taskOut(let end):
        out.insert(event.id)
        outcomes[event.id] = end.outcome
        if end.kept { kept.insert(event.id) }
      case .taskRefused, .taskSkipped:
        spawned.insert(event.id)
        stopped.insert(event.id)
      case .runStarted, .runEnded, .contextMade, .contextTold, .contextEnded, .groupOpened, .groupWaiting,
        .groupClosed, .taskQueued, .taskStarted, .afterFired, .afterReturned, .afterStopped, .deadlock, .dropped,
        .intervention, .note:
        break
      }
    }
  }
}

extension Event {
  /// The errors that this event speaks of.
  fileprivate var errorTexts: [String] {
    switch kind {
    case .taskOut(let out): [out.error?.description].compactMap(\.self)
    case .taskTold(let told), .contextTold(let told): [told.causeText]
    case .groupFailureKept(_, let error): [error.description]
    case .groupClosed(let error): [error?.description].compactMap(\.self)
    case .taskRefused, .taskSkipped, .deadlock, .runEnded, .note, .intervention, .runStarted, .contextMade,
      .contextEnded, .groupOpened, .groupWaiting, .taskSpawned, .taskQueued,
      .taskStarted, .afterFired, .afterReturned, .afterStopped, .dropped:
      []
    }
  }

  /// Whether something may be red or white from here on.
  fileprivate var isCause: Bool {
    switch kind {
    case .groupFailureKept: true
    case .taskOut(let out): out.outcome == .failed || out.kept
    case .taskTold(let told), .contextTold(let told): told.reason != .scopeEnded
    case .runStarted, .runEnded, .contextMade, .contextEnded, .groupOpened, .groupWaiting, .groupClosed, .taskSpawned,
      .taskQueued, .taskStarted, .taskRefused, .taskSkipped, .afterFired, .afterReturned, .afterStopped, .deadlock,
      .dropped,
      .intervention, .note:
      false
    }
  }
}

extension Cell {
  fileprivate var text: String { String(Character(scalar)) }
}
