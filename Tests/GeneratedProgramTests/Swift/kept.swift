// Kept errors
import Cascade

func keptStory(_ ctx: Context) async throws {
  let (group, _) = try ErrGroup.withContext(ctx)
  let kept = KeptErrors()
  await group.go("web") { ctx in
    try await ctx.sleep(for: .milliseconds(20))
    await kept.add(AppError("web: no"))
  }
  await ctx.busy(for: .milliseconds(1))
  await group.go("inner") { ctx in
    let group = try WaitGroup(in: ctx)
    let kept = KeptErrors()
    await group.go("a") { ctx in
      await kept.add(AppError("a: 5%"))
      await ctx.busy(for: .milliseconds(10))
    }
    await group.wait()
    try await kept.check()
  }
  await group.go("dropped") { ctx in
    do {
      let (group, _) = try ErrGroup.withContext(ctx)
      let kept = KeptErrors()
      await group.go("b") { _ in
        await kept.add(AppError("b"))
        throw AppError("c")
      }
      try? await group.wait()
    }
    try await ctx.sleep(for: .milliseconds(80))
  }
  await ctx.busy(for: .milliseconds(30))
  await group.go("ends") { ctx in
    let (group, _) = try ErrGroup.withContext(ctx)
    let kept = KeptErrors()
    await group.go("d") { ctx in
      await kept.add(AppError("d"))
      try await ctx.sleep(for: .milliseconds(40))
      await kept.add(AppError("e"))
      throw AppError("f")
    }
    var failure: (any Error)?
    do {
      do {
        try await group.wait()
      } catch {
        throw await kept.joined(with: AppError("last: \(error)"))
      }
      try await kept.check()
    } catch { failure = error }
    print("over")
    if let failure { throw failure }
  }
  do {
    try await group.wait()
  } catch {
    throw await kept.joined(with: AppError("pull: \(error)"))
  }
  print("never")
  try await kept.check()
}

private struct AppError: Error, CustomStringConvertible {
  let description: String
  init(_ text: String) { description = text }
}

/// Errors that are kept beside the one that wait throws.
private actor KeptErrors {
  private var errors: [any Error] = []

  func add(_ error: any Error) { errors.append(error) }

  func joined(with error: any Error) -> AppError {
    let all = [error] + errors
    return AppError(all.map { "\($0)" }.joined(separator: "\n"))
  }

  /// Throws them, if there are any.
  func check() throws {
    guard let first = errors.first else { return }
    errors.removeFirst()
    throw joined(with: first)
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
        try await keptStory(.background)
        print("wait returned")
      } catch {
        print("wait threw: \(error)")
        exit(1)
      }
    }
  }
#endif
