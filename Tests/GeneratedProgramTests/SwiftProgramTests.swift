import Cascade
import CascadeCode
import CascadeScenarios
import CascadeSimulation
import CascadeTrace
import Foundation
import Testing

/// Every scenario of the gallery, and some more, as a Swift program: kept in the folder `Swift`, compiled with these tests,
/// and run.
@Suite struct SwiftProgramTests {
  @Test(arguments: Story.all)
  func `is what the generator prints`(story: Story) throws {
    let path = "Swift/\(story.name).swift"
    if let listing = try? Program.listing(story.scenario(), named: story.name, in: .swift) {
      try Recorded.expect(listing.text, in: path)
    } else {
      #expect(!FileManager.default.fileExists(atPath: Recorded.folder.appending(path: path).path))
    }
  }

  /// The list from which the tests below take them.
  @Test func `is in the list of programs`() throws {
    let lines = Story.inSwift.map { story in
      "  \"\(story.name)\": { ctx in try await \(Program.functionName(story.name))(ctx) },"
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

  /// What wait throws, each task's outcome and error, when it was told and out, and when each after-function began, to the
  /// nanosecond.
  @Test(arguments: Story.inSwift)
  func `ends as its scenario does`(story: Story) throws {
    let scenario = try story.scenario()
    guard scenario.contexts == nil, !scenario.group.hasSwiftGroup, try LeftOut.reason(scenario) == nil else { return }
    let program = try #require(programs[story.name], "record the programs and build again")
    let run = try ScenarioRun(scenario)
    guard case .returned = run.outcome.wait else { return }
    let report = try Simulation(.seed(scenario.seed)).run { ctx in try await program(ctx) }
    #expect(report.escapes.isEmpty)
    var thrown: String?
    do { try report.value } catch { thrown = String(describing: error) }
    let seen = Outcome(wait: thrown, events: report.events)
    let wanted = Outcome(wait: run.outcome.caller, events: run.events)
    if scenario.group.isLeft {
      // What is left behind is out after the program, and a wait that was given up counts there as a cancellation.
      #expect(seen.withoutWords == wanted.withoutWords.filter { seen.tasks[$0.key] != nil })
      #expect(seen.wait == wanted.wait)
    } else {
      #expect(seen == wanted)
    }
  }

  /// What each context was told, and when, what it says of itself at the end, and what became of each after-function.
  @Test(arguments: Story.inSwift)
  func `contexts alone end as in the scenario`(story: Story) throws {
    let scenario = try story.scenario()
    guard let contexts = scenario.contexts else { return }
    let program = try #require(programs[story.name], "record the programs and build again")
    let run = try ScenarioRun(scenario)
    let printed = Printed()
    let report = try printed.whatIsPrinted {
      try Simulation(.seed(scenario.seed)).run { ctx in try await program(ctx) }
    }
    #expect(report.escapes.isEmpty)
    try report.value
    #expect(ContextOutcome(report.events) == ContextOutcome(run.events))
    // After-functions print their names, and see the task-locals of the code that registered them, this test's among them.
    let afterFunctions = Set(
      report.events.compactMap { event -> String? in
        guard case .contextMade(let made) = event.kind, made.what == .after else { return nil }
        return made.name
      })
    let fired = report.events.count { $0.kind == .afterFired }
    let said = printed.lines.map(\.text)
    #expect(said.count { afterFunctions.contains($0) } == fired)
    #expect(
      said.filter { !afterFunctions.contains($0) } == ContextAnswers.lines(contexts, run.ledger.program, none: "none"))
  }

  /// Swift's own groups say nothing of themselves: what is thrown in the end, and how and when each task ended, as the
  /// program prints it, or as the events say where the task is one of the library's.
  @Test(arguments: Story.inSwift)
  func `Swift's own groups end as in the scenario`(story: Story) throws {
    let scenario = try story.scenario()
    guard scenario.group.hasSwiftGroup else { return }
    let program = try #require(programs[story.name], "record the programs and build again")
    let run = try ScenarioRun(scenario)
    let printed = Printed()
    let report = try printed.whatIsPrinted {
      try Simulation(.seed(scenario.seed)).run { ctx in
        printed.look(at: ctx)
        try await program(ctx)
      }
    }
    #expect(report.escapes.isEmpty)
    var thrown: String?
    do { try report.value } catch { thrown = String(describing: error) }
    #expect(run.outcome.caller == thrown)
    let ends = TaskEnds.lines(run.events)
    #expect(!ends.isEmpty)
    let seen = printed.lines + TaskEnds.lines(report.events)
    #expect(Set(seen).isSuperset(of: ends), "\(Set(ends).subtracting(seen))")
  }

  /// A program is asked for its scenario's outcome unless that is a deadlock or hangs on a tie. None of these scenarios
  /// is left out.
  @Test(arguments: Story.all)
  func `isn't left out`(story: Story) throws {
    #expect(try LeftOut.reason(story.scenario()) == nil)
  }
}

extension GroupPlan {
  /// Whether its caller, or that of a group inside it, may leave while tasks still run.
  fileprivate var isLeft: Bool {
    leave != nil || allTasks.contains { $0.allSteps.contains { $0.nestedGroup?.isLeft == true } }
  }
}
