import Cascade
import CascadeScenarios
import CascadeTrace
import Testing

/// Semaphores and calls that tasks share.
@Suite struct SharedStepTests {
  @Test(arguments: stories)
  func `ends as it says`(story: Sample) throws {
    let check = try ScenarioCheck(Scenario.read(story.text, file: "story"), otherSeeds: 5)
    #expect(check.mismatches.map(\.message) == [])
    #expect(check.claims > 0)
  }

  @Test func `names the semaphore for which tasks wait in a deadlock`() throws {
    let run = try ScenarioRun(
      Scenario.read(
        """
        title: T
        semaphores: { left: 1, right: 1 }
        group:
          tasks:
            a: { steps: [acquire: left, work: 10ms, acquire: right] }
            b: { steps: [acquire: right, work: 10ms, acquire: left] }
        """, file: "story"))
    let waiting = run.events.compactMap { if case .deadlock(let waiting) = $0.kind { waiting } else { nil } }
    #expect(
      Set(waiting.first?.map { "\($0.who): \($0.what)" } ?? [])
        == [": group root", "root/a: a permit of right", "root/b: a permit of left"])
  }

  /// An intervention ends a wait for a semaphore, and the place in its line is free again.
  @Test func `fails while it waits for a semaphore`() throws {
    let branch = try Branch(
      """
      semaphores: { s: 1 }
      group:
        kind: waitgroup
        tasks:
          a: { steps: [acquire: s, work: 100ms] }
          b: { steps: [work: 5ms, acquire: s, work: 100ms] }
          c: { steps: [work: 6ms, acquire: s, work: 100ms] }
      """)
    let run = try branch.run(at: .milliseconds(50), on: "root/b", .fail("enough"))
    #expect(run.outcome.tasks["b"]?.out == .milliseconds(50))
    #expect(run.outcome.tasks["c"]?.out == .milliseconds(200))
  }
}

private let stories = [
  Sample(
    "a semaphore lets so many work at a time",
    """
    title: T
    semaphores: { connections: 2 }
    group: { tasks: { query: { count: 5, steps: [acquire: connections, work: 100ms] } } }
    expect: { wait: none, returns: 300ms }
    """),
  Sample(
    "a request for several waits, and holds back small ones behind it",
    """
    title: T
    semaphores: { memory: 3 }
    group:
      tasks:
        small: { steps: [acquire: memory, work: 100ms] }
        big: { steps: [work: 10ms, { acquire: memory, count: 3 }, work: 50ms] }
        late: { steps: [work: 20ms, acquire: memory, work: 10ms] }
    expect: { tasks: { small: { out: 100ms }, big: { out: 150ms }, late: { out: 160ms } } }
    """),
  Sample(
    "a select listens while it waits, and what was cut short gives back",
    """
    title: T
    semaphores: { s: 1 }
    group:
      kind: waitgroup
      tasks:
        holds: { steps: [acquire: s, work: 1s], timeout: 50ms, cleanup: 30ms, on-cancel: ok }
        told: { steps: [work: 1ms, acquire: s], timeout: 20ms }
        deaf: { steps: [work: 2ms, { acquire: s, blocking: true }, work: 20ms], timeout: 30ms, on-cancel: cause }
        next: { steps: [work: 3ms, acquire: s, work: 20ms] }
    expect:
      tasks:
        holds: { outcome: cancelled, out: 80ms, error: none }
        told: { outcome: cancelled, out: 20ms, error: context deadline exceeded }
        deaf: { outcome: cancelled, out: 80ms, error: context deadline exceeded }
        next: { outcome: completed, out: 100ms }
    """),
  Sample(
    "a permit that comes with the end of the context is given back, as x/sync does",
    """
    title: T
    semaphores: { s: 1 }
    group:
      tasks:
        holder: { steps: [acquire: s, busy: 100ms, fail: x] }
        waiter: { delay: 1ms, steps: [acquire: s, work: 100ms] }
        deaf: { delay: 2ms, steps: [{ acquire: s, blocking: true }, busy: 10ms] }
    expect:
      wait: x
      tasks:
        waiter: { outcome: cancelled, told: 100ms, out: 100ms, error: context canceled }
        deaf: { outcome: completed, told: 100ms, out: 110ms }
    """),
  Sample(
    "a release comes where the step stands, or never",
    """
    title: T
    semaphores: { s: 1, leak: 1 }
    group:
      kind: waitgroup
      tasks:
        a: { steps: [acquire: s, work: 20ms, release: s, work: 100ms] }
        b: { steps: [work: 1ms, acquire: s, work: 10ms] }
        leaks: { steps: [acquire: leak, work: 50ms, release: leak], timeout: 10ms }
        waits: { steps: [work: 5ms, acquire: leak], timeout: 100ms }
        twice: { steps: [work: 200ms, release: s] }
    expect:
      tasks:
        b: { outcome: completed, out: 30ms }
        waits: { outcome: cancelled, out: 100ms }
        twice: { outcome: failed, error: "panic: semaphore: released more than held" }
    """),
  Sample(
    "tasks share a call, and one may leave",
    """
    title: T
    group:
      kind: waitgroup
      tasks:
        first: { steps: [{ load: user 7, call: 100ms }, work: 10ms], timeout: 30ms }
        second: { steps: [work: 20ms, { load: user 7, call: 500ms }, work: 10ms] }
        later: { steps: [work: 150ms, { load: user 7, call: [busy: 20ms, fail: not found] }] }
        joins: { steps: [work: 160ms, { load: user 7, call: 1ms }] }
        other: { steps: [{ load: user 8, call: 5ms }] }
    expect:
      tasks:
        first: { outcome: cancelled, out: 30ms, error: context deadline exceeded }
        second: { outcome: completed, out: 110ms }
        later: { outcome: failed, out: 170ms, error: not found }
        joins: { outcome: failed, out: 170ms, error: not found }
        other: { outcome: completed, out: 5ms }
    """),
]
