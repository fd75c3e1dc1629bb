package import Cascade

/// Times as a clock shows them: to the millisecond, cut off and not rounded, so that the text keeps its width while
/// the clock runs. What matters to the microsecond is said in the sentences.
package enum ClockText {
  /// `1.240`.
  package static func seconds(_ t: Context.Instant) -> String {
    let milliseconds = max(0, t.nanoseconds) / 1_000_000
    let fraction = String(milliseconds % 1_000)
    return "\(milliseconds / 1_000)." + String(repeating: "0", count: 3 - fraction.count) + fraction
  }
}
