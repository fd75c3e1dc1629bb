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
  await group.go("serves") { ctx in
    do {
      let (group, _) = try ErrGroup.withContext(ctx)
      await group.go("c") { ctx in
        try await ctx.sleep(for: .milliseconds(80))
        throw AppError("100 %")
      }
      do {
        try await group.wait()
      } catch {
        fatal("serve 100 %: \(error)")
      }
      print("never")
    }
    await ctx.busy(for: .milliseconds(10))
  }
  await group.go("drops") { ctx in
    let (group, _) = try ErrGroup.withContext(ctx)
    await group.go("d") { ctx in
      try await ctx.sleep(for: .milliseconds(80))
      throw AppError("no")
    }
    do {
      try await group.wait()
    } catch let error where error.isCaused(by: "http: Server closed") {
      // It counts as none.
    } catch {
      exit(2)
    }
  }
  await group.go("joins") { ctx in
    let (group, groupContext) = try ErrGroup.withContext(ctx)
    let kept = KeptErrors()
    await group.go("e") { ctx in
      await kept.add(AppError("e"))
      try await ctx.sleep(for: .milliseconds(80))
      throw AppError("f")
    }
    do {
      try await group.wait()
    } catch let error where error.isCaused(by: "EOF") {
      // It counts as none.
    } catch let error where error.isCaused(by: "context canceled") {
      throw await kept.joined(before: groupContext.cause ?? error)
    } catch {
      fatal("\(await kept.joined(before: error))")
    }
    print("never")
    try await kept.check()
  }
  await group.go("leaves") { ctx in
    do {
      let scope = ctx.makeCancelScope()
      let (group, groupContext) = try ErrGroup.withContext(
        scope.context)
      await group.go("g") { ctx in
        try await ctx.sleep(for: .milliseconds(80))
        throw AppError("g")
      }
      do {
        try await group.wait(in: groupContext)
      } catch is ContextError where groupContext.isCancelled {
        // It doesn't wait any longer.
      } catch {
        fatal("\(error)")
      }
    }
    print("left")
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

/// Errors that are kept beside the one that wait throws.
private actor KeptErrors {
  private var errors: [any Error] = []

  func add(_ error: any Error) { errors.append(error) }

  func joined(with error: any Error) -> AppError {
    let all = [error] + errors
    return AppError(all.map { "\($0)" }.joined(separator: "\n"))
  }

  func joined(before error: any Error) -> AppError {
    let all = errors + [error]
    return AppError(all.map { "\($0)" }.joined(separator: "\n"))
  }

  /// Throws them, if there are any.
  func check() throws {
    guard let first = errors.first else { return }
    errors.removeFirst()
    throw joined(with: first)
  }
}

extension Error {
  /// Whether it is the error with this text, or has it inside.
  fileprivate func isCaused(by text: String) -> Bool {
    "\(self)" == text || "\(self)".hasSuffix(": \(text)")
  }
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
