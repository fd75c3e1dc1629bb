import Cascade
import CascadeScenarios
import CascadeTerminal
import CascadeTrace
import Testing

@testable import CascadeUI

/// What stands beside the state of a row.
@Suite struct RowFactsTests {
  private func row(_ id: String, on stage: Stage) throws -> Row { try #require(stage.watch.state.row(id)) }

  private func facts(_ id: String, on stage: Stage) throws -> String { RowFacts.words(for: try row(id, on: stage)) }

  /// It asked for 5 s, and no event says so.
  @Test func aLaterDeadlineIsNoneOfItsOwn() throws {
    var stage = Stage(running: try Gallery.named("contexts").scenario())
    while stage.watch.state.row("search")?.isBorn != true { stage.press(.right) }
    #expect(try facts("request", on: stage) == "deadline 1.000 s")
    #expect(try facts("search", on: stage) == "deadline 1.000 s of request")
    #expect(try facts("server", on: stage) == "")
    stage.type("G")
    #expect(try facts("audit", on: stage) == "")
  }
}
