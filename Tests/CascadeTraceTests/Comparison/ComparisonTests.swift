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
        "first failure | 0.200 s | 0.200 s | ",
        "tasks are told | never | 1 at 0.200 s | ",
        "caller is answered | 0.500 s | 0.200 s | -300 ms",
        "errors it gets | none of 1 | 1 | ",
        "results it can use | 1 of 2 | 0 of 2 | -1",
        "done after (WASTED) | 300 ms | 0 ms | -300 ms",
        "of it, used | 300 ms | 0 ms | -300 ms",
        "SAVED, never done | 0 ms | 300 ms | +300 ms",
        "DISCARDED, finished | 0 ms | 0 ms | same",
        "SUNK, under way | 0 ms | 200 ms | +200 ms",
      ])
    #expect(
      moment.lesson == [
        "B saves all of the 300 ms that was left to do.",
        "All that A did after the first failure went into results that can be used.",
        "B answers its caller 300 ms before A.",
        "Wait returns no error on A, \"no\" on B.",
        "A keeps 1 result, B none: 200 ms of work is thrown away.",
        "Where each result counts by itself, B is the wrong tool.",
      ])
  }

  @Test(arguments: [
    (run(kind: "errgroup", fails: 100), "The sides go wrong at different times: "),
    (run(kind: "errgroup", options: ["limit(2)"]), "Group g has no limit on A and a limit of 2 on B"),
    (run(kind: "errgroup", others: ["x"]), "x is there on side B only before it goes wrong."),
  ])
  func othersSayWhyNot(_ other: Recording, _ words: String) {
    let comparison = Self.compare(Self.run(kind: "waitgroup"), other)
    guard case .different(let why) = comparison.footing else {
      Issue.record("these are no pair")
      return
    }
    #expect(why.hasPrefix(words))
    let moment = comparison.moment(at: comparison.endTime)
    #expect(moment.facts.filter { $0.subject.isWork }.allSatisfy { $0.difference.isEmpty })
    #expect(moment.lesson.first?.hasPrefix("The amounts of work can't be compared. ") == true)
  }

  /// What is so on both sides is said once.
  @Test func whoIsDeafOnBothSidesIsNamedOnce() {
    let run = Script { s in
      s.begin()
      s.group("g")
      s.go("g/a", "g/b")
      s.work("g/a", 100)
      s.work("g/b", 500, listens: false)
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
    #expect(lesson.contains("Both callers are answered at 0.500 s: on both sides, b never listens."), "\(lesson)")
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
    #expect(comparison.footing == .different("Nothing goes wrong on either side, so nothing is wasted."))
    let moment = comparison.moment(at: comparison.endTime)
    #expect(moment.lesson.first == "Nothing goes wrong on either side, so nothing is wasted.")
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
