import Cascade
import CascadeNarration
import CascadeTrace
import TestSupport
import Testing

/// What a failure costs, on runs small enough to add up by hand.
@Suite struct WasteTests {
  /// `a` is done at 100 ms, `b` fails at 200 ms of 200, `c` stops after a short cleanup, `d` doesn't listen, and `e` cleans
  /// up for longer than the work that it had left.
  private static func run(kind: String, planned: Bool = true) -> Recording {
    Script { s in
      s.begin()
      s.group("g", kind: kind)
      s.go("g/a", "g/b", "g/c", "g/d", "g/e")
      if planned {
        for (id, work) in [("a", 100), ("b", 200), ("c", 400), ("d", 300), ("e", 220)] {
          s.work("g/\(id)", Int64(work), listens: id == "d" ? .no : .yes)
        }
      }
      s.wait("g")
      s.at(100)
      s.done("g/a")
      s.at(200)
      let stops = kind == "errgroup"
      s.fail("g/b", "503", kept: stops)
      if stops {
        s.keep("g", "g/b", "503")
        s.tell(["g", "g/c", "g/d", "g/e"], contexts: ["g"], .siblingFailed, cause: "503", origin: "g/b")
        s.cleanup("g/c", 50)
        s.cleanup("g/e", 50)
        s.at(250)
        s.cut("g/c")
        s.cut("g/e")
        s.at(300)
        s.done("g/d")
        s.close("g", "503")
      } else {
        s.at(220)
        s.done("g/e")
        s.at(300)
        s.done("g/d")
        s.at(400)
        s.done("g/c")
        s.close("g")
      }
      s.end()
    }.recording
  }

  @Test func stoppingSavesWorkAndThrowsResultsAway() throws {
    let run = Self.run(kind: "errgroup")
    let waste = try #require(run.waste(at: run.end))
    #expect(waste.cause == .milliseconds(200))
    #expect(waste.total.wasted == .milliseconds(50 + 100 + 50))
    #expect(waste.total.extra == .milliseconds(30))
    #expect(waste.total.saved == .milliseconds(150))
    #expect(waste.total.tidied == .milliseconds(50 + 20), "what took the place of planned work, and no more")
    #expect(waste.total.open == .zero)
    #expect(waste.total.undone == .milliseconds(320))
    #expect(waste.total.discarded == .milliseconds(100))
    #expect(waste.total.sunk == .milliseconds(600))
    #expect(waste.thrownAway.map { run.roster.members[$0].name } == ["a", "d"])
    #expect(waste.usable == 0)
    #expect(waste.callerWaiting == .milliseconds(100))
  }

  @Test func waitingForEverybodyWastesTheRestAndKeepsTheResults() throws {
    let run = Self.run(kind: "waitgroup")
    let waste = try #require(run.waste(at: run.end))
    #expect(waste.total.wasted == .milliseconds(320))
    #expect(waste.total.undone == .milliseconds(320))
    #expect(waste.total.saved == .zero)
    #expect(waste.total.extra == .zero)
    #expect(waste.total.discarded == .zero)
    #expect(waste.total.sunk == .zero)
    #expect(waste.usable == 4)
    #expect(waste.callerWaiting == .milliseconds(200))
  }

  @Test func theMomentKnowsNothingOfWhatComes() throws {
    let run = Self.run(kind: "errgroup")
    #expect(run.waste(at: run.cursor(at: .milliseconds(199))) == nil)
    let waste = try #require(run.waste(at: run.cursor(at: .milliseconds(240))))
    #expect(waste.total.wasted == .milliseconds(120))
    #expect(waste.total.extra == .milliseconds(20))
    #expect(waste.total.saved == .zero, "nobody is out who had work left")
    #expect(waste.total.open == .milliseconds(220))
    #expect(waste.total.undone == .milliseconds(320))
    #expect(waste.callerWaiting == .milliseconds(40))
  }

  @Test func withoutPlansNothingIsSaved() throws {
    let run = Self.run(kind: "errgroup", planned: false)
    let waste = try #require(run.waste(at: run.end))
    #expect(!waste.isPlanned)
    #expect(waste.total.saved == .zero)
    #expect(waste.total.extra == .zero)
    #expect(waste.total.wasted == .milliseconds(100), "the cleanups are all that was announced")
    #expect(waste.total.undone == .milliseconds(100))
  }

  @Test func plansFromElsewhereCountForTasksThatNeverRan() throws {
    let run = Self.run(kind: "errgroup")
    let ledger = WorkLedger(run).knowing(["g/f": .milliseconds(70)])
    let early = try #require(
      ledger.waste(in: run.state(at: run.cursor(at: .milliseconds(240))), at: .milliseconds(240)))
    #expect(early.total.open == .milliseconds(290))
    let late = try #require(ledger.waste(in: run.latestState, at: run.endTime))
    #expect(late.total.saved == .milliseconds(220))
    #expect(late.total.undone == .milliseconds(390))
  }

  @Test func firstSuccessThrowsAwayAllButTheFirst() throws {
    let run = Script { s in
      s.begin()
      s.group("g", kind: "first-success")
      s.go("g/a", "g/b", "g/c")
      s.at(100)
      s.done("g/a")
      s.tell(["g", "g/b", "g/c"], contexts: ["g"], .groupDecided, cause: "enough", origin: "g")
      s.at(150)
      s.done("g/b")
      s.cut("g/c")
      s.close("g")
      s.end()
    }.recording
    let waste = try #require(run.waste(at: run.end))
    #expect(waste.usable == 1)
    #expect(waste.thrownAway.map { run.roster.members[$0].name } == ["b"])
  }

  @Test func resultsOfAGroupInsideGoWhereItsTaskGoes() throws {
    let run = Script { s in
      s.begin()
      s.group("g")
      s.go("g/a", "g/b")
      s.group("g/a/in", in: "g/a", kind: "waitgroup")
      s.go("g/a/in/x")
      s.at(100)
      s.done("g/a/in/x")
      s.close("g/a/in")
      s.done("g/a")
      s.fail("g/b", "no")
      s.keep("g", "g/b", "no")
      s.close("g", "no")
      s.end()
    }.recording
    let waste = try #require(run.waste(at: run.end))
    #expect(waste.usable == 0)
    #expect(waste.thrownAway.map { run.roster.members[$0].name } == ["a", "x"])
  }

  @Test func theLedgerFollowsARunThatGrows() throws {
    let whole = Self.run(kind: "errgroup")
    var growing = Recording()
    var ledger = WorkLedger(growing)
    for event in whole.log {
      growing.append(event)
      ledger.follow(growing)
      #expect(
        ledger.waste(in: growing.latestState, at: growing.endTime)
          == WorkLedger(growing).waste(in: growing.latestState, at: growing.endTime))
    }
    #expect(ledger.waste(in: growing.latestState, at: growing.endTime) == whole.waste(at: whole.end))
  }

  /// What was done after the failure and isn't lost is said beside the number.
  @Test func workOfUseIsToldFromWaste() throws {
    let run = Self.run(kind: "waitgroup")
    let waste = try #require(run.waste(at: run.end))
    #expect(waste.total.used > .zero && waste.total.used <= waste.total.wasted)
    let story = try #require(WasteStory(WorkLedger(run), in: run.latestState, at: run.endTime))
    #expect(story.sentences[0].hasSuffix("All of it is useful."))
    #expect(
      story.sentences[1] == "WAITING 200 ms: from the failure at 0.200 s until Wait returns.", "nobody cleaned up")
    let strict = Self.run(kind: "errgroup")
    #expect(strict.waste(at: strict.end)?.total.used == .zero)
  }

  @Test func sentencesSayTheNumbers() throws {
    let run = Self.run(kind: "errgroup")
    let story = try #require(WasteStory(WorkLedger(run), in: run.latestState, at: run.endTime))
    #expect(
      story.sentences == [
        "AFTER 200 ms: work done after the failure at 0.200 s. 100 ms wasted, 100 ms cleaning up. 30 ms of it is extra: not in the plan.",
        "SAVED 150 ms: 220 ms of planned work not done, minus 70 ms of the 100 ms of cleaning up; the rest is extra.",
        "DISCARDED 100 ms: done before the failure, but Wait returns an error: a.",
        "SUNK 600 ms: work before the failure by tasks under way, whose results are lost.",
        "WAITING 100 ms: from the failure at 0.200 s until Wait returns.",
      ])
  }
}
