import Cascade
import CascadeNarration
import CascadeTrace
import TestSupport
import Testing

@Suite struct PlainTextTests {
  private func lines(_ script: Script) -> [String] { PlainText.lines(of: script.recording).map(\.description) }

  @Test func aRunWithAFailure() {
    #expect(
      lines(Stories.dashboard) == [
        "0.000 s  the run begins: virtual time, seed 7.", "0.000 s  root opens: errgroup, limit 5.",
        "0.000 s  fetch-user starts.", "0.000 s  fetch-orders starts.", "0.000 s  fetch-recs starts.",
        "0.000 s  render opens thumbs: errgroup.", "0.000 s  thumb-1 starts.", "0.000 s  thumb-2 starts.",
        "0.000 s  render waits for thumbs.", "0.000 s  audit-log starts: work without listening.",
        "0.000 s  notify is spawned in root.", "0.000 s  notify waits for a slot.", "0.800 s  fetch-user returns nil.",
        "1.200 s  fetch-orders FAILS: \"503\". First error: root keeps it.",
        "1.200 s  root cancels its context. Told: fetch-recs, render, thumb-1, thumb-2, audit-log.",
        "1.200 s  audit-log is told but doesn't listen: DEAF.", "1.200 s  notify starts late, on a cancelled context.",
        "1.200 s  the caller waits for root.", "1.200 s  thumb-2 cleans up for 180 ms.",
        "1.200 s  fetch-recs cleans up for 30 ms.",
        "1.220 s  thumb-1 is out after 20 ms. First error: thumbs keeps \"context canceled\".",
        "1.220 s  notify returns \"context canceled\": it used a context that is done.",
        "1.230 s  fetch-recs is out, 30 ms after it was told.", "1.380 s  thumb-2 is out, 180 ms after it was told.",
        "1.380 s  the Wait of thumbs returns \"context canceled\".",
        "1.380 s  render is out after 180 ms. It passes on \"context canceled\" from thumb-1.",
        "2.600 s  audit-log completes anyway, 1.400 s after it was told.", "2.600 s  Wait returns \"503\".",
        "2.600 s  the run is over.",
      ])
  }

  @Test func nestedErrors() {
    #expect(
      lines(Stories.nested).suffix(9) == [
        "0.100 s  x FAILS: \"boom\". First error: parts keeps it.", "0.100 s  parts cancels its context. Told: y.",
        "0.100 s  y is out as soon as it is told.", "0.100 s  the Wait of parts returns \"boom\".",
        "0.100 s  page passes on \"boom\" from x. First error: root keeps it.",
        "0.100 s  root cancels its context. Told: other.", "0.100 s  other is out as soon as it is told.",
        "0.100 s  Wait returns \"boom\".", "0.100 s  the run is over.",
      ])
  }

  @Test func deadlinesHandsAndLateFailures() {
    #expect(
      lines(Stories.deadline).suffix(7) == [
        "0.500 s  limit's deadline passes. Cause: \"too slow\". Told: a, b, c.",
        "0.500 s  c is told but doesn't listen: DEAF.",
        "0.500 s  a is out at once. First error: root keeps \"context deadline exceeded\".",
        "0.520 s  b fails late, after 20 ms: \"disk full\". root drops this error.",
        "0.700 s  c completes anyway, 200 ms after it was told.",
        "0.700 s  Wait returns \"context deadline exceeded\".", "0.700 s  the run is over.",
      ])
    #expect(
      lines(Stories.outsideCancel).dropFirst(4).prefix(2) == [
        "0.300 s  main is changed from outside: Ctrl-C.",
        "0.300 s  main is cancelled. Cause: \"stopped by hand\". Told: a.",
      ])
  }

  @Test func theRest() {
    #expect(
      lines(Stories.turnedAway).contains("0.000 s  TryGo returns false: b never runs (limit 1)."))
    #expect(lines(Stories.turnedAway).contains("0.010 s  c is skipped: root has failed."))
    #expect(
      lines(Stories.deadlock).suffix(4) == [
        "0.050 s  DEADLOCK: every task waits.", "0.050 s  a waits for a slot in root.",
        "0.050 s  the caller waits for root.", "0.050 s  the run is stopped: deadlock.",
      ])
    #expect(lines(Stories.dropped).contains("0.010 s  12 events are missing here."))
    let odds = Script { s in
      s.context("main", .background)
      s.context("main/limit", in: "main", .deadline, deadline: 3_000)
      s.context("main/log", in: "main", .after)
      s.add("main/log", .afterFired)
      s.add("main/log", .afterStopped)
      s.add("main/limit", .contextEnded)
      s.group("root", in: "main")
      s.go("root/a")
      s.add("root/a", .note(.plan(total: .milliseconds(1_500))))
      s.add("root/a", .note(.retry(attempt: 2, limit: 3)))
      s.add("root/a", .note(.log("half way")))
      s.add("root/a", .note(.step(index: 1, label: "send", planned: .milliseconds(70), listens: .yes)))
      s.tell(["root"], contexts: ["root"], .scopeEnded, cause: "context canceled", origin: "root")
    }
    #expect(
      lines(odds).map { String($0.dropFirst(9)) } == [
        "main is a root context.", "limit is derived from main, with a deadline at 3.000 s.",
        "AfterFunc log is registered on main.", "main is done: AfterFunc log starts.",
        "AfterFunc log is stopped: it will not start.", "limit is released.", "root opens: errgroup.", "a starts.",
        "a has 1.500 s of work to do.", "a begins attempt 2 of 3.", "a logs \"half way\".",
        "a begins step 2: send, 70 ms.", "Wait cancels root's context.",
      ])
  }

  @Test func whatSaysTheSameIsSaidOnce() {
    let script = Script { s in
      s.group("root")
      s.spawn("root/a", "root/b", "root/c")
      s.add("root/b", .taskQueued)
      s.start("root/a")
      for (total, planned) in [(300, 300), (400, 300)] as [(Int64, Int64)] {
        s.add("root/a", .note(.plan(total: .milliseconds(total))))
        s.add("root/a", .note(.step(index: 0, label: "", planned: .milliseconds(planned), listens: .yes)))
      }
      s.at(10)
      s.start("root/c")
    }
    #expect(
      lines(script) == [
        "0.000 s  root opens: errgroup.", "0.000 s  b is spawned in root.", "0.000 s  b waits for a slot.",
        "0.000 s  a starts: 300 ms of work.", "0.000 s  a begins step 1: 300 ms of work.",
        "0.000 s  c is spawned in root.", "0.010 s  c starts.",
      ])
  }

  @Test func theAuthorSpeaksAtTheirPlace() throws {
    var recording = Stories.dashboard.recording
    let cause = try #require(recording.cause)
    recording.useBeats([
      GivenBeat(event: cause + 1, sentence: "Orders\u{1B} dies."),
      GivenBeat(event: cause + 8, sentence: "All are told."),
    ])
    let lines = PlainText.lines(of: recording).map(\.text)
    let place = try #require(lines.firstIndex { $0.hasPrefix("fetch-orders FAILS") })
    #expect(lines[place + 1] == #"-- Orders\u{1B} dies."#)
    #expect(lines[place + 2].hasPrefix("root cancels its context."))
    #expect(lines[place + 3] == "audit-log is told but doesn't listen: DEAF.")
    // What starts thereby is seen with it.
    #expect(lines[place + 4] == "notify starts late, on a cancelled context.")
    #expect(try #require(lines.firstIndex(of: "-- All are told.")) > place + 4)
    #expect(lines.filter { $0.hasPrefix("--") }.count == 2)
  }

  @Test func aTaskThatIsToldFromAboveSaysWhy() {
    let recording = Script { s in
      s.group("root")
      s.go("root/a")
      s.tell(["root/a"], contexts: [], .deadlineExceeded, cause: "context deadline exceeded", origin: "root")
    }.recording
    #expect(recording.message(ofEvent: 3).full == "a is told: root's deadline passed.")
  }

  @Test(arguments: Stories.all.indices) func aGrowingRunGivesTheSameLines(story: Int) {
    let script = Stories.all[story].script
    let whole = PlainText.lines(of: script.recording)
    var text = PlainText()
    var lines: [PlainLine] = []
    for position in 0...script.events.count { lines += text.follow(script.recording, to: position) }
    lines += text.finish(script.recording)
    #expect(lines == whole)
  }

  @Test(arguments: Stories.all.indices) func everyEventHasItsLine(story: Int) {
    let recording = Stories.all[story].script.recording
    let said = Set(PlainText.lines(of: recording).flatMap { [$0.event, $0.last] })
    for number in recording.log.indices where !said.contains(number) {
      switch recording.log[number].kind {
      // These may be one line with what follows.
      case .contextTold, .taskTold, .groupFailureKept, .taskSpawned, .taskStarted, .note(.plan), .intervention: break
      default: Issue.record("nothing is said about \(recording.log[number])")
      }
    }
  }
}
