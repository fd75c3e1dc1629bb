package import Cascade

/// What a group was made with, as its events tell it.
extension Row {
  /// How many of its tasks may run at once; none for no limit.
  package var limit: Int? {
    options.lazy.compactMap { if case .limit(let limit) = $0 { limit } else { nil } }.last
  }

  /// What becomes of its queued tasks when its context ends; none where it was made without saying so.
  package var queuedWork: ErrGroup.QueuedWork? {
    options.lazy.compactMap { if case .queued(let work) = $0 { work } else { nil } }.last
  }

  /// Whether a task that was cancelled alone counts as no failure.
  package var ignoresLoneCancellations: Bool { options.contains(.ignoringLoneCancellations) }

  /// How long after its making the context around this group ends by itself; none where there is no such context.
  package var timeout: Duration? {
    var next = parent
    while let context = next, case .context = context.kind {
      if let deadline = context.deadline, let made = context.bornAt { return made.duration(to: deadline) }
      next = context.parent
    }
    return nil
  }
}
