package import Cascade

/// What counts as the same moment.
///
/// In virtual time the clock stands still while one thing leads to another. A live clock doesn't: the steps of one
/// cancellation are microseconds apart there.
extension Fold {
  /// How far apart two events of a live run may be and still be told as one: 1 ms.
  private static let liveMoment = Duration.milliseconds(1)

  /// Whether two instants, in whichever order, are one moment of this run.
  package func isSameMoment(_ one: Context.Instant, _ other: Context.Instant) -> Bool {
    if one == other { return true }
    guard isLive else { return false }
    return one < other
      ? one.duration(to: other) <= Self.liveMoment : other.duration(to: one) <= Self.liveMoment
  }
}

extension RunState {
  /// Whether this run goes by the real clock.
  package var isLive: Bool { fold.isLive }

  /// How a point in this run is written.
  package func timeText(_ t: Context.Instant) -> String { isLive ? TimeText.liveInstant(t) : TimeText.instant(t) }

  /// Whether what an event sets off at once must have been told by now.
  ///
  /// In virtual time it is enough that the clock has moved on. In a live run the moment must be over, and something
  /// of another kind must have happened.
  package func isSettled(after number: Int, now: Context.Instant) -> Bool {
    guard isLive else { return log[number].t < now }
    var next = number + 1
    while next < position {
      switch log[next].kind {
      case .groupFailureKept, .contextTold, .taskTold: next += 1
      default: return !fold.isSameMoment(log[next - 1].t, now)
      }
    }
    return false
  }
}

extension Event {
  /// What a `task.told` or `context.told` says.
  package var told: Told? {
    switch kind {
    case .contextTold(let told), .taskTold(let told): told
    default: nil
    }
  }
}
