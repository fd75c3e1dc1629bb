import Cascade
import CascadeScenarios

/// How a run ended: what wait threw, and what became of each task, by its path without the outermost group, whose name
/// is the program's own business.
struct Outcome: Hashable {
  struct OfTask: Hashable {
    var outcome: Event.TaskOut.Outcome
    var error: String?
    var toldAt: Context.Instant?
    var outAt: Context.Instant
  }

  var wait: String?
  var tasks: [String: OfTask] = [:]
  /// When each after-function was started, by its name.
  var afterFunctions: [String: Context.Instant] = [:]

  /// The tasks, without the word for how each ended.
  var withoutWords: [String: OfTask] {
    tasks.mapValues { OfTask(outcome: .completed, error: $0.error, toldAt: $0.toldAt, outAt: $0.outAt) }
  }

  init(wait: String?, events: [Event]) {
    self.wait = wait
    var told: [String: Context.Instant] = [:]
    for event in events {
      switch event.kind {
      case .taskTold: told[event.id] = event.t
      case .taskOut(let out):
        let path = event.id.split(separator: "/").dropFirst().joined(separator: "/")
        tasks[path] = OfTask(
          outcome: out.outcome, error: out.error?.description, toldAt: told[event.id], outAt: event.t)
      case .afterFired: afterFunctions[String(event.id.split(separator: "/").last ?? "")] = event.t
      default: break
      }
    }
  }
}

/// How a story about contexts alone ended, as its events say: what each context was told and when, and what became of
/// each after-function.
struct ContextOutcome: Hashable {
  struct OfContext: Hashable {
    var error: String
    var cause: String
    var toldAt: Context.Instant
  }

  var contexts: [String: OfContext] = [:]
  var firedAt: [String: Context.Instant] = [:]
  /// Those that were stopped, be it at the end of the program, which may come a little later than that of the scenario.
  var stopped: Set<String> = []

  init(_ events: [Event]) {
    for event in events {
      switch event.kind {
      case .contextTold(let told):
        contexts[event.id] = OfContext(error: told.error.text, cause: told.causeText, toldAt: event.t)
      case .afterFired: firedAt[event.id] = event.t
      case .afterStopped: stopped.insert(event.id)
      default: break
      }
    }
  }
}

/// How tasks ended and when, as programs over Swift's own groups print it.
enum TaskEnds {
  static func lines(_ events: [Event]) -> [Printed.Line] {
    events.compactMap { event in
      guard case .taskOut(let out) = event.kind else { return nil }
      let name = event.id.split(separator: "/").last ?? ""
      return Printed.Line(text: "\(name): \(out.error?.description ?? "done")", at: event.t)
    }
  }
}

/// What a program about contexts alone prints, but for its after-functions: what each context that it asks says.
enum ContextAnswers {
  /// - Parameter none: How the language prints what isn't there.
  static func lines(_ program: ContextProgram, _ seen: RunLedger.OfProgram, none: String) -> [String] {
    var keys: [String] = []
    for case .derive(_, _, .value(let key, _)) in program.entries.map(\.action) where !keys.contains(key) {
      keys.append(key)
    }
    return (seen.checks.flatMap(\.contexts) + seen.contexts).flatMap { context in
      ["\(context.name): \(context.error ?? none), cause: \(context.cause ?? none)"]
        + keys.map { "\(context.name): \($0) = \(context.values[$0] ?? none)" }
    }
  }
}

/// Why a scenario's program isn't asked for the scenario's outcome; none where it is.
enum LeftOut {
  /// Whether the run comes to an end.
  static func isOver(_ outcome: RunOutcome) -> Bool { outcome.wait != .neverReturned || outcome.exit != nil }

  static func reason(_ scenario: Scenario) throws -> String? {
    if try !isOver(ScenarioRun(scenario).outcome) { return "it is a deadlock" }
    if try !ScenarioCheck(scenario).otherwise.isEmpty { return "its outcome depends on the seed" }
    return nil
  }
}
