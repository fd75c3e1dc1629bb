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

  /// The record of the plain end of this node.
  static func of(_ end: PlainEnd, in node: ContextNode) -> CancellationRecord {
    var end = end
    if node.isObserved { end.origin = node.scope.id }
    return of(end)
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
