import Cascade
import CascadeNarration
import CascadeScenarios
import CascadeTrace
import TestSupport
import Testing

/// What stands beside the state of a row.
@Suite struct RowFactsTests {
  private func recording(of name: String) throws -> Recording {
    Recording(try ScenarioRun(try Gallery.named(name).scenario()).events)
  }

  private func facts(_ id: String, in run: RunState) throws -> String {
    RowFacts.words(for: try #require(run.row(id)))
  }

  private func latency(_ id: String, in recording: Recording, at cursor: Cursor) throws -> String {
    RowFacts.latency(try #require(recording.state(at: cursor).row(id)), now: cursor.t, ellipsis: "~")
  }

  /// It asked for 5 s, and no event says so.
  @Test func aLaterDeadlineIsNoneOfItsOwn() throws {
    let recording = try recording(of: "contexts")
    let begun = recording.state(at: recording.cursor(at: .zero))
    #expect(try facts("request", in: begun) == "deadline 1.000 s")
    #expect(try facts("search", in: begun) == "deadline 1.000 s of request")
    #expect(try facts("server", in: begun) == "")
    #expect(try facts("audit", in: recording.latestState) == "")
  }

  /// A task that was told and isn't out has a time that runs, started or not.
  @Test func theTimeSinceToldRunsForThoseInTheQueue() throws {
    let recording = try recording(of: "late-start")
    let told = try #require(recording.latestState.row("root/indexes")?.marks.told.value)
    let justTold = recording.cursor(at: told + 1)
    #expect(try latency("root/indexes", in: recording, at: justTold) == "+0 ms~")
    let before = recording.cursor(at: Context.Instant.milliseconds(449))
    #expect(recording.state(at: before).row("root/indexes")?.taskState == .queued)
    #expect(try latency("root/indexes", in: recording, at: before) == "+49 ms~")
    #expect(try latency("root/indexes", in: recording, at: recording.end) == "+50 ms ")
    #expect(try latency("root/state", in: recording, at: recording.end) == "")
  }

  /// A task that never runs never returns.
  @Test func aTaskThatIsSkippedHasNoTime() throws {
    var run = Script()
    run.beginInMain("Turned away")
    run.group(0, "root", in: "main", options: ["limit(1)"])
    run.start(0, "root/a", in: "root")
    run.spawn(0, "root/b", in: "root")
    run.at(0, "root/b", .taskQueued)
    run.fail(100, "root/a", in: "root", "no", telling: ["root/b"])
    run.at(100, "root/b", .taskSkipped(why: "a task failed before"))
    run.at(200, "root", .groupClosed(error: "no"))
    let recording = run.recording
    #expect(recording.latestState.row("root/b")?.toldAt != nil)
    #expect(try latency("root/b", in: recording, at: recording.end) == "")
  }
}
