import Cascade
import CascadeScenarios

/// How a run ended: what wait threw, and what became of each task, by its path without the outermost group, whose name
/// is the program's own business.
struct Outcome: Hashable {
  struct OfTask: Hashable {
    var outcome: Event.TaskOut.Outcome
    var error: String?
    var toldAt: Instant?
    var outAt: Instant
  }

  var wait: String?
  var tasks: [String: OfTask] = [:]

  init(wait: String?, events: [Event]) {
    self.wait = wait
    var told: [String: Instant] = [:]
    for event in events {
      switch event.kind {
      case .taskTold: told[event.id] = event.t
      case .taskOut(let out):
        let path = event.id.split(separator: "/").dropFirst().joined(separator: "/")
        tasks[path] = OfTask(outcome: out.outcome, error: out.error, toldAt: told[event.id], outAt: event.t)
      default: break
      }
    }
  }
}

extension Gallery {
  /// Stories about contexts alone, which the generator refuses in words.
  static let unwritten: Set = ["contexts"]

  /// The scenarios that programs are written for.
  static var written: [Entry] { all.filter { !unwritten.contains($0.name) } }
}

/// Why a scenario's program isn't asked for the scenario's outcome; none where it is.
enum LeftOut {
  static func reason(_ scenario: Scenario) throws -> String? {
    if try ScenarioRun(scenario).outcome.wait == .neverReturned { return "it is a deadlock" }
    if try !ScenarioCheck(scenario).otherwise.isEmpty { return "its outcome depends on the seed" }
    return nil
  }
}
