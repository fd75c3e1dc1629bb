import CascadeSimulation
import Testing

@testable import Cascade

/// A context on which nothing hangs, and that ends without a cause or words, has no record until somebody asks.
@Suite struct PlainEndTests {
  @Test(arguments: [Cancellation.Reason.requested, .scopeEnded, .deadlineExceeded])
  func itSaysWhatARecordSays(reason: Cancellation.Reason) throws {
    let parent = Context.background.withCancel()
    let context: Context
    let before: Instant
    do {
      let scope =
        reason == .deadlineExceeded ? parent.context.withTimeout(.zero) : parent.context.withCancel()
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
      let scope = Context.background.withCancel()
      scope.cancel()
      record = scope.context.node.record
      #expect(record != nil && scope.context.node.record === record)
      // Those born over share it.
      let child = scope.context.withCancel()
      #expect(child.context.node.record === record)
    }
    #expect(record == nil)
  }

  @Test func whoAsksAtTheSameTimeGetsTheSame() {
    for _ in 0..<200 {
      let scope = Context.background.withCancel()
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
      let parent = Context.background.withCancel()
      let scope = Owner((round % 2 == 0 ? parent.context : .background).withCancel())
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
    let scope = Context.background.withCancel()
    let child = scope.context.withCancel()
    let log = Log()
    child.context.onCancel { log.add("\($0.reason)") }
    scope.cancel()
    #expect(log.all == ["requested"])
    #expect(child.context.node.record === scope.context.node.record)
  }

  @Test func underAnObserverEverythingIsRecorded() {
    let recorder = Recorder()
    let scope = Context.background(observedBy: recorder).withCancel(name: "a")
    scope.cancel()
    #expect(scope.context.cancellation?.origin == "a")
    #expect(recorder.events.count == 2)
  }
}
