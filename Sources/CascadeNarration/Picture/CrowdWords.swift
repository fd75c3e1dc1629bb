package import CascadeTrace

/// The words for many equal tasks that are shown as one block.
package enum CrowdWords {
  package static let done = "done"
  package static let thrownAway = "done, thrown away"
  package static let running = "running"
  package static let runningTold = "running, told"
  package static let cut = "cut half way"
  package static let late = "started after the cause, and left"
  package static let failed = "failed"
  package static let notStarted = "not started"

  /// How many tasks stand in the block.
  package static func alike(_ count: Int) -> String { "\(count) alike" }

  /// How many rows a screen has no room for.
  package static func moreRows(_ count: Int) -> String { "\(count) more \(count == 1 ? "row" : "rows")" }
}

extension Timeline.Stretch {
  /// What a row does in it, in a word or two.
  package var word: String {
    switch self {
    case .queued: "queued"
    case .running: "running"
    case .pausing: "pausing"
    case .waiting: "waiting"
    case .waitingAfterCause: "waiting after the cause"
    case .told: "told"
    case .cleaningUp: "cleaning up"
    case .deaf: "DEAF"
    case .listensElsewhere: "LISTENS ELSEWHERE"
    case .blockedInGo: "blocked in g.Go"
    case .open: "active"
    }
  }
}
