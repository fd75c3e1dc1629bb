import Cascade
import CascadeTrace

/// Searches the seeds of a scenario, and changes of it, for a run that breaks a law.
///
/// First it tries other orders of what is due at the same instant, then one change at each instant of the run, then two:
/// what it finds first has the fewest changes. That is made smaller as long as the law stays broken.
package struct LawSearch: Sendable {
  package let scenario: Scenario
  package let law: Law
  /// How many seeds are tried without any change.
  package var seeds: Int
  /// How many changes are made in one run at most.
  package var changes: Int
  /// How many runs are played in all at most.
  package var mostRuns: Int

  /// - Parameters:
  ///   - seeds: How many seeds are tried. The default is 200.
  ///   - changes: How many changes a run may have. The default is 1; 0 tries seeds only.
  ///   - mostRuns: The most runs in all. The default is 5,000.
  package init(_ scenario: Scenario, _ law: Law, seeds: Int = 200, changes: Int = 1, mostRuns: Int = 5_000) {
    self.scenario = scenario
    self.law = law
    self.seeds = seeds
    self.changes = changes
    self.mostRuns = mostRuns
  }

  /// What came of it.
  package struct Result: Sendable {
    /// A run that breaks the law, with the fewest changes; nil where none was found.
    package var broken: ScenarioRun?
    /// How many runs were played.
    package var runs = 0
    /// How many of them differed in how they ended.
    package var outcomes = 0
    /// Whether everything was tried that was to be tried.
    package var isComplete = true
  }

  /// - Parameter judged: Called with how many runs were played so far, after each.
  /// - Throws: ``RunError`` when the scenario's own run was stopped.
  package func run(_ judged: @escaping (Int) -> Void = { _ in }) throws -> Result {
    var worker = Worker(search: self, judged: judged)
    let own = try ScenarioRun(scenario)
    if try worker.judge(own) { return worker.finish(own) }
    var seed: UInt64 = 0
    for _ in 0..<max(0, seeds) {
      if seed == scenario.seed { seed += 1 }
      if let broken = try worker.tryOut(Variation([.seed(seed)])) { return worker.finish(broken) }
      seed += 1
    }
    var latest = [own]
    for depth in 0..<max(0, changes) {
      var next: [ScenarioRun] = []
      for run in latest {
        let most = mostRuns - worker.result.runs + 1
        let variations = Self.changed(run, most: most)
        for variation in variations {
          guard worker.result.runs < mostRuns else { return worker.finish(nil, isComplete: false) }
          guard let changed = try worker.play(variation) else { continue }
          if try worker.judge(changed) { return worker.finish(try worker.shrunk(changed)) }
          // Thousands of runs take memory: only what is changed once more is kept.
          if depth + 1 < changes { next.append(changed) }
        }
        if variations.count >= most { return worker.finish(nil, isComplete: false) }
      }
      latest = next
    }
    return worker.finish(nil)
  }

  /// The run's variation with one change more, at each instant from its latest change on; about as many as are wanted.
  private static func changed(_ run: ScenarioRun, most: Int) -> [Variation] {
    let recording = Recording(run.events)
    let earliest = run.variation.interventions.last?.moment.t ?? .zero
    var found: [Variation] = []
    var position = 0
    while position < recording.count, found.count < most {
      let moment = recording.cursor(at: recording.cursor(at: position + 1).t)
      position = moment.position
      guard moment.t >= earliest else { continue }
      let state = recording.state(at: moment)
      guard state.ending == nil else { break }
      for change in changes(in: state, at: moment, of: recording) {
        found.append(run.variation.adding(.intervention(change)))
      }
    }
    return found
  }

  /// What can be done at one moment: to tasks that are inside, and to groups and contexts that go on.
  private static func changes(in state: RunState, at moment: Cursor, of recording: Recording) -> [Intervention] {
    let later = max(.milliseconds(1), recording.duration / 2)
    return state.rows.flatMap { row -> [Intervention] in
      let actions: [Intervention.Action]
      switch row.kind {
      case .task:
        guard let task = row.taskState, task.isInside else { return [] }
        let listens = row.step?.listens != false
        actions =
          (!row.marks.told.isSet ? [.cancel] : []) + [.fail("timeout"), .finish, .delay(later), .listen(!listens)]
      case .group:
        guard row.isBorn, row.closedAt == nil, row.contextState == .active else { return [] }
        actions = [.cancel]
      case .context(.background), .context(.todo), .context(.shutdown), .after: return []
      case .context:
        guard row.isBorn, row.contextState == .active else { return [] }
        actions = [.cancel]
      }
      return actions.map { Intervention(at: moment, on: row.id, $0) }
    }
  }
}

/// Plays and counts.
private struct Worker {
  let search: LawSearch
  var result = LawSearch.Result()
  private let judged: (Int) -> Void
  private var outcomes: Set<RunOutcome> = []

  init(search: LawSearch, judged: @escaping (Int) -> Void) {
    self.search = search
    self.judged = judged
  }

  /// Plays a variation; nil for a change that can't be.
  func play(_ variation: Variation) throws -> ScenarioRun? {
    do { return try ScenarioRun(search.scenario, variation: variation) } catch is VariationError {
      return nil
    } catch RunError.tooManyEvents { return nil }
  }

  /// Whether a run breaks the law.
  mutating func judge(_ run: ScenarioRun) throws -> Bool {
    result.runs += 1
    judged(result.runs)
    outcomes.insert(run.outcome)
    return !search.law.holds(in: LawFacts(run))
  }

  /// The run of a variation, where it breaks the law.
  mutating func tryOut(_ variation: Variation) throws -> ScenarioRun? {
    guard let run = try play(variation), try judge(run) else { return nil }
    return run
  }

  /// The same with fewer changes and shorter delays, as long as the law stays broken.
  mutating func shrunk(_ run: ScenarioRun) throws -> ScenarioRun {
    var best = run
    var isSmaller = true
    while isSmaller {
      isSmaller = false
      for variation in Self.smaller(best.variation) {
        guard let run = try tryOut(variation) else { continue }
        best = run
        isSmaller = true
        break
      }
    }
    return best
  }

  private static func smaller(_ variation: Variation) -> [Variation] {
    var found: [Variation] = []
    for index in variation.changes.indices {
      var changes = variation.changes
      if changes.count > 1 {
        let change = changes.remove(at: index)
        found.append(Variation(changes))
        changes.insert(change, at: index)
      }
      guard case .intervention(var intervention) = changes[index], case .delay(let size) = intervention.action else {
        continue
      }
      let half = Duration.milliseconds(Int64(size / .milliseconds(1)) / 2)
      guard half > .zero else { continue }
      intervention.action = .delay(half)
      changes[index] = .intervention(intervention)
      found.append(Variation(changes))
    }
    return found
  }

  func finish(_ broken: ScenarioRun?, isComplete: Bool = true) -> LawSearch.Result {
    var result = result
    result.broken = broken
    result.outcomes = outcomes.count
    result.isComplete = isComplete
    return result
  }
}
