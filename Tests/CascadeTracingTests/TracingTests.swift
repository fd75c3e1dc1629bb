#if Tracing
  import Cascade
  import CascadeSimulation
  import InMemoryTracing
  import Testing
  import Tracing

  @testable import CascadeTracing

  /// A real tracer that keeps spans in memory, and code that runs in virtual time.
  @Suite struct TracingTests {
    private struct Down: Error {}

    private let tracer = InMemoryTracer()

    private func span(_ name: String) throws -> FinishedInMemorySpan {
      let spans = tracer.finishedSpans.filter { $0.operationName == name }
      #expect(spans.count == 1, "\(name)")
      return try #require(spans.first)
    }

    private func text(_ attributes: SpanAttributes, _ name: String) -> String? {
      switch attributes[name]?.toSpanAttribute() {
      case .string(let text): text
      case .double(let number): "\(number)"
      default: nil
      }
    }

    @Test func spansHangTogetherAsGroupsAndTasksDo() throws {
      let tracer = tracer
      try Simulation().run { ctx in
        try await withErrGroupSpan("dashboard", in: ctx, tracer: tracer) { group in
          await group.goSpan("profile", ofKind: .client, tracer: tracer) { ctx in try await ctx.sleep(for: .seconds(1))
          }
          await group.goSpan("orders", tracer: tracer) { ctx in
            try await withErrGroupSpan("pages", in: ctx, tracer: tracer) { pages in
              await pages.goSpan("page-1", tracer: tracer) { ctx in
                try await ctx.withSpan("query", tracer: tracer) { _, _ in }
              }
            }
          }
          #expect(group.tryGoSpan("quick", tracer: tracer) { _ in } != nil)
        }
      }.value
      let dashboard = try span("dashboard")
      #expect(dashboard.parentSpanID == nil)
      let parents = [
        "profile": "dashboard", "orders": "dashboard", "quick": "dashboard", "pages": "orders", "page-1": "pages",
        "query": "page-1",
      ]
      for (child, parent) in parents {
        #expect(try span(child).parentSpanID == span(parent).spanID, "\(child)")
        #expect(try span(child).traceID == dashboard.traceID)
      }
      #expect(tracer.finishedSpans.count == 7)
      #expect(tracer.activeSpans.isEmpty)
      #expect(try span("profile").kind == .client)
      for span in tracer.finishedSpans {
        #expect(text(span.attributes, CascadeSpanAttribute.outcome) == "completed", "\(span.operationName)")
        #expect(span.events.isEmpty && span.errors.isEmpty && span.status == nil)
      }
    }

    /// What ties spans to the events of the run, and to those of the process that called.
    @Test func spansCarryTheIdsOfEvents() throws {
      let tracer = tracer
      let recorder = EventRecorder()
      try Simulation(.recorder(recorder)).run { ctx in
        let ctx = ctx.setting(CallID.self, to: "7f3a")
        try await withErrGroupSpan("dashboard", in: ctx, tracer: tracer) { group in
          await group.goSpan("profile", tracer: tracer) { ctx in
            ctx.note(.call(id: "7f3a", side: .taken))
          }
        }
      }.value
      for name in ["dashboard", "profile"] {
        let attributes = try span(name).attributes
        let id = try #require(text(attributes, CascadeSpanAttribute.id))
        #expect(recorder.events.contains { $0.id == id } && id.hasSuffix(name))
        #expect(text(attributes, CascadeSpanAttribute.call) == "7f3a")
      }
      let notes = recorder.events.filter { $0.kind == .note(.call(id: "7f3a", side: .taken)) }
      #expect(notes.map(\.id) == [text(try span("profile").attributes, CascadeSpanAttribute.id)])
    }

    @Test func failureIsRecordedWhereItHappenedAndToldToTheOthers() throws {
      let tracer = tracer
      let report = try Simulation().run { ctx in
        try await withErrGroupSpan("dashboard", in: ctx, tracer: tracer) { group in
          await group.goSpan("profile", tracer: tracer) { ctx in
            try await ctx.sleep(for: .seconds(1))
            throw Down()
          }
          await group.goSpan("orders", tracer: tracer) { ctx in
            do {
              try await ctx.sleep(for: .seconds(10))
            } catch {
              // Cleans up for half a second.
              try? await ctx.withoutCancel().sleep(for: .milliseconds(500))
              throw error
            }
          }
        }
      }
      #expect(throws: Down.self) { try report.value }

      let profile = try span("profile")
      #expect(text(profile.attributes, CascadeSpanAttribute.outcome) == "failed")
      #expect(profile.errors.count == 1 && profile.errors.first?.error is Down)
      #expect(profile.status?.code == .error)
      #expect(profile.events.isEmpty)

      let orders = try span("orders")
      #expect(text(orders.attributes, CascadeSpanAttribute.outcome) == "cancelled")
      #expect(text(orders.attributes, CascadeSpanAttribute.cause) == "Down()")
      #expect(text(orders.attributes, CascadeSpanAttribute.toldToOut) == "0.5")
      #expect(orders.errors.isEmpty && orders.status == nil)
      #expect(orders.events.map(\.name) == [CascadeSpanAttribute.told])
      let told = try #require(orders.events.first).attributes
      #expect(text(told, CascadeSpanAttribute.reason) == "siblingFailed")
      #expect(text(told, CascadeSpanAttribute.cause) == "Down()")

      let dashboard = try span("dashboard")
      #expect(text(dashboard.attributes, CascadeSpanAttribute.outcome) == "failed")
      #expect(text(dashboard.attributes, CascadeSpanAttribute.toldToOut) == "0.5")
      #expect(dashboard.events.map(\.name) == [CascadeSpanAttribute.told])
    }

    @Test func deadlineIsAnErrorOfTheSpanThatItCutShort() throws {
      let tracer = tracer
      let report = try Simulation().run { ctx in
        try await ctx.withTimeout(.seconds(1)) { ctx in
          try await ctx.withSpan("slow", tracer: tracer) { ctx, span in
            span.attributes["rows"] = 7
            try await ctx.sleep(for: .seconds(2))
          }
        }
      }
      #expect(throws: ContextError.self) { try report.value }
      let slow = try span("slow")
      #expect(slow.status == SpanStatus(code: .error, message: "context deadline exceeded"))
      #expect(text(slow.attributes, CascadeSpanAttribute.outcome) == "cancelled")
      #expect(slow.attributes["rows"]?.toSpanAttribute() == .int64(7))
      #expect(text(try #require(slow.events.first).attributes, CascadeSpanAttribute.reason) == "deadlineExceeded")
    }

    /// What a client makes of the cancellation of its Swift task is an echo like any other.
    @Test func errorThatReportsACancellationIsNone() async throws {
      struct Interrupted: CancellationReporting {
        var reportsCancellation: Bool { true }
      }
      let scope = Context.background.makeCancelScope()
      await #expect(throws: Interrupted.self) {
        try await scope.context.withSpan("request", tracer: tracer) { _, _ in
          scope.cancel()
          throw Interrupted()
        }
      }
      #expect(text(try span("request").attributes, CascadeSpanAttribute.outcome) == "cancelled")
      #expect(try span("request").errors.isEmpty)
    }

    /// A span is told while it is open, not when it ends.
    @Test func spanIsToldAtTheMomentWhenItsContextEnds() throws {
      let tracer = tracer
      try Simulation().run { ctx in
        let scope = ctx.makeCancelScope()
        try await scope.context.withSpan("live", tracer: tracer) { _, span in
          let live = try #require(span as? InMemorySpan)
          #expect(tracer.activeSpans.map(\.operationName) == ["live"])
          #expect(live.events.isEmpty)
          scope.cancel(message: "enough")
          #expect(live.events.map(\.name) == [CascadeSpanAttribute.told])
          #expect(live.events.first?.attributes[CascadeSpanAttribute.location] != nil)
        }
      }.value
      // It went on, and returned without an error.
      #expect(text(try span("live").attributes, CascadeSpanAttribute.outcome) == "completed")
    }

    @Test func positionTravelsWithTheTaskAndWithTheContext() async throws {
      let ctx = Context.background
      #expect(ctx.serviceContext == nil)
      try await ctx.withSpan("request", tracer: tracer) { ctx, span in
        // What clients and servers trace on their own finds the task-local one …
        #expect(ServiceContext.current?.inMemorySpanContext == span.context.inMemorySpanContext)
        // … and code that no task-local value reaches, that of the context.
        try await Task.detached {
          #expect(ServiceContext.current == nil)
          #expect(ctx.serviceContext?.inMemorySpanContext == span.context.inMemorySpanContext)
          try await ctx.withSpan("detached", tracer: tracer) { _, _ in }
        }.value
      }
      #expect(try span("detached").parentSpanID == span("request").spanID)
    }

    @Test func groupWithABadOptionEndsItsSpan() async throws {
      await #expect(throws: OptionError.self) {
        try await withErrGroupSpan("bad", in: .background, .limit(-1), tracer: tracer) { _ in }
      }
      #expect(try span("bad").errors.count == 1)
      #expect(tracer.activeSpans.isEmpty)
    }

    /// In real time, from many threads: each span ends once, with its parent, told or not.
    @Test func manySpansAtOnce() async throws {
      let tracer = tracer
      for _ in 0..<20 {
        try? await withErrGroupSpan("race", in: .background, tracer: tracer) { group in
          for index in 0..<50 {
            await group.goSpan("\(index)", tracer: tracer) { ctx in
              if index == 25 { throw Down() }
              try await ctx.sleep(for: .seconds(60))
            }
          }
        }
      }
      #expect(tracer.activeSpans.isEmpty)
      #expect(tracer.finishedSpans.count == 20 * 51)
      for span in tracer.finishedSpans where span.operationName != "race" {
        #expect(span.operationName == "25" || span.events.count == 1)
      }
    }

    /// Foreign code that is called when a context ends.
    enum Foreign: CaseIterable { case span, cause }

    private struct TalkingCause: Error, CustomStringConvertible {
      let talk: @Sendable () -> Void
      var description: String {
        talk()
        return "talking"
      }
    }

    /// The work may end while foreign code is called, on any thread, on that one too. It isn't kept waiting, and all is said
    /// in order.
    @Test(arguments: Foreign.allCases) func noLockIsHeldWhileForeignCodeIsCalled(_ foreign: Foreign) {
      let watch = Locked<SpanWatch?>(nil)
      let endsTheWork: @Sendable () -> Void = { watch.withLock { $0.take() }?.end(nil) }
      let span = SpanInParts(onEvent: { if foreign == .span { endsTheWork() } })
      let scope = Context.background.makeCancelScope()
      let made = SpanWatch(span, of: scope.context)
      watch.withLock { $0 = made }
      made.begin()
      scope.cancel(cause: foreign == .cause ? TalkingCause(talk: endsTheWork) : Down())
      #expect(span.said.withLock { $0 } == ["told", "attributes", "end"])
    }
  }

  /// A span that keeps the order in which its parts are said.
  private final class SpanInParts: Span {
    let said = Locked<[String]>([])
    private let onEvent: @Sendable () -> Void

    init(onEvent: @escaping @Sendable () -> Void) {
      self.onEvent = onEvent
    }

    private func say(_ part: String) { said.withLock { $0.append(part) } }

    var context: ServiceContext { .topLevel }
    var operationName: String {
      get { "work" }
      set { say("name \(newValue)") }
    }
    var attributes: SpanAttributes {
      get { SpanAttributes() }
      set { say(newValue.isEmpty ? "nothing" : "attributes") }
    }
    var isRecording: Bool { true }
    func setStatus(_ status: SpanStatus) { say("status") }
    func addEvent(_ event: SpanEvent) {
      onEvent()
      say(event.name)
    }
    func recordError<Instant: TracerInstant>(
      _ error: any Error, attributes: SpanAttributes, at instant: @autoclosure () -> Instant
    ) { say("error") }
    func addLink(_ link: SpanLink) { say("link") }
    func end<Instant: TracerInstant>(at instant: @autoclosure () -> Instant) { say("end") }
  }
#endif
