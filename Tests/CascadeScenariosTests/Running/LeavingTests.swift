import CascadeScenarios
import Testing

/// Callers that don't wait to the end, and what goes on after that.
@Suite struct LeavingTests {
  @Test(arguments: stories)
  func `ends as it says`(story: Sample) throws {
    let check = try ScenarioCheck(Scenario.read(story.text, file: "story"), otherSeeds: 5)
    #expect(check.mismatches.map(\.message) == [])
    #expect(check.claims > 0)
  }
}

private let stories = [
  Sample(
    "what is left behind may itself leave something behind, and all of it ends",
    """
    title: T
    group:
      leave: 50ms
      tasks:
        outer: { steps: [busy: 100ms, { group: { leave: 20ms, tasks: { inner: { steps: [busy: 300ms] } } } }] }
    expect: { left: 50ms, tasks: { outer: { out: 120ms }, outer/inner: { outcome: completed, out: 400ms } } }
    """),
  Sample(
    "a decision around it is none of its own",
    """
    title: T
    group:
      kind: first-return
      tasks:
        first: { steps: [work: 50ms] }
        late:
          steps:
            - group: { kind: first-return, leave: told, tasks: { cleans: { steps: [work: 1s], cleanup: 100ms }, deaf: { steps: [busy: 400ms] } } }
              ignore-error: true
    expect: { tasks: { late: { told: 50ms, out: 150ms }, late/deaf: { out: 400ms } } }
    """),
  Sample(
    "what the caller made ends with it, for those that look at the context around the group, too",
    """
    title: T
    group:
      leave: 100ms
      timeout: 2s
      tasks:
        outside: { steps: [work: 1s], context: parent }
        detached: { steps: [work: 300ms], detached: true }
    expect: { left: 100ms, tasks: { outside: { outcome: cancelled, out: 100ms }, detached: { outcome: completed, out: 300ms } } }
    """),
  Sample(
    "one that takes the first result goes on with it",
    """
    title: T
    group:
      kind: first-success
      leave: told or 1s
      tasks: { quick: { steps: [work: 100ms] }, deaf: { steps: [busy: 500ms] } }
      after-wait: [work: 50ms, fail: spoiled]
    expect: { left: 100ms, caller: spoiled, returns: 500ms }
    """),
  Sample(
    "a group that is detached has a grace of its own when the one around it is over",
    """
    title: T
    group:
      timeout: 240ms
      tasks:
        apart:
          detached: true
          group: { shutdown: { at: 320ms, grace: 140ms }, tasks: { works: { steps: [work: 180ms, work: 600ms], cleanup: 40ms } } }
    expect: { tasks: { apart/works: { outcome: cancelled, told: 460ms, out: 500ms } } }
    """),
]
