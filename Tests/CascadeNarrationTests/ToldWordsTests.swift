import Cascade
import CascadeNarration
import CascadeTrace
import TestSupport
import Testing

/// Which tasks are said to be told, and what is said of those that aren't told at work.
@Suite struct ToldWordsTests {
  private func sentences(_ script: Script, at milliseconds: Int64) -> [String] {
    let recording = script.recording
    return recording.narration(at: recording.cursor(at: .milliseconds(milliseconds))).sentences
  }

  /// One at work, one that waits for a slot, one that is spawned when all is over, all told.
  private static let late = Script { s in
    s.begin()
    s.group("root", options: ["limit(2)"])
    s.go("root/a", "root/b")
    s.spawn("root/c")
    s.add("root/c", .taskQueued)
    s.at(400)
    s.fail("root/b", "wrong")
    s.keep("root", "root/b", "wrong")
    s.tell(["root", "root/a", "root/c"], contexts: ["root"], .siblingFailed, cause: "wrong", origin: "root/b")
    s.start("root/c")
    s.cut("root/c")
    s.at(420)
    s.spawn("root/d")
    s.tell(["root/d"], contexts: [], .siblingFailed, cause: "wrong", origin: "root/b")
    s.start("root/d")
    s.step("root/d", listens: .no)
    s.at(450)
    s.cut("root/a")
    s.at(900)
    s.done("root/d")
    s.close("root", "wrong")
    s.end()
  }

  @Test func aLateStartIsCountedWhereItIsTold() {
    #expect(sentences(Self.late, at: 400).contains("2 tasks were told: 1 running, 1 queued."))
    #expect(
      sentences(Self.late, at: 420).contains(
        "3 tasks were told: 1 running, 1 queued, 1 as it was spawned, from 0.400 s to 0.420 s."))
    #expect(sentences(Self.late, at: 420).contains("c and d started after the cancellation."))
  }

  @Test func allIsNotSaidWhileOneIsRunning() {
    #expect(sentences(Self.late, at: 450).contains("2 are out; d doesn't listen."))
    #expect(sentences(Self.late, at: 900).contains("All 3 are out, the slowest one 480 ms after it was told."))
  }

  @Test func beatsAndComparisonsCountTheSame() {
    let recording = Self.late.recording
    let walks = recording.beats.filter { $0.kind == .walk }.map { recording.sentence(for: $0) }
    let told = "root cancels its context. 2 tasks are told: 1 running, 1 queued. c starts on a cancelled context."
    #expect(walks.first?.hasPrefix(told) == true, "\(walks)")
    let moment = Comparison(("A", recording), ("B", recording)).moment(at: recording.endTime)
    #expect(moment.facts.first { $0.subject == .told }?.a == "3 from 0.400 s")
  }

  @Test func whoWasToldEarlierAndIsAtWorkIsNotForgotten() {
    let run = Script { s in
      s.context("cancel", .cancel)
      s.group("root", in: "cancel")
      s.go("root/box", "root/news", "root/old")
      s.at(100)
      s.tell(["root/old"], contexts: [], .requested, cause: "context canceled", origin: "root/old")
      s.at(200)
      s.tell(
        ["cancel", "root", "root/box", "root/news"], contexts: ["cancel", "root"], .requested, cause: "",
        origin: "cancel")
      s.at(210)
      s.cut("root/box")
      s.cut("root/news")
    }
    let story = sentences(run, at: 210)
    #expect(!story.contains { $0.hasPrefix("Both are out") }, "\(story)")
  }

  @Test func theSlowestIsNotTheLast() {
    let run = Script { s in
      s.group("root")
      s.go("root/page", "root/bill")
      s.group("root/page/parts", in: "root/page")
      s.go("root/page/parts/x", "root/page/parts/y")
      s.at(400)
      s.fail("root/page/parts/x", "panic: index 3 is out of range")
      s.keep("root/page/parts", "root/page/parts/x", "panic: index 3 is out of range")
      s.tell(
        ["root/page/parts", "root/page/parts/y"], contexts: ["root/page/parts"], .siblingFailed, cause: "panic",
        origin: "root/page/parts/x")
      s.at(450)
      s.cut("root/page/parts/y")
      s.pass("root/page", "panic: index 3 is out of range", through: "root/page/parts")
      s.keep("root", "root/page", "panic: index 3 is out of range")
      s.tell(["root", "root/bill"], contexts: ["root"], .siblingFailed, cause: "panic", origin: "root/page")
      s.at(470)
      s.cut("root/bill")
    }
    let story = sentences(run, at: 470)
    #expect(story.first == #"x panicked with "index 3 is out of range" at 0.400 s."#)
    #expect(story.contains("2 running tasks were told, from 0.400 s to 0.450 s."))
    #expect(story.contains("Both are out, the slower one 50 ms after it was told."))
  }

  @Test func aDetachedTaskGoesOn() {
    let run = Script { s in
      s.group("root")
      s.go("root/pay", "root/audit")
      s.context("root/audit/detached", in: "root/audit", .withoutCancel)
      s.step("root/audit", listens: .no)
      s.at(100)
      s.fail("root/pay", "declined")
      s.keep("root", "root/pay", "declined")
      s.tell(["root", "root/audit"], contexts: ["root"], .siblingFailed, cause: "declined", origin: "root/pay")
      s.at(300)
      s.done("root/audit")
      s.close("root", "declined")
      s.end()
    }
    let recording = run.recording
    let middle = recording.state(atMilliseconds: 200)
    #expect(middle.task("root/audit") == .detached)
    #expect(middle.row("root/audit/detached")?.contextState == .active)
    #expect(sentences(run, at: 200).contains("audit is detached and goes on."))
    #expect(recording.latestState.row("root/audit/detached")?.contextState == .leftOver)
    let walk = recording.beats.first { $0.kind == .walk }.map { recording.sentence(for: $0) }
    #expect(walk == "root cancels its context. audit is detached and goes on.")
    #expect(PlainText.lines(of: recording).contains { $0.text == "audit is detached and goes on." })
  }

  @Test func aTaskThatCancelsAnotherIsNamed() {
    let run = Script { s in
      s.group("root")
      s.go("root/boss", "root/helper")
      s.at(100)
      s.tell(["root/helper"], contexts: [], .requested, cause: "enough", origin: "root/boss")
      s.at(110)
      s.cut("root/helper")
    }
    #expect(sentences(run, at: 110).first == "boss cancelled helper at 0.100 s.")
    #expect(PlainText.lines(of: run.recording).contains { $0.text == #"boss cancels helper. Cause: "enough"."# })
  }

  @Test func aCancellationErrorOfATaskThatWasNotTold() {
    let run = Script { s in
      s.group("root")
      s.go("root/push", "root/scan")
      s.at(600)
      s.cut("root/push", kept: true)
      s.keep("root", "root/push", "context canceled")
      s.tell(["root", "root/scan"], contexts: ["root"], .siblingFailed, cause: "context canceled", origin: "root/push")
    }
    #expect(
      sentences(run, at: 600).first
        == #"push returned "context canceled" at 0.600 s without being told: it used another context."#)
    #expect(
      PlainText.lines(of: run.recording).contains {
        $0.text == #"push returns "context canceled": it used a context that is done."#
      })
  }

  @Test func askedIsNotTold() {
    let run = Script { s in
      s.group("root")
      s.go("root/accept", "root/upload")
      s.context("root/shutdown", in: "root", .shutdown)
      s.at(500)
      s.add("", .intervention(.init(.shutdown, on: "root")))
      s.tell(["root/shutdown"], contexts: ["root/shutdown"], .shutdown, cause: "", origin: "root")
      s.done("root/accept")
    }
    let story = sentences(run, at: 500)
    #expect(story.contains("2 running tasks were asked to finish; none was told."))
    #expect(story.contains("accept has finished; upload is running."))
    let state = run.recording.latestState
    #expect(state.causeLabel == "asked to finish")
    #expect(state.causeNoun == "request to finish")
  }
}
