// Asked to finish
import Cascade

func askedToFinish(_ ctx: Context) async throws {
  try await withErrGroup(in: ctx) { group in
    // From outside: finish, please.
    async let _: Void = {
      try await ctx.sleep(for: .milliseconds(350))
      group.shutdown(grace: .milliseconds(500))
    }()
    await group.go("cleans") { ctx in
      do {
        _ = try await ctx.sleep(
          for: .seconds(1), orUntil: ctx.shutdownSignal)
      } catch {  // cleans up
        await ctx.busy(for: .milliseconds(50))
        throw error
      }
    }
    await group.go("between") { ctx in
      guard
        try await ctx.sleep(
          for: .milliseconds(200),
          orUntil: ctx.shutdownSignal)
      else { return }
      if ctx.shutdownSignal.isCancelled, !ctx.isCancelled { return }
      await ctx.busy(for: .milliseconds(200))
      if ctx.shutdownSignal.isCancelled, !ctx.isCancelled { return }
      print("never")
      _ = try await ctx.sleep(
        for: .milliseconds(300),
        orUntil: ctx.shutdownSignal)
    }
    await group.go("again") { ctx in
      for attempt in 1...3 {
        do {
          switch attempt {
          case 1:
            guard
              try await ctx.sleep(
                for: .milliseconds(100),
                orUntil: ctx.shutdownSignal)
            else { return }
            if ctx.shutdownSignal.isCancelled, !ctx.isCancelled { return }
            throw AppError("no")
          case 2:
            guard
              try await ctx.sleep(
                for: .milliseconds(200),
                orUntil: ctx.shutdownSignal)
            else { return }
            if ctx.shutdownSignal.isCancelled, !ctx.isCancelled { return }
            throw AppError("no")
          default:
            guard
              try await ctx.sleep(
                for: .milliseconds(400),
                orUntil: ctx.shutdownSignal)
            else { return }
            return
          }
        } catch is AppError where attempt < 3 {
          guard
            try await ctx.sleep(
              for: .milliseconds(100),
              orUntil: ctx.shutdownSignal)
          else { return }
        }
      }
    }
    await group.go("inner") { ctx in
      try await ctx.sleep(for: .milliseconds(100))
      try await withErrGroup(in: ctx) { group in
        await group.go("leaf") { ctx in
          _ = try await ctx.sleep(
            for: .milliseconds(800),
            orUntil: ctx.shutdownSignal)
        }
        await group.go("late") { ctx in
          try await ctx.sleep(for: .seconds(1))
        }
      }  // waits until all are out
      print("never")
    }
    try await group.wait()
  }
}

private struct AppError: Error, CustomStringConvertible {
  let description: String
  init(_ text: String) { description = text }
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
        try await askedToFinish(.background)
        print("wait returned")
      } catch {
        print("wait threw: \(error)")
        exit(1)
      }
    }
  }
#endif
