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
        #"0.000 s  the run begins: "One service dies", virtual time, seed 7."#,
        "0.000 s  group root opens: errgroup, limit(5).",
        "0.000 s  fetch-user starts in group root.",
        "0.000 s  fetch-orders starts in group root.",
        "0.000 s  fetch-recs starts in group root.",
        "0.000 s  render starts in group root.",
        "0.000 s  group thumbs opens: errgroup.",
        "0.000 s  thumb-1 starts in group thumbs.",
        "0.000 s  thumb-2 starts in group thumbs.",
        "0.000 s  render waits for group thumbs.",
        "0.000 s  audit-log starts in group root.",
        #"0.000 s  audit-log begins step 1, "work", and doesn't listen."#,
        "0.000 s  notify is spawned in group root.",
        "0.000 s  notify waits for a free slot.",
        "0.800 s  fetch-user is done.",
        #"1.200 s  fetch-orders FAILED with "503". First error: group root keeps it."#,
        """
        1.200 s  group root cancels its context. Told: fetch-recs, render, group thumbs, thumb-1, thumb-2, audit-log.
        """,
        "1.200 s  audit-log is told, but doesn't listen: DEAF.",
        "1.200 s  notify started late: its context was cancelled before.",
        "1.200 s  the caller waits for group root.",
        "1.200 s  thumb-2 cleans up, planned for 180 ms.",
        "1.200 s  fetch-recs cleans up, planned for 30 ms.",
        "1.220 s  thumb-1 is out, 20 ms after it was told. First error: group thumbs keeps it.",
        #"1.220 s  notify was cut short with "context canceled". Nobody keeps this error."#,
        "1.230 s  fetch-recs is out, 30 ms after it was told.",
        "1.380 s  thumb-2 is out, 180 ms after it was told.",
        #"1.380 s  group thumbs is closed: wait returned "context canceled"."#,
        #"1.380 s  render is out, 180 ms after it was told: it passes on "context canceled" from thumb-1."#,
        "2.600 s  audit-log completed all the same, 1.400 s after it was told.",
        #"2.600 s  group root is closed: wait returned "503"."#,
        "2.600 s  the run is over.",
      ])
  }

  @Test func nestedErrors() {
    #expect(
      lines(Stories.nested).suffix(9) == [
        #"0.100 s  x FAILED with "boom". First error: group parts keeps it."#,
        "0.100 s  group parts cancels its context. Told: y.",
        "0.100 s  y is out at the instant at which it was told.",
        #"0.100 s  group parts is closed: wait returned "boom"."#,
        #"0.100 s  page passes on "boom" from x. First error: group root keeps it."#,
        "0.100 s  group root cancels its context. Told: other.",
        "0.100 s  other is out at the instant at which it was told.",
        #"0.100 s  group root is closed: wait returned "boom"."#,
        "0.100 s  the run is over.",
      ])
  }

  @Test func deadlinesHandsAndLateFailures() {
    #expect(
      lines(Stories.deadline).suffix(7) == [
        #"0.500 s  the deadline of context limit passed. Cause: "too slow". Told: group root, a, b, c."#,
        "0.500 s  c is told, but doesn't listen: DEAF.",
        "0.500 s  a is out at the instant at which it was told. First error: group root keeps it.",
        #"0.520 s  b failed late with "disk full", 20 ms after it was told. Nobody keeps this error."#,
        "0.700 s  c completed all the same, 200 ms after it was told.",
        #"0.700 s  group root is closed: wait returned "context deadline exceeded"."#,
        "0.700 s  the run is over.",
      ])
    #expect(
      lines(Stories.outsideCancel).dropFirst(4).prefix(2) == [
        "0.300 s  a hand acts on context main: Ctrl-C.",
        #"0.300 s  context main is cancelled. Cause: "stopped by hand". Told: group root, a."#,
      ])
  }

  @Test func theRest() {
    #expect(
      lines(Stories.turnedAway).contains("0.000 s  b is refused: the limit is reached."))
    #expect(lines(Stories.turnedAway).contains("0.010 s  c is skipped: a task failed before."))
    #expect(
      lines(Stories.deadlock).suffix(4) == [
        "0.050 s  DEADLOCK: nothing can go on.", "0.050 s  a waits for a free slot in root.",
        "0.050 s  the caller waits for group root.", "0.050 s  the run is over: deadlocked.",
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
      s.add("root/a", .note(.step(index: 1, label: "send", planned: .milliseconds(70), listens: true)))
      s.tell(["root"], contexts: ["root"], .scopeEnded, cause: "context canceled", origin: "root")
    }
    #expect(
      lines(odds).map { String($0.dropFirst(9)) } == [
        "context main is made (background).",
        "context limit is made from context main (deadline), with a deadline at 3.000 s.",
        "after-function log is registered on context main.",
        "after-function log starts.", "after-function log is stopped before it could start.", "context limit ends.",
        "group root opens: errgroup.", "a starts in group root.", "a has 1.500 s of work planned.",
        "a makes attempt 2 of 3.", #"a says "half way"."#, #"a begins step 2, "send", planned for 70 ms."#,
        "group root ends with its scope.",
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
        s.add("root/a", .note(.step(index: 0, label: "", planned: .milliseconds(planned), listens: true)))
      }
      s.at(10)
      s.start("root/c")
    }
    #expect(
      lines(script) == [
        "0.000 s  group root opens: errgroup.",
        "0.000 s  b is spawned in group root.",
        "0.000 s  b waits for a free slot.",
        "0.000 s  a starts in group root.",
        "0.000 s  a begins step 1, planned for 300 ms.",
        "0.000 s  a has 400 ms of work planned.",
        "0.000 s  a begins step 1, planned for 300 ms.",
        "0.000 s  c is spawned in group root.",
        "0.010 s  c started.",
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
    let place = try #require(lines.firstIndex { $0.hasPrefix("fetch-orders FAILED") })
    #expect(lines[place + 1] == #"-- Orders\u{1B} dies."#)
    #expect(lines[place + 2].hasPrefix("group root cancels its context."))
    #expect(lines[place + 3] == "audit-log is told, but doesn't listen: DEAF.")
    #expect(lines[place + 4] == "-- All are told.")
    #expect(lines.filter { $0.hasPrefix("--") }.count == 2)
  }

  @Test func whoIsToldFromAboveIsToldWhy() {
    let recording = Script { s in
      s.group("root")
      s.go("root/a")
      s.tell(["root/a"], contexts: [], .deadlineExceeded, cause: "context deadline exceeded", origin: "root")
    }.recording
    #expect(recording.facts(ofEvent: 3) == ["a is told: the deadline of group root passed."])
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
    let said = Set(PlainText.lines(of: recording).map(\.event))
    for number in recording.log.indices where !said.contains(number) {
      switch recording.log[number].kind {
      case .contextTold, .taskTold, .groupFailureKept, .taskSpawned, .note(.plan): break
      default: Issue.record("nothing is said about \(recording.log[number])")
      }
    }
  }
}
