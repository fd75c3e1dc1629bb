import CascadeScenarios
import CascadeTrace
import Testing

/// The built-in scenarios, played: what their files claim comes true, and they fit on a blackboard.
@Suite struct GalleryRunTests {
  @Test(arguments: Gallery.shown)
  func `ends as its file claims, with any seed`(entry: Gallery.Entry) throws {
    let check = try ScenarioCheck(entry.scenario())
    #expect(check.mismatches.isEmpty)
    #expect(check.otherwise.isEmpty)
    #expect(check.claims > 0)
  }

  @Test(arguments: Gallery.all.filter { $0.name != "batch" })
  func `fits on a blackboard`(entry: Gallery.Entry) throws {
    #expect(try ScenarioRun(entry.scenario()).events.count <= 60)
  }

  @Test(arguments: Gallery.shown)
  func `tells its beats in the order in which they come`(entry: Gallery.Entry) throws {
    let scenario = try entry.scenario()
    let places = try BeatPlaces(scenario, in: ScenarioRun(scenario).events)
    #expect(places.missing.isEmpty)
    #expect(places.places.map(\.sentence) == scenario.beats.map(\.say))
    for (one, next) in zip(places.places, places.places.dropFirst()) {
      // A time at which nothing happens stands at the last event before it.
      let isLater = one.event < next.event || (one.event == next.event && next.t != nil && one.t != next.t)
      #expect(isLater, "\(next.sentence ?? ""): each beat is later than the one before")
    }
  }
}
