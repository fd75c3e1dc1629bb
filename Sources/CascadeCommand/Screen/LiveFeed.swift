import Cascade
import CascadeScenarios

/// A live run that is being watched: what is new in it since the last look.
struct LiveFeed {
  /// How often to look while it goes on.
  static let interval = Duration.milliseconds(33)

  private let run: LiveRun
  private var seen = 0
  /// Whether everything has been handed over.
  private(set) var isOver = false

  init(_ source: RunSource) {
    run = LiveRun(source.scenario)
  }

  /// The events since the last time.
  mutating func take() -> [Event] {
    let events = run.recorder.events(from: seen)
    seen += events.count
    isOver = events.contains { if case .runEnded = $0.kind { true } else { false } }
    return events
  }
}
