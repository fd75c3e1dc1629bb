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
