import Cascade
import CascadeScenarios
import CascadeTrace
import Foundation
import Testing

/// Challenges: not reached as they are written, and reachable in their moves.
@Suite struct ChallengeTests {
  /// How each is solved, in phrases.
  static let solutions: [(name: String, moves: [String])] = [
    ("no-error", ["0ms: set kind of root to waitgroup"]),
    ("answer-sooner", ["300ms: make invoice listen"]),
    ("second-error", ["100ms: delay orders by 500ms"]),
    ("one-second-late", ["200ms: deafen upload"]),
    ("nothing-in-vain", ["0ms: set queued of root to skip-after-failure", "200ms: make indexes listen"]),
    ("both-errors", ["0ms: set kind of root to collect-all", "0ms: set timeout of root to none"]),
  ]

  private func run(_ scenario: Scenario, _ moves: [String]) throws -> ScenarioRun {
    var variation = Variation.none
    var latest = try ScenarioRun(scenario)
    for move in moves {
      let parts = move.split(separator: ":", maxSplits: 1).map(String.init)
      let time = try #require(Int64(parts[0].dropLast(2)))
      let place = Recording(latest.events).cursor(at: Context.Instant.zero.advanced(by: .milliseconds(time)))
      let names = PhraseNames(scenario, variation, in: latest.events)
      let change = try PhraseReader(names: names, at: place).read(String(parts[1].dropFirst()))
      variation = variation.adding(change)
      latest = try ScenarioRun(scenario, variation: variation)
    }
    return latest
  }

  @Test func thereIsASolutionForEach() {
    #expect(Self.solutions.map(\.name) == Gallery.challenges.map(\.name))
    #expect(Gallery.challenges.count == 6)
  }

  @Test(arguments: Gallery.challenges) func isNotReachedAsItIsWritten(entry: Gallery.Entry) throws {
    let scenario = try entry.scenario()
    let goal = try #require(scenario.goal)
    let judgement = goal.judge(try ScenarioRun(scenario))
    #expect(!judgement.isReached)
    #expect(judgement.moves == 0)
    #expect(!judgement.facts.isEmpty)
  }

  @Test(arguments: solutions) func canBeReachedInItsMoves(name: String, moves: [String]) throws {
    let scenario = try Gallery.named(name).scenario()
    let goal = try #require(scenario.goal)
    let judgement = goal.judge(try run(scenario, moves))
    #expect(judgement.isReached, "\(judgement.facts)")
    #expect(judgement.moves == goal.moves)
    // With a move less it isn't.
    #expect(!goal.judge(try run(scenario, Array(moves.dropLast()))).isReached)
    if moves.count > 1 { #expect(!goal.judge(try run(scenario, Array(moves.dropFirst()))).isReached) }
    // With too many moves it isn't either.
    let more = try run(scenario, moves + ["0ms: set seed to 99"])
    #expect(!goal.judge(more).isReached)
  }

  static let bad: [(goal: String, says: [String])] = [
    ("{}", ["5:7: a goal needs say", "5:7: a goal needs law"]),
    ("{ say: x, law: wait = }", ["5:28: law: a value is missing here, such as none"]),
    ("{ say: x, law: wiat = none }", ["5:22: law: there is no task and no fact called \"wiat\" (did you mean wait?)"]),
    ("{ say: x, law: wait = none, moves: 0 }", ["5:42: moves must be 1 or more"]),
    ("{ say: x, law: wait = none, mvoes: 1 }", ["5:35: unknown key \"mvoes\" in goal (did you mean moves?)"]),
  ]

  @Test(arguments: bad) func saysWhatIsWrong(goal: String, says: [String]) {
    let file = "title: T\ngroup:\n  tasks:\n    a: \"-|\"\ngoal: \(goal)\n"
    do {
      _ = try Scenario.read(file, file: "f")
      Issue.record("\(goal) was read")
    } catch {
      #expect(error.problems.map { String($0.description.dropFirst(2)) } == says)
    }
  }
}
