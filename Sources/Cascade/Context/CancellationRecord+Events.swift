extension CancellationRecord {
  /// The record of a cancellation, for contexts of this environment.
  static func of(_ cancellation: Cancellation, in environment: Environment) -> CancellationRecord {
    guard environment.observation != nil, cancellation.record.causeText == nil else { return cancellation.record }
    return of(cancellation, cause: cancellation.reason.text(of: cancellation.givenCause))
  }

  /// What an event says about it, when somebody observes.
  var told: Telling? {
    causeText.map { Telling(reason: reason, cause: $0, origin: origin) }
  }
}

extension Cancellation.Reason {
  /// What a cause says of itself; where none was given, the error.
  func text(of cause: (any Error)?) -> String {
    cause.map { String(describing: $0) } ?? ContextError.words(isTimeout: self == .deadlineExceeded)
  }
}
