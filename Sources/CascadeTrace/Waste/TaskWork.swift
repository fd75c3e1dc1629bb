import Cascade

/// What one task worked and when, as its notes tell it.
///
/// A step is work from its note until its planned duration is over, or until the next note or the task's return if
/// that comes first: of a step that was cut short only what was done counts. So is a cleanup. A step that doesn't say
/// how long it takes, such as waiting for a group, is no work; nor is anything that no note announces.
struct TaskWork: Sendable {
  /// The whole of the task's plan; nil where it announced none.
  private(set) var planned: Duration?
  /// In order of time, none overlapping another.
  private var stretches: [Stretch] = []
  /// The latest one, as long as nothing has ended it before its time.
  private var open: Stretch?

  private struct Stretch {
    let from: Context.Instant
    var to: Context.Instant
    let isCleanup: Bool

    /// What of it lies before an instant.
    func part(before t: Context.Instant) -> Duration { from < t ? from.duration(to: min(to, t)) : .zero }
  }

  /// Takes in the next event about the task.
  mutating func take(_ event: Event) {
    switch event.kind {
    case .taskSpawned:
      // The same path again is a new life.
      (planned, stretches, open) = (nil, [], nil)
    case .note(.plan(let total)):
      planned = max(.zero, total)
    case .note(.step(_, _, let planned, _)):
      close(at: event.t)
      if let planned { begin(at: event.t, for: planned, isCleanup: false) }
    case .note(.cleanup(let planned)):
      close(at: event.t)
      begin(at: event.t, for: planned, isCleanup: true)
    case .note(.retry), .note(.pause), .taskOut, .taskRefused, .taskSkipped:
      close(at: event.t)
    default: break
    }
  }

  private mutating func begin(at t: Context.Instant, for planned: Duration, isCleanup: Bool) {
    open = Stretch(from: t, to: t.advanced(by: max(.zero, planned)), isCleanup: isCleanup)
  }

  private mutating func close(at t: Context.Instant) {
    guard var stretch = open else { return }
    open = nil
    stretch.to = min(stretch.to, t)
    if stretch.from < stretch.to { stretches.append(stretch) }
  }

  /// All that it had worked by then, the plan or not.
  func done(by t: Context.Instant) -> Duration { sum(by: t) { _ in true } }

  /// The part of it that was cleaning up.
  func cleaned(by t: Context.Instant) -> Duration { sum(by: t, where: \.isCleanup) }

  private func sum(by t: Context.Instant, where counts: (Stretch) -> Bool) -> Duration {
    var sum = Duration.zero
    for stretch in stretches {
      guard stretch.from < t else { break }
      if counts(stretch) { sum += stretch.part(before: t) }
    }
    if let open, counts(open) { sum += open.part(before: t) }
    return sum
  }
}
