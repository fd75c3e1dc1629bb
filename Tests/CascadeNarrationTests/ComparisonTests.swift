import Cascade
import CascadeNarration
import CascadeTrace
import TestSupport
import Testing

/// Two runs side by side: which rows stand beside each other, what is compared, and what isn't.
@Suite struct ComparisonTests {
  /// `a` fails at `fails` ms; `b` would take 500 ms and is cut short where the kind says so.
  private static func run(
    kind: String, fails: Int64 = 200, options: [String] = [], others: [String] = [], late: Bool = false
  ) -> Recording {
    Script { s in
      s.begin()
      s.group("g", kind: kind, options: options)
      s.go("g/a", "g/b")
      s.work("g/a", fails)
      s.work("g/b", 500)
      for other in others {
        s.go("g/\(other)")
        s.work("g/\(other)", 50)
      }
      s.wait("g")
      s.at(50)
      for other in others { s.done("g/\(other)") }
      s.at(fails)
      if kind == "errgroup" {
        s.fail("g/a", "no")
        s.keep("g", "g/a", "no")
        s.tell(["g", "g/b"], contexts: ["g"], .siblingFailed, cause: "no", origin: "g/a")
        s.cut("g/b")
        s.close("g", "no")
      } else {
        s.fail("g/a", "no", kept: false)
        s.at(500)
        s.done("g/b")
        s.close("g")
      }
      s.end()
    }.recording
  }

  private static func compare(_ a: Recording, _ b: Recording) -> Comparison { Comparison(("one", a), ("two", b)) }

  @Test func rowsStandBesideTheirLikes() {
    let comparison = Self.compare(
      Self.run(kind: "waitgroup", others: ["x", "c"]), Self.run(kind: "errgroup", others: ["x", "y", "z"]))
    #expect(comparison.pairs.map(\.id) == ["g/a", "g/b", "g/x", "g/y", "g/z", "g/c"])
    #expect(comparison.pairs.map { $0.a != nil } == [true, true, true, false, false, true])
    #expect(comparison.pairs.map { $0.b != nil } == [true, true, true, true, true, false])
    // x goes the same way on both sides, but only a wait group hands out what it returned.
    #expect(comparison.pairs.map(\.differs) == [true, true, true, true, true, true])
    let same = Self.compare(Self.run(kind: "errgroup", others: ["x"]), Self.run(kind: "errgroup", others: ["x", "y"]))
    #expect(same.pairs.map(\.differs) == [false, false, false, true])
  }

  @Test func alikeUpToTheCauseIsComparedByNumber() throws {
    let comparison = Self.compare(Self.run(kind: "waitgroup"), Self.run(kind: "errgroup"))
    #expect(comparison.footing == .same(.milliseconds(200)))
    let moment = comparison.moment(at: comparison.endTime)
    #expect(
      moment.facts.map { "\($0.label) | \($0.a) | \($0.b) | \($0.difference)" } == [
        "first failure | 0.200 s | 0.200 s | ", "tasks told in all | none | 1 at 0.200 s | ",
        "Wait returns | 0.500 s | 0.200 s | -300 ms", "failures Wait returns | 0 of 1 | 1 of 1 | ",
        "usable results | 1 of 2 | 0 of 2 | -1", "work after cause | 300 ms | 0 ms | -300 ms",
        "of it, useful | 300 ms | 0 ms | -300 ms", "saved | 0 ms | 300 ms | +300 ms", "discarded | 0 ms | 0 ms | same",
        "sunk | 0 ms | 200 ms | +200 ms",
      ])
    #expect(
      moment.lesson == [
        "B saves all of the 300 ms of work left at the failure.", "All work that A does after the failure is useful.",
        "Wait returns 300 ms earlier on B.", "Wait returns nil on A and \"no\" on B.",
        "A has 1 usable result, B has none.", "If each result is useful on its own, use A, and keep errors yourself.",
      ])
  }

  @Test(
    arguments: [
      (
        run(kind: "errgroup", fails: 100), .causes(a: .milliseconds(200), b: .milliseconds(100)),
        "the first failure is at 0.200 s on A and at 0.100 s on B"
      ),
      (
        run(kind: "errgroup", options: ["limit(2)"]), .limits(group: "g", a: nil, b: 2),
        "g has no limit on A and limit 2 on B"
      ),
      (run(kind: "errgroup", others: ["x"]), .onlyOnB(task: "g/x"), "only B has x before the failure"),
    ] as [(Recording, Footing.Difference, String)])
  func othersSayWhyNot(_ other: Recording, _ difference: Footing.Difference, _ words: String) {
    let comparison = Self.compare(Self.run(kind: "waitgroup"), other)
    #expect(comparison.footing == .different(difference))
    let moment = comparison.moment(at: comparison.endTime)
    #expect(moment.facts.filter { $0.subject.isWork }.allSatisfy { $0.difference.isEmpty })
    #expect(moment.lesson.first == "Work can't be compared: \(words).")
  }

  /// What is so on both sides is said once.
  @Test func aTaskThatIsDeafOnBothSidesIsNamedOnce() {
    let run = Script { s in
      s.begin()
      s.group("g")
      s.go("g/a", "g/b")
      s.work("g/a", 100)
      s.work("g/b", 500, listens: .no)
      s.at(100)
      s.fail("g/a", "no")
      s.keep("g", "g/a", "no")
      s.tell(["g", "g/b"], contexts: ["g"], .siblingFailed, cause: "no", origin: "g/a")
      s.at(500)
      s.done("g/b")
      s.close("g", "no")
      s.end()
    }.recording
    let comparison = Self.compare(run, run)
    let lesson = comparison.moment(at: comparison.endTime).lesson
    #expect(lesson.contains("Wait returns at 0.500 s on both sides: b doesn't listen."), "\(lesson)")
  }

  @Test func theSameRunTwiceHasNoDifference() {
    let run = Self.run(kind: "errgroup")
    let comparison = Self.compare(run, run)
    #expect(comparison.pairs.allSatisfy { !$0.differs })
    let moment = comparison.moment(at: comparison.endTime)
    #expect(moment.facts.allSatisfy { ["", "same"].contains($0.difference) })
  }

  @Test func nothingWrongOnEitherSide() {
    let calm = Script { s in
      s.begin()
      s.group("g")
      s.go("g/a")
      s.at(100)
      s.done("g/a")
      s.close("g")
      s.end()
    }.recording
    let comparison = Self.compare(calm, calm)
    #expect(comparison.footing == .different(.noCause(onA: true, onB: true)))
    let moment = comparison.moment(at: comparison.endTime)
    #expect(moment.lesson.first == "Nothing fails or is cancelled on either side.")
    #expect(!moment.facts.contains { $0.subject.isWork })
  }

  @Test func oneClockStepsThroughTheEventsOfBoth() {
    let comparison = Self.compare(Self.run(kind: "waitgroup"), Self.run(kind: "errgroup", fails: 100))
    var times: [Context.Instant] = []
    var t: Context.Instant? = .zero
    while let now = t {
      times.append(now)
      t = comparison.nextEvent(after: now)
    }
    #expect(times == [0, 50, 100, 200, 500].map(Context.Instant.milliseconds).filter { $0 != .milliseconds(50) })
    var back: [Context.Instant] = []
    t = times.last
    while let now = t {
      back.append(now)
      t = comparison.previousEvent(before: now)
    }
    #expect(back == times.reversed())
  }

  @Test func nothingIsSaidBeforeItHappened() {
    let comparison = Self.compare(Self.run(kind: "waitgroup"), Self.run(kind: "errgroup"))
    let moment = comparison.moment(at: .milliseconds(199))
    #expect(moment.lesson.isEmpty)
    #expect(moment.facts.map(\.a) == ["none so far", "not yet", "not yet", "not yet", "0 of 2"])
  }

  @Test func emptyRunsAreNoTrap() {
    let comparison = Self.compare(Recording(), Recording())
    #expect(comparison.pairs.isEmpty)
    #expect(comparison.moment(at: .zero).facts.count == 5)
    #expect(comparison.nextEvent(after: .zero) == nil)
  }
}
