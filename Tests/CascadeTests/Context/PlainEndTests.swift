import CascadeSimulation
import Testing

@testable import Cascade

/// A context on which nothing hangs, and that ends without a cause or words, has no record until somebody asks.
@Suite struct PlainEndTests {
  @Test(arguments: [Cancellation.Reason.requested, .scopeEnded, .deadlineExceeded])
  func itSaysWhatARecordSays(reason: Cancellation.Reason) throws {
    let parent = Context.background.makeCancelScope()
    let context: Context
    let before: Context.Instant
    do {
      let scope =
        reason == .deadlineExceeded ? parent.context.makeCancelScope(timeout: .zero) : parent.context.makeCancelScope()
      context = scope.context
      before = context.now
      if reason == .requested { scope.cancel() }
    }
    let cancellation = try #require(context.cancellation)
    #expect(cancellation.reason == reason)
    #expect(cancellation.givenCause == nil && cancellation.message == nil)
    #expect(cancellation.origin == (reason == .deadlineExceeded ? "timeout" : ""))
    #expect(cancellation.error.isTimeout == (reason == .deadlineExceeded))
    let instant = try #require(cancellation.instant)
    #expect(reason == .deadlineExceeded ? instant <= before : before <= instant)
    #expect(instant <= context.now)
    let location = cancellation.location
    // The call that cancelled, or that set the deadline.
    #expect(reason == .scopeEnded ? location == nil : location?.hasPrefix("CascadeTests/PlainEndTests.swift:") == true)
    #expect(!parent.context.isCancelled)
  }

  @Test func itsRecordIsMadeOnce() throws {
    weak var record: CancellationRecord?
    do {
      let scope = Context.background.makeCancelScope()
      scope.cancel()
      record = scope.context.node.record
      #expect(record != nil && scope.context.node.record === record)
      // Those born over share it.
      let child = scope.context.makeCancelScope()
      #expect(child.context.node.record === record)
    }
    #expect(record == nil)
  }

  @Test func whoAsksAtTheSameTimeGetsTheSame() {
    for _ in 0..<200 {
      let scope = Context.background.makeCancelScope()
      let node = scope.context.node
      scope.cancel()
      let records = Locked<[CancellationRecord?]>([])
      onThreads(4) { _ in
        let record = node.record
        records.withLock { $0.append(record) }
      }
      let first = records.withLock { $0[0] }
      #expect(first != nil && records.withLock { $0.allSatisfy { $0 === first } })
    }
  }

  @Test func ofManyWhoCancelOneDoes() {
    for round in 0..<200 {
      let parent = Context.background.makeCancelScope()
      let scope = Owner((round % 2 == 0 ? parent.context : .background).makeCancelScope())
      let winners = Counter()
      onThreads(4) { _ in
        if scope.scope.cancel() { winners.add() }
        #expect(scope.context.cancellation?.reason == .requested)
      }
      #expect(winners.value == 1)
      #expect(parent.context.node.childCount == 0)
    }
  }

  @Test func whatHangsOnItIsTold() {
    let scope = Context.background.makeCancelScope()
    let child = scope.context.makeCancelScope()
    let log = Log()
    child.context.onCancel { log.add("\($0.reason)") }
    scope.cancel()
    #expect(log.all == ["requested"])
    #expect(child.context.node.record === scope.context.node.record)
  }

  @Test func underAnObserverEverythingIsRecorded() {
    let recorder = EventRecorder()
    let scope = Context.background(observedBy: recorder).makeCancelScope(name: "a")
    scope.cancel()
    #expect(scope.context.cancellation?.origin == "a")
    #expect(recorder.events.count == 2)
  }
}
