import CascadeCode
import CascadeScenarios
import CascadeTrace
import Foundation
import ScenarioSupport
import Testing

/// Random scenarios do in Go what they do here: which tasks ran, when each was told and out and with which error, what
/// each wait returned and when, with which cause, and what was printed when.
///
/// A few by default. `CASCADE_GO_CASES=10000` tries as many as that, from the seed that `CASCADE_GO_SEED` names (1), and
/// prints the seeds of those that differ. Of a single one (`CASCADE_GO_CASES=1`) it prints the program, too.
@Suite struct GoAgreementTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let cases = environment["CASCADE_GO_CASES"].flatMap(UInt64.init) ?? 60
  private static let first = environment["CASCADE_GO_SEED"].flatMap(UInt64.init) ?? 1

  /// Half of them have durations that seldom meet, the others many things at one instant.
  static func scenario(_ seed: UInt64) -> Scenario { RandomScenario.make(seed: seed, .go, isFine: seed % 2 == 0) }

  @Test(.enabled(if: GoToolchain.found?.hasCauses == true, "needs go 1.25 or newer, and golang.org/x/sync 0.2 or newer"))
  func `a random scenario does in Go what it does here`() throws {
    let toolchain = try #require(GoToolchain.found)
    var tally = Agreement()
    var seed = Self.first
    while seed < Self.first + Self.cases {
      let seeds = seed..<min(seed + 1000, Self.first + Self.cases)
      try tally.compare(seeds, sync: toolchain.sync, Self.scenario)
      seed = seeds.upperBound
      if Self.cases > 1000 { Swift.print(tally) }
    }
    #expect(tally.differences.isEmpty, "\(tally)\n\(tally.report)")
    #expect(tally.compared > Int(Self.cases) / 2)
    Swift.print(tally)
    guard Self.cases == 1 else { return }
    let scenario = Self.scenario(Self.first)
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
    /// Whether no run of Go is like any of ours.
    var isWhole: Bool
  }

  private(set) var compared = 0
  private(set) var refused = 0
  /// Where Go itself did this or that, and each was found here with some seed.
  private(set) var varying = 0
  private(set) var differences: [Difference] = []

  var description: String {
    let seeds = differences.map { "\($0.seed)\($0.isWhole ? "" : "?")" }.joined(separator: " ")
    return
      "\(compared) scenarios compared with Go, \(refused) that Go has no words for; \(varying) in which Go's scheduler "
      + "decides; \(differences.count) differ\(seeds.isEmpty ? "" : ", seeds: \(seeds)")"
  }

  var report: String {
    differences.prefix(20).map { "seed \($0.seed):\n\($0.lines.joined(separator: "\n"))" }.joined(separator: "\n")
  }

  mutating func compare(_ seeds: Range<UInt64>, sync: String, _ make: (UInt64) -> Scenario) throws {
    var doubtful = try answers(seeds, times: 3, sync: sync, make)
    refused += seeds.count - doubtful.count
    for (seed, answers) in doubtful.sorted(by: { $0.key < $1.key }) {
      compared += 1
      if try isFound(answers, seed, make(seed), seeds: 40) { doubtful[seed] = nil }
    }
    guard !doubtful.isEmpty else { return }
    // Once more, with more patience.
    let again = try answers(doubtful.keys.sorted(), times: 300, sync: sync, make)
    for (seed, answers) in again.sorted(by: { $0.key < $1.key }) {
      let scenario = make(seed)
      guard try !isFound(answers, seed, scenario, seeds: 200) else { continue }
      let ours = Set(try (0..<40).map { RunAnswer.text(try ScenarioRun(scenario, seed: UInt64($0))) })
      let theirs = Set(answers.keys)
      let only = theirs.subtracting(ours).min { answers[$0, default: 0] > answers[$1, default: 0] } ?? ""
      let nearest = ours.min { Self.distance($0, only) < Self.distance($1, only) } ?? ""
      differences.append(
        Difference(seed: seed, lines: Self.lines(nearest, only), isWhole: ours.isDisjoint(with: theirs)))
    }
  }

  /// Whether each answer is also one of ours.
  private mutating func isFound(
    _ answers: [String: Int], _ seed: UInt64, _ scenario: Scenario, seeds: UInt64
  ) throws -> Bool {
    var missing = Set(answers.keys)
    for other in 0..<seeds where !missing.isEmpty {
      missing.remove(RunAnswer.text(try ScenarioRun(scenario, seed: other == 0 ? scenario.seed : other)))
    }
    if missing.isEmpty, answers.count > 1 { varying += 1 }
    return missing.isEmpty
  }

  private mutating func answers(
    _ seeds: some Sequence<UInt64>, times: Int, sync: String, _ make: (UInt64) -> Scenario
  ) throws -> [UInt64: [String: Int]] {
    var batch = try GoBatch(sync: sync)
    defer { batch.remove() }
    for seed in seeds { _ = try batch.add(make(seed), named: "p\(seed)") }
    while true {
      do {
        var answers: [UInt64: [String: Int]] = [:]
        for (name, answer) in try batch.run(times: times) { answers[UInt64(name.dropFirst()) ?? 0] = answer }
        return answers
      } catch let failure as GoBatch.Failure where !failure.wrong.isEmpty {
        for (name, message) in failure.wrong {
          let seed = UInt64(name.dropFirst()) ?? 0
          differences.append(Difference(seed: seed, lines: ["  the compiler: \(message)"], isWhole: true))
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
