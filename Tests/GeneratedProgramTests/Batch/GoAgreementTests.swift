import CascadeCode
import CascadeScenarios
import CascadeTrace
import Foundation
import ScenarioSupport
import Testing

/// Random scenarios do in Go what they do here: which tasks ran, when each was told and out and with which error, what
/// each wait returned and when, with which cause, and what was printed when.
///
/// A few by default. `CASCADE_GO_CASES=10000` tries as many as that, from the seed that `CASCADE_GO_SEED` names (10), and
/// prints the seeds of those that differ. Of a single one (`CASCADE_GO_CASES=1`) it prints the program, too.
@Suite struct GoAgreementTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let cases = environment["CASCADE_GO_CASES"].flatMap(UInt64.init) ?? 40
  private static let first = environment["CASCADE_GO_SEED"].flatMap(UInt64.init)

  /// Half of them have durations that seldom meet, the others many things at one instant.
  ///
  /// - Parameter hasJitter: Whether chance may make a pause shorter or longer, which is another chance in Go.
  static func scenario(_ seed: UInt64, hasJitter: Bool = true) -> Scenario {
    let isShared = seed >= shared && (seed < called || seed % 3 == 0)
    var scenario = RandomScenario.make(seed: seed, .go, isFine: seed >= shared || seed % 2 == 0, hasJitter: hasJitter)
    if isShared { scenario = RandomSharing.added(to: scenario, seed: seed) }
    if seed >= called, seed < tried || seed % 3 == 1 { scenario = RandomCaller.added(to: scenario, seed: seed) }
    return seed >= tried ? RandomTry.added(to: scenario, seed: seed) : scenario
  }

  /// From this seed on tasks share channels, semaphores and calls, callers leave, tasks keep errors and end the program.
  private static let shared: UInt64 = 1_000_000

  /// From this seed on callers do something before they wait, and make this or that of wait's error.
  private static let called: UInt64 = 2_000_000

  /// From this seed on tasks and callers handle errors of steps themselves, with or without what they share and do before that.
  private static let tried: UInt64 = 3_000_000

  /// Some of each, and those that were found to differ.
  private static var usual: [UInt64] {
    Array(10..<10 + cases / 4) + Array(shared..<shared + cases / 4) + Array(called..<called + cases / 4)
      + Array(tried..<tried + cases / 4) + found
  }

  /// Each was a fault of its own: a task that is asked while its own timeout is over, the caller's context where a sibling's
  /// has its name, a group's context that nothing uses.
  private static let found: [UInt64] = [20135, 20885, 21270]

  /// Whether there is a Go to compare with. Without one nothing is compared, which the tests say; where random scenarios were
  /// asked for, their test fails.
  private static let isThere = GoToolchain.found?.hasCauses == true
  private static let isAskedFor = ["CASCADE_GO_CASES", "CASCADE_GO_SEED"].contains { environment[$0] != nil }
  private static let needs: Comment = "nothing is compared without go 1.25 or newer, and golang.org/x/sync 0.2 or newer"

  /// Each is a kind of fault that a random scenario showed.
  @Test(.enabled(if: isThere, needs)) func `a kind that was found does in Go what it does here`() throws {
    let toolchain = try #require(GoToolchain.found)
    let scenarios = try FoundKind.all.map { try $0.scenario() }
    var tally = Agreement(isThorough: true)
    try tally.compare(Array(0..<UInt64(scenarios.count)), toolchain) { seed, _ in scenarios[Int(seed)] }
    let names = tally.differences.map { FoundKind.all[Int($0.seed)].name }
    #expect(names == [], "\(tally.report)")
    #expect(tally.compared == scenarios.count)
    let calls = tally.calls.map { FoundKind.all[Int($0.seed)].name }
    #expect(tally.ties.isEmpty && calls == FoundKind.endingCalls, "\(tally)")
  }

  /// Without Go: that they are what they say.
  @Test(arguments: FoundKind.all) func `a kind that was found ends as it says`(kind: FoundKind) throws {
    let check = try ScenarioCheck(kind.scenario(), otherSeeds: 5)
    #expect(check.mismatches.map(\.message) == [])
    #expect(check.claims > 0)
  }

  @Test(.enabled(if: isThere || isAskedFor, needs))
  func `a random scenario does in Go what it does here`() throws {
    try #require(Self.isThere, Self.needs)
    let toolchain = try #require(GoToolchain.found)
    var tally = Agreement()
    var left = Self.first.map { Array($0..<$0 + Self.cases) } ?? Self.usual
    while !left.isEmpty {
      try tally.compare(Array(left.prefix(1000)), toolchain) { Self.scenario($0, hasJitter: $1) }
      left.removeFirst(min(1000, left.count))
      if Self.cases > 1000 {
        Swift.print(tally)
        fflush(nil)
      }
    }
    #expect(tally.differences.isEmpty, "\(tally)\n\(tally.report)")
    #expect(tally.compared > Int(Self.cases) / 2)
    // What is left out is bounded: otherwise a fault could hide among it.
    #expect(tally.ties.count + tally.calls.count <= max(5, tally.compared / 10), "\(tally)\n\(tally.leftOut)")
    Swift.print(tally)
    guard Self.cases == 1, let first = Self.first else { return }
    Swift.print(tally.leftOut)
    let scenario = Self.scenario(first, hasJitter: false)
    Swift.print(try Program.listing(scenario, named: "story", in: .go).text)
    let run = try ScenarioRun(scenario)
    Swift.print(run.events.map { "\($0)" }.joined(separator: "\n"))
    Swift.print(RunAnswer(scenario).text(run))
  }
}
