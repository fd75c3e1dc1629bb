import Cascade

/// A scope that can be shared, since the value itself has one owner.
final class Owner: Sendable {
  let scope: CancelScope

  init(_ scope: consuming CancelScope) {
    self.scope = scope
  }

  var context: Context { scope.context }

  func cancel(_ cause: (any Error)? = nil) {
    scope.cancel(cause: cause)
  }
}
