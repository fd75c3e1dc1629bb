import Cascade
import CascadeNarration
import CascadeScenarios
import CascadeTrace
import ScenarioSupport
import TestSupport
import Testing

/// How many were told is one number wherever it is said, and it is the number that the events give.
@Suite struct ToldCountTests {
  @Test(arguments: Effort.rounds(3)) func agreesInRandomScenarios(round: Int) throws {
    var random = Seeded(UInt64(7000 + round))
    var told = 0
    for _ in 0..<25 {
      let scenario = RandomScenario.make(seed: random.next())
      let run = try ScenarioRun(scenario)
      told += check(Recording(run.events), step: 1 + round % 5)
      guard
        let branch = try? ScenarioRun(scenario, variation: Variation([.intervention(.random(in: run.events, &random))]))
      else { continue }
      told += check(Recording(branch.events), step: 1 + round % 5)
    }
    // Without a told task nothing would have been tested.
    #expect(told > 20)
  }

  @Test(arguments: Gallery.shown) func agreesInTheGallery(entry: Gallery.Entry) throws {
    let scenario = try entry.scenario()
    _ = check(Recording(try ScenarioRun(scenario).events), step: entry.name == "batch" ? 500 : 1)
    for limit in [1, 2] {
      let change = OptionChange("root", .limit(limit))
      guard let branch = try? ScenarioRun(scenario, variation: Variation([.option(change)])) else { continue }
      _ = check(Recording(branch.events), step: entry.name == "batch" ? 500 : 1)
    }
  }

  /// A task that is cut off isn't told; one that opens a group that is cut off is.
  @Test(
    arguments: [
      ("{steps: [{group: {detached: true, tasks: {a: \"--|\"}}}, {work: 1s}]}", true),
      ("{steps: [{work: 10ms}, {group: {detached: true, timeout: 5s, tasks: {a: \"--------|\"}}}]}", true),
      ("{detached: true, steps: [{group: {tasks: {a: \"--|\"}}}, {work: 1s}]}", false),
      ("{detached: true, steps: [{work: 1s}]}", false),
    ])
  func aGroupThatIsCutOffIsNotItsTask(_ task: String, _ isTold: Bool) throws {
    let source = "title: X\ngroup: {cancel-at: 250ms, tasks: {loop: \(task)}}"
    let recording = Recording(try ScenarioRun(try Scenario.read(source, file: "x.yaml")).events)
    #expect(check(recording) == (isTold ? 1 : 0))
    let text = PlainText.lines(of: recording).map(\.text)
    #expect(text.contains("loop is detached and goes on.") == !isTold, "\(text)")
  }

  /// - Returns: How many were told.
  private func check(_ recording: Recording, step: Int = 1) -> Int {
    guard !recording.roster.isOfContextsAlone else { return 0 }
    let latest = ToldByEvents(recording, upTo: recording.count)
    for position in stride(from: 0, through: recording.count, by: step) {
      checkStory(recording, at: position)
    }
    checkBeats(recording, latest)
    checkComparison(recording, latest)
    return latest.ids.count
  }

  private func checkStory(_ recording: Recording, at position: Int) {
    let events = ToldByEvents(recording, upTo: position)
    let state = recording.state(at: position)
    #expect(Set(ToldTasks(state).all.map(\.id)) == Set(events.ids))
    let sentences = recording.narration(at: recording.cursor(at: position)).sentences
    // Most sentences are about something else, and regular expressions are slow here.
    let tellings = sentences.filter { $0.contains(" told") }
    let counts = tellings.compactMap { $0.wholeMatch(of: /(\d+) (running )?tasks? (was|were) told.*/) }
    #expect(counts.compactMap { Int($0.1) }.reduce(0, +) == events.ids.count, "\(sentences)")
    for sentence in sentences where sentence.contains(" are out") {
      if sentence.contains(/^(Both|All \d+) are out/) {
        #expect(events.ids.allSatisfy { id in events.over.contains(id) }, "\(sentence), but not all are out")
      }
    }
    for sentence in tellings {
      // 3 tasks were told: 1 running, 2 queued.
      if let parts = sentence.wholeMatch(of: /(\d+) tasks were told: (.*)\./) {
        let sum = parts.2.matches(of: /(\d+) (running|queued|not started|as )/).compactMap { Int($0.1) }.reduce(0, +)
        #expect(Int(parts.1) == sum, "\(sentence)")
        let queued = parts.2.firstMatch(of: /(\d+) queued/).flatMap { Int($0.1) } ?? 0
        #expect(queued == events.queued, "\(sentence)")
      }
    }
  }

  private func checkBeats(_ recording: Recording, _ latest: ToldByEvents) {
    for beat in recording.beats where beat.kind == .walk {
      let events = latest.numbers.count { number in beat.range.contains(number) }
      let words = recording.sentence(for: beat)
      let said =
        words.firstMatch(of: /(?:^|context\. )(\d+) tasks are told/).flatMap { Int($0.1) }
        ?? (words.contains(/\ is told( as|:)/) ? 1 : 0)
      #expect(said == events, "\(words)")
    }
  }

  private func checkComparison(_ recording: Recording, _ events: ToldByEvents) {
    let moment = Comparison(("A", recording), ("B", recording)).moment(at: recording.endTime)
    let text = moment.facts.first { $0.subject == .told }?.a
    guard let first = events.times.min(), let last = events.times.max() else {
      #expect(text == "none" || text == "not yet")
      return
    }
    #expect(text == "\(events.ids.count) \(first == last ? "at" : "from") \(TimeText.instant(first))")
  }
}

/// The same from the events alone.
private struct ToldByEvents {
  private(set) var ids: [String] = []
  private(set) var times: [Context.Instant] = []
  /// The events that tell a task for the first time.
  private(set) var numbers: [Int] = []
  private(set) var returned: Set<String> = []
  /// Those that have returned, or will never run.
  private(set) var over: Set<String> = []
  /// How many waited for a slot when they were told: only an event says that.
  private(set) var queued = 0

  init(_ recording: Recording, upTo position: Int) {
    var waiting: Set<String> = []
    var spared = SparedByEvents()
    for number in 0..<position {
      let event = recording.log[number]
      spared.take(event)
      if event.kind == .taskQueued { waiting.insert(event.id) }
      if event.kind == .taskStarted { waiting.remove(event.id) }
      switch event.kind {
      case .taskOut:
        returned.insert(event.id)
        over.insert(event.id)
      case .taskRefused, .taskSkipped: over.insert(event.id)
      default: break
      }
      guard case .taskTold(let told) = event.kind, told.reason != .scopeEnded, !ids.contains(event.id) else { continue }
      if told.reason == .siblingFailed, told.origin == event.id { continue }
      guard !returned.contains(event.id), !spared.isSpared(event.id, told) else { continue }
      ids.append(event.id)
      times.append(event.t)
      numbers.append(number)
      if waiting.contains(event.id) { queued += 1 }
    }
  }
}
