/// A story about cancellation, ready to be played: what a scenario file says once it is read, or what a conformance
/// case says once it is decoded.
///
/// Everything here is a plain value with its shorthand already resolved: lines of marks have become ``Step``s, ticks
/// have become durations, `count: 3` has become three tasks. All offsets are counted from the moment that their
/// documentation names and are never negative.
package struct Scenario: Hashable, Sendable {
  /// One short line that names the story.
  package var title: String
  /// One line that says what it teaches; none in conformance cases.
  package var about: String?
  /// What decides the order of things due at the same instant.
  package var seed: UInt64
  /// What an interrupted task returns when its own ``TaskPlan/onCancel`` doesn't say.
  package var onCancel: CancelResult
  /// What tasks pass items through.
  package var channels: [ChannelPlan] = []
  package var semaphores: [SemaphorePlan] = []
  package var limiters: [LimiterPlan] = []
  /// The group that the story is about. Its parent is a background context.
  package var group: GroupPlan
  /// In place of the group, which is empty then: a story about contexts alone.
  package var contexts: ContextProgram?
  /// The moments worth stopping at, in the order of the file; empty where the file names none.
  package var beats: [Beat]
  /// What the file claims about how it ends, for `check`.
  package var expectation: ExpectedOutcome?
  /// What a challenge is about.
  package var goal: Goal?

  package init(
    title: String, about: String? = nil, seed: UInt64 = 1, onCancel: CancelResult = .contextError, group: GroupPlan,
    contexts: ContextProgram? = nil, beats: [Beat] = [], expectation: ExpectedOutcome? = nil, goal: Goal? = nil
  ) {
    self.goal = goal
    self.title = title
    self.about = about
    self.seed = seed
    self.onCancel = onCancel
    self.group = group
    self.contexts = contexts
    self.beats = beats
    self.expectation = expectation
  }
}
