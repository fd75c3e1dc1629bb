// Swift's discarding group
import Cascade

func swiftDiscarding(_ ctx: Context) async throws {
  try await withThrowingDiscardingTaskGroup { group in
    group.addTask {
      try await task("a") {
        try await ctx.work(for: .milliseconds(600))
      }
    }
    group.addTask {
      try await task("b") {
        try await ctx.work(for: .milliseconds(100))
        throw AppError("boom")
      }
    }
    await ctx.busy(for: .milliseconds(400))
    group.addTask {
      try await task("c") {
        try await ctx.work(for: .milliseconds(300))
      }
    }
    await ctx.busy(for: .milliseconds(100))
    group.addTask {
      try await task("d") {
        await ctx.busy(for: .milliseconds(100))
      }
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
}

#if !TESTING
  import Foundation

  @main struct Program {
    static func main() async {
      do {
        try await swiftDiscarding(.background)
        print("wait returned")
      } catch {
        print("wait threw: \(error)")
        exit(1)
      }
    }
  }
#endif
