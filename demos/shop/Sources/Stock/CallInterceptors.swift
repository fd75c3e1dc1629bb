public import Cascade
public import GRPCCore
import Synchronization

/// Ties each call of a client to the context in ``CallContext/current``: its deadline goes along in the protocol, and the
/// events of both processes know the call by one id. Cancellation needs no help: a call whose Swift task is cancelled is
/// taken back on the wire.
public struct ContextClientInterceptor: ClientInterceptor {
  /// There is nothing to set.
  public init() {}

  /// Adds what the server has to know, and passes the call on.
  @concurrent
  public func intercept<Input: Sendable, Output: Sendable>(
    request: StreamingClientRequest<Input>, context: ClientContext,
    next: @concurrent (StreamingClientRequest<Input>, ClientContext) async throws -> StreamingClientResponse<Output>
  ) async throws -> StreamingClientResponse<Output> {
    guard let ctx = CallContext.current else { return try await next(request, context) }
    var request = request
    if let deadline = ctx.deadline {
      request.metadata.replaceOrAddString(
        CallTimeout(ctx.now.duration(to: deadline)).text, forKey: CallContext.timeoutKey)
    }
    let id = String(UInt64.random(in: 0 ... .max), radix: 16)
    request.metadata.replaceOrAddString(id, forKey: CallContext.callKey)
    ctx.note(.call(id: id, side: .made))
    return try await next(request, context)
  }
}

/// Answers each call of a server in a context of its own, which ends with the deadline that came with the call, and when the
/// client takes the call back or is gone. It is in ``CallContext/current`` while the method runs: until it has given its
/// response. What a stream sends after that isn't in it.
public struct ContextServerInterceptor: ServerInterceptor {
  private let root: Context

  /// - Parameter root: What the contexts of calls are derived from; observed, where the server is to be.
  public init(root: Context) { self.root = root }

  /// gRPC has a clock of its own for the deadline. Where that is this close, the context's own end says why.
  private static let doubt = Duration.milliseconds(50)

  /// Runs the method as a task of ours.
  @concurrent
  public func intercept<Input: Sendable, Output: Sendable>(
    request: StreamingServerRequest<Input>, context: ServerContext,
    next:
      @Sendable @concurrent (StreamingServerRequest<Input>, ServerContext) async throws
      -> StreamingServerResponse<Output>
  ) async throws -> StreamingServerResponse<Output> {
    // The group waits for its task, but not until Swift has put the task's closure away, which may hold nothing of it by then.
    try await withoutActuallyEscaping(next) { try await answer(request, context, OneUse($0)) }
  }

  private func answer<Input: Sendable, Output: Sendable>(
    _ request: StreamingServerRequest<Input>, _ context: ServerContext,
    _ next: OneUse<
      @Sendable @concurrent (StreamingServerRequest<Input>, ServerContext) async throws
        -> StreamingServerResponse<Output>
    >
  ) async throws -> StreamingServerResponse<Output> {
    func text(_ key: String) -> String? { request.metadata[stringValues: key].first { _ in true } }
    let name = context.descriptor.method
    let call = text(CallContext.callKey)
    let timeout = text(CallContext.timeoutKey).flatMap { CallTimeout($0) }
    func answer(in ctx: Context, _ leave: @escaping @Sendable () -> Void) async throws
      -> StreamingServerResponse<Output>
    {
      try await withRPCCancellationHandler {
        // One that was cancelled before has no use for the handler.
        if context.cancellation.isCancelled { leave() }
        return try await withErrGroup(in: ctx, .named(name)) { group in
          await group.go("answer") { ctx in
            if let call { ctx.note(.call(id: call, side: .taken)) }
            return try await CallContext.$current.withValue(ctx) { try await next.take()(request, context) }
          }
        }.value()
      } onCancelRPC: {
        leave()
      }
    }
    do {
      // Spans name the call, too.
      return try await root.setting(CallID.self, to: call).withCancel(name: name) { ctx, cancel in
        guard let timeout else { return try await answer(in: ctx) { cancel(cause: CallerLeft()) } }
        return try await ctx.withTimeout(timeout.duration, name: "deadline") { ctx in
          try await answer(in: ctx) {
            guard let deadline = ctx.deadline, ctx.now.duration(to: deadline) > Self.doubt else { return }
            cancel(cause: CallerLeft())
          }
        }
      }
    } catch let error as ContextError {
      throw RPCError(code: error.isTimeout ? .deadlineExceeded : .cancelled, message: "\(error.cancellation.cause)")
    }
  }
}

/// Something that is used once, and isn't held any more after that.
private final class OneUse<Value: Sendable>: Sendable {
  private let value: Mutex<Value?>

  init(_ value: Value) { self.value = Mutex(value) }

  func take() -> Value {
    let taken = value.withLock { value in
      defer { value = nil }
      return value
    }
    guard let taken else { preconditionFailure("it was used before") }
    return taken
  }
}
