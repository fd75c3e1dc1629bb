import Cascade
import CascadeEvents
import CascadeScenarios
import CascadeTrace
import ScenarioSupport
import TestSupport
import Testing

/// A run that was written and read is the same run.
@Suite struct RecordedRunTests {
  @Test(arguments: Effort.rounds(15)) func `what is written and read folds to the same`(round: Int) throws {
    let scenario = RandomScenario.make(seed: UInt64(round))
    let events = try ScenarioRun(scenario).events
    let (back, problems) = EventReader.read(EventWriter.write(events))
    #expect(problems.isEmpty)
    #expect(back == events)
    let (one, other) = (Recording(events), Recording(back))
    #expect(one.latestState == other.latestState)
    #expect(one.beats == other.beats)
    #expect(one.waste(at: one.end) == other.waste(at: other.end))
    for (left, right) in zip(one.latestState.rows, other.latestState.rows) { #expect(left.state == right.state) }
  }

  /// Every cancellation says where it began.
  @Test(arguments: Effort.rounds(15)) func `every cancellation has an origin`(round: Int) throws {
    for event in try ScenarioRun(RandomScenario.make(seed: UInt64(round + 100))).events {
      guard let told = event.told else { continue }
      #expect(!told.origin.isEmpty, "event \(event.seq)")
    }
  }
}
