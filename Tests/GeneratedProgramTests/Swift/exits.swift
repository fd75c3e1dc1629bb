// Exits
import Cascade
import Foundation

func exits(_ ctx: Context) async throws {
  let group = try WaitGroup(in: ctx)
  await group.go("quick") { ctx in
    try await ctx.sleep(for: .milliseconds(10))
  }
  await group.go("inner") { ctx in
    try await withErrGroup(in: ctx) { group in
      await group.go("fails") { ctx in
        try await ctx.sleep(for: .milliseconds(20))
        throw AppError("no")
      }
      await group.go("told") { ctx in
        try await ctx.sleep(for: .milliseconds(60))
      }
      await group.go("deaf") { ctx in
        await ctx.busy(for: .milliseconds(90))
      }
    }  // waits until all are out
  }
  await group.go("config") { ctx in
    try await ctx.sleep(for: .milliseconds(50))
    fatal("no config: 100 %")
  }
  await group.go("again") { ctx in
    for attempt in 1...2 {
      do {
        switch attempt {
        case 1:
          try await ctx.sleep(for: .milliseconds(10))
          throw AppError("no")
        default:
          try await ctx.sleep(for: .milliseconds(70))
          return
        }
      } catch is AppError where attempt < 2 {
        try await ctx.sleep(for: .milliseconds(10))
      }
    }
  }
  await group.go("late") { ctx in
    for _ in 1...2 {
      try await ctx.sleep(for: .milliseconds(40))
    }
    exit(3)
  }
  await group.go("calls") { ctx in
    let (group, _) = try ErrGroup.withContext(ctx)
    await group.go("b") { ctx in
      try await ctx.sleep(for: .milliseconds(90))
    }
    try await group.wait()
    try await ctx.sleep(for: .milliseconds(10))
    exit(0)
  }
  await group.wait()
  print("never")
}

private struct AppError: Error, CustomStringConvertible {
  let description: String
  init(_ text: String) { description = text }
}

/// Says a last line and ends the program.
private func fatal(_ text: String) -> Never {
  FileHandle.standardError.write(Data((text + "\n").utf8))
  exit(1)
}

extension Context {
  /// Work that doesn't look at its context.
  fileprivate func busy(for time: Duration) async {
    try? await withoutCancel().sleep(for: time)
  }
}

#if !TESTING
  @main struct Program {
    static func main() async {
      do {
        try await exits(.background)
        print("wait returned")
      } catch {
        print("wait threw: \(error)")
        exit(1)
      }
    }
  }
#endif
