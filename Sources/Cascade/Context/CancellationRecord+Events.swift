extension CancellationRecord {
  /// The record of a cancellation, for contexts of this environment.
  static func of(_ cancellation: Cancellation, in environment: Environment) -> CancellationRecord {
    guard environment.observation != nil, cancellation.record.told == nil else { return cancellation.record }
    return of(cancellation, cause: CauseInfo(cancellation.givenCause))
  }

  /// What an event says about it, when the run is observed.
  var telling: Telling? {
    told.map { Telling(reason: reason, cause: $0.error, origin: origin, site: site) }
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

extension Cancellation.Reason {
  /// Which of Go's two errors it comes to.
  var error: Event.ErrorInfo { self == .deadlineExceeded ? .deadlineExceeded : .contextCanceled }
}
