/// What somebody outside of every task of a run may do to its contexts.
extension Context {
  /// Ends this context and everything under it, as `cancel` does.
  ///
  /// - Parameter cause: What is to blame; none for the error itself.
  package func cancelFromOutside(cause: (any Error)? = nil) {
    node.end(Cancellation(reason: .requested, givenCause: cause, origin: path, instant: now))
  }

  /// Lets this context end by itself at `instant`, unless it is over before. ``deadline`` says nothing of that.
  package func endFromOutside(at instant: Instant) {
    let environment = environment
    let timer = LateDeadline(
      node, at: instant, tie: environment.time.tie(path: path, wait: 0), inline: environment.time.firesInline)
    environment.time.add(timer)
    onCancel { _ in environment.time.remove(timer) }
  }

  /// The context of this path that was derived from this one and isn't over; none where there isn't one.
  ///
  /// - Complexity: O(number of contexts derived from this one).
  package func child(id: String) -> Context? {
    node.child { $0.scope.id.text == id }.map { Context($0) }
  }
}

/// A deadline that was set after its context was made.
///
/// Sendable because everything in it is constant.
private final class LateDeadline: PlainTimer, @unchecked Sendable {
  private weak let node: ContextNode?
  private let inline: Bool

  init(_ node: ContextNode, at instant: Instant, tie: UInt64, inline: Bool) {
    self.node = node
    self.inline = inline
    super.init(at: instant, tie: tie)
  }

  override func fire() {
    if inline {
      expire()
    } else {
      Task.detached { self.expire() }
    }
  }

  private func expire() {
    guard let node else { return }
    node.end(Cancellation(reason: .deadlineExceeded, origin: node.scope.id, instant: node.now))
  }
}
