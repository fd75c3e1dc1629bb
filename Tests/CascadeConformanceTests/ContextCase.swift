import Cascade
import CascadeSimulation

/// A conformance case about contexts alone: a straight-line program over a tree of them.
struct ContextCase {
  let json: JSONValue

  func outcome() throws -> JSONValue {
    let program = json
    let report = try Simulation().run { root in
      var interpreter = Interpreter(root: root)
      return await interpreter.run(program)
    }
    return try report.value
  }
}

private struct Cause: Error, CustomStringConvertible {
  let description: String
}

/// Keys as the cases name them.
private enum Key1: ContextKey { static let defaultValue: String? = nil, name = "k1" }
private enum Key2: ContextKey { static let defaultValue: String? = nil, name = "k2" }
private enum Key3: ContextKey { static let defaultValue: String? = nil, name = "k3" }
private enum Key4: ContextKey { static let defaultValue: String? = nil, name = "k4" }
private enum Key5: ContextKey { static let defaultValue: String? = nil, name = "k5" }
private func key(named name: String?) -> (any ContextKey.Type)? {
  switch name {
  case "k1": Key1.self
  case "k2": Key2.self
  case "k3": Key3.self
  case "k4": Key4.self
  case "k5": Key5.self
  default: nil
  }
}

/// Holds a scope, which can't be kept in a dictionary itself.
private final class Holder: Sendable {
  let scope: CancelScope

  init(_ scope: consuming CancelScope) {
    self.scope = scope
  }
}

private final class Seen: Sendable {
  let fired = Locked<[String: Int64]>([:])
  let done = Locked<[String: Int64]>([:])
}

private struct Interpreter {
  let root: Context
  var contexts: [(id: String, context: Context)] = []
  var scopes: [String: Holder] = [:]
  var registrations: [(name: String, registration: CancelRegistration)] = []
  var stops: [String: [Bool]] = [:]
  var snapshots: [JSONValue] = []
  var usedKeys: [String] = []
  let seen = Seen()

  init(root: Context) {
    self.root = root
  }

  private func context(_ id: JSONValue) -> Context {
    contexts.first { $0.id == id.string }?.context ?? root
  }

  private static func milliseconds(_ instant: Instant) -> Int64 { instant.nanoseconds / 1_000_000 }

  mutating func run(_ program: JSONValue) async -> JSONValue {
    for operation in program["ops"].array where operation["op"].string == "with_value" {
      if let key = operation["key"].string, !usedKeys.contains(key) { usedKeys.append(key) }
    }
    for operation in program["ops"].array {
      let instant = Instant(nanoseconds: (operation["at_ms"].int ?? 0) * 1_000_000)
      await root.pause(for: root.now.duration(to: instant))
      perform(operation)
      await settle()
    }
    let root = root
    let done = seen.done.withLock { $0 }
    let fired = seen.fired.withLock { $0 }
    var result: [String: JSONValue] = [
      "id": program["id"], "type": .string("ctx"), "end_ms": .int(Self.milliseconds(root.now)),
      "nodes": .array(
        contexts.map { entry in
          .object([
            "id": .string(entry.id), "done_at": .optional(done[entry.id]),
            "string": .string(Self.abbreviated(entry.context.description)),
          ])
        }),
      "snapshots": .array(snapshots),
    ]
    if !registrations.isEmpty {
      result["funcs"] = .array(
        registrations.map { entry in
          .object([
            "name": .string(entry.name), "fired_at": .optional(fired[entry.name]),
            "stop_results": stops[entry.name].map { .array($0.map { .bool($0) }) } ?? .null,
          ])
        })
    }
    return .object(result)
  }

  private mutating func perform(_ operation: JSONValue) {
    let id = operation["id"].string ?? ""
    let parent = context(operation["parent"])
    let cause = operation["cause"].string.map(Cause.init)
    switch operation["op"].string {
    case "background": add(id, .background(in: root.environment))
    case "todo": add(id, .todo(in: root.environment))
    case "with_cancel", "with_cancel_cause": add(id, Holder(parent.withCancel()))
    case "without_cancel": add(id, parent.withoutCancel())
    case "with_timeout": add(id, Holder(parent.withTimeout(.milliseconds(operation["ms"].int ?? 0), cause: cause)))
    case "with_deadline":
      let deadline = Instant(nanoseconds: (operation["deadline_ms"].int ?? 0) * 1_000_000)
      add(id, Holder(parent.withDeadline(deadline, cause: cause)))
    case "with_value":
      if let key = key(named: operation["key"].string) { add(id, with(key, operation["value"].string, parent)) }
    case "after_func":
      let root = root
      let seen = seen
      let registration = parent.after(id) {
        let now = Self.milliseconds(root.now)
        seen.fired.withLock { $0[id] = now }
      }
      registrations.append((id, registration))
    case "cancel": scopes[operation["target"].string ?? ""]?.scope.cancel(cause: cause)
    case "stop":
      let name = operation["target"].string ?? ""
      if let registration = registrations.first(where: { $0.name == name })?.registration {
        stops[name, default: []].append(registration.stop())
      }
    case "snapshot": snapshots.append(snapshot())
    default: break
    }
  }

  private func with(_ key: any ContextKey.Type, _ value: String?, _ parent: Context) -> Context {
    func open<Key: ContextKey>(_ key: Key.Type) -> Context {
      (value as? Key.Value).map { parent.with(key, $0) } ?? parent
    }
    return open(key)
  }

  private func value(_ key: any ContextKey.Type, in context: Context) -> String? {
    func open<Key: ContextKey>(_ key: Key.Type) -> String? { context[key] as? String }
    return open(key)
  }

  private mutating func add(_ id: String, _ holder: Holder) {
    scopes[id] = holder
    add(id, holder.scope.context)
  }

  private mutating func add(_ id: String, _ context: Context) {
    contexts.append((id, context))
    let seen = seen
    let root = root
    context.onCancel { _ in
      let now = Self.milliseconds(root.now)
      seen.done.withLock { $0[id] = now }
    }
  }

  private func snapshot() -> JSONValue {
    .object([
      "at_ms": .int(Self.milliseconds(root.now)),
      "nodes": .array(
        contexts.map { entry in
          let context = entry.context
          var fields: [String: JSONValue] = [
            "id": .string(entry.id), "err": .optional(context.error.map { "\($0)" }),
            "cause": .optional(context.cause.map { "\($0)" }), "done": .bool(context.isCancelled),
            "never_done": .bool(!context.canBeCancelled),
            "deadline": .optional(context.deadline.map(Self.milliseconds)),
          ]
          var values: [String: JSONValue] = [:]
          for name in usedKeys {
            if let key = key(named: name), let value = value(key, in: context) { values[name] = .string(value) }
          }
          if !values.isEmpty { fields["values"] = .object(values) }
          return .object(fields)
        }),
    ])
  }

  /// Lets everything that is ready at this instant run.
  private func settle() async {
    for _ in 0..<20 { await Task.yield() }
  }

  /// The cases write every deadline as `WithDeadline(...)`.
  private static func abbreviated(_ text: String) -> String {
    text.replacing(/WithDeadline\([^)]*\)/, with: "WithDeadline(...)")
  }
}
