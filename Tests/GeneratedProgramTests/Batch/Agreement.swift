import Cascade
import CascadeScenarios
import CascadeTrace

/// What a scenario does here, with one seed after the other.
private struct OurAnswers {
  private let scenario: Scenario
  private let words: RunAnswer
  private var tried: UInt64 = 0
  private(set) var found: Set<String> = []
  /// Whether a call that tasks share ended here since none waited for it any more, which x/sync lets go on; or began only in
  /// x/sync, as the context of the task that asked was over.
  private(set) var endsCalls = false

  init(_ scenario: Scenario) {
    self.scenario = scenario
    words = RunAnswer(scenario)
  }

  /// Which of these answers are none of ours, by so many seeds.
  mutating func missing(_ answers: Set<String>, of seeds: UInt64) throws -> Set<String> {
    while !answers.isSubset(of: found), tried < seeds {
      let run = try ScenarioRun(scenario, seed: tried == 0 ? scenario.seed : tried)
      found.insert(words.text(run))
      endsCalls = endsCalls || Self.endsCalls(run.events)
      tried += 1
    }
    return answers.subtracting(found)
  }

  private static func endsCalls(_ events: [Event]) -> Bool {
    // What waits for a call, and since when.
    var waits: [String: Context.Instant] = [:]
    for event in events {
      if waits.removeValue(forKey: event.id) == event.t { return true }
      switch event.kind {
      case .taskTold where event.id.split(separator: "/").contains("single-flight"): return true
      case .note(.wait(_, .other(let text), let listens)) where text.hasPrefix("the call for ") && listens != .no:
        waits[event.id] = event.t
      default: continue
      }
    }
    return false
  }
}

/// How many scenarios were compared, and what was found.
struct Agreement: CustomStringConvertible {
  struct Difference {
    var seed: UInt64
    /// What only one side does, in lines.
    var lines: [String]
  }

  /// Whether every program is compiled as it is printed, too, and not only some.
  var isThorough = false
  private(set) var compared = 0
  private(set) var refused = 0
  /// Those with limiters, where golang.org/x/time isn't there.
  private(set) var needingTime = 0
  /// Where Go itself did this or that, and each was found here with some seed.
  private(set) var varying = 0
  /// Where things meet at one instant, and Go's scheduler has another order than ours has with any seed: with its lengths a
  /// little longer Go does what is done here.
  private(set) var ties: [Difference] = []
  /// Where a call that tasks share has no task that waits for it any more: the library ends it then, and x/sync lets it go on.
  private(set) var calls: [Difference] = []
  private(set) var differences: [Difference] = []

  var description: String {
    let seeds = differences.map { String($0.seed) }.joined(separator: " ")
    let tied = ties.prefix(12).map { String($0.seed) }.joined(separator: " ")
    return
      "\(compared) scenarios compared with Go, \(refused) that Go has no words for, "
      + "\(needingTime) that need golang.org/x/time, which isn't here; \(varying) in which Go's scheduler "
      + "does this or that, \(ties.count) with another order at one instant (\(tied)), "
      + "\(calls.count) with a call that only x/sync lets go on; "
      + "\(differences.count) differ\(seeds.isEmpty ? "" : ", seeds: \(seeds)")"
  }

  var report: String { Self.report(differences.prefix(20)) }
  /// What is left out, in the same form.
  var leftOut: String { Self.report(ties[...] + calls) }

  private static func report(_ differences: ArraySlice<Difference>) -> String {
    differences.map { "seed \($0.seed):\n\($0.lines.joined(separator: "\n"))" }.joined(separator: "\n")
  }

  /// - Parameter make: Makes one, with chance in its pauses or without.
  mutating func compare(
    _ seeds: [UInt64], _ toolchain: GoToolchain, _ make: (_ seed: UInt64, _ hasJitter: Bool) -> Scenario
  ) throws {
    let first = try answers(seeds, times: 3, loose: 0, toolchain, make).exact
    let withLimiters = toolchain.time == nil ? seeds.count { !make($0, false).limiters.isEmpty } : 0
    needingTime += withLimiters
    refused += seeds.count - first.count - withLimiters
    compared += first.count
    var doubtful: [(seed: UInt64, ours: OurAnswers)] = []
    for (seed, answers) in first.sorted(by: { $0.key < $1.key }) {
      var ours = OurAnswers(make(seed, false))
      if try ours.missing(Set(answers.keys), of: 12).isEmpty {
        if answers.count > 1 { varying += 1 }
      } else {
        doubtful.append((seed, ours))
      }
    }
    guard !doubtful.isEmpty else { return }
    // Once more, with more patience.
    let again = try answers(doubtful.map(\.seed), times: 40, loose: 200, toolchain, make)
    for (seed, known) in doubtful {
      var ours = known
      let exact = again.exact[seed, default: [:]]
      let left = try ours.missing(Set(exact.keys), of: 100)
      guard !left.isEmpty else {
        varying += 1
        continue
      }
      let only = left.min { exact[$0, default: 0] > exact[$1, default: 0] } ?? ""
      let nearest = ours.found.min { Self.distance($0, only) < Self.distance($1, only) } ?? ""
      let difference = Difference(seed: seed, lines: Self.lines(nearest, only))
      let loose = Set(again.loose[seed, default: [:]].keys)
      if !ours.found.isDisjoint(with: loose) || !ours.found.isDisjoint(with: exact.keys) {
        ties.append(difference)
      } else if ours.endsCalls {
        calls.append(difference)
      } else {
        differences.append(difference)
      }
    }
  }

  private struct Answers {
    var exact: [UInt64: [String: Int]] = [:]
    var loose: [UInt64: [String: Int]] = [:]
  }

  private mutating func answers(
    _ seeds: [UInt64], times: Int, loose: Int, _ toolchain: GoToolchain,
    _ make: (_ seed: UInt64, _ hasJitter: Bool) -> Scenario
  ) throws -> Answers {
    var batch = try GoBatch(toolchain)
    defer { batch.remove() }
    for seed in seeds {
      let scenario = make(seed, false)
      guard try batch.add(scenario, named: "p\(seed)"), loose == 0, isThorough || seed % 5 == 0 else { continue }
      try batch.addToCompile(make(seed, true), named: "u\(seed)")
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
