import Cascade
import CascadeScenarios
import CascadeTrace
import ScenarioSupport
import Testing

/// Going from beat to beat stops at each, in order, and there is no beat that only its number knows: those between two events
/// are stops of their own.
@Suite struct BeatStopTests {
  @Test(arguments: Gallery.shown) func everyBeatOfTheGalleryIsReached(entry: Gallery.Entry) throws {
    try check(try entry.scenario())
  }

  /// A sentence that says that a context is cancelled stands where it is, and its tasks have been told.
  @Test(arguments: Gallery.shown) func whatASentenceCancelsIsCancelled(entry: Gallery.Entry) throws {
    let scenario = try entry.scenario()
    var recording = Recording(try ScenarioRun(scenario).events)
    recording.useBeats(BeatPlaces(scenario, in: Array(recording.log)).places)
    let index = CascadeIndex(recording)
    for beat in recording.beats where beat.sentence?.contains("group cancels its context") == true {
      let stop = recording.stop(of: beat)
      let facts = CascadeFacts(recording.state(at: stop), in: recording, index: index, at: stop)
      #expect(facts.telling != nil && facts.toldCount == facts.total, "\(beat.sentence ?? "")")
    }
  }

  /// Otherwise the test above would say nothing.
  @Test func someSentencesCancel() throws {
    let sentences = try Gallery.shown.flatMap { try $0.scenario().beats.map(\.say) }
    #expect(sentences.count { $0.contains("group cancels its context") } >= 8)
  }

  @Test(arguments: RealProgram.all) func everyBeatOfARealProgramIsReached(program: RealProgram) throws {
    try check(try program.scenario())
  }

  /// Beats at every tick, most of them between events.
  @Test func beatsBetweenEvents() throws {
    let beats = (0..<12).map { "  - at: \($0 * 25)ms\n    say: \"\($0)\"\n" }.joined()
    let text = "title: T\ntick: 50ms\ngroup:\n  tasks:\n    a: \"---^ no\"\n    b: \"----|\"\nbeats:\n\(beats)"
    let stops = try check(try Scenario.read(text, file: "t.yaml"))
    #expect(stops.filter { !$0.t.nanoseconds.isMultiple(of: 50_000_000) }.count >= 3, "\(stops)")
  }

  /// - Returns: where one stops.
  @discardableResult private func check(_ scenario: Scenario) throws -> [Cursor] {
    var recording = Recording(try ScenarioRun(scenario).events)
    if !scenario.beats.isEmpty { recording.useBeats(BeatPlaces(scenario, in: Array(recording.log)).places) }
    var stops: [Cursor] = []
    for stop in recording.beats.map(recording.stop) where stop != stops.last { stops.append(stop) }
    var reached: [Cursor] = []
    var place = recording.start
    while reached.count <= stops.count, place != stops.last {
      place = recording.nextBeat(after: place)
      reached.append(place)
    }
    #expect(reached == stops)
    #expect(recording.nextBeat(after: place) == recording.end)
    for (before, stop) in zip(stops, stops.dropFirst()).reversed() {
      #expect(before.isBefore(stop) && recording.previousBeat(before: stop) == before)
    }
    for (index, beat) in recording.beats.enumerated() {
      let stop = recording.stop(of: beat)
      #expect(stop.t >= beat.t && recording.cursor(at: stop.t).position >= stop.position)
      let isLast = index + 1 == recording.beats.count || recording.stop(of: recording.beats[index + 1]) != stop
      if isLast { #expect(recording.beatIndex(at: stop) == index, "\(beat)") }
    }
    return stops
  }
}
