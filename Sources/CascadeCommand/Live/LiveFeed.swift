import Cascade
import CascadeScenarios
import CascadeTrace

/// A live run that is being watched: what is new in it since the last look.
struct LiveFeed {
  /// How often to look while it goes on.
  static let interval = Duration.milliseconds(33)
  /// The same, while somebody looks at the past.
  static let leisurely = Duration.milliseconds(200)

  private let scenario: Scenario
  private let run: LiveRun
  /// Everything that was handed over.
  private var events: [Event] = []
  /// Whether everything has been handed over.
  private(set) var isOver = false

  init(_ scenario: Scenario) {
    self.scenario = scenario
    run = LiveRun(scenario)
  }

  /// Why the run isn't followed to its end: it has more events than can be kept.
  var stopped: RunError? {
    run.recorder.dropped > 0 ? .tooManyEvents(limit: run.recorder.capacity) : nil
  }

  /// The events since the last time.
  mutating func take() -> [Event] {
    // In this order: what happens between the two is seen next time.
    isOver = run.isOver || stopped != nil
    let new = run.recorder.events(from: events.count)
    events += new
    return new
  }

  /// Where the author's beats stand, as far as they have come.
  var beats: [GivenBeat] {
    scenario.beats.isEmpty ? [] : BeatPlaces(scenario, in: events).places
  }
}
