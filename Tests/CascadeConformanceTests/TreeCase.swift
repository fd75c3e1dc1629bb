import Cascade
import CascadeScenarios

/// A conformance case about groups: decoded into the scenario that the library's own engine plays, and its outcome put
/// into the words of the cases.
struct TreeCase {
  let scenario: Scenario

  init(_ json: JSONValue) {
    scenario = Scenario(
      title: json["id"].string ?? "", onCancel: json["on_cancel"].string == "cause" ? .cause : .contextError,
      group: Self.group(json["root"]))
  }

  /// What came of it, with a seed for whatever is due at the same instant.
  func outcome(seed: UInt64) throws -> JSONValue {
    let run = try ScenarioRun(scenario, seed: seed, waitsTwice: true)
    let groups = run.ledger.groups
    let tasks = run.ledger.tasks
    let isDeadlock = run.events.contains { if case .deadlock = $0.kind { true } else { false } }
    var result: [String: JSONValue] = [
      "id": .string(scenario.title), "type": .string("tree"),
      "end_ms": isDeadlock ? .int(0) : .optional(groups[scenario.group.name]?.end.map(Self.milliseconds)),
      "groups": .array(groups.sorted { $0.key < $1.key }.map { Self.report($0.key, $0.value) }),
      "tasks": .array(tasks.sorted { $0.key < $1.key }.map { Self.report($0.key, $0.value) }),
    ]
    if isDeadlock { result["deadlock"] = .bool(true) }
    return .object(result)
  }

  private static func report(_ path: String, _ group: RunLedger.OfGroup) -> JSONValue {
    let kinds: [GroupPlan.Kind: String] = [
      .errgroup: "errgroup", .zeroErrgroup: "errgroup_zero", .waitgroup: "waitgroup",
    ]
    return .object([
      "path": .string(path), "kind": .optional(kinds[group.kind]), "start": .int(milliseconds(group.start)),
      "end": .optional(group.end.map(milliseconds)), "wait_err": .optional(group.waitError),
      "second_wait_err": .optional(group.secondWaitError), "ctx_err": .optional(group.contextError),
      "cause": .optional(group.cause), "cancelled_at": .optional(group.cancelledAt.map(milliseconds)),
      "deadline": .optional(group.deadline.map(milliseconds)),
      "after_funcs": .array(
        group.afterFunctions.map { function in
          .object([
            "name": .string(function.name), "fired_at": .optional(function.firedAt.map(milliseconds)),
            "stop_results": function.stopResults.map { .array($0.map { .bool($0) }) } ?? .null,
          ])
        }),
    ])
  }

  private static func report(_ path: String, _ task: RunLedger.OfTask) -> JSONValue {
    .object([
      "path": .string(path), "spawn_called_at": .int(milliseconds(task.spawnCalledAt)),
      "start": .optional(task.start.map(milliseconds)), "end": .optional(task.end.map(milliseconds)),
      "outcome": .string((task.outcome ?? (task.start == nil ? .notStarted : .stuck)).rawValue),
      "interrupted_at": .optional(task.interruptedAt.map(milliseconds)), "returned": .optional(task.returned),
      "ctx_err": .optional(task.contextError), "cause": .optional(task.cause),
      "deadline": .optional(task.deadline.map(milliseconds)),
    ])
  }

  private static func milliseconds(_ instant: Context.Instant) -> Int64 { instant.nanoseconds / 1_000_000 }

  private static func group(_ json: JSONValue) -> GroupPlan {
    let kinds: [String: GroupPlan.Kind] = ["errgroup_zero": .zeroErrgroup, "waitgroup": .waitgroup]
    return GroupPlan(
      name: json["name"].string ?? "root", isNamed: true, kind: kinds[json["kind"].string ?? ""] ?? .errgroup,
      limit: json["limit"].int.map(Int.init), isDetached: json["detached"].bool,
      outsideCancel: duration(json["cancel_at_ms"]).map {
        GroupPlan.OutsideCancel(at: $0, cause: json["cancel_cause"].string)
      },
      deadline: duration(json["deadline_ms"]).map {
        GroupPlan.Deadline(.afterStart($0), cause: json["deadline_cause"].string)
      },
      afterFunctions: json["after_funcs"].array.map {
        GroupPlan.AfterFunction(name: $0["name"].string ?? "", stopAt: duration($0["stop_at_ms"]))
      },
      tasks: json["tasks"].array.map(task))
  }

  private static func task(_ json: JSONValue) -> TaskPlan {
    let listens = !json["ignores_cancel"].bool
    var steps = json["steps"].array.map { step -> Step in
      if let duration = duration(step["sleep_ms"]) { return .work(duration, listens: listens) }
      if step["group"] != .null { return .group(group(step["group"]), ignoreError: step["ignore_error"].bool) }
      return .spawn(task(step["spawn"]))
    }
    if let error = json["error"].string { steps.append(.fail(error)) }
    let reaction = json["on_cancel"]
    let result: CancelResult? =
      switch reaction["result"].string {
      case "err": .contextError
      case "cause": .cause
      case "ok": .success
      case "fail": .error(reaction["error"].string ?? "")
      default: nil
      }
    return TaskPlan(
      name: json["name"].string ?? "", spawn: json["spawn"].string == "trygo" ? .tryGo : .go,
      arrival: .afterPrevious(duration(json["spawn_delay_ms"]) ?? .zero), isDetached: json["detached"].bool,
      timeout: duration(json["timeout_ms"]).map { TaskPlan.Timeout(after: $0, cause: json["timeout_cause"].string) },
      cleanup: duration(reaction["cleanup_ms"]) ?? .zero, onCancel: result, attempts: [steps])
  }

  private static func duration(_ json: JSONValue) -> Duration? { json.int.map { .milliseconds($0) } }
}
