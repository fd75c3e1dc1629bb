import CascadeSimulation
import Testing

@testable import Cascade

@Suite struct RecorderTests {
  /// Writes `count` events into a recorder of a live context.
  private static func record(_ count: Int, into recorder: EventRecorder) {
    let root = Context.background(observedBy: recorder)
    for number in 0..<count { root.note(.log("\(number)")) }
  }

  @Test(arguments: [(1, 0), (1, 1), (1, 5), (10, 9), (10, 10), (10, 11), (10, 1000)])
  func whatDoesNotFitIsCounted(_ capacity: Int, _ count: Int) {
    let recorder = EventRecorder(capacity: capacity)
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
    let recorder = EventRecorder(capacity: capacity)
    Self.record(3, into: recorder)
    #expect(recorder.count == 1 && recorder.dropped == 2)
  }

  @Test func eventsCanBeReadFromAPlaceOn() {
    let recorder = EventRecorder(capacity: 10)
    Self.record(12, into: recorder)
    let all = recorder.events
    #expect(all.count == 11)
    for seq in 0...10 { #expect(recorder.events(from: seq) == Array(all[seq...])) }
    #expect(recorder.events(from: 9).map(\.kind) == [.note(.log("9")), .dropped(count: 2)])
  }

  @Test func manyEventsCanBeReadFromAPlaceOn() {
    let recorder = EventRecorder(capacity: 1000)
    Self.record(1001, into: recorder)
    let all = recorder.events
    #expect(all.map(\.seq) == Array(0...1000))
    for seq in stride(from: 0, through: 1000, by: 7) { #expect(recorder.events(from: seq) == Array(all[seq...])) }
    #expect(recorder.events(from: -1) == all)
    #expect(recorder.events(from: 1001).isEmpty)
  }

  @Test func manyThreadsRecordWithoutLoss() {
    let recorder = EventRecorder(capacity: 3000)
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
    let recorder = EventRecorder(capacity: 20)
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
    let observed = Context.background(observedBy: EventRecorder())
    observed.note(text())
    #expect(asked.value == 1)
  }

  @Test func aRecorderSeesItsOwnTreeOnly() async throws {
    let recorder = EventRecorder()
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

  /// Every kind of event reads as it was written, whatever the recorder makes of it inside.
  @Test func notesReadAsTheyWereWritten() {
    let long = Duration(secondsComponent: .max / 2, attosecondsComponent: 999_999_999_999_999_999)
    let notes: [Event.Note] = [
      .step(index: 3, label: "parse", planned: long, listens: .yes),
      .step(index: .max, label: "", planned: nil, listens: .no), .cleanup(planned: .milliseconds(-3)),
      .plan(total: long), .log(""), .log("a line of text"), .log("a line of text"),
      .retry(attempt: 1, limit: .max), .retry(attempt: -1, limit: .min), .pause(planned: .zero),
    ]
    let recorder = EventRecorder()
    let root = Context.background(observedBy: recorder)
    for note in notes { root.note(note) }
    #expect(recorder.events.map(\.kind) == notes.map { .note($0) })
  }

  @Test func deadlinesAndPlacesAreKept() {
    let recorder = EventRecorder()
    let root = Context.background(observedBy: recorder)
    let line = UInt(#line) + 1
    let scope = root.makeCancelScope(timeout: .seconds(3600), name: "t")
    let plain = scope.context.makeCancelScope(name: "c")
    _ = plain.context.withoutCancel(fileID: #fileID, line: 0)
    let made = recorder.events.compactMap { event in
      if case .contextMade(let made) = event.kind { (event.id, made) } else { nil }
    }
    #expect(made.map(\.0) == ["t", "c", "detached"])
    #expect(made.map(\.1.parent) == ["", "t", "c"])
    #expect(made.map(\.1.location) == ["\(#fileID):\(line)", "\(#fileID):\(line + 1)", nil])
    #expect(made.map(\.1.what) == [.deadline, .cancel, .withoutCancel])
    #expect(made[0].1.deadline.map { Context.Instant.zero.duration(to: $0) > .seconds(3599) } == true)
    #expect(made[1].1.deadline == nil)
  }

  /// The text of an error is that of the moment when it happened.
  @Test func anErrorThatChangesIsKeptAsItWas() async throws {
    final class Changing: Error, CustomStringConvertible, Sendable {
      let words = Locked("before")
      var description: String { words.withLock { $0 } }
    }
    let recorder = EventRecorder()
    let error = Changing()
    _ = try? await withErrGroup(in: .background(observedBy: recorder)) { group in
      await group.go { _ in throw error }
    }
    error.words.withLock { $0 = "after" }
    let said = recorder.events.compactMap { event -> String? in
      switch event.kind {
      case .taskOut(let out): out.error?.text
      case .groupFailureKept(_, let error): error.text
      case .contextTold(let told): told.cause?.text
      case .groupClosed(let error): error?.text
      default: nil
      }
    }
    #expect(said == ["before", "before", "before", "before"])
  }

  /// What is read while the run goes on stays as it was.
  @Test func aViewOfAMomentDoesNotChange() {
    let recorder = EventRecorder()
    let root = Context.background(observedBy: recorder)
    var views: [[Event]] = []
    for number in 0..<600 {
      root.note(.log("\(number)"))
      if number.isMultiple(of: 50) { views.append(recorder.events) }
    }
    let all = recorder.events
    for (index, view) in views.enumerated() { #expect(view == Array(all.prefix(index * 50 + 1))) }
  }
}
