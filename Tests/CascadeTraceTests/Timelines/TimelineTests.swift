import Cascade
import CascadeTrace
import TestSupport
import Testing

/// What a row did with its time, in milliseconds: `running 0-1200, deaf 1200-1240`, the instants at which a cause reached it,
/// and its end.
@Suite struct TimelineTests {
  private func lane(_ id: String, of recording: Recording, at milliseconds: Int64) -> String {
    let cursor = recording.cursor(at: .milliseconds(milliseconds))
    guard let row = recording.state(at: cursor).row(id) else { return "no such row" }
    let timeline = recording.timeline(of: row, at: cursor, index: CascadeIndex(recording))
    func text(_ t: Context.Instant) -> String { String(t.nanoseconds / 1_000_000) }
    let segments = timeline.segments.map { "\($0.stretch) \(text($0.from))-\(text($0.to))" }
    let causes = timeline.causes.map { "cause \(text($0))" }
    let asked = timeline.asked.map { ["asked \(text($0))"] } ?? []
    let end = timeline.end.map { ["end \(text($0))"] } ?? []
    return (segments + causes + asked + end).joined(separator: ", ")
  }

  @Test(arguments: [
    ("root/fetch-user", 500, "running 0-500"),
    ("root/fetch-user", 1240, "running 0-800, end 800"),
    ("root/fetch-orders", 1240, "running 0-1200, end 1200"),
    ("root/fetch-recs", 1240, "running 0-1200, cleaningUp 1200-1230, cause 1200, end 1230"),
    ("root/render/thumbs/thumb-2", 1240, "running 0-1200, cleaningUp 1200-1240, cause 1200"),
    ("root/audit-log", 1240, "running 0-1200, deaf 1200-1240, cause 1200"),
    ("root/audit-log", 9000, "running 0-1200, deaf 1200-2600, cause 1200, end 2600"),
    ("root/notify", 1000, "queued 0-1000"),
    ("root/notify", 1240, "queued 0-1200, running 1200-1220, end 1220"),
  ])
  func tasks(id: String, milliseconds: Int64, expected: String) {
    #expect(lane(id, of: Stories.dashboard.recording, at: milliseconds) == expected)
  }

  @Test func aDeafStepMayBeFollowedByOneThatListens() {
    let recording = Script { s in
      s.group("root")
      s.go("root/a")
      s.step("root/a", listens: .no)
      s.at(10)
      s.tell(["root", "root/a"], contexts: ["root"], .requested, cause: "", origin: "root")
      s.at(30)
      s.step("root/a", 1)
      s.at(35)
      s.cut("root/a")
    }.recording
    #expect(lane("root/a", of: recording, at: 40) == "running 0-10, deaf 10-30, told 30-35, cause 10, end 35")
  }

  /// What a second hand does changes nothing of what was before it.
  @Test func everyHandIsInTheLane() {
    let recording = Script { s in
      s.group("root")
      s.go("root/a")
      s.step("root/a", listens: .no)
      s.at(10)
      s.tell(["root", "root/a"], contexts: ["root"], .requested, cause: "", origin: "root")
      s.at(20)
      s.add("", .intervention(.init(.listen(true), on: "root/a")))
      s.at(30)
      s.add("", .intervention(.init(.listen(false), on: "root/a")))
      s.at(40)
      s.end()
    }.recording
    #expect(lane("root/a", of: recording, at: 25) == "running 0-10, deaf 10-20, told 20-25, cause 10")
    #expect(lane("root/a", of: recording, at: 40) == "running 0-10, deaf 10-20, told 20-30, deaf 30-40, cause 10")
  }

  @Test func pausesBetweenAttemptsAreNoWork() throws {
    let recording = Script { s in
      s.group("root")
      s.go("root/a")
      for attempt in 1...2 {
        s.add("root/a", .note(.retry(attempt: attempt, limit: 3)))
        s.step("root/a")
        s.at(Int64(attempt) * 30 - 20)
        s.add("root/a", .note(.pause(planned: .milliseconds(20))))
        s.at(Int64(attempt) * 30)
      }
      s.tell(["root", "root/a"], contexts: ["root"], .requested, cause: "", origin: "root")
      s.at(65)
      s.cut("root/a")
    }.recording
    #expect(
      lane("root/a", of: recording, at: 70)
        == "running 0-10, pausing 10-30, running 30-40, pausing 40-60, told 60-65, cause 60, end 65")
    func pause(at milliseconds: Int64) -> Duration? {
      recording.state(atMilliseconds: milliseconds).row("root/a")?.pause
    }
    #expect(pause(at: 5) == nil)
    #expect(pause(at: 15) == .milliseconds(20))
    #expect(pause(at: 35) == nil)
  }

  /// A task in a context that cancellations don't reach isn't told: its lane is thin to its end.
  @Test func detachedWorkIsNotTold() {
    let recording = Script { s in
      s.group("root")
      s.go("root/audit")
      s.context("root/audit/detached", in: "root/audit", .withoutCancel)
      s.step("root/audit", listens: .no)
      s.at(60)
      s.tell(["root", "root/audit"], contexts: ["root"], .requested, cause: "", origin: "root")
      s.at(100)
      s.done("root/audit")
    }.recording
    #expect(lane("root/audit", of: recording, at: 80) == "running 0-80")
    #expect(lane("root/audit", of: recording, at: 120) == "running 0-100, end 100")
  }

  /// So is one that called the cancel itself.
  @Test func whoCancelsIsNotTold() {
    let recording = Script { s in
      s.group("root")
      s.go("root/a", "root/b")
      s.step("root/a")
      s.at(60)
      s.tell(["root", "root/a", "root/b"], contexts: ["root"], .requested, cause: "", origin: "root/a")
      s.at(100)
      s.done("root/a", "root/b")
    }.recording
    #expect(lane("root/a", of: recording, at: 120) == "running 0-100, end 100")
    #expect(lane("root/b", of: recording, at: 120) == "running 0-60, told 60-100, cause 60, end 100")
  }

  /// Whatever the step is called.
  @Test func listeningElsewhereIsNotDeaf() {
    let recording = Script { s in
      s.group("root")
      s.go("root/a")
      s.step("root/a", 0, "busy", listens: .elsewhere)
      s.at(60)
      s.tell(["root", "root/a"], contexts: ["root"], .requested, cause: "", origin: "root")
      s.at(100)
      s.done("root/a")
    }.recording
    #expect(lane("root/a", of: recording, at: 120) == "running 0-60, listensElsewhere 60-100, cause 60, end 100")
  }

  /// A wait begins where the caller is in it; a cause that is older than the wait crosses it nowhere.
  @Test(
    arguments: [
      (10, 50, "waiting 10-50, waitingAfterCause 50-90, cause 50, end 90"), (60, 50, "waitingAfterCause 60-90, end 90"),
      (50, 50, "waitingAfterCause 50-90, cause 50, end 90"),
    ] as [(Int64, Int64, String)])
  func waits(since: Int64, cause: Int64, expected: String) {
    func fail(_ s: inout Script) {
      s.at(cause)
      s.fail("root/a", "no")
      s.keep("root", "root/a", "no")
      s.tell(["root", "root/b"], contexts: ["root"], .siblingFailed, cause: "no", origin: "root/a")
    }
    let recording = Script { s in
      s.group("root")
      s.go("root/a", "root/b")
      if cause < since { fail(&s) }
      s.at(since)
      s.wait("root")
      if cause >= since { fail(&s) }
      s.at(90)
      s.cut("root/b")
      s.close("root", "no")
    }.recording
    #expect(lane("root", of: recording, at: 100) == expected)
    #expect(lane("root/b", of: recording, at: 100) == "running 0-\(cause), told \(cause)-90, cause \(cause), end 90")
  }

  @Test func nothingIsDrawnAfterTheRunOrAcrossAGap() {
    #expect(lane("root/a", of: Stories.deadlock.recording, at: 900) == "running 0-50")
    #expect(lane("root/b", of: Stories.dropped.recording, at: 15) == "running 0-10")
    #expect(lane("root/b", of: Stories.dropped.recording, at: 25) == "running 0-25")
  }

  @Test func aMomentWithinAnInstantShowsOnlyWhatHasHappened() throws {
    let recording = Stories.dashboard.recording
    let cause = try #require(recording.cause)
    let cursor = recording.cursor(at: cause)
    let row = try #require(recording.state(at: cursor).row("root/fetch-orders"))
    #expect(recording.timeline(of: row, at: cursor, index: CascadeIndex(recording)).end == nil)
  }
}
