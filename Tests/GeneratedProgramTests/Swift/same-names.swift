// Same names
import Cascade

func sameNames(_ ctx: Context) async throws {
  try await withErrGroup(in: ctx) { group in
    await group.go("term") { ctx in
      try await withErrGroup(
        in: ctx, .named("one")
      ) { group in
        await group.go("graph") { ctx in
          try await ctx.sleep(for: .milliseconds(100))
        }
        for number in 1...3 {
          await group.go("writer-\(number)") { ctx in
            try await ctx.sleep(for: .milliseconds(50))
          }
        }
        await group.go("a + b") { ctx in
          try await ctx.sleep(for: .milliseconds(50))
        }
      }  // waits until all are out
      try? await withErrGroup(
        in: ctx, .named("two")
      ) { group in
        await group.go("graph") { ctx in
          try await ctx.sleep(for: .milliseconds(50))
          throw AppError("gone")
        }
        for number in 1...3 {
          await group.go("writer-\(number)") { ctx in
            try await ctx.sleep(for: .milliseconds(150))
          }
        }
        await group.go("a + b") { ctx in
          try await ctx.sleep(for: .milliseconds(200))
        }
      }  // waits until all are out
    }
    for number in 1...3 {
      let name = "worker-\(number)"
      await group.go(name) { ctx in
        try await withErrGroup(
          in: ctx, .limit(3)
        ) { group in
          await group.go("graph") { ctx in
            try await ctx.sleep(for: .milliseconds(150))
          }
          for number in 1...3 {
            let spawned = group.tryGo("part-\(number)") { ctx in
              try await ctx.sleep(for: .milliseconds(50))
            }
            if spawned == nil {
              print(
                "\(name)/part-\(number): there is no free slot")
            }
          }
          await group.go("last") { ctx in
            try await ctx.sleep(for: .milliseconds(50))
          }
        }  // waits until all are out
      }
    }
    for number in 1...3 {
      await group.go("shift-\(number)") { ctx in
        try await ctx.sleep(for: .milliseconds(10))
        let timeout = ctx.makeCancelScope(
          timeout: .seconds(1), cause: AppError("late"))
        try await withErrGroup(
          in: timeout.context
        ) { group in
          await group.go("graph") { ctx in
            try await ctx.sleep(for: .milliseconds(100))
          }
          for number in 1...3 {
            await group.go("deep-\(number)") { ctx in
              let group = try WaitGroup(in: ctx)
              await group.go("leaf") { ctx in
                try await ctx.sleep(for: .milliseconds(50))
              }
              await group.wait()
            }
          }
        }  // waits until all are out
      }
    }
  }  // waits until all are out
}

private struct AppError: Error, CustomStringConvertible {
  let description: String
  init(_ text: String) { description = text }
}

#if !TESTING
  import Foundation

  @main struct Program {
    static func main() async {
      do {
        try await sameNames(.background)
        print("wait returned")
      } catch {
        print("wait threw: \(error)")
        exit(1)
      }
    }
  }
#endif
