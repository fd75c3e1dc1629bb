import Cascade
import CascadeTrace
import Testing

/// What a branch is told to come to, beside the run that it was made from.
@Suite struct ConsequencesTests {
  /// Two jobs; what happens to them after 200 ms is told by `rest`.
  private static func run(kind: String = "errgroup", _ rest: (inout Script) -> Void) -> Recording {
    Script { s in
      s.begin()
      s.group("root", kind: kind)
      s.go("root/pay", "root/pack")
      s.wait("root")
      s.at(200)
      rest(&s)
    }.recording
  }

  private static let before = run { s in
    s.at(300)
    s.fail("root/pay", "declined")
    s.keep("root", "root/pay", "declined")
    s.tell(["root", "root/pack"], contexts: ["root"], .siblingFailed, cause: "declined", origin: "root/pay")
    s.at(350)
    s.cut("root/pack")
    s.close("root", "declined")
    s.end()
  }

  private func sentences(_ after: Recording, before: Recording = before) -> [String] {
    Consequences(of: after, comparedWith: before).sentences
  }

  @Test func nothing() {
    #expect(sentences(Self.before) == ["Nothing else changes: everybody is told and out as before."])
  }

  @Test func aTaskCancelledAloneIsTheFirstFailure() {
    let after = Self.run { s in
      s.add("", .intervention(what: "cancel", target: "root/pack"))
      s.tell(["root/pack"], contexts: [], .requested, cause: "context canceled", origin: "root/pack")
      s.at(220)
      s.cut("root/pack", kept: true)
      s.keep("root", "root/pack", "context canceled")
      s.tell(["root", "root/pay"], contexts: ["root"], .siblingFailed, cause: "context canceled", origin: "root/pack")
      s.cut("root/pay")
      s.close("root", "context canceled")
      s.end()
    }
    #expect(
      sentences(after) == [
        "pack returns \"context canceled\"."
          + " That is an error, so root keeps it as the FIRST failure and cancels everybody.",
        "Wait returns \"context canceled\", 130 ms earlier, at 0.220 s.",
        "pack comes out 130 ms earlier.",
      ])
  }

  @Test func whoFinishesFailsNoMore() {
    let after = Self.run { s in
      s.add("", .intervention(what: "finish", target: "root/pay"))
      s.done("root/pay")
      s.at(900)
      s.done("root/pack")
      s.close("root")
      s.end()
    }
    #expect(
      sentences(after) == [
        "pay doesn't fail, and nobody else does.", "Nobody is told any more.",
        "Wait returns no error, 550 ms later, at 0.900 s.",
      ])
  }

  @Test func anotherFailureInAGroupThatCancelsNobody() {
    let before = Self.run(kind: "waitgroup") { s in
      s.at(900)
      s.done("root/pay")
      s.done("root/pack")
      s.close("root")
      s.end()
    }
    let after = Self.run(kind: "zero-errgroup") { s in
      s.fail("root/pack", "boom")
      s.keep("root", "root/pack", "boom")
      s.at(900)
      s.done("root/pay")
      s.close("root", "boom")
      s.end()
    }
    #expect(
      sentences(after, before: before).prefix(2) == [
        "pack returns \"boom\". That is an error, so root keeps it as the FIRST failure and cancels nobody.",
        "Wait returns \"boom\" at 0.900 s.",
      ])
  }

  @Test func whoIsDeafComesOutLater() {
    let after = Self.run { s in
      s.add("", .intervention(what: "deafen", target: "root/pack"))
      s.at(300)
      s.fail("root/pay", "declined")
      s.keep("root", "root/pay", "declined")
      s.tell(["root", "root/pack"], contexts: ["root"], .siblingFailed, cause: "declined", origin: "root/pay")
      s.at(900)
      s.done("root/pack")
      s.close("root", "declined")
      s.end()
    }
    #expect(
      sentences(after) == [
        "Wait returns the same error, 550 ms later, at 0.900 s.",
        "pack comes out 550 ms later and completes, although it is told.",
      ])
  }

  @Test func aDelayedFailureIsTheSameOneLater() {
    let after = Self.run { s in
      s.at(400)
      s.fail("root/pay", "declined")
      s.keep("root", "root/pay", "declined")
      s.tell(["root", "root/pack"], contexts: ["root"], .siblingFailed, cause: "declined", origin: "root/pay")
      s.at(450)
      s.cut("root/pack")
      s.close("root", "declined")
      s.end()
    }
    #expect(sentences(after).first == "pay fails first as before, but 100 ms later, at 0.400 s.")
    #expect(sentences(after).count == 3)
  }

  @Test func aDeadlineComesBeforeAnybodyFails() {
    let after = Self.run { s in
      s.at(250)
      s.tell(
        ["root", "root/pay", "root/pack"], contexts: ["root"], .deadlineExceeded, cause: "context deadline exceeded",
        origin: "root")
      s.cut("root/pay", "context deadline exceeded", kept: true)
      s.keep("root", "root/pay", "context deadline exceeded")
      s.cut("root/pack", "context deadline exceeded")
      s.close("root", "context deadline exceeded")
      s.end()
    }
    #expect(sentences(after).first == "The deadline of group root passes at 0.250 s, before anybody fails.")
  }

  @Test func anAddedTaskIsThereAsWell() {
    let after = Self.run { s in
      s.go("root/extra")
      s.at(250)
      s.done("root/extra")
      s.at(300)
      s.fail("root/pay", "declined")
      s.keep("root", "root/pay", "declined")
      s.tell(["root", "root/pack"], contexts: ["root"], .siblingFailed, cause: "declined", origin: "root/pay")
      s.at(350)
      s.cut("root/pack")
      s.close("root", "declined")
      s.end()
    }
    #expect(sentences(after) == ["extra is there as well: done at 0.250 s."])
  }

  @Test func nobodyGoesOn() {
    let after = Self.run { s in
      s.add("", .deadlock([.init(who: "root/pay", what: "a free slot in root")]))
      s.end(.deadlocked)
    }
    #expect(sentences(after).contains("Nothing can go on: pay waits for a free slot in root."))
  }

  /// Whatever two runs are compared, it is said in one to three sentences that a terminal can take.
  @Test(arguments: Stories.all.indices, Stories.all.indices)
  func anyTwoRuns(_ one: Int, _ other: Int) {
    let sentences = Consequences(
      of: Stories.all[one].script.recording, comparedWith: Stories.all[other].script.recording
    ).sentences
    #expect((1...3).contains(sentences.count))
    #expect(sentences.allSatisfy { $0.hasSuffix(".") && SafeText.make($0) == $0 })
  }

  /// Two jobs that announce their work: pay fails at 300 ms, pack comes out at `out`.
  private static func planned(out: Int64, limit: Bool = false) -> Recording {
    Script { s in
      s.begin()
      s.group("root", options: limit ? ["limit(2)"] : [])
      s.go("root/pay", "root/pack")
      s.work("root/pay", 300)
      s.work("root/pack", 2000, listens: false)
      s.at(300)
      s.fail("root/pay", "declined")
      s.keep("root", "root/pay", "declined")
      s.tell(["root", "root/pack"], contexts: ["root"], .siblingFailed, cause: "declined", origin: "root/pay")
      s.at(out)
      s.cut("root/pack")
      s.close("root", "declined")
      s.end()
    }.recording
  }

  @Test func whatIsSavedIsSaidLast() {
    let (early, late) = (Self.planned(out: 350), Self.planned(out: 900))
    #expect(sentences(early, before: late).last == "SAVED grows by 550 ms.")
    #expect(sentences(late, before: early).last == "SAVED shrinks by 550 ms.")
    // With another limit other tasks may be at work: that is no pair.
    #expect(!sentences(Self.planned(out: 350, limit: true), before: late).contains { $0.contains("SAVED") })
  }
}
