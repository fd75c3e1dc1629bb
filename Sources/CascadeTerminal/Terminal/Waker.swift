/// Ends the wait of a terminal's thread from any other. Waking twice before it looks is the same as once.
package struct Waker: Sendable {
  private let action: @Sendable () -> Void

  package init(_ action: @escaping @Sendable () -> Void) {
    self.action = action
  }

  package func wake() {
    action()
  }
}
