import Cascade
import Testing

@testable import CascadeUI

@Suite struct TimeScaleTests {
  @Test(arguments: [
    (Int64(0), 0), (1, 0), (49, 0), (50, 1), (149, 1), (949, 9), (950, 10), (1_000, 10), (5_000, 10), (-3, 0),
  ])
  func columns(_ t: Int64, _ column: Int) {
    let scale = TimeScale(end: Context.Instant(nanoseconds: 1_000), columns: 11)
    #expect(scale.column(of: Context.Instant(nanoseconds: t)) == column)
  }

  @Test(arguments: [Int64(1), 7, 1_000, 2_600_000_000, .max], [1, 2, 33, 200])
  func theStartOfAColumnIsItsFirstInstant(_ end: Int64, _ columns: Int) {
    let scale = TimeScale(end: Context.Instant(nanoseconds: end), columns: columns)
    for column in 1..<max(2, columns) where columns > 1 && end >= Int64(columns) {
      let start = scale.start(ofColumn: column)
      #expect(scale.column(of: start) == column)
      #expect(scale.column(of: Context.Instant(nanoseconds: start.nanoseconds - 1)) == column - 1)
    }
  }

  @Test(arguments: [(Int64(0), Int64(1)), (999, 1), (1_000, 2), (1_999, 2), (4_900, 5), (5_000, 10), (70_000, 100)])
  func aRoundEndLiesBeyond(_ milliseconds: Int64, _ seconds: Int64) {
    let end = TimeScale.roundEnd(beyond: Context.Instant(nanoseconds: milliseconds * 1_000_000))
    #expect(end == Context.Instant(nanoseconds: seconds * 1_000_000_000))
  }
}
