extension Context {
  /// Derives a context under which errors that satisfy `predicate` count as what code makes of the cancellation of a Swift
  /// task, as those of ``CancellationReporting`` do. It ends with this one. What this context recognizes already it still
  /// does.
  ///
  ///     let ctx = Context.background.recognizingCancellation { ($0 as? URLError)?.code == .cancelled }
  ///
  /// - Parameter predicate: Asked about errors that come out of a context that is over, on any thread. Keep it quick.
  /// - Complexity: O(number of different keys in reach).
  public func recognizingCancellation(_ predicate: @escaping @Sendable (any Error) -> Bool) -> Context {
    let outer = self[CancellationRecognizer.self]
    return setting(CancellationRecognizer.self, to: { error in predicate(error) || outer?(error) ?? false })
  }

  /// What is thrown when `error` comes out of code that ran in this context.
  func translated(_ error: any Error) -> any Error {
    // Mostly it is the context's own, and to compare types takes less than a cast.
    guard type(of: error) != ContextError.self, !(error is ContextError), node.isDone,
      error.saysOnlyCancelled(in: self)
    else { return error }
    return cancellation?.error(underlying: error) ?? error
  }
}

/// Where a context keeps what ``Context/recognizingCancellation(_:)`` was given.
private enum CancellationRecognizer: ContextKey {
  static let defaultValue: (@Sendable (any Error) -> Bool)? = nil
}

extension Error {
  /// Whether this says only that work was cancelled, by its own account or by that of `context`.
  func saysOnlyCancelled(in context: Context) -> Bool {
    if let error = self as? any CancellationReporting { return error.reportsCancellation }
    return context[CancellationRecognizer.self]?(self) ?? false
  }
}
