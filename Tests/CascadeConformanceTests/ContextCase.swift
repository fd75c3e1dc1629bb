import Cascade
import CascadeScenarios

/// A conformance case about contexts alone: decoded into the program that the library's own engine plays, and its outcome
/// put into the words of the cases.
struct ContextCase {
  let scenario: Scenario

  init(_ json: JSONValue) {
    let entries = json["ops"].array.map { operation in
      ContextProgram.Entry(at: .milliseconds(operation["at_ms"].int ?? 0), Self.action(operation))
    }
    scenario = Scenario(
      title: json["id"].string ?? "", group: GroupPlan(tasks: []),
      contexts: ContextProgram(entries, awaitsDeadlines: false))
  }

  private static func action(_ json: JSONValue) -> ContextProgram.Action {
    let id = json["id"].string ?? ""
    let target = json["target"].string ?? ""
    let cause = json["cause"].string
    func derive(_ derivation: ContextProgram.Derivation) -> ContextProgram.Action {
      .derive(id, parent: json["parent"].string, derivation)
    }
    switch json["op"].string {
    case "background": return .root(id, isTodo: false)
    case "todo": return .root(id, isTodo: true)
    case "with_cancel", "with_cancel_cause": return derive(.cancel)
    case "without_cancel": return derive(.withoutCancel)
    case "with_timeout": return derive(.timeout(.milliseconds(json["ms"].int ?? 0), cause: cause))
    case "with_deadline": return derive(.deadline(.milliseconds(json["deadline_ms"].int ?? 0), cause: cause))
    case "with_value": return derive(.value(key: json["key"].string ?? "", json["value"].string ?? ""))
    case "after_func": return .after(id, on: json["parent"].string)
    case "cancel": return .cancel(target, cause: cause)
    case "stop": return .stop(target)
    default: return .check(nil)
    }
  }

  /// What came of it, with a seed for whatever is due at the same instant.
  func outcome(seed: UInt64) throws -> JSONValue {
    let run = try ScenarioRun(scenario, seed: seed)
    let program = run.ledger.program
    let functions = program.afterFunctions.map { function -> JSONValue in
      .object([
        "name": .string(function.name), "fired_at": .optional(function.firedAt.map(Self.milliseconds)),
        "stop_results": function.stopResults.map { .array($0.map { .bool($0) }) } ?? .null,
      ])
    }
    var result: [String: JSONValue] = [
      "id": .string(scenario.title), "type": .string("ctx"),
      "end_ms": .optional(run.events.last.map { Self.milliseconds($0.t) }),
      "nodes": .array(
        program.contexts.map { context in
          .object([
            "id": .string(context.name), "done_at": .optional(context.toldAt.map(Self.milliseconds)),
            "string": .string(Self.abbreviated(context.description)),
          ])
        }),
      "snapshots": .array(
        program.checks.map { check in
          .object(["at_ms": .int(Self.milliseconds(check.at)), "nodes": .array(check.contexts.map(Self.report))])
        }),
    ]
    if !functions.isEmpty { result["funcs"] = .array(functions) }
    return .object(result)
  }

  private static func report(_ context: RunLedger.OfContext) -> JSONValue {
    var fields: [String: JSONValue] = [
      "id": .string(context.name), "err": .optional(context.error), "cause": .optional(context.cause),
      "done": .bool(context.isCancelled), "never_done": .bool(!context.canBeCancelled),
      "deadline": .optional(context.deadline.map(milliseconds)),
    ]
    if !context.values.isEmpty { fields["values"] = .object(context.values.mapValues { .string($0) }) }
    return .object(fields)
  }

  private static func milliseconds(_ instant: Context.Instant) -> Int64 { instant.nanoseconds / 1_000_000 }

  /// The cases write every deadline as `WithDeadline(...)`.
  private static func abbreviated(_ text: String) -> String {
    text.replacing(/WithDeadline\([^)]*\)/, with: "WithDeadline(...)")
  }
}
