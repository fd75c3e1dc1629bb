// Does Wait wait for an AfterFunc?
import Cascade

/// Two tasks write a report. The metrics are sent when the
/// context is done.
func afterFunc(_ ctx: Context) async throws {
  try await withErrGroup(in: ctx) { group in
    group.context.afterCancel("send-metrics") {
      print("send-metrics")
      await group.context.busy(for: .milliseconds(300))
    }
    await group.go("read") { ctx in
      try await ctx.sleep(for: .milliseconds(200))
    }
    await group.go("write") { ctx in
      try await ctx.sleep(for: .milliseconds(400))
    }
  }  // waits until all are out
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
        try await afterFunc(.background)
        print("wait returned")
      } catch {
        print("wait threw: \(error)")
        exit(1)
      }
    }
  }
#endif
