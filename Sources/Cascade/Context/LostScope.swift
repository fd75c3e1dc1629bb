#if DEBUG
  #if canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #else
    import Darwin
  #endif
  import Synchronization

  /// Debug builds look for one mistake that compiles: `let ctx = parent.makeCancelScope(timeout: …).context`. The scope is
  /// gone at the end of the line, and the context with it.
  ///
  /// A scope that goes away before its context was used for anything marks the context as lost; the first use after that says
  /// so on standard error, once.
  ///
  /// Sendable because `site` is written before the context is handed out.
  final class ScopeWatch: @unchecked Sendable {
    private enum State {
      static let fresh: UInt8 = 0
      static let used: UInt8 = 1
      static let lost: UInt8 = 2
    }

    private let state = Atomic<UInt8>(State.fresh)
    private let site: CallSite?

    init(_ site: CallSite?) {
      self.site = site
    }

    /// The scope is gone.
    func scopeEnded() {
      _ = state.compareExchange(expected: State.fresh, desired: State.lost, ordering: .acquiringAndReleasing)
    }

    /// The context is used.
    func use() {
      guard state.exchange(State.used, ordering: .acquiringAndReleasing) == State.lost else { return }
      let place = site.map { " at \($0)" } ?? ""
      let message =
        "cascade: the CancelScope made\(place) went away before its context was used, so the context is over."
        + " Keep the scope (let scope = …), or use the form with a body.\n"
      _ = Array(message.utf8).withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
  }
#endif

extension Context {
  /// Called by whatever uses the context. Does nothing in release builds.
  @inlinable @inline(__always)
  func noteUse() {
    #if DEBUG
      tellWatch()
    #endif
  }

  #if DEBUG
    @usableFromInline
    func tellWatch() { node.scopeWatch?.use() }
  #endif
}
