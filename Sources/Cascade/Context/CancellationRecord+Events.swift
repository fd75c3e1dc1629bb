extension CancellationRecord {
  /// The record of a cancellation, for contexts of this environment.
  static func of(_ cancellation: Cancellation, in environment: Environment) -> CancellationRecord {
    guard environment.observation != nil, cancellation.record.causeText == nil else { return cancellation.record }
    return of(
      cancellation,
      cause: cancellation.givenCause.map { String(describing: $0) } ?? cancellation.error.description)
  }

  /// What an event says about it, when somebody observes.
  var told: Event.Told? {
    causeText.map { text in
      Event.Told(error: cancellation.error.description, reason: reason, cause: text, origin: origin)
    }
  }
}
