import Cascade

/// A stretch of time laid out on columns: 0 is in the first, the end in the last, each instant in the nearest.
package struct TimeScale: Hashable, Sendable {
  let end: Context.Instant
  let columns: Int
  /// Of no length everything is in the first column.
  private let hasLength: Bool

  /// - Parameter columns: at least 1.
  init(end: Context.Instant, columns: Int) {
    self.end = Context.Instant(nanoseconds: max(1, end.nanoseconds))
    self.columns = max(1, columns)
    hasLength = end > .zero
  }

  /// The column of an instant; the last one for all that is later.
  func column(of t: Context.Instant) -> Int {
    guard hasLength else { return 0 }
    let nanoseconds = min(max(0, t.nanoseconds), end.nanoseconds)
    let doubled = 2 * Int128(nanoseconds) * Int128(columns - 1) + Int128(end.nanoseconds)
    return Int(doubled / (2 * Int128(end.nanoseconds)))
  }

  /// The first instant that falls into a column.
  func start(ofColumn column: Int) -> Context.Instant {
    guard hasLength, columns > 1, column > 0 else { return .zero }
    let (step, end) = (2 * Int128(columns - 1), Int128(end.nanoseconds))
    return Context.Instant(nanoseconds: Int64(((2 * Int128(column) - 1) * end + step - 1) / step))
  }

  /// The end of a scale for a run that goes on: a round time that isn't reached yet.
  static func roundEnd(beyond t: Context.Instant) -> Context.Instant {
    var unit: Int64 = 1_000_000_000
    let target = max(1, t.nanoseconds)
    while unit < Int64.max / 10 {
      for factor in [1, 2, 5] as [Int64] where unit * factor > target {
        return Context.Instant(nanoseconds: unit * factor)
      }
      unit *= 10
    }
    return t
  }
}

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

/// How much faster than the clock on the wall virtual time runs while playing.
///
/// Runs are often over in less than a second, and what can't be watched teaches nothing: a run has a speed of its own, which
/// counts until another is chosen.
package struct Speed: Hashable, Sendable {
  /// The speed in hundredths: 100 is real time.
  package let percent: Int

  package static let normal = Speed(percent: 100)

  /// From slow to fast.
  package static let all = [10, 20, 50, 100, 200, 500, 1_000].map(Speed.init(percent:))

  /// Real time, or as much slower as it takes for a run to last a while.
  static func own(ofRunUntil end: Context.Instant) -> Speed {
    guard end > .zero else { return .normal }
    return all.last { $0.percent <= normal.percent && $0.wall(end.nanoseconds) >= shortest } ?? all[0]
  }

  /// No run plays for less, in nanoseconds on the wall, as far as there is a speed for it.
  private static let shortest: Int64 = 5_000_000_000

  /// The next faster one, or itself at the end.
  package var faster: Speed { Self.all.first { $0.percent > percent } ?? self }

  /// The next slower one, or itself at the end.
  package var slower: Speed { Self.all.last { $0.percent < percent } ?? self }

  /// How much virtual time passes in that many nanoseconds on the wall, held to the range of `Int64`.
  func virtual(_ nanoseconds: Int64) -> Int64 {
    let (product, overflow) = nanoseconds.multipliedReportingOverflow(by: Int64(percent))
    return overflow ? .max : product / 100
  }

  /// How long that much virtual time takes on the wall, rounded up, so that waiting for an event doesn't end before it.
  func wall(_ nanoseconds: Int64) -> Int64 {
    let (product, overflow) = nanoseconds.multipliedReportingOverflow(by: 100)
    return overflow ? .max : (product + Int64(percent) - 1) / Int64(percent)
  }

  /// `0.5`, `1`, `8`: as it is written after the multiplication sign.
  var text: String {
    let (whole, rest) = percent.quotientAndRemainder(dividingBy: 100)
    guard rest > 0 else { return String(whole) }
    return rest.isMultiple(of: 10) ? "\(whole).\(rest / 10)" : "\(whole).\(rest)"
  }
}

/// How much moves between two events while playing. Nothing that matters is told by motion alone.
package enum Motion: String, CaseIterable, Hashable, Sendable {
  /// Lanes grow smoothly.
  case full
  /// What the author has words for, and a step every two seconds between.
  case reduced
  /// A frame for each event and none between.
  case off

  /// How long one frame stays, in nanoseconds; none where only events make frames.
  var frame: Int64? {
    switch self {
    case .full: 25_000_000
    case .reduced: 2_000_000_000
    case .off: nil
    }
  }
}
