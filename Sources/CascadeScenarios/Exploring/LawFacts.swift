import Cascade
import CascadeText
import CascadeTrace

/// What laws can be about, taken from one run.
package struct LawFacts: Sendable {
  private let outcome: RunOutcome
  private let kept: Law.Fact
  let firstFailure: Law.Fact
  private let waitTime: Law.Fact
  private let left: Int
  private let wasted: Duration
  private let failed: Int
  private let waitAfter: Law.Fact

  package init(_ run: ScenarioRun) {
    let table = NameTable(run.scenario, run.variation)
    var kept = Law.Fact.none
    var first = Law.Fact.none
    var waitTime = Law.Fact.never
    var inside = 0
    var left = 0
    var failed = 0
    var failure: Context.Instant?
    var waitAfter = Law.Fact.none
    for event in run.events {
      if event.id == table.root {
        if let task = event.kind.keeper, kept == .none { kept = .task(table.path(task)) }
        if case .groupClosed = event.kind {
          waitTime = .time(Context.Instant.zero.duration(to: event.t))
          left = inside
          waitAfter = failure.map { .time($0.duration(to: event.t)) } ?? .none
        }
      }
      if case .taskStarted = event.kind { inside += 1 }
      if let out = event.kind.out {
        inside -= 1
        guard out.outcome == .failed else { continue }
        failed += 1
        failure = failure ?? event.t
        if first == .none { first = .task(table.path(event.id)) }
      }
    }
    outcome = run.outcome
    self.kept = kept
    firstFailure = first
    self.waitTime = waitTime
    self.left = left
    self.failed = failed
    self.waitAfter = waitAfter
    let recording = Recording(run.events)
    let waste = WorkLedger(recording).waste(in: recording.latestState, at: recording.endTime)
    wasted = waste?.total.lost ?? .zero
  }

  /// What the run did.
  func fact(_ subject: Law.Subject) -> Law.Fact {
    switch subject {
    case .wait:
      switch outcome.wait {
      case .neverReturned: .never
      case .returned(let error): error.map { .text($0) } ?? .none
      }
    case .waitTime: waitTime
    case .cause: outcome.cause.map { .text($0) } ?? .none
    case .kept: kept
    case .slowest: .time(slowest)
    case .left: .count(left)
    case .wasted: .time(wasted)
    case .failed: .count(failed)
    case .waitAfter: waitAfter
    case .task(let path, let aspect):
      outcome.tasks[path].map { task in
        switch aspect {
        case .outcome: .outcome(task.outcome)
        case .told: task.told.map { .time($0) } ?? .none
        case .out: task.out.map { .time($0) } ?? .none
        case .error: task.error.map { .text($0) } ?? .none
        }
      } ?? .none
    }
  }

  private var slowest: Duration {
    outcome.tasks.values.compactMap { task in
      if let told = task.told, let out = task.out { out - told } else { nil }
    }.max() ?? .zero
  }
}

extension Law {
  /// Whether it holds in a run.
  package func holds(in run: LawFacts) -> Bool {
    switch self {
    case .claim(let claim): claim.holds(in: run)
    case .not(let law): !law.holds(in: run)
    case .all(let laws): laws.allSatisfy { $0.holds(in: run) }
    case .any(let laws): laws.contains { $0.holds(in: run) }
    }
  }
}

extension Law.Claim {
  /// Whether it holds in a run. What never came isn't at most, or at least, anything.
  func holds(in run: LawFacts) -> Bool {
    let actual = run.fact(subject)
    let value = value == .firstFailure ? run.firstFailure : value
    switch relation {
    case .equal: return isEqual(actual, value, in: run)
    case .unequal: return !isEqual(actual, value, in: run)
    case .less: return Self.compare(actual, value) { $0 < $1 }
    case .atMost: return Self.compare(actual, value) { $0 <= $1 }
    case .more: return Self.compare(actual, value) { $0 > $1 }
    case .atLeast: return Self.compare(actual, value) { $0 >= $1 }
    }
  }

  /// A task that passes on what a task inside of it threw stands for that one.
  private func isEqual(_ actual: Law.Fact, _ value: Law.Fact, in run: LawFacts) -> Bool {
    guard case .task(let kept) = actual, case .task(let wanted) = value else { return actual == value }
    return kept == wanted || wanted.hasPrefix(kept + "/")
  }

  private static func compare(_ actual: Law.Fact, _ value: Law.Fact, _ holds: (Duration, Duration) -> Bool) -> Bool {
    if case .time(let actual) = actual, case .time(let value) = value { return holds(actual, value) }
    guard case .count(let actual) = actual, case .count(let value) = value else { return false }
    return holds(.nanoseconds(Int64(actual)), .nanoseconds(Int64(value)))
  }

  /// What is so instead, in one line that is safe to print: `wait = none: Wait returns "boom"`.
  package func sentence(in run: LawFacts) -> String {
    "\(SafeText.make(text)): \(subject.words) \(run.fact(subject).words)"
      + (value == .firstFailure ? "; \(run.firstFailure.wordsOfFirstFailure)" : "")
  }
}

extension Law.Subject {
  fileprivate var words: String {
    switch self {
    case .wait: "Wait returns"
    case .waitTime: "Wait returns at"
    case .cause: "the cause is"
    case .kept: "the kept error comes from"
    case .slowest: "the longest time from told to out is"
    case .left: "tasks inside when Wait returns:"
    case .wasted: "the wasted work is"
    case .failed: "tasks that fail:"
    case .waitAfter: "the caller waits after the first failure for"
    case .task(let path, .outcome): "\(SafeText.make(path)) is"
    case .task(let path, .told): "\(SafeText.make(path)) is told at"
    case .task(let path, .out): "\(SafeText.make(path)) is out at"
    case .task(let path, .error): "\(SafeText.make(path)) returns"
    }
  }
}

extension Goal {
  /// How a run stands to it.
  package struct Judgement: Hashable, Sendable {
    /// How many changes were made.
    package var moves: Int
    package var isReached: Bool
    /// What each claim says and what the run did, safe to print.
    package var facts: [String]
  }

  /// Judges a run by its events and by how it ended.
  package func judge(_ run: ScenarioRun) -> Judgement {
    let facts = LawFacts(run)
    let count = run.variation.changes.count
    return Judgement(
      moves: count, isReached: count <= moves && law.holds(in: facts), facts: law.claims.map { $0.sentence(in: facts) })
  }
}

extension NameTable {
  /// The names of a scenario, and of the tasks that a variation adds.
  init(_ scenario: Scenario, _ variation: Variation) {
    self.init(scenario)
    for change in variation.interventions {
      if case .add(let task) = change.action { add(TaskPlan(task), to: change.target) }
    }
  }

  /// What files call the task with this path of events.
  fileprivate func path(_ id: String) -> String { tasks.first { $0.eventID == id }?.path ?? id }
}

extension Law.Fact {
  fileprivate var wordsOfFirstFailure: String { self == .none ? "no task fails" : "\(words) fails first" }
}
