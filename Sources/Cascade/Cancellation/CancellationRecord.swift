/// The shared, immutable record of one cancellation. Every context that it reached points to the same one.
///
/// This class is the plain case: no cause, no words, no observer.
///
/// Sendable because everything in it and in its subclass is constant.
class CancellationRecord: @unchecked Sendable {
  final let reason: Cancellation.Reason
  final let instant: Context.Instant?
  final let site: CallSite?

  var givenCause: (any Error)? { nil }
  var origin: Path { .empty }
  var message: String? { nil }
  /// What the cause says of itself, when the run is observed. Asked for at once, because a description is foreign code,
  /// which must not run under a lock.
  var told: CauseInfo? { nil }

  convenience init(_ end: PlainEnd) {
    self.init(reason: end.reason, instant: end.instant, site: end.site)
  }

  /// The record of an end that was plain until now.
  static func of(_ end: PlainEnd) -> CancellationRecord {
    guard let origin = end.origin else { return CancellationRecord(end) }
    return make(reason: end.reason, origin: origin, instant: end.instant, site: end.site, told: CauseInfo.none)
  }

  fileprivate init(reason: Cancellation.Reason, instant: Context.Instant?, site: CallSite?) {
    self.reason = reason
    self.instant = instant
    self.site = site
  }

  static func make(
    reason: Cancellation.Reason, givenCause: (any Error)? = nil, origin: Path = .empty, instant: Context.Instant? = nil,
    message: String? = nil, site: CallSite? = nil, told: CauseInfo? = nil
  ) -> CancellationRecord {
    if givenCause == nil, origin.isEmpty, message == nil, told == nil {
      return CancellationRecord(reason: reason, instant: instant, site: site)
    }
    return DetailedRecord(
      reason: reason, givenCause: givenCause, origin: origin, instant: instant, message: message, site: site,
      told: told)
  }

  /// The record of a cancellation whose cause says this of itself; `told` is none when the run isn't observed.
  static func of(_ cancellation: Cancellation, cause told: CauseInfo?) -> CancellationRecord {
    let record = cancellation.record
    guard let told, record.told == nil else { return record }
    return .make(
      reason: record.reason, givenCause: record.givenCause, origin: record.origin, instant: record.instant,
      message: record.message, site: record.site, told: told)
  }

  final var cancellation: Cancellation { Cancellation(self) }

  /// The record of contexts that ended quietly, with their task. It lives for ever and isn't counted.
  static let ended = make(reason: .scopeEnded, told: CauseInfo.none)
}

/// One with a cause, words, an origin or an observer.
///
/// Sendable because everything in it is constant.
private final class DetailedRecord: CancellationRecord, @unchecked Sendable {
  private let cause: (any Error)?
  private let place: Path
  private let words: String?
  private let info: CauseInfo?

  override var givenCause: (any Error)? { cause }
  override var origin: Path { place }
  override var message: String? { words }
  override var told: CauseInfo? { info }

  init(
    reason: Cancellation.Reason, givenCause: (any Error)?, origin: Path, instant: Context.Instant?, message: String?,
    site: CallSite?, told: CauseInfo?
  ) {
    cause = givenCause
    place = origin
    words = message
    info = told
    super.init(reason: reason, instant: instant, site: site)
  }
}

/// What a cause says of itself, asked for when the run is observed.
struct CauseInfo: Sendable {
  let error: Event.ErrorInfo?

  /// None was given.
  static let none = CauseInfo(nil as Event.ErrorInfo?)

  init(_ error: Event.ErrorInfo?) { self.error = error }

  init(_ cause: (any Error)?) { error = cause.map { Event.ErrorInfo($0) } }
}

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

/// Where a call stands in the source. It is spelled out only when it is read: that takes longer than most calls.
///
/// Sendable because what it points to is a literal of the program, which stays where it is and never changes.
struct CallSite: @unchecked Sendable, CustomStringConvertible {
  let file: UnsafePointer<UInt8>
  let length: UInt32
  let line: UInt32

  init(file: UnsafePointer<UInt8>, length: UInt32, line: UInt32) {
    self.file = file
    self.length = length
    self.line = line
  }

  /// None for line 0, which an engine gives that acts on behalf of something else.
  init?(_ fileID: StaticString, _ line: UInt) {
    guard line != 0, fileID.hasPointerRepresentation else { return nil }
    file = fileID.utf8Start
    length = UInt32(truncatingIfNeeded: fileID.utf8CodeUnitCount)
    self.line = UInt32(truncatingIfNeeded: line)
  }

  /// What it consists of: the address of the file's name, which ends with a zero as those of literals do, and the line.
  var words: (file: UInt, line: UInt32) { (UInt(bitPattern: file), line) }

  /// The one that consists of this; none without a file.
  init?(words: (file: UInt, line: UInt32)) {
    guard let file = UnsafePointer<UInt8>(bitPattern: words.file) else { return nil }
    self.file = file
    var length: UInt32 = 0
    while file[Int(length)] != 0 { length += 1 }
    self.length = length
    line = words.line
  }

  /// `Module/File.swift:12`.
  var description: String {
    String(decoding: UnsafeBufferPointer(start: file, count: Int(length)), as: UTF8.self) + ":" + String(line)
  }
}
