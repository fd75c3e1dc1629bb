import Cascade
import CascadeSimulation

/// A conformance case about a semaphore or a single flight: workers that each do one thing after the other, played in
/// virtual time. `Go/sync` has the program that made the cases, and says what their fields mean.
struct SyncCase: Sendable {
  let scenario: JSONValue

  /// Long after the last timer of every case.
  private static let horizon = Duration.milliseconds(200_000)

  /// What came of it, with a seed for whatever is due at the same instant.
  func outcome(seed: UInt64) throws -> JSONValue {
    try Simulation(.seed(seed)).run { root in
      let scope = root.makeCancelScope()
      let run = SyncRun(scenario, scope.context)
      let workers = try WaitGroup(in: root)
      for (index, worker) in scenario["workers"].array.enumerated() {
        await workers.go { _ in await run.work(worker, index) }
      }
      await root.pause(for: Self.horizon)
      let outcome = run.outcome
      scope.cancel()
      await workers.wait()
      return outcome
    }.value
  }
}

/// One run of a case.
private final class SyncRun: Sendable {
  private struct Record {
    var workers: [(name: String, steps: [[String: JSONValue]])] = []
    var calls: [[String: JSONValue]] = []
  }

  private let never: Context
  private let contexts: [String: SharedScope]
  private let semaphore: Semaphore
  private let flight = SingleFlight<String, String>()
  private let record: Locked<Record>

  init(_ scenario: JSONValue, _ never: Context) {
    self.never = never
    semaphore = Semaphore(permits: Int(scenario["size"].int ?? 0))
    var contexts: [String: SharedScope] = [:]
    for context in scenario["contexts"].array {
      contexts[context["name"].string ?? ""] = SharedScope(Self.derive(never, context["timeout_ms"].int))
    }
    self.contexts = contexts
    record = Locked(Record(workers: scenario["workers"].array.map { ($0["name"].string ?? "", []) }))
  }

  var outcome: JSONValue {
    record.withLock { record in
      .object([
        "workers": .array(
          record.workers.map { .object(["name": .string($0.name), "steps": .array($0.steps.map { .object($0) })]) }),
        "calls": .array(record.calls.map { .object($0) }),
      ])
    }
  }

  private var now: JSONValue { .int(never.now.nanoseconds / 1_000_000) }

  private static func derive(_ parent: Context, _ timeout: Int64?) -> CancelScope {
    timeout.map { parent.makeCancelScope(timeout: .milliseconds($0)) } ?? parent.makeCancelScope()
  }

  func work(_ worker: JSONValue, _ index: Int) async {
    let name = worker["name"].string ?? ""
    var held = 0
    await never.pause(for: .milliseconds(worker["start_ms"].int ?? 0))
    for (number, step) in worker["steps"].array.enumerated() {
      let count = Int(step["n"].int ?? 0)
      let base = step["ctx"].string.map { contexts[$0]?.context ?? never } ?? never
      let operation = step["op"].string
      if operation == "sleep" {
        await never.pause(for: .milliseconds(step["ms"].int ?? 0))
        continue
      }
      if operation == "cancel" {
        contexts[step["ctx"].string ?? ""]?.scope.cancel()
        continue
      }
      var fields: [String: JSONValue] = [
        "step": .int(Int64(number)), "at": now, "end": .null, "ok": .bool(false), "err": .null,
      ]
      let place = record.withLock { record in
        record.workers[index].steps.append(fields)
        return record.workers[index].steps.count - 1
      }
      do {
        switch operation {
        case "acquire":
          let scope = Self.derive(base, step["timeout_ms"].int)
          try await semaphore.acquire(scope.context, permits: count)
          held += count
          fields["ok"] = .bool(true)
        case "try":
          let isTaken = semaphore.tryAcquire(permits: count)
          if isTaken { held += count }
          fields["ok"] = .bool(isTaken)
        case "release":
          let released = min(count, held)
          held -= released
          if released > 0 {
            semaphore.release(permits: released)
            fields["n"] = .int(Int64(released))
          }
          fields["ok"] = .bool(true)
        case "call":
          let scope = Self.derive(base, step["timeout_ms"].int)
          let outcome = try await flight.outcome(for: step["key"].string ?? "", in: scope.context) { ctx in
            try await self.call(step, by: "\(name)#\(number)", ctx)
          }
          if outcome.isShared { fields["shared"] = .bool(true) }
          fields["value"] = .string(try outcome.result.get())
          fields["ok"] = .bool(true)
        default:
          flight.forget(step["key"].string ?? "")
          fields["ok"] = .bool(true)
        }
      } catch {
        fields["err"] = .string("\(error)")
      }
      fields["end"] = now
      record.withLock { $0.workers[index].steps[place] = fields }
    }
  }

  private func call(_ step: JSONValue, by name: String, _ ctx: Context) async throws -> String {
    let start = now
    let place = record.withLock { record in
      record.calls.append([
        "by": .string(name), "key": .optional(step["key"].string), "start": start, "end": .null, "told_at": .null,
        "cause": .null,
      ])
      return record.calls.count - 1
    }
    let told = ctx.onCancel { cancellation in
      let at = self.now
      self.record.withLock { record in
        record.calls[place]["told_at"] = at
        record.calls[place]["cause"] = .string("\(cancellation.cause)")
      }
    }
    defer {
      told.stop()
      let end = now
      record.withLock { $0.calls[place]["end"] = end }
    }
    let duration = Duration.milliseconds(step["ms"].int ?? 0)
    if step["listens"].bool { try await ctx.sleep(for: duration) } else { await ctx.pause(for: duration) }
    if let error = step["error"].string { throw Scripted(description: error) }
    return name
  }
}

private struct Scripted: Error, CustomStringConvertible {
  let description: String
}

/// A scope that several workers hold.
private final class SharedScope: Sendable {
  let scope: CancelScope

  init(_ scope: consuming CancelScope) {
    self.scope = scope
  }

  var context: Context { scope.context }
}
