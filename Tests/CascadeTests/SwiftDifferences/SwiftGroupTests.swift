import Cascade
import CascadeSimulation
import Testing

/// Where Swift's own task groups differ from Go's errgroup. Each difference is shown with the standard library's group,
/// and what this library does instead beside it.
@Suite struct SwiftGroupTests {
  @Test func anErrorThatNobodyAwaitsIsLost() throws {
    let swift = try simulated { _ in
      await thrown {
        await withThrowingTaskGroup(of: Void.self) { tasks in
          tasks.addTask { throw Boom() }
        }
      }
    }
    #expect(swift == nil)
    let ours = try simulated { root in
      await thrown {
        try await withErrGroup(in: root) { group in
          for _ in 0..<1 { await group.go { _ in throw Boom() } }
        }
      }
    }
    #expect(ours == "boom")
  }

  @Test func theFirstErrorDoesNotStopTheOthers() throws {
    let swift = try simulate { root in
      await thrown {
        try await withThrowingTaskGroup(of: Void.self) { tasks in
          tasks.addTask {
            try await root.sleep(for: .seconds(1))
            throw Boom()
          }
          tasks.addTask { try await root.sleep(for: .seconds(10)) }
          try await tasks.waitForAll()
        }
      }
    }
    #expect(try swift.value == "boom")
    #expect(swift.elapsed == .seconds(10))
    let ours = try simulate { root in
      await thrown {
        try await withErrGroup(in: root) { group in
          await group.go { ctx in
            try await ctx.sleep(for: .seconds(1))
            throw Boom()
          }
          await group.go { ctx in try await ctx.sleep(for: .seconds(10)) }
        }
      }
    }
    #expect(try ours.value == "boom")
    #expect(ours.elapsed == .seconds(1))
  }

  @Test func theErrorOfTheBodyHidesTheFirst() throws {
    let swift = try simulated { root in
      await thrown {
        try await withThrowingDiscardingTaskGroup { tasks in
          tasks.addTask { throw Boom("A") }
          await root.pause(for: .seconds(1))
          throw Boom("B")
        }
      }
    }
    #expect(swift == "B")
    let failures = Log()
    let ours = try simulated { root in
      await thrown {
        try await withErrGroup(in: root) { group in
          defer { failures.add("body ends with \(group.failures.map { "\($0.error)" })") }
          await group.go { _ in throw Boom("A") }
          await root.pause(for: .seconds(1))
          throw Boom("B")
        }
      }
    }
    #expect(ours == "A")
    #expect(failures.all == ["body ends with [\"A\"]"])
  }

  @Test func cancellationRunsFromTheInside() throws {
    // Swift tells the children first and the outermost handler last.
    let swift = Log()
    try simulated { root in
      await withTaskGroup(of: Void.self) { tasks in
        tasks.addTask {
          await withTaskCancellationHandler {
            await withTaskGroup(of: Void.self) { inner in
              for name in ["1", "2"] {
                inner.addTask {
                  await withTaskCancellationHandler {
                    await root.pause(for: .seconds(2))
                  } onCancel: {
                    swift.add("child \(name)")
                  }
                }
              }
            }
          } onCancel: {
            swift.add("outer")
          }
        }
        await root.pause(for: .seconds(1))
        tasks.cancelAll()
      }
    }
    #expect(swift.all.last == "outer")
    #expect(Set(swift.all.dropLast()) == ["child 1", "child 2"])

    // This library begins at the origin: parents before children, in the order of registration.
    let ours = Log()
    _ = try simulated { root in
      await thrown {
        try await withErrGroup(in: root) { group in
          group.context.onCancel { _ in ours.add("outer") }
          await group.go { ctx in
            ctx.onCancel { _ in ours.add("task") }
            try await withErrGroup(in: ctx) { inner in
              inner.context.onCancel { _ in ours.add("inner") }
              for name in ["1", "2"] {
                await inner.go { ctx in
                  ctx.onCancel { _ in ours.add("child \(name)") }
                  try await ctx.sleep(for: .seconds(2))
                }
              }
            }
          }
          try await root.sleep(for: .seconds(1))
          group.cancel()
        }
      }
    }
    #expect(ours.all == ["outer", "task", "inner", "child 1", "child 2"])
  }

  @Test func aTimeoutPoisonsTheRestOfTheTask() throws {
    // A Swift task that is cancelled stays cancelled: what comes after the timeout is cut short as well.
    let swift = try simulated { root in
      await withTaskGroup(of: String.self) { tasks in
        tasks.addTask {
          _ = await thrown { try await root.sleep(for: .seconds(10)) }
          return await thrown { try await root.sleep(for: .seconds(1)) } ?? "slept"
        }
        await root.pause(for: .seconds(1))
        tasks.cancelAll()
        return await tasks.next()
      }
    }
    #expect(swift == "context canceled")
    let ours = try simulated { root in
      let timeout = root.makeCancelScope(timeout: .seconds(1))
      let first = await thrown { try await timeout.context.sleep(for: .seconds(10)) }
      #expect(first == "context deadline exceeded")
      #expect(!Task.isCancelled)
      return await thrown { try await root.sleep(for: .seconds(1)) } ?? "slept"
    }
    #expect(ours == "slept")
  }
}
