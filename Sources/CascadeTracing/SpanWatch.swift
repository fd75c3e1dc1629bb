#if Tracing
  import Cascade
  import Tracing

  /// Tells a span what becomes of a context while it is open.
  final class SpanWatch: Sendable {
    private struct State {
      var registration: CancelRegistration?
      var isTold = false
      var isOver = false
    }

    private let span: any Span
    private let context: Context
    /// Whether the end of the scope is news: not for a group, whose context always ends like that.
    private let hearsScopeEnd: Bool
    // Held while the span is spoken to, so that nothing is said to one that has ended. Spans don't call back.
    private let state = Locked(State())

    init(_ span: any Span, of context: Context, hearsScopeEnd: Bool = true) {
      self.span = span
      self.context = context
      self.hearsScopeEnd = hearsScopeEnd
    }

    /// Watches from now on.
    func begin() {
      let registration = context.onCancel { [weak self] cancellation in
        guard let self else { return }
        state.withLock { self.tell(cancellation, &$0) }
      }
      state.withLock { $0.registration = registration }
    }

    /// The work is out, with this error or none: says how it went, and ends the span.
    func end(_ error: (any Error)?) {
      let registration = state.withLock { $0.registration.take() }
      registration?.stop()
      let cancellation = context.cancellation
      state.withLock { state in
        // The callback may not have had its turn yet.
        if let cancellation { tell(cancellation, &state) }
        state.isOver = true
        conclude(error, state.isTold ? cancellation : nil)
      }
      span.end()
    }

    private func tell(_ cancellation: Cancellation, _ state: inout State) {
      guard !state.isTold, !state.isOver, hearsScopeEnd || cancellation.reason != .scopeEnded else { return }
      state.isTold = true
      var attributes = SpanAttributes()
      attributes[CascadeSpanAttribute.reason] = cancellation.reason.rawValue
      attributes[CascadeSpanAttribute.cause] = "\(cancellation.cause)"
      if !cancellation.origin.isEmpty { attributes[CascadeSpanAttribute.origin] = cancellation.origin }
      if let location = cancellation.location { attributes[CascadeSpanAttribute.location] = location }
      span.addEvent(SpanEvent(name: CascadeSpanAttribute.told, attributes: attributes))
    }

    private func conclude(_ error: (any Error)?, _ told: Cancellation?) {
      let isEcho = told != nil && (error as? any CancellationReporting)?.reportsCancellation == true
      span.updateAttributes { attributes in
        attributes[CascadeSpanAttribute.outcome] = error == nil ? "completed" : isEcho ? "cancelled" : "failed"
        guard let told else { return }
        attributes[CascadeSpanAttribute.cause] = "\(told.cause)"
        if let instant = told.instant {
          attributes[CascadeSpanAttribute.toldToOut] = Double(instant.duration(to: context.now).inNanoseconds) / 1e9
        }
      }
      guard let error else { return }
      if !isEcho {
        span.recordError(error)
        span.setStatus(SpanStatus(code: .error, message: "\(error)"))
      } else if let told, told.error.isTimeout {
        // Time ran out: a failure, though not of this code. What a sibling's failure cuts short is none.
        span.setStatus(SpanStatus(code: .error, message: told.error.description))
      }
    }
  }

  extension Duration {
    fileprivate var inNanoseconds: Int64 {
      components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
    }
  }
#endif
