import CascadeText
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
    case .task(let path, let happening): "\(SafeText.make(path)) \(happening.rawValue)"
    case .time(let time): time.inWords
    }
  }
}

/// A claim of a file that didn't come true.
package struct Mismatch: Hashable, Sendable {
  /// Where the file makes the claim.
  package var place: Place?
  /// What was claimed and what happened, in one line that is safe to print.
  package var message: String

  package init(place: Place?, message: String) {
    self.place = place
    self.message = message
  }
}

extension ExpectedOutcome {
  /// Compares the claims with what happened. Empty where all came true; else in the order of the file's claims about
  /// the whole, then of its tasks.
  package func mismatches(with run: RunOutcome) -> [Mismatch] {
    var found: [Mismatch] = []
    switch run.wait {
    case .neverReturned:
      if let wait { found.append(Mismatch(place: wait.place, message: "wait never returned: nothing could go on")) }
    case .returned(let error):
      compare(wait, error, "wait throws", display: SafeText.brief, into: &found)
    }
    compare(cause, run.cause, "the cause is", display: SafeText.brief, into: &found)
    for task in tasks { task.compare(with: run.tasks[task.path], into: &found) }
    for context in contexts { context.compare(with: run.contexts[context.name], into: &found) }
    for function in afterFunctions { function.compare(with: run.afterFunctions[function.name], into: &found) }
    return found
  }
}

extension ExpectedOutcome.OfTask {
  fileprivate func compare(with task: RunOutcome.OfTask?, into found: inout [Mismatch]) {
    let name = SafeText.make(path)
    guard let task else {
      let place = outcome?.place ?? told?.place ?? out?.place ?? error?.place
      found.append(Mismatch(place: place, message: "\(name) was never spawned"))
      return
    }
    if let outcome, outcome.value != task.outcome {
      let message = "\(name) is expected to be \(outcome.value.rawValue) and is \(task.outcome.rawValue)"
      found.append(Mismatch(place: outcome.place, message: message))
    }
    CascadeScenarios.compare(told, task.told, "\(name) is told", absent: "never", display: at, into: &found)
    CascadeScenarios.compare(out, task.out, "\(name) is out", absent: "never", display: at, into: &found)
    CascadeScenarios.compare(error, task.error, "\(name) throws", display: SafeText.brief, into: &found)
  }
}

extension ExpectedOutcome.OfContext {
  fileprivate func compare(with context: RunOutcome.OfContext?, into found: inout [Mismatch]) {
    let name = SafeText.make(name)
    CascadeScenarios.compare(error, context?.error, "\(name) has the error", display: SafeText.brief, into: &found)
    CascadeScenarios.compare(cause, context?.cause, "\(name) has the cause", display: SafeText.brief, into: &found)
    CascadeScenarios.compare(told, context?.told, "\(name) is told", absent: "never", display: at, into: &found)
  }
}

extension ExpectedOutcome.OfAfterFunction {
  fileprivate func compare(with function: RunOutcome.OfAfterFunction?, into found: inout [Mismatch]) {
    let name = SafeText.make(name)
    let actual = function?.state ?? .waiting
    if let state, state.value != actual {
      let message = "\(name) is expected to be \(state.value.rawValue) and is \(actual.rawValue)"
      found.append(Mismatch(place: state.place, message: message))
    }
    CascadeScenarios.compare(fired, function?.fired, "\(name) fires", absent: "never", display: at, into: &found)
  }
}

/// Adds a mismatch where a claim was made and something else is so.
private func compare<Value: Equatable>(
  _ claim: ExpectedOutcome.Stated<ExpectedOutcome.Claim<Value>>?, _ actual: Value?, _ subject: String,
  absent: String = "nothing", display: (Value) -> String, into found: inout [Mismatch]
) {
  guard let claim else { return }
  let expected: Value? = if case .some(let value) = claim.value { value } else { nil }
  guard expected != actual else { return }
  let words = [expected, actual].map { $0.map(display) ?? absent }
  found.append(Mismatch(place: claim.place, message: "\(subject) \(words[1]), not \(words[0])"))
}

private func at(_ time: Duration) -> String { "at \(time.inWords)" }
