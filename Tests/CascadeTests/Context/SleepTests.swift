import Cascade
import CascadeSimulation
import Testing

/// A sleep that looks at two contexts at once: its own, whose end is an error, and a signal, whose end is none.
@Suite struct SleepTests {
  /// When a context is over, in milliseconds; zero is before the sleep.
  enum End: Sendable {
    case never
    case at(Int)
    /// With the context above, whose end is its own.
    case withOwn
  }

  enum Result: Equatable, Sendable {
    case slept, signalled, threw
  }

  /// What ends first counts; of what is over before, and of one cancellation that ends both, the error does.
  @Test(
    arguments: [
      (.never, .never, .slept, 100), (.at(150), .never, .slept, 100), (.never, .at(150), .slept, 100),
      (.at(50), .never, .threw, 50), (.never, .at(50), .signalled, 50),
      (.at(30), .at(60), .threw, 30), (.at(60), .at(30), .signalled, 30),
      (.at(0), .never, .threw, 0), (.never, .at(0), .signalled, 0), (.at(0), .at(0), .threw, 0),
      (.at(50), .at(0), .signalled, 0), (.at(0), .at(50), .threw, 0),
      (.at(50), .withOwn, .threw, 50), (.at(0), .withOwn, .threw, 0), (.never, .withOwn, .slept, 100),
    ] as [(End, End, Result, Int)])
  func sleepsUntilTheFirst(_ own: End, _ signal: End, _ result: Result, _ milliseconds: Int) throws {
    for seed in 0..<4 as Range<UInt64> {
      let report = try Simulation(.seed(seed)).run { ctx in
        let mine = Self.scope(own, in: ctx)
        let other = Self.scope(signal, in: ctx, own: mine.context)
        defer {
          mine.cancel()
          other.cancel()
        }
        do {
          return try await mine.context.sleep(for: .milliseconds(100), orUntil: other.context)
            ? Result.slept : .signalled
        } catch {
          return Result.threw
        }
      }
      #expect(try report.value == result)
      #expect(report.elapsed == .milliseconds(milliseconds))
    }
  }

  private static func scope(_ end: End, in context: Context, own: Context? = nil) -> CancelScope {
    switch end {
    case .never: return context.makeCancelScope()
    case .withOwn: return (own ?? context).makeCancelScope()
    case .at(0):
      let scope = context.makeCancelScope()
      scope.cancel()
      return scope
    case .at(let time): return context.makeCancelScope(timeout: .milliseconds(time))
    }
  }
}
