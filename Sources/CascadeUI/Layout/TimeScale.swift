import Cascade

/// A stretch of time laid out on columns: 0 is in the first, the end in the last.
struct TimeScale: Hashable, Sendable {
  let end: Context.Instant
  let columns: Int

  /// - Parameter columns: at least 1.
  init(end: Context.Instant, columns: Int) {
    self.end = Context.Instant(nanoseconds: max(1, end.nanoseconds))
    self.columns = max(1, columns)
  }

  /// The column of an instant; the last one for all that is later.
  func column(of t: Context.Instant) -> Int {
    let nanoseconds = min(max(0, t.nanoseconds), end.nanoseconds)
    return Int(Int128(nanoseconds) * Int128(columns - 1) / Int128(end.nanoseconds))
  }

  /// The first instant that falls into a column.
  func start(ofColumn column: Int) -> Context.Instant {
    guard columns > 1, column > 0 else { return .zero }
    let (step, end) = (Int128(columns - 1), Int128(end.nanoseconds))
    return Context.Instant(nanoseconds: Int64((Int128(column) * end + step - 1) / step))
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
