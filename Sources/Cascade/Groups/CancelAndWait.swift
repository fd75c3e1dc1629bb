extension ErrGroup {
  /// Ends the group's context and with it every task's, and suspends until every task is out.
  ///
  /// This is ``cancel(cause:message:fileID:line:)`` and then ``wait()``, with one difference: tasks that say no more than
  /// that they were cancelled have done what was asked for. Such an echo isn't thrown here; in Go, `Wait` returns it,
  /// `context canceled`. On a group that was over before, this is ``wait()``.
  ///
  /// From one of the group's own tasks this never returns, as with ``wait()``: the task would wait for itself.
  ///
  /// - Parameters:
  ///   - cause: What is to blame. The default is none.
  ///   - message: Words for people. The default is none.
  ///   - fileID: The caller's file, for ``Cancellation/location``. Leave the default.
  ///   - line: The caller's line, for ``Cancellation/location``. Leave the default.
  /// - Throws: what ``wait()`` throws, if any task failed with more than an echo; where that would be the echo of
  ///   another task, the first failure that isn't one.
  public func cancelAndWait(
    cause: (any Error)? = nil, message: String? = nil, fileID: StaticString = #fileID, line: UInt = #line
  ) async throws {
    let isOurs = end(cause: cause, message: message, fileID, line)
    do {
      try await wait()
    } catch {
      guard isOurs else { throw error }
      if let failure = node.failureWithoutEchoes { throw failure }
    }
  }
}

extension Subtask {
  /// Ends the context of this task alone, and suspends until the task is out.
  ///
  /// This is ``cancel(cause:message:fileID:line:)`` and then ``value()``, with one difference: a task that says no more
  /// than that it was cancelled has done what was asked for, and its error isn't thrown here. (It still counts for the
  /// task's group, as any lone cancellation; see ``FunctionalOption/ignoringLoneCancellations``.)
  ///
  /// - Parameters:
  ///   - cause: What is to blame. The default is none.
  ///   - message: Words for people. The default is none.
  ///   - fileID: The caller's file, for ``Cancellation/location``. Leave the default.
  ///   - line: The caller's line, for ``Cancellation/location``. Leave the default.
  /// - Returns: What the task returned, if it did; none when it stopped because of this cancellation.
  /// - Throws: what the task threw, unless that says no more than that it was cancelled by this call.
  @discardableResult
  public func cancelAndWait(
    cause: (any Error)? = nil, message: String? = nil, fileID: StaticString = #fileID, line: UInt = #line
  ) async throws -> Value? {
    let isOurs = cancel(cause: cause, message: message, fileID: fileID, line: line)
    do {
      return try await value()
    } catch {
      guard isOurs, let cancellation = node.record?.cancellation, error.saysOnly(cancellation) else { throw error }
      return nil
    }
  }
}
