import Cascade
import CascadeScenarios
import CascadeTrace
import Testing

@Suite struct BeatPlacesTests {
  /// On a real clock the events of a walk are some microseconds apart.
  @Test func aWalkOfALiveRunIsOnePlace() throws {
    let scenario = try Gallery.named("first-failure").scenario()
    var events = try ScenarioRun(scenario).events
    let virtual = BeatPlaces(scenario, in: events)
    events[0].kind = .runStarted(Event.RunStart(clock: .live))
    for index in events.indices { events[index].t = events[index].t.advanced(by: .microseconds(index)) }
    // Beats of a time stand where the clock had come by then.
    let isOfTask = scenario.beats.map { if case .task = $0.moment { true } else { false } }
    let live = BeatPlaces(scenario, in: events)
    #expect(isOfTask.contains(true))
    for (index, isTask) in isOfTask.enumerated() where isTask {
      #expect(live.places[index].event == virtual.places[index].event)
    }
  }
}
