import CascadeTrace

/// Plays a scenario with its own seed and with others, and compares each run with what the file claims.
package struct ScenarioCheck: Sendable {
  /// What didn't come true, once each, in the order in which it was found.
  package let mismatches: [Mismatch]
  /// Seeds whose runs ended otherwise than that of the scenario's own.
  package let otherwise: [UInt64]
  /// How many runs there were.
  package let runs: Int
  /// How many claims and beats were looked at in each.
  package let claims: Int

  /// Whether everything came true, whatever the seed.
  package var passed: Bool { mismatches.isEmpty }

  /// - Parameter otherSeeds: How many seeds besides the scenario's own are tried. The default is 20.
  /// - Throws: ``RunError`` when a run was stopped.
  package init(_ scenario: Scenario, otherSeeds: Int = 20) throws {
    let own = try ScenarioRun(scenario)
    var found = Self.mismatches(of: scenario, with: own)
    var known = Set(found)
    var otherwise: [UInt64] = []
    var seed: UInt64 = 0
    var tried = 0
    while tried < otherSeeds {
      defer { seed += 1 }
      guard seed != scenario.seed else { continue }
      tried += 1
      let run = try ScenarioRun(scenario, seed: seed)
      if run.outcome != own.outcome { otherwise.append(seed) }
      for mismatch in Self.mismatches(of: scenario, with: run) where known.insert(mismatch).inserted {
        found.append(Mismatch(place: mismatch.place, message: "\(mismatch.message) (with seed \(seed))"))
      }
    }
    mismatches = found
    self.otherwise = otherwise
    runs = tried + 1
    claims = scenario.beats.count + (scenario.expectation?.count ?? 0)
  }

  private static func mismatches(of scenario: Scenario, with run: ScenarioRun) -> [Mismatch] {
    let missing = BeatPlaces(scenario, in: run.events).missing.map { beat in
      Mismatch(place: beat.place, message: "the moment of this beat never comes: \(beat.moment.words)")
    }
    return missing + (scenario.expectation?.mismatches(with: run.outcome) ?? [])
  }
}

extension ExpectedOutcome {
  /// How many claims there are.
  fileprivate var count: Int {
    var count = (wait == nil ? 0 : 1) + (cause == nil ? 0 : 1)
    for task in tasks {
      count += (task.outcome == nil ? 0 : 1) + (task.told == nil ? 0 : 1)
      count += (task.out == nil ? 0 : 1) + (task.error == nil ? 0 : 1)
    }
    for context in contexts {
      count += (context.error == nil ? 0 : 1) + (context.cause == nil ? 0 : 1) + (context.told == nil ? 0 : 1)
    }
    for function in afterFunctions { count += (function.state == nil ? 0 : 1) + (function.fired == nil ? 0 : 1) }
    return count
  }
}

extension Beat.Moment {
  /// As a file writes it.
  fileprivate var words: String {
    switch self {
    case .task(let path, let happening): "\(escaped(path)) \(happening.rawValue)"
    case .time(let time): time.inWords
    }
  }
}
