// When does Serve return after Shutdown?
import Cascade

/// A server runs until Ctrl-C. One request is still being
/// served then.
func serve(_ ctx: Context) async throws {
  let shutdown = Signal(ctx)
  let scope = ctx.makeCancelScope()
  // From outside, such as Ctrl-C.
  async let _: Void = {
    try await ctx.sleep(for: .seconds(1))
    scope.cancel(cause: AppError("interrupt"))
  }()
  try await withErrGroup(in: scope.context) { group in
    await group.go("serve") { _ in
      await shutdown.wait()
    }
    await group.go("stop") { ctx in
      await ctx.waitUntilCancelled()
      shutdown.give()
      await ctx.busy(for: .milliseconds(300))
    }
  }  // waits until all are out
}

private struct AppError: Error, CustomStringConvertible {
  let description: String
  init(_ text: String) { description = text }
}

/// Something that happens once, and that tasks wait for.
private final class Signal: Sendable {
  private let scope: CancelScope

  init(_ ctx: Context) {
    scope = ctx.withoutCancel().makeCancelScope()
  }

  func give() { scope.cancel() }

  /// Waits for it, and listens to the context.
  func wait(_ ctx: Context) async throws {
    while try await ctx.sleep(
      for: .seconds(1), orUntil: scope.context
    ) {}
  }

  /// Waits for it, and doesn't listen.
  func wait() async {
    try? await wait(scope.context.withoutCancel())
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
        try await serve(.background)
        print("wait returned")
      } catch {
        print("wait threw: \(error)")
        exit(1)
      }
    }
  }
#endif
