import Cascade
import CascadeNarration
import CascadeTrace
import TestSupport
import Testing

@Suite struct BeatTests {
  /// `cause 1200: fetch-orders returned "503" …`, kind and milliseconds only.
  private func outline(_ recording: Recording) -> [String] {
    recording.beats.map { "\($0.kind.rawValue) \($0.t.nanoseconds / 1_000_000)" }
  }

  @Test func foundBeats() {
    #expect(outline(Stories.allWell.recording) == ["start 0", "close 900"])
    #expect(
      outline(Stories.dashboard.recording) == [
        "start 0", "cause 1200", "walk 1200", "out 1220", "out 1230", "out 1380", "out 2600", "close 2600",
      ])
    #expect(
      outline(Stories.nested.recording) == [
        "start 0", "cause 100", "walk 100", "out 100", "cause 100", "walk 100", "out 100", "close 100",
      ])
    #expect(
      outline(Stories.deadline.recording) == [
        "start 0", "cause 500", "walk 500", "out 500", "out 520", "out 700", "close 700",
      ])
    #expect(
      outline(Stories.outsideCancel.recording) == ["start 0", "cause 300", "walk 300", "out 310", "close 310"])
    #expect(outline(Stories.zeroGroup.recording) == ["start 0", "cause 100", "cause 200", "close 300"])
    #expect(outline(Stories.deadlock.recording) == ["start 0", "deadlock 50"])
  }

  @Test func aCauseShowsTheFailureBeforeItCancels() throws {
    let recording = Stories.dashboard.recording
    let cause = try #require(recording.beats.first { $0.kind == .cause })
    #expect(recording.state(at: cause.position).row("root")?.contextState == .active)
    #expect(recording.state(at: cause.position).task("root/fetch-recs") == .running)
    let walk = try #require(recording.beats.first { $0.kind == .walk })
    let told = recording.state(at: walk.position)
    #expect(told.row("root")?.contextState == .cancelled)
    #expect(told.task("root/audit-log") == .deaf)
    #expect(told.row("root/notify")?.startedAfterCancel == true)
  }

  @Test(arguments: Stories.all.indices) func beatsFollowEachOther(story: Int) {
    let beats = Stories.all[story].script.recording.beats
    for (one, next) in zip(beats, beats.dropFirst()) { #expect(one.range.upperBound <= next.range.lowerBound) }
    #expect(beats.allSatisfy { !$0.range.isEmpty })
  }

  @Test func growingGivesTheSameBeats() {
    var recording = Recording()
    for event in Stories.dashboard.events { recording.append(event) }
    #expect(recording.beats == Stories.dashboard.recording.beats)
  }

  @Test func lateSpawnsOpenNoBeats() {
    let recording = Script { s in
      s.group("root")
      s.go("root/a", "root/b")
      s.at(10)
      s.fail("root/a", "no")
      s.keep("root", "root/a", "no")
      s.tell(["root", "root/b"], contexts: ["root"], .siblingFailed, cause: "no", origin: "root/a")
      for number in 1...3 {
        s.at(10 + Int64(number))
        s.spawn("root/late-\(number)")
        s.tell(["root/late-\(number)"], contexts: [], .siblingFailed, cause: "no", origin: "root/a")
        s.start("root/late-\(number)")
      }
    }.recording
    #expect(outline(recording) == ["start 0", "cause 10", "walk 10"])
  }

  @Test func aTasksOwnContextsAreItsOwnAffair() {
    let recording = Script { s in
      s.group("root")
      s.go("root/a")
      s.context("root/a/cancel", in: "root/a", .cancel)
      s.at(10)
      s.tell(["root/a/cancel"], contexts: ["root/a/cancel"], .requested, cause: "", origin: "root/a/cancel")
      s.at(20)
      s.done("root/a")
      s.close("root")
    }.recording
    #expect(outline(recording) == ["start 0", "close 20"])
    #expect(recording.cause == nil)
  }

  @Test func steppingByBeat() {
    let recording = Stories.dashboard.recording
    var cursor = recording.start
    #expect(recording.beatIndex(at: cursor) == nil)
    for (index, beat) in recording.beats.enumerated() {
      cursor = recording.nextBeat(after: cursor)
      #expect(cursor == recording.cursor(at: beat.position))
      #expect(recording.beatIndex(at: cursor) == index)
    }
    #expect(recording.nextBeat(after: cursor) == recording.end)
    for beat in recording.beats.dropLast().reversed() {
      cursor = recording.previousBeat(before: cursor)
      #expect(cursor == recording.cursor(at: beat.position))
    }
    #expect(recording.previousBeat(before: cursor) == recording.start)
  }

  @Test func steppingByCause() {
    let recording = Stories.zeroGroup.recording
    let first = recording.cause(1, from: recording.start)
    #expect(first?.t == .milliseconds(100))
    let second = first.flatMap { recording.cause(1, from: $0) }
    #expect(second?.t == .milliseconds(200))
    #expect(second.flatMap { recording.cause(1, from: $0) } == nil)
    #expect(second.flatMap { recording.cause(-1, from: $0) } == first)
    #expect(first.flatMap { recording.cause(-1, from: $0) } == nil)
  }

  @Test func everyFailureIsStoppedAt() throws {
    let recording = Stories.deadline.recording
    let deadline = try #require(recording.firstFailure)
    #expect(deadline.t == .milliseconds(500))
    let late = try #require(recording.cause(1, from: deadline))
    #expect(late.t == .milliseconds(520))
    #expect(recording.state(at: late).task("root/b") == .failedLate)
    #expect(recording.cause(-1, from: late) == deadline)
    #expect(recording.cause(-1, from: deadline) == nil)
    #expect(recording.cause(1, from: late) == nil)
  }

  @Test(arguments: Stories.all.indices) func theFirstFailureIsOneOfTheStops(story: Int) throws {
    let recording = Stories.all[story].script.recording
    guard let first = recording.firstFailure else { return }
    #expect(recording.cause(1, from: recording.start) == first)
    #expect(recording.cause(-1, from: first) == nil)
    #expect(recording.cause(-1, from: recording.stepping(first, by: 1)) == first)
  }

  @Test func namedBeatsTakeThePlaceOfFoundOnes() throws {
    var recording = Stories.dashboard.recording
    let cause = try #require(recording.cause)
    recording.useBeats([
      GivenBeat(event: 9_999, sentence: "never"),
      GivenBeat(event: cause, sentence: "One error.", note: "Ask."), GivenBeat(event: 21, sentence: "One is done."),
    ])
    #expect(recording.beats.map(\.sentence) == ["One is done.", "One error.", nil])
    #expect(recording.beats.map(\.kind) == [.given, .given, .close])
    #expect(recording.beats.map(\.note) == [nil, "Ask.", nil])
    // The second reaches as far as the failure is kept and the context cancelled.
    #expect(recording.state(at: recording.beats[1].position).row("root")?.contextState == .cancelled)
    #expect(recording.beats[0].range == 21..<22)
    let cursor = recording.nextBeat(after: recording.start)
    #expect(recording.narration(at: cursor).given == "One is done.")
    #expect(recording.cause(1, from: cursor)?.t == .milliseconds(1200))
  }

  @Test func namedBeatsDontReachIntoEachOther() {
    var recording = Stories.dashboard.recording
    let walk = recording.foundBeats[2].range
    recording.useBeats([GivenBeat(event: walk.lowerBound), GivenBeat(event: walk.lowerBound + 2)])
    #expect(
      recording.beats.map(\.range) == [
        walk.lowerBound..<walk.lowerBound + 2, walk.lowerBound + 2..<walk.upperBound,
        recording.count - 2..<recording.count,
      ])
  }

  @Test func aNamedFailureReachesToTheEndOfItsWalk() throws {
    var recording = Stories.dashboard.recording
    let cause = try #require(recording.cause)
    let walk = recording.foundBeats[2].range
    recording.useBeats([GivenBeat(event: cause + 1), GivenBeat(event: walk.upperBound)])
    #expect(recording.beats[0].range == cause + 1..<walk.upperBound)
    #expect(recording.state(at: recording.beats[0].position).task("root/audit-log") == .deaf)
    // Another named beat in the walk has it for itself.
    recording.useBeats([GivenBeat(event: cause + 1), GivenBeat(event: walk.lowerBound + 3)])
    #expect(recording.beats[0].position == walk.lowerBound)
  }

  /// What the author says of it is true there, and the next beat is another one.
  @Test func theFirstFailureIsSeenWhereItsNamedBeatEnds() throws {
    var recording = Stories.dashboard.recording
    let cause = try #require(recording.cause)
    recording.useBeats([
      GivenBeat(event: cause, sentence: "All are told."), GivenBeat(event: cause + 15, sentence: "One is out."),
    ])
    let first = try #require(recording.firstFailure)
    #expect(first.position == recording.beats[0].position)
    #expect(recording.state(at: first).task("root/audit-log") == .deaf)
    #expect(recording.beatIndex(at: recording.nextBeat(after: first)) == 1)
    #expect(recording.cause(1, from: recording.start) == first)
    #expect(recording.cause(-1, from: first) == nil)
    #expect(recording.cause(1, from: first) == nil)
  }

  /// Two failures in one beat stay two stops.
  @Test func aBeatWithTwoFailuresHasTwoStops() throws {
    var recording = Stories.zeroGroup.recording
    let stops = [recording.firstFailure, recording.firstFailure.flatMap { recording.cause(1, from: $0) }]
    recording.useBeats([GivenBeat(event: 0)])
    let first = try #require(recording.cause(1, from: recording.start))
    let second = try #require(recording.cause(1, from: first))
    #expect([first.t, second.t] == stops.map { $0?.t })
  }

  @Test func theLastNamedBeatShowsTheEnd() {
    var recording = Stories.allWell.recording
    recording.useBeats([GivenBeat(event: 1), GivenBeat(event: recording.count - 3, sentence: "All out.")])
    #expect(recording.beats.map(\.kind) == [.given, .given])
    #expect(recording.beats.last?.position == recording.count)
    let last = recording.narration(at: recording.end)
    #expect(last.given == "All out.")
  }
}
