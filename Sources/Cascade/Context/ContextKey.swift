/// A typed key for values that travel with a context.
///
///     enum RequestID: ContextKey {
///       static let defaultValue = "none"
///     }
///     let ctx = ctx.setting(RequestID.self, to: "7f3a")
///     assert(ctx[RequestID.self] == "7f3a")
///
/// The key is the type: two packages can't collide, and the value needs no cast.
public protocol ContextKey {
  /// What is stored under the key.
  associatedtype Value: Sendable

  /// What a context answers that has no such value.
  static var defaultValue: Value { get }

  /// How the key is printed in a context's description. The default is the type's name.
  static var name: String { get }
}

extension ContextKey {
  /// The type's name.
  public static var name: String { String(describing: Self.self) }
}

/// The id of the call between two processes that a context answers; none outside of one.
///
/// A server that takes a call from another process puts it there, with `ctx.setting(CallID.self, to: id)`, so that what is
/// written about the work can name it: spans do. It is the id of the note ``Event/Note/call(id:side:)``, by which recordings of
/// several processes are joined.
public enum CallID: ContextKey {
  /// None.
  public static var defaultValue: String? { nil }
}
