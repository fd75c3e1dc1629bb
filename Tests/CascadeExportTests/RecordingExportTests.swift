import Cascade
import CascadeEvents
import CascadeScenarios
import CascadeTerminal
import CascadeTrace
import CascadeUI
import ScenarioSupport
import TestSupport
import Testing

@testable import CascadeExport

/// What is exported as a recording is the run that was seen, once it is read again.
@Suite struct RecordingExportTests {
  private func readBack(_ run: ExportedRun) throws -> RecordedRun {
    RecordedRun(reading: Array(try RecordingFile.text(run).utf8))
  }

  @Test(arguments: Effort.seeds(20)) func itIsTheSameRun(seed: UInt64) throws {
    let run = try Runs.run(RandomScenario.make(seed: seed))
    let read = try readBack(run)
    #expect(read.events.elementsEqual(run.recording.log))
    #expect(read.gaps.problemCount == 0 && read.gaps.missing == 0 && read.gaps.dropped == 0)
  }

  /// Of a server that is watched for long: the rows say the same, and what was folded away is counted.
  @Test(arguments: [true, false]) func whatWasFoldedAwayIsCounted(isFromStart: Bool) throws {
    var script = Script()
    if isFromStart { script.beginLive() }
    for number in 0..<200 {
      script.at(Int64(number))
      let group = "request-\(number)"
      script.group(group)
      script.go("\(group)/a")
      if number % 20 == 0 { script.fail("\(group)/a", "503") } else { script.done("\(group)/a") }
      script.close(group, number % 20 == 0 ? "503" : nil)
    }
    let smaller = try #require(script.recording.folding(beyond: 500, to: 200, keeping: nil))
    var model = Model(gallery: [], size: Runs.usual)
    _ = model.update(
      .opened(Opening(name: "shop", title: "shop", recording: smaller, isLive: true, origin: .program)))
    let read = try readBack(ExportedRun(model, size: Runs.usual))
    #expect(read.gaps.problemCount == 0 && read.gaps.missing == 0)
    #expect(read.gaps.dropped == smaller.folded.events)
    let state = Recording(read.events).latestState
    for row in smaller.latestState.rows { #expect(state.row(row.id)?.state == row.state, "\(row.id)") }
    #expect(state.tasks.count == smaller.latestState.tasks.count)
  }
}
