package import Cascade

/// How times are written, everywhere: digits and ASCII letters only. A point in a run is `1.200 s`, a length of time
/// `30 ms`; files and phrases write `30ms`.
package enum TimeText {
  /// A clock, to the millisecond, cut off and not rounded, so that the text keeps its width while the clock runs: `1.240`.
  package static func clock(_ t: Context.Instant) -> String {
    let milliseconds = max(0, t.nanoseconds).magnitude / 1_000_000
    return "\(milliseconds / 1_000).\(padded(milliseconds % 1_000, to: 3))"
  }

  /// How much earlier or later something is: `200 ms earlier`.
  package static func shift(from was: Context.Instant, to now: Context.Instant) -> String {
    now < was ? "\(duration(now.duration(to: was))) earlier" : "\(duration(was.duration(to: now))) later"
  }

  /// A point in the run: `1.200 s`; with microseconds, `1.200340 s`, where it isn't a whole millisecond.
  package static func instant(_ t: Context.Instant) -> String {
    let isNegative = t.nanoseconds < 0
    let nanoseconds = t.nanoseconds.magnitude
    let isWhole = nanoseconds.isMultiple(of: 1_000_000)
    let fraction = nanoseconds % 1_000_000_000
    let digits = isWhole ? padded(fraction / 1_000_000, to: 3) : padded(fraction / 1_000, to: 6)
    return "\(isNegative ? "-" : "")\(nanoseconds / 1_000_000_000).\(digits) s"
  }

  /// A point in a live run: `1.203 s`, cut off; what is more exact than that is noise there.
  package static func liveInstant(_ t: Context.Instant) -> String {
    instant(Context.Instant(nanoseconds: t.nanoseconds - t.nanoseconds % 1_000_000))
  }

  /// A length of time, with about three digits that matter: `0 ms`, `750 ns`, `12.5 us`, `30 ms`, `1.200 s`.
  package static func duration(_ duration: Duration) -> String {
    let nanoseconds = duration.wholeNanoseconds
    let sign = nanoseconds < 0 ? "-" : ""
    let size = nanoseconds.magnitude
    switch size {
    case 0: return "0 ms"
    case ..<1_000: return "\(sign)\(size) ns"
    case ..<1_000_000: return "\(sign)\(short(size, unit: 1_000)) us"
    case ..<1_000_000_000: return "\(sign)\(short(size, unit: 1_000_000)) ms"
    default: return "\(sign)\(size / 1_000_000_000).\(padded(size % 1_000_000_000 / 1_000_000, to: 3)) s"
    }
  }

  /// Whole where it is whole; else as many decimals as make three digits, cut off and not rounded.
  private static func short(_ size: UInt64, unit: UInt64) -> String {
    let whole = size / unit
    let decimals = whole >= 100 ? 0 : whole >= 10 ? 1 : 2
    let scale: UInt64 = decimals == 2 ? 100 : decimals == 1 ? 10 : 1
    let fraction = size % unit * scale / unit
    guard fraction > 0 else { return "\(whole)" }
    return "\(whole).\(padded(fraction, to: decimals))"
  }

  private static func padded(_ number: UInt64, to width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}

extension Duration {
  /// The duration the way files write it, exact to the nanosecond: `1.25s`, `30ms`.
  package var inWords: String {
    let nanoseconds = wholeNanoseconds
    let size = nanoseconds.magnitude
    let (unit, name): (UInt64, String) =
      switch size {
      case 1_000_000_000...: (1_000_000_000, "s")
      case 1_000_000..., 0: (1_000_000, "ms")
      case 1_000...: (1_000, "us")
      default: (1, "ns")
      }
    var digits = String(unit + size % unit).dropFirst()
    while digits.last == "0" { digits.removeLast() }
    let sign = nanoseconds < 0 ? "-" : ""
    return "\(sign)\(size / unit)\(digits.isEmpty ? "" : ".")\(digits)\(name)"
  }
}
