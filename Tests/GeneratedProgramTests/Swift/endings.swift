// Endings
import Cascade

func endings(_ ctx: Context) async throws {
  let (group, _) = try ErrGroup.withContext(ctx)
  await group.go("good") { ctx in
    let (group, _) = try ErrGroup.withContext(ctx)
    await group.go("a") { ctx in
      try await ctx.sleep(for: .milliseconds(100))
    }
    var failure: (any Error)?
    do {
      try await group.wait()
      try await ctx.sleep(for: .milliseconds(50))
      print("good is good")
    } catch { failure = error }
    await ctx.busy(for: .milliseconds(20))
    if let failure { throw failure }
  }
  await group.go("late") { ctx in
    let (group, _) = try ErrGroup.withContext(ctx)
    await group.go("b") { ctx in
      try await ctx.sleep(for: .milliseconds(100))
    }
    do {
      try await group.wait()
    } catch {
      throw AppError("never: \(error)")
    }
    try await ctx.sleep(for: .seconds(1))
  }
  await group.go("quiet") { ctx in
    do {
      let (group, _) = try ErrGroup.withContext(ctx)
      await group.go("c") { ctx in
        try await ctx.sleep(for: .milliseconds(50))
        throw AppError("no")
      }
      do {
        try await group.wait()
        print("never")
      } catch {}
      print("quiet is over")
    }
    do {
      let group = try WaitGroup(in: ctx, .named("second"))
      await group.go("d") { ctx in
        try await ctx.sleep(for: .milliseconds(50))
        throw AppError("no")
      }
      do {
        await group.wait()
        try await ctx.sleep(for: .milliseconds(20))
        throw AppError("too few")
      } catch {}
    }
    try await ctx.sleep(for: .milliseconds(50))
  }
  await group.go("told") { ctx in
    do {
      await ctx.waitUntilCancelled()
      try ctx.checkCancellation()
    } catch {  // cleans up
      await ctx.busy(for: .milliseconds(10))
      throw AppError("stop: \(error)")
    }
  }
  await group.go("works") { ctx in
    do {
      try await ctx.sleep(for: .milliseconds(500))
    } catch {
      throw AppError("work: \(error)")
    }
  }
  await group.go("bad") { ctx in
    let (group, _) = try ErrGroup.withContext(ctx)
    await group.go("e") { ctx in
      try await ctx.sleep(for: .milliseconds(300))
      throw AppError("boom")
    }
    var failure: (any Error)?
    do {
      do {
        try await group.wait()
      } catch {
        throw AppError("bad: \(error)")
      }
    } catch { failure = error }
    await ctx.busy(for: .milliseconds(10))
    print("bad is over")
    if let failure { throw failure }
  }
  var failure: (any Error)?
  do {
    do {
      try await group.wait()
    } catch {
      throw AppError("load 100 % of the page: \(error)")
    }
  } catch { failure = error }
  print("all is over")
  if let failure { throw failure }
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
        try await endings(.background)
        print("wait returned")
      } catch {
        print("wait threw: \(error)")
        exit(1)
      }
    }
  }
#endif
