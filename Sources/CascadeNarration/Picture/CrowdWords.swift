package import CascadeTrace

/// The words for many equal tasks that are shown as one block; each with the same in fewer words, where there is less room.
package enum CrowdWords {
  package static let done = ["done"]
  package static let thrownAway = ["done, thrown away", "thrown away", "lost"]
  package static let running = ["running"]
  package static let runningTold = ["running, told", "told"]
  package static let deaf = ["running, DEAF", "DEAF"]
  package static let cut = ["cut half way", "cut short", "cut"]
  package static let late = ["started late, out", "started late", "late"]
  package static let failed = ["failed"]
  package static let notStarted = ["not started"]
  package static let queued = ["queued"]
  package static let notStartedTold = ["told, not started", "queued, told"]

  /// How many tasks stand in the block.
  package static func alike(_ count: Int) -> String { "\(count) alike" }

  /// How many rows a screen has no room for, how many of them are of tasks that failed or are deaf, and what to type to see
  /// these: the words that stand beside them, after the key that finds.
  ///
  /// - Parameter key: That key; empty where nothing can be typed.
  package static func moreRows(_ count: Int, failed: Int = 0, deaf: Int = 0, key: String = "") -> String {
    let rows = "\(count) more \(count == 1 ? "row" : "rows")"
    let kinds = [(failed, "failed"), (deaf, "DEAF")].filter { $0.0 > 0 }
    guard !kinds.isEmpty else { return rows }
    let counted = rows + ": " + kinds.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
    return key.isEmpty ? counted : counted + "; " + kinds.map { key + $0.1 }.joined(separator: " or ")
  }
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
