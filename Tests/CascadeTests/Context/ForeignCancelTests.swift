import Cascade
import CascadeSimulation
import Testing

/// Two signals, one wire: a cancel that comes from the outside of the library counts; one that the library's own wire
/// sent goes no further than the contexts under its sender.
@Suite struct ForeignCancelTests {
  /// Runs `body` in a Swift task of its own, which stays in the simulation.
  private static func inChildTask(
    cancelledAfter delay: Duration, _ root: Context, _ body: @escaping @Sendable () async -> String
  ) async -> String {
    await withTaskGroup(of: String?.self) { tasks in
      tasks.addTask { await body() }
      tasks.addTask {
        await root.pause(for: delay)
        return nil
      }
      var answer: String?
      for await result in tasks {
        if let result { answer = result } else { tasks.cancelAll() }
      }
      return answer ?? ""
    }
  }

  @Test func cancellingTheSurroundingTaskEndsTheScope() throws {
    let report = try simulate { root in
      await Self.inChildTask(cancelledAfter: .seconds(1), root) {
        var said: [String] = []
        let seen = Log()
        do {
          try await withErrGroup(in: root, .named("g")) { group in
            group.context.onCancel { seen.add("\($0.reason) \($0.cause is CancellationError)") }
            await group.go("a") { ctx in try await ctx.sleep(for: .seconds(10)) }
          }
        } catch {
          said = ["\(error)"]
        }
        return (said + seen.all).joined(separator: ", ")
      }
    }
    #expect(try report.value == "context canceled, taskCancelled true")
    #expect(report.elapsed == .seconds(1))
  }

  @Test func aTaskCancelledBeforeTheScopeEndsItAtOnce() throws {
    let report = try simulate { root in
      await Self.inChildTask(cancelledAfter: .zero, root) {
        await root.pause(for: .seconds(1))
        let said = await thrown {
          try await withErrGroup(in: root) { group in
            #expect(group.context.cancellation?.reason == .taskCancelled)
            try await group.context.sleep(for: .seconds(10))
          }
        }
        return said ?? "-"
      }
    }
    #expect(try report.value == "context canceled")
    #expect(report.elapsed == .seconds(1))
  }

  @Test func aForeignCancelEndsEveryWait() throws {
    let report = try simulate { root in
      let scope = Owner(root.makeCancelScope())
      return await Self.inChildTask(cancelledAfter: .seconds(1), root) {
        // A context that can end, and one that can't.
        let first = await thrown { try await scope.context.sleep(for: .seconds(10)) } ?? "-"
        let second = await thrown { try await root.sleep(for: .seconds(10)) } ?? "-"
        let third = await root.waitUntilCancelled().map { "\($0.reason)" } ?? "no cancellation"
        return [first, second, third, "\(scope.context.isCancelled)"].joined(separator: ", ")
      }
    }
    #expect(try report.value == "context canceled, context canceled, no cancellation, false")
    #expect(report.elapsed == .seconds(1))
  }

  @Test func theErrorOfAForeignCancelSaysSo() throws {
    let reason = try simulated { root in
      await Self.inChildTask(cancelledAfter: .seconds(1), root) {
        do throws(ContextError) {
          try await root.sleep(for: .seconds(10))
          return "-"
        } catch { return "\(error.cancellation.reason)" }
      }
    }
    #expect(reason == "taskCancelled")
  }

  enum Detached: CaseIterable {
    /// The parent's own context, caught by the closure.
    case captured
    case withoutCancel
    /// A child of `withoutCancel`.
    case belowWithoutCancel
  }

  private static func detached(_ kind: Detached, _ root: Context, _ ctx: Context) -> Context {
    switch kind {
    case .captured: root
    case .withoutCancel: ctx.withoutCancel()
    case .belowWithoutCancel: ctx.withoutCancel().setting(Key.self, to: 1)
    }
  }

  private enum Key: ContextKey { static let defaultValue = 0 }

  @Test(arguments: Detached.allCases) func theWireDoesNotEndWaitsElsewhere(_ kind: Detached) throws {
    let report = try simulate { root in
      let log = Log()
      let failure = await thrown {
        try await withErrGroup(in: root) { group in
          await group.go("detached") { ctx in
            let elsewhere = Self.detached(kind, root, ctx)
            try await elsewhere.sleep(for: .seconds(10))
            log.add("slept, told \(ctx.isCancelled), Swift task \(Task.isCancelled)")
            // Again, now that the Swift task is cancelled from the start.
            try await elsewhere.sleep(for: .seconds(10))
            log.add("slept again")
          }
          await group.go("fails") { ctx in
            try await ctx.sleep(for: .seconds(1))
            throw Boom()
          }
        }
      }
      log.add(failure ?? "-")
      return log.all
    }
    #expect(try report.value == ["slept, told true, Swift task true", "slept again", "boom"])
    #expect(report.elapsed == .seconds(20))
  }

  @Test(arguments: Detached.allCases) func theWireDoesNotEndScopesElsewhere(_ kind: Detached) throws {
    let report = try simulate { root in
      let log = Log()
      let failure = await thrown {
        try await withErrGroup(in: root) { group in
          await group.go("detached") { ctx in
            let elsewhere = Self.detached(kind, root, ctx)
            for round in 1...2 {
              try await withErrGroup(in: elsewhere) { inner in
                await inner.go { ctx in try await ctx.sleep(for: .seconds(10)) }
                inner.context.onCancel { log.add("\(round): \($0.reason)") }
              }
            }
          }
          await group.go("fails") { ctx in
            try await ctx.sleep(for: .seconds(1))
            throw Boom()
          }
        }
      }
      log.add(failure ?? "-")
      return log.all
    }
    #expect(try report.value == ["1: scopeEnded", "2: scopeEnded", "boom"])
    #expect(report.elapsed == .seconds(20))
  }

  @Test func theWireDoesNotEndWaitsElsewhereInChildTasks() throws {
    let report = try simulate { root in
      await thrown {
        try await withErrGroup(in: root) { group in
          await group.go("detached") { ctx in
            async let one: Void = root.sleep(for: .seconds(10))
            async let other: Void = withErrGroup(in: ctx.withoutCancel()) { inner in
              await inner.go { ctx in try await ctx.sleep(for: .seconds(20)) }
            }
            _ = try await (one, other)
          }
          await group.go("fails") { ctx in
            try await ctx.sleep(for: .seconds(1))
            throw Boom()
          }
        }
      }
    }
    #expect(try report.value == "boom")
    #expect(report.elapsed == .seconds(20))
  }

  @Test func aScopeBelowTheSenderHasTheSendersCause() throws {
    // The whole subtree is marked before any Swift task is cancelled: the nested scope never says `taskCancelled`.
    let log = Log()
    try simulate { root in
      _ = await thrown {
        try await withErrGroup(in: root, .named("outer")) { group in
          await group.go("nests") { ctx in
            try await withErrGroup(in: ctx, .named("inner")) { inner in
              inner.context.onCancel { log.add("\($0.reason): \($0.cause)") }
              await inner.go { ctx in try await ctx.sleep(for: .seconds(10)) }
            }
          }
          await group.go("fails") { _ in throw Boom() }
        }
      }
    }.value
    #expect(log.all == ["siblingFailed: boom"])
  }

  @Test func codeThatNeverHeardOfContextsStops() throws {
    let report = try simulate { root in
      let log = Log()
      let (numbers, _) = AsyncStream.makeStream(of: Int.self)
      let failure = await thrown {
        try await withErrGroup(in: root) { group in
          await group.go("stream") { _ in
            for await _ in numbers {}
            log.add("stream: \(Task.isCancelled)")
          }
          await group.go("child") { _ in
            await withTaskCancellationHandler {
              await withTaskGroup(of: Void.self) { tasks in tasks.addTask { for await _ in numbers {} } }
            } onCancel: {
              log.add("handler")
            }
          }
          await group.go("fails") { ctx in
            try await ctx.sleep(for: .seconds(1))
            throw Boom()
          }
        }
      }
      return log.all + [failure ?? "-"]
    }
    #expect(Set(try report.value) == ["stream: true", "handler", "boom"])
    #expect(report.elapsed == .seconds(1))
  }

  @Test func aSwiftSleepStops() async {
    // Real time: if the cancel didn't reach it, this would take an hour.
    let sleeping = Gate()
    let failure = await thrown {
      try await withErrGroup(in: .background) { group in
        await group.go("sleeps") { _ in
          sleeping.open()
          try await Task.sleep(for: .seconds(3600))
        }
        await group.go("fails") { _ in
          await sleeping.wait()
          throw Boom()
        }
      }
    }
    #expect(failure == "boom")
  }

  @Test func aTaskThatOutlivesItsMakerCanStillBeCancelled() throws {
    // An unstructured task inherits whose code it runs. When that one is out, nobody's wire reaches it, and a cancel
    // can only be foreign.
    let report = try simulate { root in
      let log = Log()
      let handle = Locked<Task<Void, Never>?>(nil)
      let begun = Gate()
      try await withErrGroup(in: root) { group in
        await group.go("maker") { ctx in
          let executor = root.environment.executor
          let task = Task(executorPreference: executor) {
            begun.open()
            log.add(await thrown { try await root.sleep(for: .seconds(10)) } ?? "slept")
            let scoped = await thrown {
              let state = try await withErrGroup(in: root) { group in
                group.context.cancellation.map { "\($0.reason)" } ?? "alive"
              }
              log.add(state)
            }
            log.add(scoped ?? "done")
          }
          handle.withLock { $0 = task }
        }
        await begun.wait()
      }
      await root.pause(for: .seconds(1))
      let task = handle.withLock { $0 }
      task?.cancel()
      await task?.value
      return log.all
    }
    #expect(try report.value == ["context canceled", "taskCancelled", "done"])
    #expect(report.elapsed == .seconds(1))
  }
}
