/// The shared, immutable record of one cancellation. Every context that it reached points to the same one.
final class CancellationRecord: Sendable {
  let reason: Cancellation.Reason
  let instant: Instant?
  let givenCause: (any Error)?
  let origin: String
  let message: String?
  let site: CallSite?
  /// What the cause says of itself, when somebody observes. Asked for at once, because descriptions are people's code,
  /// which no lock may wait for.
  let causeText: String?

  init(
    reason: Cancellation.Reason, givenCause: (any Error)? = nil, origin: String = "", instant: Instant? = nil,
    message: String? = nil, site: CallSite? = nil, causeText: String? = nil
  ) {
    self.reason = reason
    self.instant = instant
    self.givenCause = givenCause
    self.origin = origin
    self.message = message
    self.site = site
    self.causeText = causeText
  }

  /// The record of a cancellation whose cause says this of itself; `text` is none when nobody observes.
  static func of(_ cancellation: Cancellation, cause text: String?) -> CancellationRecord {
    let record = cancellation.record
    guard let text, record.causeText == nil else { return record }
    return CancellationRecord(
      reason: record.reason, givenCause: record.givenCause, origin: record.origin, instant: record.instant,
      message: record.message, site: record.site, causeText: text)
  }

  var cancellation: Cancellation { Cancellation(self) }

  /// The record of contexts that ended with their task, which nobody was told about. It lives for ever and isn't
  /// counted.
  static let ended = CancellationRecord(reason: .scopeEnded, causeText: "context canceled")
}
