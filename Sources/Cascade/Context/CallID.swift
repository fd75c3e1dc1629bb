/// The id of the call between two processes that a context answers; none outside of one.
///
/// A server that takes a call from another process puts it there, with `ctx.setting(CallID.self, to: id)`, so that what is
/// written about the work can name it: spans do. It is the id of the note ``Event/Note/call(id:side:)``, by which recordings of
/// several processes are joined.
public enum CallID: ContextKey {
  /// None.
  public static var defaultValue: String? { nil }
}
