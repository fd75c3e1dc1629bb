import Testing

@testable import Cascade

@Suite struct InstantTests {
  static let durations: [(Duration, Int64)] = [
    (.seconds(Int64.max), .max), (.seconds(Int64.min), .min), (.seconds(9_223_372_036), 9_223_372_036_000_000_000),
    (.nanoseconds(-1), -1), (Duration(secondsComponent: 0, attosecondsComponent: 1_999_999_999), 1), (.zero, 0),
  ]

  @Test(arguments: durations) func durationsAreHeldToTheRange(_ duration: Duration, _ nanoseconds: Int64) {
    #expect(duration.wholeNanoseconds == nanoseconds)
    #expect(Context.Instant.zero.advanced(by: duration).nanoseconds == nanoseconds)
  }

  @Test func advancingNeverOverflows() {
    let late = Context.Instant(nanoseconds: .max - 5)
    #expect(late.advanced(by: .nanoseconds(5)).nanoseconds == .max)
    #expect(late.advanced(by: .nanoseconds(6)).nanoseconds == .max)
    #expect(late.advanced(by: .seconds(Int64.max)).nanoseconds == .max)
    let early = Context.Instant(nanoseconds: .min + 5)
    #expect(early.advanced(by: .nanoseconds(-6)).nanoseconds == .min)
    #expect(early.advanced(by: .seconds(Int64.min)).nanoseconds == .min)
  }

  @Test func distancesAreExact() {
    let one = Context.Instant(nanoseconds: .min)
    let other = Context.Instant(nanoseconds: .max)
    #expect(one.duration(to: other) + other.duration(to: one) == .zero)
    #expect(one < other)
    #expect("\(Context.Instant(nanoseconds: 1_500_000_000))" == "1.5 seconds")
  }

  @Test(arguments: [Int64.max, .min]) func extremeDeadlinesAreTaken(_ nanoseconds: Int64) {
    let root = Context.background(observedBy: EventRecorder())
    let scope = root.makeCancelScope(deadline: Context.Instant(nanoseconds: nanoseconds))
    #expect(scope.context.isCancelled == (nanoseconds < 0))
    let timeout = root.makeCancelScope(timeout: .seconds(nanoseconds))
    #expect(timeout.context.isCancelled == (nanoseconds < 0))
  }

  @Test func theThreadThatKeepsTheTimeSleepsForTimersFarAway() {
    // An instant that lies beyond the clock's range must not look like one in the past.
    let clock = LiveTimeSource.shared
    #expect(clock.wakeTime(for: Context.Instant(nanoseconds: .max)) > clock.wakeTime(for: clock.now))
  }
}
