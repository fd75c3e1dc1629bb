// Swift's group, and waitForAll
import Cascade

func swiftWaitforall(_ ctx: Context) async throws {
  try await withThrowingTaskGroup(of: Void.self) { group in
    group.addTask {
      try await task("a") {
        try await ctx.work(for: .milliseconds(600))
      }
    }
    group.addTask {
      try await task("b") {
        try await ctx.work(for: .milliseconds(200))
        throw AppError("boom")
      }
    }
    group.addTask {
      try await task("c") {
        try await ctx.work(for: .milliseconds(300))
        throw AppError("bang")
      }
    }
    try await group.waitForAll()
  }
  print("all are out")
  try await ctx.sleep(for: .milliseconds(100))
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
}

#if !TESTING
  import Foundation

  @main struct Program {
    static func main() async {
      do {
        try await swiftWaitforall(.background)
        print("wait returned")
      } catch {
        print("wait threw: \(error)")
        exit(1)
      }
    }
  }
#endif
