import Cascade
import CascadeScenarios
import CascadeTerminal
import CascadeTrace
import Testing

@testable import CascadeUI

/// A recording that lost an event, whichever: the screen shows the rest.
@Suite struct LostEventTests {
  @Test(arguments: Gallery.shown.filter { $0.name != "batch" }) func anyEventMayBeLost(entry: Gallery.Entry) throws {
    let events = try ScenarioRun(entry.scenario()).events
    for lost in events.indices where events[lost].kind.isOfASpawn || lost.isMultiple(of: 5) {
      var left = events
      left.remove(at: lost)
      var stage = Stage(watching: left, Size(columns: 80, rows: 24))
      for place in [left.count / 2, left.count] {
        stage.model.changeSession { $0.seek($0.recording.cursor(at: place)) }
        #expect(stage.canvas.region.size == stage.size)
      }
    }
  }
}

extension Event.Kind {
  fileprivate var isOfASpawn: Bool { if case .taskSpawned = self { true } else { false } }
}
