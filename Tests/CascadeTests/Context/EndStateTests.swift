import Testing

@testable import Cascade

/// The word that says whether a context is over, and the three words that a node's links share with a plain end.
@Suite struct EndStateTests {
  private static let end = PlainEnd(instant: Context.Instant(nanoseconds: 7), site: nil, reason: .requested)

  @Test func aLiveContextHasNoRecord() {
    let state = EndState()
    #expect(state.isOver == false)
    #expect(state.record { Self.end } == nil)
  }

  @Test func aRecordIsHeldAsLongAsTheState() {
    weak var record: CancellationRecord?
    do {
      let state = EndState()
      do {
        let made = CancellationRecord(Self.end)
        state.end(made)
        record = made
      }
      #expect(state.isOver == true)
      #expect(record != nil && state.record { Self.end } === record)
    }
    #expect(record == nil)
  }

  @Test func aPlainEndGetsOneRecordWhenSomebodyAsks() {
    weak var record: CancellationRecord?
    do {
      let state = EndState()
      state.endPlainly()
      #expect(state.isOver == true)
      record = state.record { PlainEnd(instant: .zero, site: nil, reason: .shutdown) }
      #expect(record?.reason == .shutdown)
      // Nobody is asked again.
      let again = state.record { Self.end }
      #expect(again != nil && again === record)
    }
    #expect(record == nil)
  }

  @Test func aPlainEndThatNobodyAsksForNeedsNothing() {
    let state = EndState()
    state.endPlainly()
    #expect(state.isOver == true)
  }

  @Test func quietEndsShareOneRecord() {
    let one = EndState()
    let other = EndState()
    one.endQuietly()
    other.endQuietly()
    #expect(one.isOver == true && one.record { Self.end } === CancellationRecord.ended)
    #expect(other.record { Self.end } === CancellationRecord.ended)
  }

  @Test func onlyAQuietEndIsQuietAndCanBeginAnew() {
    let state = EndState()
    #expect(state.isQuiet == false)
    for _ in 0..<2 {
      state.endQuietly()
      #expect(state.isQuiet == true)
      state.beginAnew()
      #expect(state.isOver == false && state.isQuiet == false && state.record { Self.end } == nil)
    }
    state.endPlainly()
    #expect(state.isQuiet == false)
    #expect(state.record { Self.end } != nil && state.isQuiet == false)
  }

  @Test func whoAsksAtTheSameTimeGetsTheSame() {
    final class Shared: Sendable { let state = EndState() }
    for _ in 0..<200 {
      let shared = Shared()
      shared.state.endPlainly()
      let records = Locked<[CancellationRecord?]>([])
      onThreads(4) { _ in
        let record = shared.state.record { Self.end }
        records.withLock { $0.append(record) }
      }
      let first = records.withLock { $0[0] }
      #expect(first != nil && records.withLock { $0.allSatisfy { $0 === first } })
    }
  }

  private static let instants: [Int64] = [0, 1, 0x0123_4567_89ab_cdef, .max, .min, -1]
  private static let lines: [UInt] = [0, 1, 77, UInt(UInt32.max)]

  @Test(arguments: Cancellation.Reason.allCases, instants)
  func whatIsKeptInPlaceOfLinksComesBack(_ reason: Cancellation.Reason, _ nanoseconds: Int64) {
    for line in Self.lines {
      // Line 0 is no place.
      let site = CallSite("Module/File.swift", line)
      var links = NodeLinks()
      links.plainEnd = PlainEnd(instant: Context.Instant(nanoseconds: nanoseconds), site: site, reason: reason)
      #expect(links.plainEnd.reason == reason)
      #expect(links.plainEnd.instant.nanoseconds == nanoseconds)
      #expect(links.plainEnd.site?.description == (line == 0 ? nil : "Module/File.swift:\(line)"))
    }
  }

  @Test func linksComeBack() {
    let nodes = (0..<3).map { _ in Context.background.makeCancelScope().context.node }
    var links = NodeLinks()
    #expect(links.previous == nil && links.next == nil && links.firstChild == nil)
    links.previous = .passUnretained(nodes[0])
    links.next = .passUnretained(nodes[1])
    links.firstChild = .passUnretained(nodes[2])
    #expect(links.previous?.takeUnretainedValue() === nodes[0])
    #expect(links.next?.takeUnretainedValue() === nodes[1])
    #expect(links.firstChild?.takeUnretainedValue() === nodes[2])
    links.next = nil
    #expect(links.next == nil && links.previous != nil && links.firstChild != nil)
  }
}
