extension Sequence where Element: Sendable {
  /// Transforms every element in a task of its own, so many at the same time as a limit allows, and returns the results
  /// in the order of the elements.
  ///
  ///     let names = try await ids.concurrentMap(in: ctx, .limit(4)) { ctx, id in
  ///       try await fetchUser(ctx, id)
  ///     }
  ///
  /// The tasks are those of a group: the first failure ends the others' contexts, and is thrown when all are out. From
  /// then on no element is taken from the sequence, and none that was taken starts. Elements are taken where the caller
  /// runs, one after the other; at the limit at most one more than are transformed. So a lazy sequence may be of any
  /// length, or without an end until something fails. On a context that is over nothing is taken.
  ///
  /// What the options don't say is `.named("map")` and `.queued(.skipAfterFailure)`.
  ///
  /// - Parameters:
  ///   - context: What the group's context is derived from.
  ///   - options: How the group is made; see ``ErrGroup/Configuration``. By default there is no limit.
  ///   - fileID: The caller's file, for the events. Leave the default.
  ///   - line: The caller's line, for the events. Leave the default.
  ///   - transform: The work. It receives its task's context and an element.
  /// - Returns: A result for each element, in order.
  /// - Throws: what the group throws; the context's error when it is over before every element has been transformed, be
  ///   it that a policy has seen enough; where a policy lets failures pass, the first of them, since a result is
  ///   missing; an ``OptionError`` for an option that can't be, a limit of 0 among them.
  /// - Complexity: O(number of elements) for the results; one Swift task for each element, as many alive as the limit
  ///   says.
  public func concurrentMap<Value: Sendable>(
    in context: Context, _ options: ErrGroup.Option..., fileID: StaticString = #fileID, line: UInt = #line,
    transform: @escaping @Sendable @concurrent (_ ctx: Context, _ element: Element) async throws -> Value
  ) async throws -> [Value] {
    try await concurrentMap(in: context, options, fileID: fileID, line: line, transform: transform)
  }

  /// The same, for options that were put together before.
  public func concurrentMap<Value: Sendable>(
    in context: Context, _ options: [ErrGroup.Option], fileID: StaticString = #fileID, line: UInt = #line,
    transform: @escaping @Sendable @concurrent (_ ctx: Context, _ element: Element) async throws -> Value
  ) async throws -> [Value] {
    let results = Locked<[Value?]>([])
    let failures = try await forEachInGroup(
      in: context, [.named("map")] + options, CallSite(fileID, line), endsWithPolicy: false
    ) {
      let index = results.withLock { results in
        results.append(nil)
        return results.count - 1
      }
      return { ctx, element in
        let value = try await transform(ctx, element)
        results.withLock { $0[index] = value }
      }
    }
    let all = results.withLock { $0 }
    let values = all.compactMap { $0 }
    if values.count == all.count { return values }
    // The policy let a failure pass.
    throw failures.first?.error ?? ContextError.cancelled(Cancellation(reason: .groupDecided))
  }

  /// Does something with every element in a task of its own, so many at the same time as a limit allows, and returns
  /// when all are done.
  ///
  ///     try await ids.concurrentForEach(in: ctx, .limit(4)) { ctx, id in
  ///       try await warmUp(ctx, id)
  ///     }
  ///
  /// It goes as ``concurrentMap(in:_:fileID:line:transform:)-(_,ErrGroup.Option...,_,_,_)`` does, but keeps no results:
  /// the memory that it needs depends on the limit alone, so the sequence may be endless. A policy may have it end
  /// early, or without an error in spite of failures. Its name is `for-each` by default.
  ///
  /// - Parameters:
  ///   - context: What the group's context is derived from.
  ///   - options: How the group is made; see ``ErrGroup/Configuration``. By default there is no limit.
  ///   - fileID: The caller's file, for the events. Leave the default.
  ///   - line: The caller's line, for the events. Leave the default.
  ///   - body: The work. It receives its task's context and an element.
  /// - Throws: what the group throws; the context's error when it is over before the last element was taken; an
  ///   ``OptionError`` for an option that can't be, a limit of 0 among them.
  public func concurrentForEach(
    in context: Context, _ options: ErrGroup.Option..., fileID: StaticString = #fileID, line: UInt = #line,
    body: @escaping @Sendable @concurrent (_ ctx: Context, _ element: Element) async throws -> Void
  ) async throws {
    try await concurrentForEach(in: context, options, fileID: fileID, line: line, body: body)
  }

  /// The same, for options that were put together before.
  public func concurrentForEach(
    in context: Context, _ options: [ErrGroup.Option], fileID: StaticString = #fileID, line: UInt = #line,
    body: @escaping @Sendable @concurrent (_ ctx: Context, _ element: Element) async throws -> Void
  ) async throws {
    _ = try await forEachInGroup(
      in: context, [.named("for-each")] + options, CallSite(fileID, line), endsWithPolicy: true
    ) { body }
  }

  /// Starts a task for each element.
  ///
  /// - Parameters:
  ///   - endsWithPolicy: Whether it is no error that the policy has seen enough before the last element was taken.
  ///   - work: Asked for each element, in order, what to do with it.
  /// - Returns: the failures that the policy let pass.
  private func forEachInGroup(
    in context: Context, _ options: [ErrGroup.Option], _ site: CallSite?, endsWithPolicy: Bool,
    _ work: () -> @Sendable @concurrent (Context, Element) async throws -> Void
  ) async throws -> [ErrGroup.Failure] {
    let options = try ErrGroup.Option.feeding(options)
    var failures: () -> [ErrGroup.Failure] = { [] }
    try await withErrGroup(in: context, options) { group in
      let node = group.node
      failures = { node.failures }
      var iterator = makeIterator()
      while try group.wantsMore(endsWithPolicy: endsWithPolicy), let element = iterator.next() {
        let work = work()
        await group.start(site) { ctx in
          try ctx.checkCancellation()
          try await work(ctx, element)
        }
      }
    }
    return failures()
  }
}

extension AsyncSequence where Element: Sendable {
  /// Does something with every element in a task of its own, so many at the same time as a limit allows, and returns
  /// when the sequence is at its end and all are done.
  ///
  ///     try await requests.concurrentForEach(in: ctx, .limit(100)) { ctx, request in
  ///       try await answer(ctx, request)
  ///     }
  ///
  /// At the limit nothing is taken from the sequence but the one element that waits for its turn. The first failure, of
  /// an element or of the sequence itself, ends the others, and the wait for the next element: the Swift task that waits
  /// is cancelled then. Where the sequence ends because of that, the context's error is thrown.
  ///
  /// In everything else this is the `concurrentForEach` of a sequence.
  ///
  /// - Parameters:
  ///   - context: What the group's context is derived from.
  ///   - options: How the group is made; see ``ErrGroup/Configuration``. By default there is no limit.
  ///   - fileID: The caller's file, for the events. Leave the default.
  ///   - line: The caller's line, for the events. Leave the default.
  ///   - body: The work. It receives its task's context and an element.
  /// - Throws: what the group or the sequence throws; the context's error when it is over before the sequence has said
  ///   that it is at its end; an ``OptionError`` for an option that can't be, a limit of 0 among them.
  public func concurrentForEach(
    in context: Context, _ options: ErrGroup.Option..., fileID: StaticString = #fileID, line: UInt = #line,
    body: @escaping @Sendable @concurrent (_ ctx: Context, _ element: Element) async throws -> Void
  ) async throws {
    try await concurrentForEach(in: context, options, fileID: fileID, line: line, body: body)
  }

  /// The same, for options that were put together before.
  public func concurrentForEach(
    in context: Context, _ options: [ErrGroup.Option], fileID: StaticString = #fileID, line: UInt = #line,
    body: @escaping @Sendable @concurrent (_ ctx: Context, _ element: Element) async throws -> Void
  ) async throws {
    let options = try ErrGroup.Option.feeding([.named("for-each")] + options)
    let site = CallSite(fileID, line)
    try await withErrGroup(in: context, options) { group in
      // Its Swift task is cancelled when the group's context ends: that ends a wait for the next element.
      try await group.node.runBody {
        var iterator = makeAsyncIterator()
        while try group.wantsMore(endsWithPolicy: true) {
          guard let element = try await iterator.next(isolation: #isolation) else {
            // A cancel may have ended the sequence.
            _ = try group.wantsMore(endsWithPolicy: true)
            try Context(group.node).checkBeforeWaiting()
            return
          }
          await group.start(site) { ctx in
            try ctx.checkCancellation()
            try await body(ctx, element)
          }
        }
      }
    }
  }
}

extension FunctionalOption where Root == ErrGroup.Configuration {
  /// The options of a group that is fed with elements: what has been taken but not started doesn't start after the end.
  fileprivate static func feeding(_ options: [Self]) throws(OptionError) -> [Self] {
    let options = [.queued(.skipAfterFailure)] + options
    if try ErrGroup.Configuration(options).limit == 0 {
      throw OptionError(option: "limit", value: "0", reason: "nothing would ever start")
    }
    return options
  }
}

extension ErrGroup {
  /// Whether another element is to be taken.
  ///
  /// - Throws: the context's error, when it is over; not where the policy ended it and that is no error.
  fileprivate func wantsMore(endsWithPolicy: Bool) throws(ContextError) -> Bool {
    if endsWithPolicy, node.record?.cancellation.reason == .groupDecided { return false }
    try Context(node).checkCancellation()
    return true
  }

  fileprivate func start(
    _ site: CallSite?, _ operation: @escaping @Sendable @concurrent (Context) async throws -> Void
  ) async {
    let task = node.admit(nil, site: site)
    if task.isGated { await task.waitForSlot() }
    _ = task.start(priority: nil, operation)
  }
}
