import Cascade
import CascadeScenarios
import CascadeTrace
import CascadeUI
import Testing

@testable import CascadeCommand

/// What is answered beside the screen's loop, on a thread that the tests turn by hand.
@Suite struct LongWorkTests {
  /// Work that was to be done on another thread.
  private final class Hand: Sendable {
    private let work = Locked<[@Sendable () -> Void]>([])
    private let wakes = Locked(0)
    let hasThreads: Bool

    init(hasThreads: Bool = true) { self.hasThreads = hasThreads }

    var long: LongWork {
      LongWork(
        start: { [self] body in
          if hasThreads { work.withLock { $0.append(body) } }
          return hasThreads
        }, wake: { [self] in wakes.withLock { $0 += 1 } })
    }

    var woken: Int { wakes.withLock { $0 } }

    func turn() {
      while let next = work.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) { next() }
    }
  }

  private func texts(_ messages: [Message]) -> [String] {
    messages.map { if case .say(let text) = $0 { text } else { "?" } }
  }

  @Test func theNewestQuestionIsAnsweredFirst() {
    let hand = Hand()
    let work = hand.long
    for text in ["one", "two", "three"] { #expect(work.ask { .say(text) } == nil) }
    #expect(work.take().isEmpty && hand.woken == 0)
    hand.turn()
    #expect(texts(work.take()) == ["three", "two", "one"] && hand.woken == 3)
    #expect(work.take().isEmpty)
    #expect(work.ask { .say("later") } == nil)
    hand.turn()
    #expect(texts(work.take()) == ["later"])
  }

  @Test func nothingIsAnsweredOfWhatIsNoLongerOpen() {
    let hand = Hand()
    let work = hand.long
    _ = work.ask { .say("waits") }
    work.forget()
    _ = work.ask {
      // Something else is opened while this is computed.
      work.forget()
      return .say("computed")
    }
    hand.turn()
    #expect(work.take().isEmpty)
    _ = work.ask { .say("new") }
    hand.turn()
    #expect(texts(work.take()) == ["new"])
  }

  @Test func whereThereIsNoThreadTheAnswerComesAtOnce() {
    let work = Hand(hasThreads: false).long
    #expect(work.ask { .say("now") }.map { texts([$0]) } == ["now"])
    #expect(work.ask { .say("again") }.map { texts([$0]) } == ["again"])
    #expect(work.take().isEmpty)
  }

  @Test(arguments: [(2, false), (2_000, false), (2_001, true), (100_000, true)])
  func manyTasksTakeLong(count: Int, isLong: Bool) throws {
    let text = "title: T\ngroup:\n  tasks:\n    a: { line: \"-|\", count: \(count) }\n"
    #expect(LongWork.isLong(try Scenario.read(text, file: "t")) == isLong)
  }

  @Test func tasksOfInnerGroupsCount() throws {
    let text = """
      title: T
      group:
        tasks:
          a: { count: 50, steps: [group: { tasks: { b: { line: "-|", count: 50 } } }] }
      """
    #expect(LongWork.isLong(try Scenario.read(text, file: "t")))
  }

  @Test(arguments: [true, false]) func whatIsFoldedWhileItIsPlayedIsTheSame(hasThread: Bool) throws {
    let scenario = try Scenario.read(
      "title: T\ngroup:\n  tasks:\n    a: { line: \"-|\", count: 300 }\n    b: \"--^ no\"\n", file: "t")
    let places = ["root/b": "t:5"]
    let fold = hasThread ? FoldAhead(chunk: 100) { places } : FoldAhead(start: { _ in false }, places: { places })
    let run = try ScenarioRun(scenario, reader: fold)
    let ahead = fold.recording()
    let whole = Recording(run.events, places: places)
    #expect(Array(ahead.log) == Array(whole.log) && ahead.count > 1_500)
    #expect(ahead.roster.order == whole.roster.order && ahead.beats == whole.beats)
    for position in stride(from: 0, through: whole.count, by: 97) {
      #expect(ahead.state(at: position) == whole.state(at: position))
    }
  }
}
