// Swift's groups among others
import Cascade

func swiftNested(_ ctx: Context) async throws {
  try await withErrGroup(in: ctx) { group in
    await group.go("outer") { ctx in
      try await withThrowingDiscardingTaskGroup { group in
        group.addTask {
          try await task("a") {
            try await ctx.work(for: .milliseconds(800))
          }
        }
        group.addTask {
          try await task("b") {
            do {
              try await ctx.work(for: .milliseconds(800))
            } catch {  // cleans up
              await ctx.busy(for: .milliseconds(50))
              throw error
            }
          }
        }
        group.addTask {
          try await task("inner") {
            let scope = ctx.makeCancelScope()
            // From outside, such as Ctrl-C.
            let pressing = ctx.later(.milliseconds(450)) {
              scope.cancel()
            }
            defer { pressing.cancel() }
            let (group, _) = try ErrGroup.withContext(
              scope.context)
            await group.go("c") { ctx in
              try await ctx.sleep(for: .milliseconds(300))
            }
            await group.go("d") { ctx in
              try await ctx.sleep(for: .milliseconds(1200))
            }
            try await group.wait()
          }
        }
      }  // waits until all are out
    }
    await group.go("fails") { ctx in
      try await ctx.sleep(for: .milliseconds(600))
      throw AppError("boom")
    }
    await group.go("quiet") { ctx in
      try? await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
          try await task("e") {
            try await ctx.work(for: .milliseconds(100))
            throw AppError("no")
          }
        }
        group.addTask {
          try await task("f") {
            try await ctx.work(for: .milliseconds(600))
          }
        }
        for try await _ in group {}
      }
      try await ctx.sleep(for: .milliseconds(100))
    }
  }  // waits until all are out
}

private struct AppError: Error, CustomStringConvertible {
  let description: String
  init(_ text: String) { description = text }
}

/// Says how a task ended.
private func task(
  _ name: String, _ body: () async throws -> Void
) async throws {
  do {
    try await body()
    print("\(name): done")
  } catch {
    print("\(name): \(error)")
    throw error
  }
}

extension Context {
  /// Work that Swift's own cancellation cuts short, too.
  fileprivate func work(for time: Duration) async throws {
    do {
      try await sleep(for: time)
    } catch {
      throw isCancelled ? error : CancellationError()
    }
  }

  /// Work that no cancellation cuts short.
  fileprivate func busy(for time: Duration) async {
    let clock = withoutCancel().makeCancelScope(timeout: time)
    await withCheckedContinuation { continuation in
      clock.context.onCancel { _ in continuation.resume() }
    }
  }

  /// Does something when so much time has passed.
  fileprivate func later(
    _ time: Duration, _ action: @escaping @Sendable () -> Void
  ) -> CancelScope {
    let timer = withoutCancel().makeCancelScope(timeout: time)
    timer.context.onCancel { end in
      if end.reason == .deadlineExceeded { action() }
    }
    return timer
  }
}

#if !TESTING
  import Foundation

  @main struct Program {
    static func main() async {
      do {
        try await swiftNested(.background)
        print("wait returned")
      } catch {
        print("wait threw: \(error)")
        exit(1)
      }
    }
  }
#endif
