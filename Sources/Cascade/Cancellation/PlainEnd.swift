/// What there is to say of an end without a given cause or words.
struct PlainEnd {
  let instant: Context.Instant
  let site: CallSite?
  let reason: Cancellation.Reason
  /// The path of the context, where its run is observed: there it began. The context itself keeps it.
  var origin: Path?
}

extension PlainEnd {
  /// All of it in three words: the instant; the address of the file's name; its length in 24 bits, the reason in 8, and
  /// the line in 32.
  var words: (UInt64, UInt64, UInt64) {
    let file = site?.file
    let place = site.map { UInt64($0.length & 0xff_ffff) | UInt64($0.line) << 32 } ?? 0
    return (
      UInt64(bitPattern: instant.nanoseconds), UInt64(UInt(bitPattern: file)), place | UInt64(reason.number) << 24
    )
  }

  /// What ``words`` were made from.
  init(words: (UInt64, UInt64, UInt64)) {
    instant = Context.Instant(nanoseconds: Int64(bitPattern: words.0))
    site = UnsafePointer(bitPattern: UInt(truncatingIfNeeded: words.1)).map { file in
      CallSite(
        file: file, length: UInt32(words.2 & 0xff_ffff), line: UInt32(truncatingIfNeeded: words.2 >> 32))
    }
    reason = .allCases[Int(words.2 >> 24 & 0xff)]
  }
}

extension Cancellation.Reason {
  /// Its place among all cases.
  fileprivate var number: UInt8 {
    switch self {
    case .requested: 0
    case .deadlineExceeded: 1
    case .siblingFailed: 2
    case .scopeEnded: 3
    case .taskCancelled: 4
    case .handleDropped: 5
    case .shutdown: 6
    case .groupDecided: 7
    }
  }
}
