package import Cascade

/// Which tasks no cancellation tells anything, by the events alone: a second reader, for tests of the first.
package struct SparedByEvents {
  /// Those that work in a context that no cancellation reaches.
  private var detached: Set<String> = []
  /// Who cancelled which groups and contexts by a call.
  private var cancellers: Set<String> = []

  package init() {}

  package mutating func take(_ event: Event) {
    if case .contextMade(let made) = event.kind, made.what == .withoutCancel {
      detached.insert(event.id.split(separator: "/").dropLast().joined(separator: "/"))
    }
    if case .contextTold(let told) = event.kind, told.reason == .requested { cancellers.insert(told.origin) }
  }

  /// Whether a task isn't told, though its own context ends: it works in another, or has called cancel itself.
  package func isSpared(_ task: String, _ told: Event.Told) -> Bool {
    detached.contains(task) || told.reason == .requested && told.origin == task && cancellers.contains(task)
  }
}
