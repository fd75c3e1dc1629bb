#if Tracing
  public import Cascade
  public import Tracing

  /// The place in a trace that goes with a context, for code that runs where no task-local value reaches.
  private enum TracePosition: ContextKey {
    static var defaultValue: ServiceContext? { nil }
    static var name: String { "ServiceContext" }
  }

  extension Context {
    /// Where this code is in its trace: the task-local `ServiceContext.current`, or where that is none (in a detached
    /// task, a callback, an after-function) the one of the span that this context was given by; none outside of any.
    public var serviceContext: ServiceContext? { ServiceContext.current ?? self[TracePosition.self] }

    /// Runs `body` in a span of its own, and in a context that carries it on.
    ///
    ///     let line = try await ctx.withSpan("checkout") { ctx, span in
    ///       span.attributes["cart"] = cart.id
    ///       return try await checkout(ctx, cart)
    ///     }
    ///
    /// The span is a child of ``serviceContext``, and the task-local one while `body` runs, so that what clients and
    /// servers trace on their own hangs below it. When the context ends while `body` runs, the span gets an event `told` at
    /// that moment; how it went and why stands in its attributes. See ``CascadeSpanAttribute``.
    ///
    /// - Parameters:
    ///   - name: The span's name.
    ///   - kind: The span's kind. The default is `internal`.
    ///   - tracer: What makes the span. The default is the one that the program bootstrapped.
    ///   - function: The caller's function, for the tracer. Leave the default.
    ///   - fileID: The caller's file, for the tracer. Leave the default.
    ///   - line: The caller's line, for the tracer. Leave the default.
    ///   - body: The work, run where the caller runs.
    /// - Returns: What `body` returns.
    /// - Throws: what `body` throws. The span records an error that isn't merely the echo of a cancellation.
    public func withSpan<Value>(
      _ name: String, ofKind kind: SpanKind = .internal, tracer: (any Tracer)? = nil, function: String = #function,
      fileID: String = #fileID, line: UInt = #line, _ body: (Context, any Span) async throws -> Value
    ) async throws -> Value {
      let span = startSpan(name, ofKind: kind, tracer, function, fileID, line)
      let watch = SpanWatch(span, of: self)
      watch.begin()
      do {
        let value = try await ServiceContext.withValue(span.context) { try await body(carrying(span), span) }
        watch.end(nil)
        return value
      } catch {
        watch.end(error)
        throw error
      }
    }

    func startSpan(
      _ name: String, ofKind kind: SpanKind, _ tracer: (any Tracer)?, _ function: String, _ fileID: String, _ line: UInt
    ) -> any Span {
      (tracer ?? InstrumentationSystem.tracer).startAnySpan(
        name, context: serviceContext ?? .topLevel, ofKind: kind, function: function, file: fileID, line: line)
    }

    func carrying(_ span: any Span) -> Context { setting(TracePosition.self, to: span.context) }
  }
#endif
