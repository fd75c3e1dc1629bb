import Cascade
import CascadeNarration
import CascadeScenarios
import CascadeTerminal
import CascadeTrace
import TestSupport
import Testing

@testable import CascadeUI

/// What stands beside the state of a row.
@Suite struct RowFactsTests {
  private func row(_ id: String, on stage: Stage) throws -> Row { try #require(stage.session.state.row(id)) }

  private func facts(_ id: String, on stage: Stage) throws -> String { RowFacts.words(for: try row(id, on: stage)) }

  private func latency(_ id: String, on stage: Stage) throws -> String {
    RowFacts.latency(try row(id, on: stage), now: stage.session.cursor.t, ellipsis: "~")
  }

  /// It asked for 5 s, and no event says so.
  @Test func aLaterDeadlineIsNoneOfItsOwn() throws {
    var stage = Stage(running: try Gallery.named("contexts").scenario())
    while stage.session.state.row("search")?.isBorn != true { stage.press(.right) }
    #expect(try facts("request", on: stage) == "deadline 1.000 s")
    #expect(try facts("search", on: stage) == "deadline 1.000 s of request")
    #expect(try facts("server", on: stage) == "")
    stage.type("G")
    #expect(try facts("audit", on: stage) == "")
  }

  /// Whoever was told and isn't out has a time that runs, started or not.
  @Test func theTimeSinceToldRunsForThoseInTheQueue() throws {
    var stage = Stage(running: try Gallery.named("late-start").scenario())
    while stage.session.state.row("root/indexes")?.toldAt == nil { stage.press(.right) }
    #expect(try row("root/indexes", on: stage).taskState == .spawned)
    #expect(try latency("root/indexes", on: stage) == "+0 ms~")
    while stage.session.cursor.t < Context.Instant(nanoseconds: 450_000_000) { stage.press(.right) }
    #expect(try row("root/indexes", on: stage).taskState == .queued)
    #expect(try latency("root/indexes", on: stage) == "+50 ms~")
    stage.type("G")
    #expect(try latency("root/indexes", on: stage) == "+50 ms ")
    #expect(try latency("root/state", on: stage) == "")
  }

  /// One that never runs never comes out.
  @Test func whoIsTurnedAwayHasNoTime() throws {
    var run = Script()
    run.beginInMain("Turned away")
    run.group(0, "root", in: "main", options: ["limit(1)"])
    run.start(0, "root/a", in: "root")
    run.spawn(0, "root/b", in: "root")
    run.at(0, "root/b", .taskQueued)
    run.fail(100, "root/a", in: "root", "no", telling: ["root/b"])
    run.at(100, "root/b", .taskSkipped(why: "a task failed before"))
    run.at(200, "root", .groupClosed(error: "no"))
    var stage = Stage(watching: run.events)
    stage.type("G")
    #expect(try row("root/b", on: stage).toldAt != nil)
    #expect(try latency("root/b", on: stage) == "")
  }
}
