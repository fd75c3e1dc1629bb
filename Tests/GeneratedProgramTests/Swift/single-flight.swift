// Does a shared call end when its first caller does?
import Cascade

/// Three requests ask for the same user. The first has only
/// 100 ms.
func singleFlight(_ ctx: Context) async throws {
  let calls = SingleFlight<String, Void>()
  let group = try WaitGroup(in: ctx)
  await group.go("first") { ctx in
    try await ctx.withTimeout(.milliseconds(100)) { ctx in
      try await calls.value(for: "user 7", in: ctx) { ctx in
        try await ctx.sleep(for: .milliseconds(300))
      }
    }
  }
  await ctx.busy(for: .milliseconds(50))
  await group.go("second") { ctx in
    try await calls.value(for: "user 7", in: ctx) { ctx in
      try await ctx.sleep(for: .milliseconds(300))
    }
  }
  await ctx.busy(for: .milliseconds(100))
  await group.go("third") { ctx in
    try await calls.value(for: "user 7", in: ctx) { ctx in
      try await ctx.sleep(for: .milliseconds(300))
    }
  }
  await group.wait()
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
        try await singleFlight(.background)
        print("wait returned")
      } catch {
        print("wait threw: \(error)")
        exit(1)
      }
    }
  }
#endif
