#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How long the stress tests run: `CASCADE_STRESS=50 swift test --filter Stress` plays fifty times as many rounds. The
/// default is 1, a few seconds.
enum StressScale {
  static let factor = getenv("CASCADE_STRESS").flatMap { Int(String(cString: $0)) } ?? 1

  /// The numbers of so many rounds, times the factor.
  static func rounds(_ count: Int) -> Range<Int> {
    0..<(count * max(1, factor))
  }
}

extension Sequence where Element == Int {
  /// Calls `body` for each, and lets other tests have the thread now and then.
  func forEachRound(_ body: (Int) async throws -> Void) async rethrows {
    for round in self {
      try await body(round)
      await Task.yield()
    }
  }
}
