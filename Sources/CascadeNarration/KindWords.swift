import CascadeTrace

/// What kinds of groups do, in a few words.
package enum KindWords {
  /// The words for the kinds that there are, the most usual first.
  package static let all = [
    "errgroup", "waitgroup", "zero-errgroup", "collect-all", "first-success", "supervised", "swift-waitforall",
    "swift-foreach", "swift-discarding",
  ]

  /// For a word as it stands in `group.opened`; nil for one that isn't known.
  package static func meaning(of kind: String) -> String? {
    switch kind {
    case "errgroup": "first error cancels the rest"
    case "zero-errgroup": "keeps one error, no cancel"
    case "waitgroup": "waits for all, tells nobody"
    case "collect-all": "waits, gives every error"
    case "first-success": "first success cancels the rest"
    case "supervised": "errors are each task's own"
    case "swift-waitforall": "waits for all, one error"
    case "swift-foreach": "first error cancels"
    case "swift-discarding": "first error cancels"
    default: nil
    }
  }
}
