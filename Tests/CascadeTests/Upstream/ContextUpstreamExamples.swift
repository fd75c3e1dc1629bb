import Cascade
import CascadeSimulation
import Testing

/// The examples in Go's documentation of `context`, with their output.
@Suite struct ContextUpstreamExamples {
  @Test func exampleWithCancel() throws {
    // A generator that stops when its consumer has seen enough.
    let stopped = Gate()
    let printed = try simulated { root in
      let scope = root.makeCancelScope()
      let (numbers, channel) = AsyncStream.makeStream(of: Int.self)
      return try await withErrGroup(in: scope.context) { group in
        await group.go("generator") { ctx in
          defer { stopped.open() }
          var n = 1
          while !ctx.isCancelled {
            channel.yield(n)
            n += 1
            try? await ctx.sleep(for: .milliseconds(1))
          }
          channel.finish()
        }
        var lines: [String] = []
        for await n in numbers {
          lines.append("\(n)")
          if n == 5 { break }
        }
        scope.cancel()
        return lines
      }
    }
    #expect(printed == ["1", "2", "3", "4", "5"])
    #expect(stopped.isOpen)
  }

  /// Whichever comes first: the work, a second away, or the end of the context.
  private static func overslept(_ context: Context) async -> String {
    do {
      try await context.sleep(for: .seconds(1))
      return "overslept"
    } catch {
      return "\(error)"
    }
  }

  @Test func exampleWithDeadline() throws {
    let printed = try simulated { root in
      let scope = root.makeCancelScope(deadline: root.now.advanced(by: .milliseconds(1)))
      return await Self.overslept(scope.context)
    }
    #expect(printed == "context deadline exceeded")
  }

  @Test func exampleWithTimeout() throws {
    let printed = try simulated { root in
      let scope = root.makeCancelScope(timeout: .milliseconds(1))
      return await Self.overslept(scope.context)
    }
    #expect(printed == "context deadline exceeded")
  }

  private enum Language: ContextKey { static let defaultValue: String? = nil }
  private enum Color: ContextKey { static let defaultValue: String? = nil }

  @Test func exampleWithValue() {
    func find<Key: ContextKey>(_ key: Key.Type, _ name: String, _ ctx: Context) -> String
    where Key.Value == String? {
      ctx[key].map { "found value: \($0)" } ?? "key not found: \(name)"
    }
    let ctx = Context.background.setting(Language.self, to: "Go")
    #expect(find(Language.self, "language", ctx) == "found value: Go")
    #expect(find(Color.self, "color", ctx) == "key not found: color")
  }

  @Test func exampleAfterFunc_cond() throws {
    // Waiters on a condition that is never met; the end of each one's context wakes them all, and each looks again.
    final class Condition: Sendable {
      private let waiting = Locked<[Gate]>([])

      func broadcast() {
        let gates = waiting.withLock { gates in
          defer { gates = [] }
          return gates
        }
        for gate in gates { gate.open() }
      }

      func wait() async {
        let gate = Gate()
        waiting.withLock { $0.append(gate) }
        await gate.wait()
      }
    }
    let report = try simulate { root in
      let condition = Condition()
      let log = Log()
      let group = try WaitGroup(in: root)
      for _ in 0..<4 {
        await group.go { ctx in
          let scope = ctx.makeCancelScope(timeout: .milliseconds(1))
          let function = scope.context.afterCancel { condition.broadcast() }
          defer { function.stop() }
          while true {
            await condition.wait()
            if let error = scope.context.error {
              log.add("\(error)")
              return
            }
          }
        }
      }
      await group.wait()
      return log.all
    }
    #expect(try report.value == Array(repeating: "context deadline exceeded", count: 4))
    #expect(report.elapsed == .milliseconds(1))
  }

  @Test(arguments: [true, false]) func exampleAfterFunc_connection(_ dataComes: Bool) throws {
    /// A connection whose read ends with data or with its read deadline, and that knows nothing of contexts.
    final class Connection: Sendable {
      private let arrived = Gate()
      private let data = Locked<String?>(nil)
      private let interrupted = Locked(false)

      func deliver(_ text: String) {
        data.withLock { $0 = text }
        arrived.open()
      }

      func setReadDeadlineInThePast(_ past: Bool) {
        interrupted.withLock { $0 = past }
        if past { arrived.open() }
      }

      func read() async -> Result<String, Boom> {
        await arrived.wait()
        if interrupted.withLock({ $0 }) { return .failure(Boom("i/o timeout")) }
        return .success(data.withLock { $0 } ?? "")
      }

      var isUsable: Bool { interrupted.withLock { !$0 } }
    }

    @Sendable func read(_ ctx: Context, _ connection: Connection) async throws -> String {
      let interrupted = Gate()
      let function = ctx.afterCancel {
        connection.setReadDeadlineInThePast(true)
        interrupted.open()
      }
      let result = await connection.read()
      if !function.stop() {
        // The function was started: wait for it, and take its doing back.
        await interrupted.wait()
        connection.setReadDeadlineInThePast(false)
        try ctx.checkCancellation()
      }
      return try result.get()
    }

    let (text, usable) = try simulated { root in
      let connection = Connection()
      let scope = root.makeCancelScope(timeout: .milliseconds(1))
      if dataComes { connection.deliver("hello") }
      let text: String
      do { text = try await read(scope.context, connection) } catch { text = "\(error)" }
      return (text, connection.isUsable)
    }
    #expect(text == (dataComes ? "hello" : "context deadline exceeded"))
    #expect(usable)
  }

  @Test func exampleAfterFunc_merge() {
    // A context that ends with either of two.
    func merge(_ one: Context, _ other: Context) -> (Owner, CancelRegistration) {
      let merged = Owner(one.makeCancelScope())
      let registration = other.onCancel { merged.cancel($0.cause) }
      return (merged, registration)
    }
    let one = Context.background.makeCancelScope()
    let other = Context.background.makeCancelScope()
    let (merged, registration) = merge(one.context, other.context)
    other.cancel(cause: Boom("ctx2 canceled"))
    #expect(merged.context.cause.map { "\($0)" } == "ctx2 canceled")
    #expect(merged.context.error?.description == "context canceled")
    #expect(one.context.error == nil)
    #expect(!registration.stop())
  }
}
