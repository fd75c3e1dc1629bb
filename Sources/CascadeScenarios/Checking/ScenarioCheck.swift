import Cascade
import CascadeNarration
import CascadeQuestions
import CascadeText
import CascadeTrace

/// Plays a scenario with its own seed and with others, and compares each run with what the file claims.
package struct ScenarioCheck: Sendable {
  /// What didn't come true, once each, in the order in which it was found.
  package let mismatches: [Mismatch]
  /// Seeds whose runs ended otherwise than that of the scenario's own.
  package let otherwise: [UInt64]
  /// What differs in the first of them, in words.
  package let differences: [String]
  /// How many runs there were.
  package let runs: Int
  /// How many claims and beats were looked at in each.
  package let claims: Int

  /// Whether everything came true, whatever the seed.
  package var passed: Bool { mismatches.isEmpty }

  /// How many events all runs together may have: a scenario with many events is tried with fewer seeds, at least three.
  private static let mostEvents = 1_500_000

  /// - Parameter otherSeeds: How many seeds besides the scenario's own are tried, at most. The default is 20.
  /// - Throws: ``RunError`` when a run was stopped.
  package init(_ scenario: Scenario, otherSeeds: Int = 20) throws {
    let own = try ScenarioRun(scenario)
    var found = Self.mismatches(of: scenario, with: own)
    var known = Set(found)
    var otherwise: [UInt64] = []
    var differences: [String] = []
    var seed: UInt64 = 0
    var tried = 0
    let most = min(otherSeeds, max(3, Self.mostEvents / max(1, own.events.count)))
    while tried < most {
      defer { seed += 1 }
      guard seed != scenario.seed else { continue }
      tried += 1
      let run = try ScenarioRun(scenario, seed: seed)
      if run.outcome != own.outcome {
        if otherwise.isEmpty { differences = run.outcome.differences(from: own.outcome) }
        otherwise.append(seed)
      }
      for mismatch in Self.mismatches(of: scenario, with: run) where known.insert(mismatch).inserted {
        found.append(Mismatch(place: mismatch.place, message: "\(mismatch.message) (with seed \(seed))"))
      }
    }
    mismatches = found
    self.otherwise = otherwise
    self.differences = differences
    runs = tried + 1
    claims = scenario.beats.count + scenario.beats.count { $0.ask != nil } + (scenario.expectation?.count ?? 0)
  }

  /// Whether a run has no end because its tasks go on until they are told, and nothing tells them: what servers do.
  private static func isServing(_ run: ScenarioRun) -> Bool {
    guard case .deadlock(let waiting)? = run.events.last(where: { $0.kind.deadlock != nil })?.kind else { return false }
    return waiting.allSatisfy { line in
      if case .group = line.what { true } else { line.what == .told }
    }
  }

  private static func mismatches(of scenario: Scenario, with run: ScenarioRun) -> [Mismatch] {
    let missing = BeatPlaces(scenario, in: run.events).missing.map { beat in
      Mismatch(place: beat.place, message: "this beat never happens: \(beat.moment.words)")
    }
    var found = scenario.expectation?.mismatches(with: run.outcome) ?? []
    if run.events.last?.kind == .runEnded(.deadlocked), !isServing(run), scenario.expectation?.wantsDeadlock != true,
      !found.contains(where: { $0.about == .wait })
    {
      found.insert(
        Mismatch(
          place: nil, message: "the run ends in a deadlock; where that is meant, write expect: { returns: none }",
          about: .wait), at: 0)
    }
    return missing + questions(of: scenario, with: run) + (found.isEmpty ? [] : explained(found, scenario, run))
  }

  /// The same with the reasons, each told once: those that expected something else learn from them.
  private static func explained(_ found: [Mismatch], _ scenario: Scenario, _ run: ScenarioRun) -> [Mismatch] {
    let state = Recording(run.events).latestState
    let paths = ScenarioPaths(scenario)
    var told: Set<Mismatch.Subject> = []
    return found.map { mismatch in
      guard let about = mismatch.about, told.insert(about).inserted else { return mismatch }
      var mismatch = mismatch
      switch about {
      case .wait: mismatch.why = Explanation(ofWaitIn: state).lines
      case .part(let path):
        mismatch.why = paths.eventID(path: path).flatMap(state.row).map { Explanation(of: $0).lines } ?? []
      }
      return mismatch
    }
  }

  /// Which questions can't be asked, and which answers aren't what the file says.
  private static func questions(of scenario: Scenario, with run: ScenarioRun) -> [Mismatch] {
    guard scenario.beats.contains(where: { $0.ask != nil }) else { return [] }
    let recording = Recording(run.events)
    let finder = MomentFinder(paths: ScenarioPaths(scenario), events: run.events)
    return scenario.beats.flatMap { beat -> [Mismatch] in
      guard let ask = beat.ask, let given = finder.place(of: beat) else { return [] }
      switch ask.content {
      case .made(let kind, _):
        return Question(at: given, in: recording) == nil
          ? [Mismatch(place: ask.place, message: "\(kind.rawValue) has no certain answer here: it isn't asked")] : []
      case .own(let own): return own.mismatches(with: run.outcome, place: ask.place, finder)
      }
    }
  }
}

extension ExpectedOutcome {
  /// Whether it says that wait never returns.
  fileprivate var wantsDeadlock: Bool {
    if let returns, case .none = returns.value { return true }
    return tasks.contains { $0.outcome?.value == .stuck }
  }

  /// How many claims there are.
  fileprivate var count: Int {
    var count =
      (wait == nil ? 0 : 1) + (returns == nil ? 0 : 1) + (caller == nil ? 0 : 1) + (left == nil ? 0 : 1)
      + (cause == nil ? 0 : 1) + (exit == nil ? 0 : 1)
    for task in tasks {
      count += (task.outcome == nil ? 0 : 1) + (task.told == nil ? 0 : 1)
      count += (task.out == nil ? 0 : 1) + (task.error == nil ? 0 : 1)
    }
    for context in contexts {
      count += (context.error == nil ? 0 : 1) + (context.cause == nil ? 0 : 1) + (context.told == nil ? 0 : 1)
    }
    for function in afterFunctions {
      count += (function.state == nil ? 0 : 1) + (function.fired == nil ? 0 : 1) + (function.out == nil ? 0 : 1)
    }
    return count
  }
}

extension AskPlan {
  /// Where the run of a talk says something else than the answers do.
  package func mismatches(in shown: Talk.Shown) -> [Mismatch] {
    guard case .own(let own) = content else { return [] }
    let finder = MomentFinder(paths: ScenarioPaths(shown.scenario), events: shown.run.events)
    return own.mismatches(with: shown.run.outcome, place: place, finder)
  }
}

extension AskPlan.Own {
  /// Where the run says something else than the answers do.
  fileprivate func mismatches(with run: RunOutcome, place: Place?, _ finder: MomentFinder) -> [Mismatch] {
    var found: [Mismatch] = []
    if let until, finder.event(of: until) == nil {
      found.append(Mismatch(place: place, message: "the truth never shows: \(until.words) never happens"))
    }
    for (index, answer) in answers.enumerated() {
      guard let expectation = answer.expectation else { continue }
      let wrong = expectation.mismatches(with: run)
      if index == right {
        found += wrong.map {
          Mismatch(place: $0.place ?? answer.place, message: "answer \(index + 1) isn't right: \($0.message)")
        }
      } else if wrong.isEmpty {
        found.append(Mismatch(place: answer.place, message: "answer \(index + 1) is right, too"))
      }
    }
    return found
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
  /// What it is about, where that is a part of the run.
  package var about: Subject?
  /// Why it is so, by the events, each a line that is safe to print.
  package var why: [String] = []

  /// What an expectation is about.
  package enum Subject: Hashable, Sendable {
    case wait
    /// A task, a context or an after-function, by its path in the file.
    case part(String)
  }

  /// The reasons don't matter: they may name other times with another seed.
  package static func == (left: Mismatch, right: Mismatch) -> Bool {
    left.place == right.place && left.message == right.message
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(place)
    hasher.combine(message)
  }

  package init(place: Place?, message: String, about: Subject? = nil) {
    self.place = place
    self.message = message
    self.about = about
  }
}

extension ExpectedOutcome {
  /// Compares the claims with what happened. Empty where all came true; else in the order of the file's claims about
  /// the whole, then of its tasks.
  package func mismatches(with run: RunOutcome) -> [Mismatch] {
    var found: [Mismatch] = []
    switch run.wait {
    case .neverReturned:
      let why = run.exit.map { "the program ends with status \($0)" } ?? "deadlock"
      if let wait { found.append(Mismatch(place: wait.place, message: "Wait never returns: \(why)", about: .wait)) }
    case .returned(let error):
      compare(wait, error, "Wait returns", absent: "nil", display: SafeText.brief, about: .wait, into: &found)
    }
    compare(returns, run.returned, "Wait returns", absent: "never", display: at, about: .wait, into: &found)
    compare(
      caller, run.caller, "the caller returns", absent: "nil", display: SafeText.brief, about: .wait, into: &found)
    compare(left, run.left, "the caller leaves", absent: "never", display: at, about: .wait, into: &found)
    compare(
      exit, run.exit, "the program exits", absent: "never", display: { "with status \($0)" }, about: .wait, into: &found
    )
    compare(cause, run.cause, "the cause is", absent: "none", display: SafeText.brief, about: .wait, into: &found)
    for task in tasks { task.compare(with: run.tasks[task.path], into: &found) }
    for context in contexts { context.compare(with: run.contexts[context.name], into: &found) }
    for function in afterFunctions { function.compare(with: run.afterFunctions[function.name], into: &found) }
    return found
  }
}

extension ExpectedOutcome.OfTask {
  fileprivate func compare(with task: RunOutcome.OfTask?, into found: inout [Mismatch]) {
    let name = SafeText.make(path)
    let about = Mismatch.Subject.part(path)
    guard let task else {
      if outcome?.value == .notStarted, told == nil, out == nil, error == nil { return }
      let place = outcome?.place ?? told?.place ?? out?.place ?? error?.place
      found.append(Mismatch(place: place, message: "\(name) is never spawned", about: about))
      return
    }
    if let outcome, outcome.value != task.outcome {
      let message = "\(name) is \(task.outcome.rawValue); expected \(outcome.value.rawValue)"
      found.append(Mismatch(place: outcome.place, message: message, about: about))
    }
    CascadeScenarios.compare(
      told, task.told, "\(name) is told", absent: "never", display: at, about: about, into: &found)
    CascadeScenarios.compare(out, task.out, "\(name) is out", absent: "never", display: at, about: about, into: &found)
    CascadeScenarios.compare(
      error, task.error, "\(name) returns", absent: "nil", display: SafeText.brief, about: about, into: &found)
  }
}

extension ExpectedOutcome.OfContext {
  fileprivate func compare(with context: RunOutcome.OfContext?, into found: inout [Mismatch]) {
    let about = Mismatch.Subject.part(name)
    let name = SafeText.make(name)
    CascadeScenarios.compare(
      error, context?.error, "\(name) has the error", absent: "none", display: SafeText.brief, about: about,
      into: &found)
    CascadeScenarios.compare(
      cause, context?.cause, "\(name) has the cause", absent: "none", display: SafeText.brief, about: about,
      into: &found)
    CascadeScenarios.compare(
      told, context?.told, "\(name) is told", absent: "never", display: at, about: about, into: &found)
  }
}

extension ExpectedOutcome.OfAfterFunction {
  fileprivate func compare(with function: RunOutcome.OfAfterFunction?, into found: inout [Mismatch]) {
    let about = Mismatch.Subject.part(name)
    let name = SafeText.make(name)
    let actual = function?.state ?? .waiting
    if let state, state.value != actual {
      let message = "\(name) is \(actual.rawValue); expected \(state.value.rawValue)"
      found.append(Mismatch(place: state.place, message: message, about: about))
    }
    CascadeScenarios.compare(
      fired, function?.fired, "\(name) starts", absent: "never", display: at, about: about, into: &found)
    CascadeScenarios.compare(
      out, function?.out, "\(name) returns", absent: "never", display: at, about: about, into: &found)
  }
}

/// Adds a mismatch where a claim was made and something else is so.
private func compare<Value: Equatable>(
  _ claim: ExpectedOutcome.Stated<ExpectedOutcome.Claim<Value>>?, _ actual: Value?, _ subject: String,
  absent: String = "nothing", display: (Value) -> String, about: Mismatch.Subject, into found: inout [Mismatch]
) {
  guard let claim else { return }
  let expected: Value? = if case .some(let value) = claim.value { value } else { nil }
  guard expected != actual else { return }
  let actualWords = actual.map { "\(subject) \(display($0))" } ?? absence(subject, absent)
  let words = expected.map(display) ?? absent
  let wanted = words.hasPrefix("at ") ? String(words.dropFirst(3)) : words
  found.append(Mismatch(place: claim.place, message: "\(actualWords); expected \(wanted)", about: about))
}

/// What it is instead: `audit is never told`.
private func absence(_ subject: String, _ absent: String) -> String {
  if absent == "none" {
    let noun = subject.split(separator: " ").last { $0 == "error" || $0 == "cause" } ?? ""
    return subject.hasPrefix("the ") ? "there is no \(noun)" : "\(subject.prefix { $0 != " " }) has no \(noun)"
  }
  guard absent == "never", let space = subject.lastIndex(of: " ") else { return "\(subject) \(absent)" }
  return "\(subject[..<space]) never\(subject[space...])"
}

/// As times are written everywhere else.
private func at(_ time: Duration) -> String { "at \(TimeText.instant(.zero.advanced(by: time)))" }
