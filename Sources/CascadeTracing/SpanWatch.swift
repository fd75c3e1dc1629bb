#if Tracing
  import Cascade
  import Tracing

  /// Tells a span what becomes of a context while it is open.
  ///
  /// The span, and the causes that it is told of, are foreign code: no lock is held while they are called. What there is to
  /// say waits in a line, and one thread at a time says it, so that nothing is said to a span that has ended.
  final class SpanWatch: Sendable {
    private enum Word {
      case told(Cancellation)
      /// The last word.
      case over((any Error)?, told: Cancellation?, at: Context.Instant)
    }

    private struct State {
      var registration: CancelRegistration?
      var isTold = false
      var isOver = false
      /// What is still to be said, in this order.
      var words: [Word] = []
      /// Whether a thread is saying them.
      var isSpeaking = false

      /// Whether the caller has to say what waits now.
      mutating func startSpeaking() -> Bool {
        guard !isSpeaking, !words.isEmpty else { return false }
        isSpeaking = true
        return true
      }

      mutating func next() -> Word? {
        if words.isEmpty {
          isSpeaking = false
          return nil
        }
        return words.removeFirst()
      }

      mutating func tell(_ cancellation: Cancellation, hearsScopeEnd: Bool) {
        guard !isTold, !isOver, hearsScopeEnd || cancellation.reason != .scopeEnded else { return }
        isTold = true
        words.append(.told(cancellation))
      }
    }

    private let span: any Span
    private let context: Context
    /// Whether the end of the scope is news: not for a group, whose context always ends like that.
    private let hearsScopeEnd: Bool
    private let state = Locked(State())

    init(_ span: any Span, of context: Context, hearsScopeEnd: Bool = true) {
      self.span = span
      self.context = context
      self.hearsScopeEnd = hearsScopeEnd
    }

    /// Watches from now on.
    func begin() {
      let (id, call) = (context.id, context[CallID.self])
      if !id.isEmpty { span.attributes[CascadeSpanAttribute.id] = id }
      if let call { span.attributes[CascadeSpanAttribute.call] = call }
      let registration = context.onCancel { [weak self] cancellation in
        self?.update { state, hearsScopeEnd in state.tell(cancellation, hearsScopeEnd: hearsScopeEnd) }
      }
      state.withLock { $0.registration = registration }
    }

    /// The work is out, with this error or none: says how it went, and ends the span. If another thread is saying something
    /// to the span at this moment, that thread does it.
    func end(_ error: (any Error)?) {
      let registration = state.withLock { $0.registration.take() }
      registration?.stop()
      let cancellation = context.cancellation
      let now = context.now
      update { state, hearsScopeEnd in
        // The callback may not have had its turn yet.
        if let cancellation { state.tell(cancellation, hearsScopeEnd: hearsScopeEnd) }
        state.isOver = true
        state.words.append(.over(error, told: state.isTold ? cancellation : nil, at: now))
      }
    }

    /// Changes what there is to say, and says it.
    private func update(_ body: (inout State, _ hearsScopeEnd: Bool) -> Void) {
      let speaks = state.withLock { state in
        body(&state, hearsScopeEnd)
        return state.startSpeaking()
      }
      guard speaks else { return }
      while let word = state.withLock({ $0.next() }) {
        switch word {
        case .told(let cancellation): tell(cancellation)
        case .over(let error, let told, let now):
          conclude(error, told, at: now)
          span.end()
        }
      }
    }

    private func tell(_ cancellation: Cancellation) {
      var attributes = SpanAttributes()
      attributes[CascadeSpanAttribute.reason] = cancellation.reason.rawValue
      attributes[CascadeSpanAttribute.cause] = "\(cancellation.cause)"
      if !cancellation.origin.isEmpty { attributes[CascadeSpanAttribute.origin] = cancellation.origin }
      if let location = cancellation.location { attributes[CascadeSpanAttribute.location] = location }
      span.addEvent(SpanEvent(name: CascadeSpanAttribute.told, attributes: attributes))
    }

    private func conclude(_ error: (any Error)?, _ told: Cancellation?, at now: Context.Instant) {
      let isEcho = told != nil && (error as? any CancellationReporting)?.reportsCancellation == true
      span.updateAttributes { attributes in
        attributes[CascadeSpanAttribute.outcome] = error == nil ? "completed" : isEcho ? "cancelled" : "failed"
        guard let told else { return }
        attributes[CascadeSpanAttribute.cause] = "\(told.cause)"
        if let instant = told.instant {
          attributes[CascadeSpanAttribute.toldToOut] = Double(instant.duration(to: now).inNanoseconds) / 1e9
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

  /// The names of what this library says in spans.
  ///
  /// A span says at its beginning which ``id`` its context has in the events of the run, and which ``call`` it is part of.
  /// While the work runs, the event `told` says that its context ended, with ``reason``, ``cause``, ``origin`` and
  /// ``location``. When it is out, the span has ``outcome``, and if it was told, ``cause`` and ``toldToOut``.
  public enum CascadeSpanAttribute {
    /// The name of the event: the context ended while the work was going on.
    public static let told = "told"
    /// How it went: `completed`, `failed` (an error of its own), or `cancelled` (cut short, and no more than that).
    public static let outcome = "cascade.outcome"
    /// What kind of thing ended the context: the raw value of a `Cancellation.Reason`.
    public static let reason = "cascade.reason"
    /// The text of the cause that the context ended with.
    public static let cause = "cascade.cause"
    /// The path of the context or task where the cancellation began; only where the run is observed by a recorder.
    public static let origin = "cascade.origin"
    /// `Module/File.swift:12`, where the call stands that cancelled, if one did.
    public static let location = "cascade.location"
    /// The seconds between the end of the context and the end of the work, in the context's time.
    public static let toldToOut = "cascade.told_to_out_s"
    /// The path of the context: what events call it; only where the run is observed by a recorder.
    public static let id = "cascade.id"
    /// The id of the call from another process that this is part of, as in its events: the context's `CallID`.
    public static let call = "cascade.call"
    /// The name of the policy of a group's span.
    public static let policy = "cascade.policy"
  }
#endif
