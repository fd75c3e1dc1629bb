import Cascade
import CascadeScenarios
import CascadeTrace

/// A scenario and what can be done in it, for tests.
struct Branch {
  let scenario: Scenario

  init(_ text: String) throws {
    scenario = try Scenario.read("title: Branch\n" + text, file: "branch")
  }

  init(_ scenario: Scenario) {
    self.scenario = scenario
  }

  /// Runs it with one intervention at a time of the run, when all that is due by then has happened.
  func run(at time: Duration, on target: String, _ action: Intervention.Action) throws -> ScenarioRun {
    try run([.intervention(Intervention(at: place(time), on: target, action))])
  }

  func run(_ changes: [Variation.Change]) throws -> ScenarioRun {
    try ScenarioRun(scenario, variation: Variation(changes))
  }

  /// The place in the file's own run at this time.
  func place(_ time: Duration) throws -> Cursor {
    Recording(try ScenarioRun(scenario).events).cursor(at: .zero.advanced(by: time))
  }

  /// The words that say why it can't be run so.
  func refusal(_ changes: [Variation.Change]) throws -> String? {
    do {
      _ = try run(changes)
      return nil
    } catch let error as VariationError {
      return error.description
    }
  }

  func refusal(at time: Duration, on target: String, _ action: Intervention.Action) throws -> String? {
    try refusal([.intervention(Intervention(at: place(time), on: target, action))])
  }
}

extension ScenarioRun {
  /// `outcome out error` of a task, by its path in files.
  func end(of path: String) -> String {
    guard let task = outcome.tasks[path] else { return "?" }
    let parts = [task.outcome.rawValue, task.out.map { $0.inWords }, task.error].compactMap(\.self)
    return parts.joined(separator: " ")
  }

  /// What wait threw, or `none`.
  var wait: String {
    switch outcome.wait {
    case .returned(let error): error ?? "none"
    case .neverReturned: "never"
    }
  }
}
