#if Tracing
  public import Cascade
  public import Tracing

  /// Runs a group as `withErrGroup` does, in a span of its own.
  ///
  ///     try await withErrGroupSpan("dashboard", in: ctx) { group in
  ///       await group.goSpan("profile") { ctx in try await fetchProfile(ctx, id) }
  ///       await group.goSpan("orders") { ctx in try await fetchOrders(ctx, id) }
  ///     }
  ///
  /// The span begins with the group and ends when all tasks are out. When the group's context ends before, by a failure, a
  /// deadline or a cancel, the span gets an event `told`. See ``CascadeSpanAttribute``.
  ///
  /// - Parameters:
  ///   - name: The name of the span, and of the group in events.
  ///   - context: What the group's context is derived from.
  ///   - options: How the group is made; a name among them counts for the events.
  ///   - tracer: What makes the span. The default is the one that the program bootstrapped.
  ///   - function: The caller's function, for the tracer. Leave the default.
  ///   - fileID: The caller's file, for the tracer. Leave the default.
  ///   - line: The caller's line, for the tracer. Leave the default.
  ///   - body: Starts the tasks. The group must not be used after it.
  /// - Returns: What `body` returns.
  /// - Throws: the first failure; an `OptionError` for an option that can't be.
  @discardableResult
  public func withErrGroupSpan<Value>(
    _ name: String, in context: Context, _ options: ErrGroup.Option..., tracer: (any Tracer)? = nil,
    function: String = #function, fileID: String = #fileID, line: UInt = #line,
    body: (ErrGroup) async throws -> Value
  ) async throws -> Value {
    let span = context.startSpan(name, ofKind: .internal, tracer, function, fileID, line)
    var watch: SpanWatch?
    do {
      let value = try await ServiceContext.withValue(span.context) {
        try await withErrGroup(in: context.carrying(span), [.named(name)] + options) { group in
          watch = SpanWatch(span, of: group.context, hearsScopeEnd: false)
          watch?.begin()
          return try await body(group)
        }
      }
      watch?.end(nil)
      return value
    } catch {
      (watch ?? SpanWatch(span, of: context)).end(error)
      throw error
    }
  }

  extension ErrGroup {
    /// Starts a task as `go` does, in a span of its own: a child of the span that the caller is in.
    ///
    /// The span begins when the task does, not while it waits for a slot, and ends when it is out. When the task's
    /// context ends before, the span gets an event `told`. See ``CascadeSpanAttribute``.
    ///
    /// - Parameters:
    ///   - name: The name of the span, and of the task in events.
    ///   - kind: The span's kind. The default is `internal`.
    ///   - tracer: What makes the span. The default is the one that the program bootstrapped.
    ///   - priority: The priority of the Swift task. The default is the caller's.
    ///   - function: The caller's function, for the tracer. Leave the default.
    ///   - fileID: The caller's file, for the events and the tracer. Leave the default.
    ///   - line: The caller's line, for the events and the tracer. Leave the default.
    ///   - operation: The work. It receives the task's context, which carries the span on.
    /// - Returns: A handle to its result.
    /// - Precondition: as for `go`.
    @discardableResult
    public func goSpan<Value: Sendable>(
      _ name: String, ofKind kind: SpanKind = .internal, tracer: (any Tracer)? = nil, priority: TaskPriority? = nil,
      function: String = #function, fileID: StaticString = #fileID, line: UInt = #line,
      _ operation: @escaping @Sendable @concurrent (Context) async throws -> Value
    ) async -> Subtask<Value> {
      await go(name, priority: priority, fileID: fileID, line: line) { ctx in
        try await ctx.withSpan(
          name, ofKind: kind, tracer: tracer, function: function, fileID: "\(fileID)", line: line
        ) { ctx, _ in try await operation(ctx) }
      }
    }

    /// Starts a task as `tryGo` does, in a span of its own, in everything else like
    /// ``goSpan(_:ofKind:tracer:priority:function:fileID:line:_:)``.
    ///
    /// - Returns: A handle to its result; none when the group is full and the task will never run, which has no span.
    @discardableResult
    public func tryGoSpan<Value: Sendable>(
      _ name: String, ofKind kind: SpanKind = .internal, tracer: (any Tracer)? = nil, priority: TaskPriority? = nil,
      function: String = #function, fileID: StaticString = #fileID, line: UInt = #line,
      _ operation: @escaping @Sendable @concurrent (Context) async throws -> Value
    ) -> Subtask<Value>? {
      tryGo(name, priority: priority, fileID: fileID, line: line) { ctx in
        try await ctx.withSpan(
          name, ofKind: kind, tracer: tracer, function: function, fileID: "\(fileID)", line: line
        ) { ctx, _ in try await operation(ctx) }
      }
    }
  }
#endif
