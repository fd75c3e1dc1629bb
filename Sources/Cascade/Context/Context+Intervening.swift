/// What an intervention may do to the contexts of a run: code outside of every task of it.
extension Context {
  /// Ends this context and everything under it, as `cancel` does.
  ///
  /// - Parameter cause: What is to blame; none for the error itself.
  package func cancelFromOutside(cause: (any Error)? = nil) {
    node.end(Cancellation(reason: .requested, givenCause: cause, origin: path, instant: now))
  }

  /// Lets this context end by itself at `instant`, unless it is over before. ``deadline`` says nothing of that.
  package func endFromOutside(at instant: Context.Instant) {
    node.end(at: instant, tie: environment.time.tie(path: path, wait: 0)) { node in
      Cancellation(reason: .deadlineExceeded, origin: node.scope.id, instant: node.now)
    }
  }

  /// The context of this path that was derived from this one and isn't over; none where there isn't one.
  ///
  /// - Complexity: O(number of contexts derived from this one).
  package func child(id: String) -> Context? {
    node.child { $0.scope.id.text == id }.map { Context($0) }
  }
}
