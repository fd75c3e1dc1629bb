/// How much faster than the clock on the wall virtual time runs while playing.
package struct Speed: Hashable, Sendable {
  /// The speed in hundredths: 100 is real time.
  package let percent: Int

  package static let normal = Speed(percent: 100)

  /// From slow to fast.
  package static let all = [10, 25, 50, 100, 200, 400, 800].map(Speed.init(percent:))

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
