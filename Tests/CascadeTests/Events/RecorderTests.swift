import Cascade
import CascadeSimulation
import Testing

@Suite struct RecorderTests {
  /// Writes `count` events into a recorder of a live context.
  private static func record(_ count: Int, into recorder: Recorder) {
    let root = Context.background(observedBy: recorder)
    for number in 0..<count { root.note(.log("\(number)")) }
  }

  @Test(arguments: [(1, 0), (1, 1), (1, 5), (10, 9), (10, 10), (10, 11), (10, 1000)])
  func whatDoesNotFitIsCounted(_ capacity: Int, _ count: Int) {
    let recorder = Recorder(capacity: capacity)
    Self.record(count, into: recorder)
    let kept = min(capacity, count)
    #expect(recorder.count == kept)
    #expect(recorder.dropped == count - kept)
    let events = recorder.events
    #expect(events.map(\.seq) == Array(0..<events.count))
    #expect(events.prefix(kept).map(\.kind) == (0..<kept).map { .note(.log("\($0)")) })
    #expect(events.dropFirst(kept).map(\.kind) == (count > kept ? [.dropped(count: count - kept)] : []))
  }

  @Test(arguments: [0, -1]) func aRecorderKeepsAtLeastOneEvent(_ capacity: Int) {
    let recorder = Recorder(capacity: capacity)
    Self.record(3, into: recorder)
    #expect(recorder.count == 1 && recorder.dropped == 2)
  }

  @Test func eventsCanBeReadFromAPlaceOn() {
    let recorder = Recorder(capacity: 10)
    Self.record(12, into: recorder)
    let all = recorder.events
    #expect(all.count == 11)
    for seq in 0...10 { #expect(recorder.events(from: seq) == Array(all[seq...])) }
    #expect(recorder.events(from: 9).map(\.kind) == [.note(.log("9")), .dropped(count: 2)])
  }

  @Test func manyEventsCanBeReadFromAPlaceOn() {
    let recorder = Recorder(capacity: 1000)
    Self.record(1001, into: recorder)
    let all = recorder.events
    #expect(all.map(\.seq) == Array(0...1000))
    for seq in stride(from: 0, through: 1000, by: 7) { #expect(recorder.events(from: seq) == Array(all[seq...])) }
    #expect(recorder.events(from: -1) == all)
    #expect(recorder.events(from: 1001).isEmpty)
  }

  @Test func manyThreadsRecordWithoutLoss() {
    let recorder = Recorder(capacity: 3000)
    let root = Context.background(observedBy: recorder)
    onThreads(4) { thread in
      for number in 0..<1000 { root.note(.log("\(thread) \(number)")) }
    }
    #expect(recorder.count == 3000)
    #expect(recorder.dropped == 1000)
    let events = recorder.events
    #expect(events.map(\.seq) == Array(0...3000))
    #expect(zip(events, events.dropFirst()).allSatisfy { $0.t <= $1.t })
  }

  @Test func aRunThatDoesNotFitIsGivenUp() throws {
    let recorder = Recorder(capacity: 20)
    let report = try Simulation(.recorder(recorder)).run { root in
      while true {
        root.note(.log("again"))
        try await root.sleep(for: .seconds(1))
      }
    }
    guard case .exhausted = report.ending else {
      Issue.record("the run went on")
      return
    }
    #expect(recorder.count == 20)
    #expect(report.events.count == 21)
    // The event that says how the run ended is missing as well, and counted.
    #expect(report.events.last?.kind == .dropped(count: recorder.dropped))
    #expect(recorder.dropped == 2)
  }

  @Test func nothingIsRecordedWhenNobodyLooks() async throws {
    let asked = Counter()
    @Sendable func text() -> Event.Note {
      asked.add()
      return .log("expensive")
    }
    try await withErrGroup(in: .background, .named("g")) { group in
      let task = await group.go("a") { ctx in
        ctx.note(text())
        #expect(ctx.id == "")
      }
      #expect(task.id == "")
      #expect(group.context.id == "")
    }
    #expect(asked.value == 0)
    let observed = Context.background(observedBy: Recorder())
    observed.note(text())
    #expect(asked.value == 1)
  }

  @Test func aRecorderSeesItsOwnTreeOnly() async throws {
    let recorder = Recorder()
    let observed = Context.background(observedBy: recorder)
    try await withErrGroup(in: .background, .named("elsewhere")) { group in
      await group.go("a") { _ in }
      await group.go("b") { _ in
        try await withErrGroup(in: observed, .named("seen")) { inner in
          await inner.go("x") { ctx in ctx.note(.log("here")) }
          await inner.go("y") { _ in }
        }
      }
    }
    #expect(recorder.count > 0)
    #expect(recorder.events.allSatisfy { $0.id.hasPrefix("seen") })
  }
}
