import Cascade
import CascadeCode
import CascadeScenarios
import CascadeSimulation
import CascadeTrace
import Testing

/// Every scenario of the gallery as a Swift program: kept in the folder `Swift`, compiled with these tests, and run.
@Suite struct SwiftProgramTests {
  @Test(arguments: Gallery.written)
  func `is what the generator prints`(entry: Gallery.Entry) throws {
    let listing = try Program.listing(entry.scenario(), named: entry.name, in: .swift)
    try Recorded.expect(listing.text, in: "Swift/\(entry.name).swift")
  }

  /// The list from which the tests below take them.
  @Test func `is in the list of programs`() throws {
    let lines = Gallery.written.map { entry in
      "  \"\(entry.name)\": { ctx in try await \(Program.functionName(entry.name))(ctx) },"
    }
    let list = """
      import Cascade

      /// The programs of this folder. Recorded with them.
      let programs: [String: @Sendable (Context) async throws -> Void] = [
      \(lines.joined(separator: "\n"))
      ]

      """
    try Recorded.expect(list, in: "Swift/Programs.swift")
  }

  /// What wait throws, each task's outcome and error, and when it was told and out, to the nanosecond.
  @Test(arguments: Gallery.written)
  func `ends as its scenario does`(entry: Gallery.Entry) throws {
    let scenario = try entry.scenario()
    guard try LeftOut.reason(scenario) == nil else { return }
    let program = try #require(programs[entry.name], "record the programs and build again")
    let run = try ScenarioRun(scenario)
    guard case .returned(let expected) = run.outcome.wait else { return }
    let report = try Simulation(.seed(scenario.seed)).run { ctx in try await program(ctx) }
    #expect(report.escapes.isEmpty)
    var thrown: String?
    do { try report.value } catch { thrown = String(describing: error) }
    #expect(Outcome(wait: thrown, events: report.events) == Outcome(wait: expected, events: run.events))
  }

  @Test(arguments: Gallery.unwritten.sorted(), CodeListing.Language.allCases)
  func `is refused in words`(name: String, language: CodeListing.Language) throws {
    let scenario = try Gallery.named(name).scenario()
    #expect { try Program.listing(scenario, named: name, in: language) } throws: { error in
      !String(describing: error).isEmpty
    }
  }

  /// A program is asked for its scenario's outcome unless that is a deadlock or hangs on a tie. No scenario of the gallery
  /// is left out.
  @Test(arguments: Gallery.written)
  func `isn't left out`(entry: Gallery.Entry) throws {
    #expect(try LeftOut.reason(entry.scenario()) == nil)
  }
}
