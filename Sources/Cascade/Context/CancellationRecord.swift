/// The shared, immutable record of one cancellation. Every context that it reached points to the same one.
final class CancellationRecord: Sendable {
  let cancellation: Cancellation
  /// What an event says about it. Made at once, because descriptions are people's code, which no lock may wait for.
  let told: Event.Told?

  /// - Parameter cause: What the cause says of itself, if that is known and anybody observes.
  init(_ cancellation: Cancellation, cause: String?) {
    self.cancellation = cancellation
    told = cause.map { cause in
      Event.Told(
        error: cancellation.error.description, reason: cancellation.reason, cause: cause, origin: cancellation.origin)
    }
  }

  /// A record for contexts of this environment.
  convenience init(_ cancellation: Cancellation, in environment: Environment) {
    self.init(
      cancellation, cause: environment.observation.map { _ in String(describing: cancellation.cause) })
  }

  /// The record of contexts that ended with their task, which nobody was told about. It lives for ever and isn't
  /// counted.
  static let ended = CancellationRecord(Cancellation(reason: .scopeEnded), cause: "context canceled")
}
