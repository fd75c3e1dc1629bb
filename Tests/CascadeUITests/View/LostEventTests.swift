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
        let text = stage.canvas.description
        #expect(!text.contains(/\s-\d/), "a count below zero: \(text)")
        let run = stage.session.state
        for task in run.tasks.prefix(3) where task.isBorn { #expect(text.contains(task.leafName), "\(task.id)") }
      }
    }
  }
}

extension Event.Kind {
  fileprivate var isOfASpawn: Bool { if case .taskSpawned = self { true } else { false } }
}
