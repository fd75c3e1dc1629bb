import TestSupport
import Testing

@testable import Cascade

@Suite struct BackoffTests {
  @Test func pausesGrowUpToTheLongest() {
    let backoff = Retry.Backoff.exponential(from: .milliseconds(100), factor: 2, upTo: .seconds(1))
    let pauses = (1...6).map { backoff.pause(after: $0) }
    #expect(pauses == [100, 200, 400, 800, 1000, 1000].map { .milliseconds($0) })
    #expect(backoff.pause(after: .max) == .seconds(1))
    #expect(Retry.Backoff.none.pause(after: 3) == .zero)
    #expect(Retry.Backoff.constant(.seconds(2)).pause(after: 9) == .seconds(2))
    #expect(Retry.Backoff.custom { .seconds(3 - $0) }.pause(after: 5) == .zero)
    #expect(Retry.Backoff.exponential(from: .zero).pause(after: .max) == .zero)
  }

  /// The library's against one that multiplies step by step.
  @Test(arguments: 0..<200) func aNaiveModelSaysTheSame(seed: UInt64) {
    var random = Seeded(seed)
    let first = Duration.milliseconds(1 + random.below(5_000))
    let factor = Double(1 + random.below(4))
    let longest = first + .milliseconds(random.below(100_000))
    let backoff = Retry.Backoff.exponential(from: first, factor: factor, upTo: longest)
    var expected = first
    for failed in 1...40 {
      #expect(backoff.pause(after: failed) == min(expected, longest))
      expected = min(expected * factor, longest)
    }
  }

  @Test(arguments: 0..<50) func jitterStaysInItsPartAndIsTheSameForASeed(seed: UInt64) {
    var random = Seeded(seed)
    let part = Double(random.below(101)) / 100
    var one = Retry.Jitter(part: part, seed: seed)
    var other = Retry.Jitter(part: part, seed: seed)
    var seen: Set<Duration> = []
    for _ in 0..<100 {
      let pause = one.applied(to: .seconds(1))
      #expect(pause == other.applied(to: .seconds(1)))
      #expect(pause >= .seconds(1) * (1 - part) - .nanoseconds(1))
      #expect(pause <= .seconds(1) * (1 + part) + .nanoseconds(1))
      seen.insert(pause)
    }
    #expect(part == 0 ? seen == [.seconds(1)] : seen.count > 90)
    #expect(one.applied(to: .zero) == .zero)
    _ = one.applied(to: .nanoseconds(Int64.max))
  }

  @Test(arguments: [
    (Retry.Option.attempts(0), "attempts(0)"), (.attempts(-3), "attempts(-3)"), (.jitter(-0.1), "jitter(-0.1)"),
    (.jitter(1.5), "jitter(1.5)"), (.jitter(.nan), "jitter(nan)"), (.budget(.seconds(-1)), "budget(-1.0 seconds)"),
    (.attemptTimeout(.zero), "attemptTimeout(0.0 seconds)"),
    (.backoff(.constant(.seconds(-1))), "backoff(constant(-1.0 seconds))"),
    (.backoff(.exponential(from: .seconds(-1))), "backoff(exponential(from: -1.0 seconds"),
    (.backoff(.exponential(factor: 0.5)), "backoff(exponential(from: 0.1 seconds, factor: 0.5"),
    (.backoff(.exponential(factor: .nan)), "backoff("), (.backoff(.exponential(factor: .infinity)), "backoff("),
    (.backoff(.exponential(from: .seconds(2), upTo: .seconds(1))), "backoff("),
  ]) func whatCannotBeIsRefusedByName(option: Retry.Option, words: String) async {
    let error = await #expect(throws: OptionError.self) {
      try await retry(in: .background, option) { _, _ in Issue.record("there was an attempt") }
    }
    #expect(error?.description.hasPrefix(words) == true, "\(error?.description ?? "-")")
  }
}
