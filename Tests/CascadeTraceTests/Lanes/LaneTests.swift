import Cascade
import CascadeTrace
import TestSupport
import Testing

@Suite struct LaneTests {
  /// `work 0-1200, deaf 1200-1240` and the end, in milliseconds.
  private func lane(_ id: String, of recording: Recording, at milliseconds: Int64) -> String {
    let cursor = recording.cursor(at: .milliseconds(milliseconds))
    guard let row = recording.state(at: cursor).row(id) else { return "no such row" }
    let lane = recording.lane(of: row, at: cursor)
    let segments = lane.segments.map { segment in
      "\(segment.stretch.rawValue) \(segment.from.nanoseconds / 1_000_000)-\(segment.to.nanoseconds / 1_000_000)"
    }
    let end = lane.end.map { ["\($0.state.word) at \($0.t.nanoseconds / 1_000_000)"] } ?? []
    return (segments + end).joined(separator: ", ")
  }

  @Test(arguments: [
    ("root/fetch-user", 500, "work 0-500"),
    ("root/fetch-user", 1240, "work 0-800, done at 800"),
    ("root/fetch-orders", 1240, "work 0-1200, FAILED 1st at 1200"),
    ("root/fetch-recs", 1240, "work 0-1200, cleanup 1200-1230, cancelled at 1230"),
    ("root/render", 1240, "work 0-1200, told 1200-1240"),
    ("root/render/thumbs/thumb-2", 1240, "work 0-1200, cleanup 1200-1240"),
    ("root/audit-log", 1240, "work 0-1200, deaf 1200-1240"),
    ("root/audit-log", 9000, "work 0-1200, deaf 1200-2600, told but completed at 2600"),
    ("root/notify", 1000, "queued 0-1000"),
    ("root/notify", 1240, "queued 0-1200, told 1200-1220, cancelled at 1220"),
    ("root", 1240, ""),
  ])
  func stretches(id: String, milliseconds: Int64, expected: String) {
    #expect(lane(id, of: Stories.dashboard.recording, at: milliseconds) == expected)
  }

  @Test func aDeafStepMayBeFollowedByOneThatListens() {
    let recording = Script { s in
      s.group("root")
      s.go("root/a")
      s.step("root/a", listens: false)
      s.at(10)
      s.tell(["root", "root/a"], contexts: ["root"], .requested, cause: "", origin: "root")
      s.at(30)
      s.step("root/a", 1)
      s.at(35)
      s.cut("root/a")
    }.recording
    #expect(lane("root/a", of: recording, at: 40) == "work 0-10, deaf 10-30, told 30-35, cancelled at 35")
  }

  /// What a second hand does changes nothing of what was before it.
  @Test func everyHandIsInTheLane() {
    let recording = Script { s in
      s.group("root")
      s.go("root/a")
      s.step("root/a", listens: false)
      s.at(10)
      s.tell(["root", "root/a"], contexts: ["root"], .requested, cause: "", origin: "root")
      s.at(20)
      s.add("", .intervention(.init(.listen(true), on: "root/a")))
      s.at(30)
      s.add("", .intervention(.init(.listen(false), on: "root/a")))
      s.at(40)
    }.recording
    #expect(lane("root/a", of: recording, at: 25) == "work 0-10, deaf 10-20, told 20-25")
    #expect(lane("root/a", of: recording, at: 40) == "work 0-10, deaf 10-20, told 20-30, deaf 30-40")
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
        == "work 0-10, pause 10-30, work 30-40, pause 40-60, told 60-65, cancelled at 65")
    func pause(at milliseconds: Int64) -> Duration? {
      recording.state(atMilliseconds: milliseconds).row("root/a")?.pause
    }
    #expect(pause(at: 5) == nil)
    #expect(pause(at: 15) == .milliseconds(20))
    #expect(pause(at: 35) == nil)
  }

  @Test func detachedWorkGoesOnWhenItIsTold() {
    let recording = Script { s in
      s.group("root")
      s.go("root/audit")
      s.context("root/audit/detached", in: "root/audit", .withoutCancel)
      s.step("root/audit", listens: false)
      s.at(60)
      s.tell(["root", "root/audit"], contexts: ["root"], .requested, cause: "", origin: "root")
      s.at(100)
      s.done("root/audit")
    }.recording
    #expect(
      lane("root/audit", of: recording, at: 120) == "work 0-60, detached 60-100, told but completed at 100")
  }

  @Test func nothingIsDrawnAfterTheRunOrAcrossAGap() {
    #expect(lane("root/a", of: Stories.deadlock.recording, at: 900) == "work 0-50")
    #expect(lane("root/b", of: Stories.dropped.recording, at: 15) == "work 0-10")
    #expect(lane("root/b", of: Stories.dropped.recording, at: 25) == "work 0-25")
  }

  @Test func aMomentWithinAnInstantShowsOnlyWhatHasHappened() throws {
    let recording = Stories.dashboard.recording
    let cause = try #require(recording.cause)
    let cursor = recording.cursor(at: cause)
    let row = try #require(recording.state(at: cursor).row("root/fetch-orders"))
    #expect(recording.lane(of: row, at: cursor).end == nil)
  }
}
