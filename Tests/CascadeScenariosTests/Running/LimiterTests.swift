import Cascade
import CascadeScenarios
import TestSupport
import Testing

@testable import CascadeScenarios

/// Tokens of limiters, as `rate.Limiter` of golang.org/x/time gives them out.
@Suite struct LimiterTests {
  @Test(arguments: stories)
  func `ends as it says`(story: Sample) throws {
    let check = try ScenarioCheck(Scenario.read(story.text, file: "story"), otherSeeds: 5)
    #expect(check.mismatches.map(\.message) == [])
    #expect(check.claims > 0)
    #expect(check.otherwise.isEmpty)
  }

  @Test func `a wait says whose token it is for`() throws {
    let text = "title: T\nlimiters: { api: 10ms }\ngroup: { tasks: { a: { steps: [limit: api, limit: api] } } }"
    let waits = try ScenarioRun(Scenario.read(text, file: "t.yaml")).events.compactMap { event in
      if case .note(.wait(_, let awaited, let listens)) = event.kind { "\(awaited) \(listens)" } else { nil }
    }
    #expect(waits == ["a token of api yes"])
  }

  /// A model that keeps count of tokens and of those that are on their way, as a bucket that is filled.
  private struct Bucket {
    let every: Int
    let burst: Int
    /// When each token comes that was taken, the latest last.
    var taken: [Int] = []

    /// A token comes so long after the one taken `burst` tokens before it, and not before it is asked for.
    mutating func take(at now: Int, until deadline: Int?) -> Int? {
      var level = Double(burst)
      var last = 0
      for token in taken {
        level = min(Double(burst), level + Double(token - last) / Double(every)) - 1
        last = token
      }
      let then = max(now, last)
      level = min(Double(burst), level + Double(then - last) / Double(every))
      let token = level >= 1 - 1e-9 ? then : then + Int(((1 - level) * Double(every)).rounded())
      if let deadline, max(token, now) > deadline { return nil }
      taken.append(token)
      return token
    }
  }

  @Test(arguments: 0..<UInt64(40 * Effort.factor))
  func `tokens come as those of a bucket do`(seed: UInt64) {
    var random = Seeded(seed)
    let every = 1 + random.below(50)
    let burst = 1 + random.below(4)
    var bucket = Bucket(every: every, burst: burst)
    let limiter = Limiter(LimiterPlan(name: "l", every: .nanoseconds(every), burst: burst))
    var now = 0
    for _ in 0..<60 {
      if random.chance(60) { now += random.below(3 * every) }
      let deadline = random.chance(30) ? now + random.below(2 * every) : nil
      func instant(_ time: Int) -> Context.Instant { .zero.advanced(by: .nanoseconds(time)) }
      let token = limiter.take(at: instant(now), until: deadline.map(instant))
      let wanted = bucket.take(at: now, until: deadline)
      #expect(token.map { max($0, instant(now)) } == wanted.map { max(instant($0), instant(now)) }, "\(seed)")
      guard let token, token > instant(now), random.chance(30) else { continue }
      // The latest that waits is told.
      limiter.giveBack(token)
      bucket.taken.removeLast()
    }
  }
}

private let stories = [
  Sample(
    "a burst, and then one after the other",
    """
    title: T
    limiters: { api: { every: 100ms, burst: 2 } }
    group: { tasks: { a: { steps: [repeat: { times: 4, steps: [limit: api] }] }, b: { delay: 10ms, steps: [limit: api, work: 5ms] } } }
    expect: { wait: none, tasks: { a: { out: 300ms }, b: { out: 205ms } } }
    """),
  Sample(
    "tokens come back while nobody asks, as many as it keeps",
    """
    title: T
    limiters: { api: { every: 100ms, burst: 2 } }
    group: { tasks: { a: { steps: [limit: api, limit: api, work: 1s, limit: api, limit: api, limit: api] } } }
    expect: { tasks: { a: { out: 1.1s } } }
    """),
  Sample(
    "a task that is told gives its token back to the next",
    """
    title: T
    limiters: { api: 100ms }
    group:
      kind: zero-errgroup
      tasks:
        first: { steps: [limit: api] }
        told: { delay: 10ms, steps: [{ group: { cancel-at: 50ms, tasks: { waits: { steps: [limit: api], cleanup: 5ms } } } }] }
        late: { delay: 60ms, steps: [limit: api] }
    expect:
      tasks: { told/waits: { outcome: cancelled, told: 60ms, out: 65ms, error: context canceled }, late: { out: 100ms } }
    """),
  Sample(
    "but not one that others wait behind",
    """
    title: T
    limiters: { api: 100ms }
    group:
      kind: zero-errgroup
      tasks:
        first: { steps: [limit: api] }
        told: { delay: 10ms, steps: [{ group: { cancel-at: 50ms, tasks: { waits: { steps: [limit: api] } } } }] }
        behind: { delay: 10ms, steps: [limit: api] }
        late: { delay: 60ms, steps: [limit: api] }
    expect: { tasks: { told/waits: { out: 60ms }, behind: { out: 200ms }, late: { out: 300ms } } }
    """),
  Sample(
    "a deadline that comes before the token, and one that is met",
    """
    title: T
    limiters: { api: 100ms }
    group:
      kind: zero-errgroup
      tasks:
        first: { steps: [limit: api] }
        late: { delay: 10ms, timeout: 50ms, on-cancel: ok, steps: [limit: api] }
        tries: { timeout: 80ms, steps: [{ try: [limit: api], else: [log: none] }] }
        deaf: { timeout: 60ms, deaf: true, steps: [limit: api] }
        met: { delay: 1ms, timeout: 500ms, steps: [limit: api] }
    expect:
      wait: "rate: Wait(n=1) would exceed context deadline"
      tasks:
        late: { outcome: failed, out: 10ms, error: "rate: Wait(n=1) would exceed context deadline" }
        tries: { outcome: completed, out: 10ms }
        deaf: { outcome: completed, out: 100ms }
        met: { outcome: completed, out: 200ms }
    """),
  Sample(
    "a load test whose workers share it",
    """
    title: T
    limiters: { api: 200ms }
    group:
      timeout: 3.1s
      on-error: { ok: [context deadline exceeded, "rate: Wait(n=1) would exceed context deadline"] }
      tasks: { worker: { count: 4, delay: 1ms, steps: [repeat: { steps: [limit: api, work: 50ms] }] } }
    expect: { wait: "rate: Wait(n=1) would exceed context deadline", caller: none }
    """),
]
