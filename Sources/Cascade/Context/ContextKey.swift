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
