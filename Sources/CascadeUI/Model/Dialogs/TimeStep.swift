import Cascade

/// By how much a time changes with one key: a round part of the run that is looked at.
struct TimeStep: Hashable, Sendable {
  let duration: Duration

  /// About a fiftieth, rounded to 1, 2 or 5 of a unit of ten; never less than 1 ms.
  init(of run: Duration) {
    let wanted = max(1_000_000, run.wholeNanoseconds / 50)
    var unit: Int64 = 1
    while unit <= wanted / 10 { unit *= 10 }
    let factor = [5, 2, 1].first { unit * $0 <= wanted } ?? 1
    duration = .nanoseconds(unit * factor)
  }

  /// So many steps.
  func times(_ count: Int) -> Duration {
    let (product, overflow) = duration.wholeNanoseconds.multipliedReportingOverflow(by: Int64(count))
    return .nanoseconds(overflow ? (count < 0 ? .min : .max) : product)
  }

  /// The next whole step after a time.
  func next(after t: Context.Instant) -> Context.Instant {
    let step = duration.wholeNanoseconds
    return Context.Instant(nanoseconds: (t.nanoseconds / step + 1) * step)
  }
}
