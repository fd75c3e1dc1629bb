/// A derived context together with the right to end it.
///
/// There is one owner: the value can't be copied, and when it goes out of scope the context ends. A cancel can't be
/// forgotten (in Go, a leak that `vet` looks for).
///
/// > Warning: Keep the scope for as long as the context is needed. `parent.makeCancelScope().context` compiles, but that scope
/// > is gone at the end of the expression, and the context is over. Debug builds say so on standard error when such a context
/// > is used. Where a closure will do, use ``Context/withTimeout(_:cause:name:fileID:line:isolation:_:)-(Duration,_,_,_,_,_,_)``
/// > and its kin: there the mistake can't be made.
///
/// End it earlier with ``cancel(cause:message:fileID:line:)``.
public struct CancelScope: ~Copyable, Sendable {
  /// The context that this scope ends.
  public let context: Context

  /// - Parameter site: Where the call stands that makes it.
  init(_ context: Context, _ site: CallSite?) {
    self.context = context
    #if DEBUG
      context.node.scopeWatch = ScopeWatch(site)
    #endif
  }

  /// Ends the context and everything derived from it (Go: the function that `WithCancel` and its kin return).
  ///
  /// When this returns, every context below is over and its tasks have been told; their work hasn't been waited for.
  /// The first cancellation wins: on a context that is over this does nothing.
  ///
  /// - Parameters:
  ///   - cause: What is to blame. The default is none: the cause is then the error itself.
  ///   - message: Words for people. The default is none.
  ///   - fileID: The caller's file, for ``Cancellation/location``. Leave the default.
  ///   - line: The caller's line, for ``Cancellation/location``. Leave the default.
  /// - Returns: Whether this call ended it.
  /// - Complexity: O(number of contexts below).
  @discardableResult
  public func cancel(
    cause: (any Error)? = nil, message: String? = nil, fileID: StaticString = #fileID, line: UInt = #line
  ) -> Bool {
    CancelAction(context: context)(cause: cause, message: message, fileID: fileID, line: line)
  }

  /// Ends it as going out of scope does, for an engine that plays code whose tasks go on.
  package func release() { context.node.end(.scopeEnded, origin: context.path, as: .released) }

  deinit {
    #if DEBUG
      if !context.node.isDone { context.node.scopeWatch?.scopeEnded() }
    #endif
    context.node.end(.scopeEnded, origin: context.path, as: .released)
  }
}

/// The right to end a context, handed to the body of ``Context/withCancel(name:fileID:line:isolation:_:)``.
public struct CancelAction: Sendable {
  let context: Context

  /// Ends the context and everything derived from it; see ``CancelScope/cancel(cause:message:fileID:line:)``.
  ///
  /// - Parameters:
  ///   - cause: What is to blame. The default is none: the cause is then the error itself.
  ///   - message: Words for people. The default is none.
  ///   - fileID: The caller's file, for ``Cancellation/location``. Leave the default.
  ///   - line: The caller's line, for ``Cancellation/location``. Leave the default.
  /// - Returns: Whether this call ended it.
  @discardableResult
  public func callAsFunction(
    cause: (any Error)? = nil, message: String? = nil, fileID: StaticString = #fileID, line: UInt = #line
  ) -> Bool {
    context.node.end(
      .requested, cause: cause, origin: Running.path(else: context.path), message: message, site: CallSite(fileID, line)
    )
  }
}
