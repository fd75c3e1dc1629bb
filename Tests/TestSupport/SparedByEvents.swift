package import Cascade

/// Which tasks no cancellation tells anything, by the events alone: a second reader, for tests of the first.
package struct SparedByEvents {
  /// Those that work in a context that no cancellation reaches.
  private var detached: Set<String> = []
  /// Those that were in their steps when they made such a context, by the context: a group in it is cut off alone.
  private var inSteps: [String: String] = [:]
  private var stepping: Set<String> = []
  private var parents: [String: String] = [:]
  /// Who cancelled which groups and contexts by a call.
  private var cancellers: Set<String> = []

  package init() {}

  package mutating func take(_ event: Event) {
    if case .note(.step) = event.kind { stepping.insert(event.id) }
    if case .contextMade(let made) = event.kind {
      parents[event.id] = made.parent
      if made.what == .withoutCancel {
        let task = event.id.split(separator: "/").dropLast().joined(separator: "/")
        if stepping.contains(task) { inSteps[event.id] = task } else { detached.insert(task) }
      }
    }
    if case .groupOpened(let opened) = event.kind {
      var above: String? = opened.parent
      while let context = above {
        inSteps[context] = nil
        above = parents[context]
      }
    }
    if case .contextTold(let told) = event.kind, told.reason == .requested { cancellers.insert(told.origin) }
  }

  /// Whether a task isn't told, though its own context ends: it works in another, or has called cancel itself.
  package func isSpared(_ task: String, _ told: Event.Told) -> Bool {
    detached.contains(task) || inSteps.values.contains(task)
      || told.reason == .requested && told.origin == task && cancellers.contains(task)
  }
}
