public import Cascade

/// A way to ask a service. Implementations end when the context does.
public protocol Client: Sendable {
  /// Fetches what is at `path`.
  ///
  /// - Throws: the context's error when it ends first, and whatever the service does to deserve it.
  func get(_ ctx: Context, _ path: String) async throws -> String
}

/// Answers from memory: every user is Alice, with five orders. For demonstrations.
public struct SampleClient: Client {
  /// Makes one; they are all alike.
  public init() {}

  /// `Alice` for a profile, `5` for anything else.
  ///
  /// - Throws: the context's error, when it is over.
  public func get(_ ctx: Context, _ path: String) async throws -> String {
    try ctx.checkCancellation()
    return path.hasPrefix("/profiles/") ? "Alice" : "5"
  }
}
