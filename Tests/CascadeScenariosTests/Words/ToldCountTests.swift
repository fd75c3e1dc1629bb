import Cascade
import CascadeScenarios
import CascadeTrace
import Testing

/// How many were told is one number, whoever says it, and it is the number that the events give.
@Suite struct ToldCountTests {
  @Test(arguments: 0..<20) func agreesInRandomScenarios(round: Int) throws {
    var random = Seeded(seed: UInt64(7000 + round))
    var told = 0
    for _ in 0..<25 {
      let scenario = Scenario.random(&random)
      let run = try ScenarioRun(scenario)
      told += check(Recording(run.events))
      guard
        let branch = try? ScenarioRun(scenario, variation: Variation([.intervention(.random(in: run.events, &random))]))
      else { continue }
      told += check(Recording(branch.events))
    }
    // Were nobody told, nothing would have been tested.
    #expect(told > 20)
  }

  @Test(arguments: Gallery.all) func agreesInTheGallery(entry: Gallery.Entry) throws {
    let scenario = try entry.scenario()
    _ = check(Recording(try ScenarioRun(scenario).events), step: entry.name == "batch" ? 500 : 1)
    for limit in [1, 2] {
      let change = OptionChange("root", .limit(limit))
      guard let branch = try? ScenarioRun(scenario, variation: Variation([.option(change)])) else { continue }
      _ = check(Recording(branch.events), step: entry.name == "batch" ? 500 : 1)
    }
  }

  /// - Returns: How many were told.
  private func check(_ recording: Recording, step: Int = 1) -> Int {
    guard !recording.roster.isOfContextsAlone else { return 0 }
    let latest = ToldByEvents(recording, upTo: recording.count)
    for position in stride(from: 0, through: recording.count, by: step) {
      checkStory(recording, at: position)
    }
    checkBeats(recording)
    checkComparison(recording, latest)
    return latest.ids.count
  }

  private func checkStory(_ recording: Recording, at position: Int) {
    let events = ToldByEvents(recording, upTo: position)
    let state = recording.state(at: position)
    #expect(Set(ToldTasks(state).all.map(\.id)) == Set(events.ids))
    let sentences = recording.narration(at: recording.cursor(at: position)).sentences
    let counts = sentences.compactMap { $0.wholeMatch(of: /(\d+) (running )?tasks? (was|were) told.*/) }
    #expect(counts.compactMap { Int($0.1) }.reduce(0, +) == events.ids.count, "\(sentences)")
    for sentence in sentences {
      // 3 tasks were told: 1 at work, 2 not started.
      if let parts = sentence.wholeMatch(of: /(\d+) tasks were told: (.*)\./) {
        let sum = parts.2.matches(of: /(\d+) (at work|not started|as )/).compactMap { Int($0.1) }.reduce(0, +)
        #expect(Int(parts.1) == sum, "\(sentence)")
      }
      if sentence.contains(/^(Both|All \d+) are out/) {
        #expect(events.ids.allSatisfy { id in events.returned.contains(id) }, "\(sentence), but not all are out")
      }
    }
  }

  private func checkBeats(_ recording: Recording) {
    for beat in recording.beats where beat.kind == .walk {
      let events = beat.range.count { number in
        ToldByEvents.isTold(recording, number)
      }
      let words = recording.sentence(for: beat)
      let said =
        words.firstMatch(of: /^(\d+) tasks are told/).flatMap { Int($0.1) }
        ?? (words.contains(/\ is told( as|:)/) ? 1 : 0)
      #expect(said == events, "\(words)")
    }
  }

  private func checkComparison(_ recording: Recording, _ events: ToldByEvents) {
    let moment = Comparison(("A", recording), ("B", recording)).moment(at: recording.endTime)
    let text = moment.facts.first { $0.subject == .told }?.a
    guard let first = events.times.min(), let last = events.times.max() else {
      #expect(text == "never" || text == "not yet")
      return
    }
    #expect(text == "\(events.ids.count) \(first == last ? "at" : "from") \(TimeText.instant(first))")
  }
}

/// The same from the events alone.
private struct ToldByEvents {
  private(set) var ids: [String] = []
  private(set) var times: [Instant] = []
  private(set) var returned: Set<String> = []

  init(_ recording: Recording, upTo position: Int) {
    for number in 0..<position {
      let event = recording.log[number]
      if case .taskOut = event.kind { returned.insert(event.id) }
      guard case .taskTold(let told) = event.kind, told.reason != .scopeEnded, !ids.contains(event.id) else { continue }
      if told.reason == .siblingFailed, told.origin == event.id { continue }
      guard !returned.contains(event.id) else { continue }
      ids.append(event.id)
      times.append(event.t)
    }
  }

  /// Whether this event is the first that tells a task.
  static func isTold(_ recording: Recording, _ number: Int) -> Bool {
    ToldByEvents(recording, upTo: number + 1).ids.count > ToldByEvents(recording, upTo: number).ids.count
  }
}
