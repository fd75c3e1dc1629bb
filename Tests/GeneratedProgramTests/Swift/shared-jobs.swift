// Shared jobs
import Cascade
import Synchronization

func sharedJobs(_ ctx: Context) async throws {
  let jobs = Items<@Sendable (Context) async throws -> Void>([
    { ctx in
      try await ctx.sleep(for: .milliseconds(100))
    },
    { ctx in
      await ctx.busy(for: .milliseconds(150))
    },
    { ctx in
      try await ctx.sleep(for: .milliseconds(130))
    },
    { ctx in
      try await ctx.sleep(for: .milliseconds(50))
      throw AppError("bad job")
    },
    { _ in
    },
    { ctx in
      try await ctx.sleep(for: .milliseconds(200))
    },
  ])
  let twins = Items(1...7)
  let group = try WaitGroup(in: ctx)
  await group.go("worker") { ctx in
    do {
      while let job = try jobs.next(ctx) {
        try await job(ctx)
      }
    } catch is ContextError {  // cleans up
      await ctx.busy(for: .milliseconds(5))
      return
    }
  }
  await ctx.busy(for: .milliseconds(10))
  await group.go("other") { ctx in
    while let job = try jobs.next(ctx) {
      try await job(ctx)
      print("one more")
    }
  }
  await ctx.busy(for: .milliseconds(30))
  await group.go("deaf") { ctx in
    while let job = jobs.next() {
      try await job(ctx.withoutCancel())
    }
  }
  await group.go("counts") { ctx in
    for _ in 1...2 { _ = try twins.next(ctx) }
    while try twins.next(ctx) != nil {
      try await ctx.sleep(for: .milliseconds(15))
    }
  }
  await ctx.busy(for: .milliseconds(5))
  await group.go("first") { ctx in
    while twins.next() != nil {
      await ctx.busy(for: .milliseconds(40))
      return
    }
  }
  await group.go("inner") { ctx in
    try await withErrGroup(in: ctx) { group in
      await group.go("takes") { ctx in
        try await ctx.withTimeout(
          .milliseconds(100)
        ) { ctx in
          do {
            while try twins.next(ctx) != nil {
              try await ctx.sleep(for: .milliseconds(500))
            }
          } catch {
            throw AppError("no time: \(error)")
          }
        }
      }
    }  // waits until all are out
  }
  await group.wait()
}

private struct AppError: Error, CustomStringConvertible {
  let description: String
  init(_ text: String) { description = text }
}

/// Items that tasks share: each goes to one of them.
private final class Items<Item: Sendable>: Sendable {
  private let rest: Mutex<[Item]>

  init(_ items: some Sequence<Item>) {
    rest = Mutex(items.reversed())
  }

  /// The next one, if there is one.
  func next() -> Item? { rest.withLock { $0.popLast() } }

  /// The same, unless the context is over.
  func next(_ ctx: Context) throws -> Item? {
    try ctx.checkCancellation()
    return next()
  }
}

extension Context {
  /// Work that doesn't look at its context.
  fileprivate func busy(for time: Duration) async {
    try? await withoutCancel().sleep(for: time)
  }
}

#if !TESTING
  import Foundation

  @main struct Program {
    static func main() async {
      do {
        try await sharedJobs(.background)
        print("wait returned")
      } catch {
        print("wait threw: \(error)")
        exit(1)
      }
    }
  }
#endif
