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
  static func scenario(_ seed: UInt64) -> Scenario {
    let isShared = seed >= shared && (seed < called || seed % 3 == 0)
    var scenario = RandomScenario.make(seed: seed, .go, isFine: seed >= shared || seed % 2 == 0)
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

  @Test(
    .enabled(if: GoToolchain.found?.hasCauses == true, "needs go 1.25 or newer, and golang.org/x/sync 0.2 or newer"))
  func `a random scenario does in Go what it does here`() throws {
    let toolchain = try #require(GoToolchain.found)
    var tally = Agreement()
    var left = Self.first.map { Array($0..<$0 + Self.cases) } ?? Self.usual
    while !left.isEmpty {
      try tally.compare(Array(left.prefix(1000)), toolchain, Self.scenario)
      left.removeFirst(min(1000, left.count))
      if Self.cases > 1000 {
        Swift.print(tally)
        fflush(nil)
      }
    }
    #expect(tally.differences.isEmpty, "\(tally)\n\(tally.report)")
    #expect(tally.compared > Int(Self.cases) / 2)
    Swift.print(tally)
    guard Self.cases == 1, let first = Self.first else { return }
    let scenario = Self.scenario(first)
    Swift.print(try Program.listing(scenario, named: "story", in: .go).text)
    Swift.print(RunAnswer.text(try ScenarioRun(scenario)))
  }
}

/// How many scenarios were compared, and what was found.
struct Agreement: CustomStringConvertible {
  struct Difference {
    var seed: UInt64
    /// What only one side does, in lines.
    var lines: [String]
  }

  private(set) var compared = 0
  private(set) var refused = 0
  /// Where Go itself did this or that, and each was found here with some seed.
  private(set) var varying = 0
  /// Where things meet at one instant, and Go's scheduler has another order than ours has with any seed: with its lengths a
  /// little longer Go does what is done here.
  private(set) var ties: [UInt64] = []
  private(set) var differences: [Difference] = []

  var description: String {
    let seeds = differences.map { String($0.seed) }.joined(separator: " ")
    let tied = ties.prefix(12).map(String.init).joined(separator: " ")
    return
      "\(compared) scenarios compared with Go, \(refused) that Go has no words for; \(varying) in which Go's scheduler "
      + "does this or that, \(ties.count) with another order at one instant (\(tied)); "
      + "\(differences.count) differ\(seeds.isEmpty ? "" : ", seeds: \(seeds)")"
  }

  var report: String {
    differences.prefix(20).map { "seed \($0.seed):\n\($0.lines.joined(separator: "\n"))" }.joined(separator: "\n")
  }

  mutating func compare(_ seeds: [UInt64], _ toolchain: GoToolchain, _ make: (UInt64) -> Scenario) throws {
    let first = try answers(seeds, times: 3, loose: 0, toolchain, make).exact
    refused += seeds.count - first.count
    compared += first.count
    var doubtful: [UInt64] = []
    for (seed, answers) in first.sorted(by: { $0.key < $1.key }) {
      if try missing(Set(answers.keys), make(seed), seed: seed, seeds: 12).isEmpty {
        if answers.count > 1 { varying += 1 }
      } else {
        doubtful.append(seed)
      }
    }
    guard !doubtful.isEmpty else { return }
    // Once more, with more patience.
    let again = try answers(doubtful, times: 20, loose: 200, toolchain, make)
    for seed in doubtful {
      let scenario = make(seed)
      let exact = again.exact[seed, default: [:]]
      let left = try missing(Set(exact.keys), scenario, seed: seed, seeds: 100)
      guard !left.isEmpty else {
        varying += 1
        continue
      }
      let ours = Set(try (0..<30).map { RunAnswer.text(try ScenarioRun(scenario, seed: UInt64($0))) })
      let loose = Set(again.loose[seed, default: [:]].keys)
      if !ours.isDisjoint(with: loose) || !ours.isDisjoint(with: exact.keys) {
        ties.append(seed)
        continue
      }
      let only = left.min { exact[$0, default: 0] > exact[$1, default: 0] } ?? ""
      let nearest = ours.min { Self.distance($0, only) < Self.distance($1, only) } ?? ""
      differences.append(Difference(seed: seed, lines: Self.lines(nearest, only)))
    }
  }

  /// Which of these answers are none of ours.
  private func missing(_ answers: Set<String>, _ scenario: Scenario, seed: UInt64, seeds: UInt64) throws -> Set<String>
  {
    var missing = answers
    for other in 0..<seeds where !missing.isEmpty {
      missing.remove(RunAnswer.text(try ScenarioRun(scenario, seed: other == 0 ? scenario.seed : other)))
    }
    return missing
  }

  private struct Answers {
    var exact: [UInt64: [String: Int]] = [:]
    var loose: [UInt64: [String: Int]] = [:]
  }

  private mutating func answers(
    _ seeds: [UInt64], times: Int, loose: Int, _ toolchain: GoToolchain, _ make: (UInt64) -> Scenario
  ) throws -> Answers {
    var batch = try GoBatch(toolchain)
    defer { batch.remove() }
    for seed in seeds {
      let scenario = make(seed)
      guard try batch.add(scenario, named: "p\(seed)"), loose == 0, seed % 5 == 0 else { continue }
      try batch.addToCompile(scenario, named: "u\(seed)")
    }
    while true {
      do {
        let found = try batch.run(times: times, loose: loose)
        func bySeed(_ answers: [String: [String: Int]]) -> [UInt64: [String: Int]] {
          [UInt64: [String: Int]](uniqueKeysWithValues: answers.map { (UInt64($0.key.dropFirst()) ?? 0, $0.value) })
        }
        return Answers(exact: bySeed(found.exact), loose: bySeed(found.loose))
      } catch let failure as GoBatch.Failure where !failure.wrong.isEmpty {
        for (name, message) in failure.wrong {
          let seed = UInt64(name.dropFirst()) ?? 0
          differences.append(Difference(seed: seed, lines: ["  the compiler: \(message)"]))
        }
        batch.leaveOut(failure.wrong.keys)
      }
    }
  }

  private static func lines(_ ours: String, _ theirs: String) -> [String] {
    let (ours, theirs) = (ours.split(separator: "\n"), theirs.split(separator: "\n"))
    return ours.filter { !theirs.contains($0) }.map { "  here: \($0)" }
      + theirs.filter { !ours.contains($0) }.map { "  Go:   \($0)" }
  }

  private static func distance(_ ours: String, _ theirs: String) -> Int { lines(ours, theirs).count }
}
