import Cascade
import CascadeNarration
import CascadeText
import CascadeTrace
import TestSupport
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
    #expect(sentences(Self.before) == ["Nothing else changes: every task ends as before."])
  }

  @Test func aTaskCancelledAloneIsTheFirstFailure() {
    let after = Self.run { s in
      s.add("", .intervention(.init(.cancel, on: "root/pack")))
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
        "pack fails first, with \"context canceled\". root keeps it and cancels the rest.",
        "Wait returns \"context canceled\" instead of \"declined\", 130 ms earlier, at 0.220 s.",
        "pack returns 130 ms earlier.", "pay is cancelled and returns 80 ms earlier.",
      ])
  }

  @Test func whoIsNeverSpawnedIsSaidToBeGone() {
    let parent = Self.run { s in
      s.go("root/late-1", "root/late-2")
      s.at(300)
      s.done("root/pay")
      s.done("root/pack")
      s.done("root/late-1")
      s.done("root/late-2")
      s.close("root")
      s.end()
    }
    let after = Self.run { s in
      s.at(300)
      s.done("root/pay")
      s.done("root/pack")
      s.close("root")
      s.end()
    }
    #expect(sentences(after, before: parent) == ["late-1 and late-2 are never spawned."])
  }

  /// Of an added task that fails first all is said in one sentence.
  @Test func anAddedTaskThatFailsFirstIsTakenAsSaid() {
    let after = Self.run { s in
      s.add(
        "",
        .intervention(.init(.add(.init(name: "extra", work: .milliseconds(20), ending: .fails("boom"))), on: "root")))
      s.go("root/extra")
      s.at(220)
      s.fail("root/extra", "boom")
      s.keep("root", "root/extra", "boom")
      s.tell(
        ["root", "root/pay", "root/pack"], contexts: ["root"], .siblingFailed, cause: "boom", origin: "root/extra")
      s.cut("root/pay")
      s.cut("root/pack")
      s.close("root", "boom")
      s.end()
    }
    let said = sentences(after)
    #expect(said.first?.hasPrefix("extra fails first, with \"boom\".") == true)
    #expect(said.filter { $0.contains("extra") }.count == 1, "\(said)")
  }

  @Test func aTaskThatReturnsFailsNoMore() {
    let after = Self.run { s in
      s.add("", .intervention(.init(.finish, on: "root/pay")))
      s.done("root/pay")
      s.at(900)
      s.done("root/pack")
      s.close("root")
      s.end()
    }
    #expect(
      sentences(after) == [
        "No task fails.", "No task is told.", "Wait returns nil instead of \"declined\", 550 ms later, at 0.900 s.",
        "2 tasks end differently.",
      ])
  }

  @Test func anotherFailureInAGroupThatCancelsNoTask() {
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
        "pack fails first, with \"boom\". root keeps it and cancels no task.",
        "Wait returns \"boom\" instead of nil, at 0.900 s.",
      ])
  }

  @Test func aDeafTaskReturnsLater() {
    let after = Self.run { s in
      s.add("", .intervention(.init(.listen(false), on: "root/pack")))
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
        "Wait returns the same error, 550 ms later, at 0.900 s.", "pack is told but completes, 550 ms later.",
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
    #expect(
      sentences(after).dropFirst() == [
        "Wait returns the same error, 100 ms later, at 0.450 s.", "pay and pack return 100 ms later.",
      ])
  }

  @Test func aDeadlineComesBeforeAnyFailure() {
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
    #expect(sentences(after).first == "root's deadline passes at 0.250 s, before any task fails.")
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
    #expect(sentences(after) == ["extra is a new task: it completes at 0.250 s."])
  }

  /// Of a new task it is said once that it was told.
  @Test func anAddedTaskIsToldInTheSameSentence() {
    let after = Self.run { s in
      s.go("root/extra", "root/more")
      s.at(300)
      s.fail("root/pay", "declined")
      s.keep("root", "root/pay", "declined")
      s.tell(
        ["root", "root/pack", "root/extra", "root/more"], contexts: ["root"], .siblingFailed, cause: "declined",
        origin: "root/pay")
      s.cut("root/extra")
      s.at(320)
      s.cut("root/more")
      s.at(350)
      s.cut("root/pack")
      s.close("root", "declined")
      s.end()
    }
    #expect(
      sentences(after) == [
        "extra is a new task: it is cancelled at 0.300 s.",
        "more is a new task: told at 0.300 s, it is cancelled at 0.320 s.",
      ])
  }

  /// `a` fails at 100 ms; `b` and `c` work for 300 ms and 200 ms unless the limit holds them back until then.
  private static func limited(_ isLimited: Bool, others: Int = 0) -> Recording {
    Script { s in
      s.begin()
      s.group("root")
      s.go("root/a")
      let names = ["root/b", "root/c"] + (0..<others).map { "root/o\($0)" }
      if isLimited {
        for name in names { s.spawn(name) }
      } else {
        for name in names { s.go(name) }
      }
      s.at(100)
      s.fail("root/a", "no")
      s.keep("root", "root/a", "no")
      s.tell(["root"] + names, contexts: ["root"], .siblingFailed, cause: "no", origin: "root/a")
      if isLimited { for name in names { s.start(name) } }
      for name in names.dropFirst(isLimited ? 1 : 2) { s.cut(name) }
      s.at(isLimited ? 400 : 200)
      if !isLimited { s.cut("root/c") }
      s.at(isLimited ? 400 : 300)
      s.done("root/b")
      s.close("root", "no")
      s.end()
    }.recording
  }

  /// Wait is later because somebody starts only after the cancel, and who starts then and returns at once does no work.
  @Test func whoStartsOnlyAfterTheCancelIsTheReason() {
    let words = sentences(Self.limited(true), before: Self.limited(false))
    #expect(
      words == [
        "Wait returns the same error, 100 ms later, at 0.400 s, because b starts only after the cancellation.",
        "c starts only after the cancellation and does no work.",
      ])
  }

  /// What there is no sentence for is counted.
  @Test func theRestIsCounted() {
    let before = Self.run { s in
      for (index, name) in ["a", "b", "c", "d", "e"].enumerated() {
        s.go("root/\(name)")
        s.at(Int64(300 + index))
        s.done("root/\(name)")
      }
      s.done("root/pay")
      s.done("root/pack")
      s.close("root")
      s.end()
    }
    func after(moving names: [String]) -> Recording {
      Self.run { s in
        for (index, name) in ["a", "b", "c", "d", "e"].enumerated() {
          s.go("root/\(name)")
          s.at(Int64(300 + index))
          if !names.contains(name) { s.done("root/\(name)") }
        }
        s.done("root/pay")
        s.done("root/pack")
        for (index, name) in names.enumerated() {
          s.at(Int64(400 + 20 * index))
          s.done("root/\(name)")
        }
        s.at(500)
        s.close("root")
        s.end()
      }
    }
    let four = sentences(after(moving: ["a", "b", "c"]), before: before)
    #expect(four.count == 4)
    #expect(four.dropFirst().allSatisfy { $0.contains(" returns ") }, "the last has the place of the count")
    let counted = sentences(after(moving: ["a", "b", "c", "d"]), before: before)
    #expect(counted.count == 4)
    #expect(counted.last == "2 more tasks end differently.")
  }

  @Test func tasksToWhichTheSameHappensShareASentence() {
    let words = sentences(Self.limited(true, others: 4), before: Self.limited(false, others: 4))
    #expect(words[1] == "5 tasks start only after the cancellation and do no work.")
  }

  @Test func aDeadlock() {
    let after = Self.run { s in
      s.add("", .deadlock([.init(who: "root/pay", what: .slot(group: "root"))]))
      s.end(.deadlocked)
    }
    #expect(sentences(after).contains("Deadlock: pay waits for a slot in root."))
  }

  /// Whatever two runs are compared, it is said in one to five sentences that a terminal can take.
  @Test(arguments: Stories.all.indices, Stories.all.indices)
  func anyTwoRuns(_ one: Int, _ other: Int) {
    let sentences = Consequences(
      of: Stories.all[one].script.recording, comparedWith: Stories.all[other].script.recording
    ).sentences
    #expect((1...5).contains(sentences.count))
    #expect(sentences.allSatisfy { $0.hasSuffix(".") && SafeText.make($0) == $0 })
  }

  /// Two jobs that announce their work: pay fails at 300 ms, pack comes out at `out`.
  private static func planned(out: Int64, limit: Bool = false) -> Recording {
    Script { s in
      s.begin()
      s.group("root", options: limit ? ["limit(2)"] : [])
      s.go("root/pay", "root/pack")
      s.work("root/pay", 300)
      s.work("root/pack", 2000, listens: .no)
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
    #expect(sentences(early, before: late).last == "550 ms more work is saved.")
    #expect(sentences(late, before: early).last == "550 ms less work is saved.")
    // With another limit other tasks may be at work: that is no pair.
    #expect(!sentences(Self.planned(out: 350, limit: true), before: late).contains { $0.contains("is saved") })
  }
}
