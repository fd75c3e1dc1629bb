// Swift's group, and for try await
import Cascade

func swiftForeach(_ ctx: Context) async throws {
  try await withThrowingTaskGroup(of: Void.self) { group in
    group.addTask {
      try await task("a") {
        try await ctx.work(for: .milliseconds(600))
      }
    }
    group.addTask {
      try await task("c") {
        do {
          try await ctx.work(for: .seconds(1))
        } catch {  // cleans up
          await ctx.busy(for: .milliseconds(30))
          throw error
        }
      }
    }
    group.addTask {
      try await task("d") {
        await ctx.busy(for: .milliseconds(700))
      }
    }
    group.addTask {
      try await task("e") {
        do {
          for attempt in 1...3 {
            do {
              switch attempt {
              case 1:
                try await ctx.work(for: .milliseconds(100))
                throw AppError("no")
              case 2:
                try await ctx.work(for: .milliseconds(200))
                throw AppError("no")
              default:
                try await ctx.work(for: .seconds(1))
                return
              }
            } catch is AppError where attempt < 3 {
              try await ctx.work(for: .milliseconds(100))
            }
          }
        } catch let error where !(error is AppError) {
          return
        }
      }
    }
    group.addTask {
      try await task("f") {
        do {
          try await ctx.work(for: .seconds(1))
        } catch {  // cleans up
          await ctx.busy(for: .milliseconds(20))
          throw AppError("in vain")
        }
      }
    }
    for number in 1...3 {
      group.addTask {
        try await task("many-\(number)") {
          try await ctx.work(for: .seconds(1))
        }
      }
    }
    await ctx.busy(for: .milliseconds(300))
    group.addTask {
      try await task("b") {
        try await ctx.work(for: .milliseconds(200))
        throw AppError("boom")
      }
    }
    for try await _ in group {}
  }
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
        try await swiftForeach(.background)
        print("wait returned")
      } catch {
        print("wait threw: \(error)")
        exit(1)
      }
    }
  }
#endif
