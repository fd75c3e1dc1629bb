import Cascade

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
