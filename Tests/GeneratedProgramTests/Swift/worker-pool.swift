// What becomes of queued jobs when a job fails?
import Cascade
import Synchronization

/// Eight jobs wait in a channel. Two workers take one after
/// the other.
func workerPool(_ ctx: Context) async throws {
  let jobs = Items<@Sendable (Context) async throws -> Void>([
    { ctx in
      try await ctx.sleep(for: .milliseconds(100))
    },
    { ctx in
      try await ctx.sleep(for: .milliseconds(150))
    },
    { ctx in
      try await ctx.sleep(for: .milliseconds(200))
    },
    { ctx in
      try await ctx.sleep(for: .milliseconds(100))
    },
    { ctx in
      try await ctx.sleep(for: .milliseconds(50))
      throw AppError("bad input")
    },
    { ctx in
      try await ctx.sleep(for: .milliseconds(200))
    },
    { ctx in
      try await ctx.sleep(for: .milliseconds(100))
    },
    { ctx in
      try await ctx.sleep(for: .milliseconds(100))
    },
  ])
  try await withErrGroup(in: ctx) { group in
    await group.go("worker-1") { ctx in
      while let job = try jobs.next(ctx) {
        try await job(ctx)
      }
    }
    await ctx.busy(for: .milliseconds(10))
    await group.go("worker-2") { ctx in
      while let job = try jobs.next(ctx) {
        try await job(ctx)
      }
    }
  }  // waits until all are out
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
        try await workerPool(.background)
        print("wait returned")
      } catch {
        print("wait threw: \(error)")
        exit(1)
      }
    }
  }
#endif
