import Cascade
import CascadeTerminal
import CascadeTrace
import TestSupport
import Testing

@testable import CascadeUI

@Suite struct PlayingTests {
  private func milliseconds(_ value: Int64) -> Context.Instant { Context.Instant(nanoseconds: value * 1_000_000) }

  @Test func aPausedScreenSleeps() {
    var stage = Stage(watching: Script.dashboard)
    #expect(stage.model.nextTick == nil)
    stage.type(" ")
    #expect(stage.model.nextTick != nil)
    stage.type(" ")
    #expect(stage.model.nextTick == nil)
  }

  @Test(arguments: [("", 100), ("-", 50), ("--", 20), ("---", 10), ("+", 200), ("++", 500), ("+++", 1_000)])
  func timeRunsAtTheSpeed(_ keys: String, _ percent: Int64) {
    var stage = Stage(watching: Script.dashboard)
    stage.type(keys)
    #expect(Int64(stage.model.speed.percent) == percent)
    stage.type(" ")
    stage.send(.tick(now: milliseconds(5_000)))
    stage.send(.tick(now: milliseconds(5_040)))
    stage.send(.tick(now: milliseconds(5_100)))
    #expect(stage.session.cursor.t == milliseconds(percent))
  }

  /// A run is watched for at least five seconds, where there is a speed for it, and none is faster than real time by itself.
  @Test(arguments: [0, 1, 40, 499, 500, 999, 1_000, 2_499, 2_500, 4_999, 5_000, 90_000] as [Int64])
  func aRunHasASpeedOfItsOwn(_ end: Int64) {
    let speed = Speed.own(ofRunUntil: milliseconds(end))
    #expect(speed.percent <= 100)
    #expect(end == 0 || speed == Speed.all[0] || speed.wall(end * 1_000_000) >= 5_000_000_000)
    #expect(speed == .normal || speed.faster.wall(end * 1_000_000) < 5_000_000_000)
  }

  /// It is that of the run without changes, so that branches play as fast; keys go on from it; a live run has the clock's.
  @Test func theSpeedOfARunIsKeptInItsBranches() {
    var stage = Stage(watching: Script.dashboard)
    stage.model.settings.speed = nil
    #expect(stage.model.speed.percent == 50)
    stage.type("+")
    #expect(stage.model.speed.percent == 100)
    var short = Stage(watching: Script.pair)
    short.model.settings.speed = nil
    let own = short.model.speed
    #expect(own == .own(ofRunUntil: Recording(Script.pair).endTime))
    let branch = Recording(Script.dashboard)
    #expect(own != .own(ofRunUntil: branch.endTime))
    short.send(.branched(BranchTests.finish, branch, change: "finish pay"))
    #expect(short.session.recording.endTime == branch.endTime && short.model.speed == own)
    var live = Stage(watching: Script.dashboard, isLive: true)
    live.model.settings.speed = nil
    #expect(live.model.speed == .normal)
  }

  @Test(arguments: [("----", "This is the slowest."), ("++++", "This is the fastest.")])
  func theEndsOfTheSpeedsAreSaid(_ keys: String, _ words: String) {
    var stage = Stage(watching: Script.dashboard)
    stage.type(keys)
    #expect(stage.model.status == words)
  }

  @Test func eventsHappenWhenTheirTimeComes() {
    var stage = Stage(watching: Script.dashboard, motion: .reduced)
    stage.type(" ")
    stage.send(.tick(now: .zero))
    stage.send(.tick(now: milliseconds(1_199)))
    #expect(stage.session.state.cause == nil)
    stage.send(.tick(now: milliseconds(1_210)))
    #expect(stage.session.state.cause != nil)
    #expect(stage.session.state.latestTime == milliseconds(1_200))
    #expect(stage.session.cursor.t == milliseconds(1_210))
  }

  @Test func pausingStandsAtAFullMillisecond() {
    var stage = Stage(watching: Script.dashboard)
    stage.type(" ")
    stage.send(.tick(now: .zero))
    stage.send(.tick(now: Context.Instant(nanoseconds: 1_113_007_313)))
    stage.type(" ")
    #expect(stage.session.cursor.t == milliseconds(1_113))
  }

  @Test func pausingKeepsTheTime() {
    var stage = Stage(watching: Script.dashboard, motion: .reduced)
    stage.type(" ")
    stage.send(.tick(now: .zero))
    stage.send(.tick(now: milliseconds(1_240)))
    let cursor = stage.session.cursor
    stage.type(" ")
    #expect(stage.session.cursor == cursor)
    #expect(stage.words(.scrubber).contains("1.240 s"))
    stage.press(.left)
    #expect(stage.session.cursor.t < milliseconds(1_240))
  }

  @Test func theEndPausesAndSpaceBeginsAgain() {
    var stage = Stage(watching: Script.dashboard)
    stage.type(" ")
    stage.send(.tick(now: .zero))
    stage.send(.tick(now: milliseconds(9_999)))
    #expect(stage.session.playback == .paused)
    #expect(stage.position == 59)
    #expect(stage.model.nextTick == nil)
    stage.type(" ")
    #expect(stage.position == 0)
    #expect(stage.session.playback.isPlaying)
  }

  @Test func nothingPassesWhileNobodyLooks() {
    var stage = Stage(watching: Script.dashboard)
    stage.type(" ")
    stage.send(.tick(now: .zero))
    stage.send(.tick(now: milliseconds(100)))
    stage.send(.resumed)
    stage.send(.tick(now: milliseconds(60_000)))
    #expect(stage.session.cursor.t == milliseconds(100))
    stage.type("?")
    #expect(stage.model.nextTick == nil)
    stage.press(.escape)
    stage.send(.tick(now: milliseconds(90_000)))
    #expect(stage.session.cursor.t == milliseconds(100))
    stage.type("s")
    #expect(stage.session.playback == .paused)
  }

  @Test func betweenEventsOnlyLanesAndClockMove() {
    var stage = Stage(watching: Script.dashboard, Size(columns: 100, rows: 30))
    stage.type(" ")
    stage.send(.tick(now: .zero))
    stage.send(.tick(now: milliseconds(400)))
    let before = stage.canvas
    stage.send(.tick(now: milliseconds(700)))
    for change in stage.canvas.changes(since: before) {
      let layout = stage.page.layout
      let isIn = [layout.lanes, layout.fields].contains { $0.contains(change.origin) }
      #expect(isIn || change.origin.y == layout.scrubber.minY, "\(change.origin)")
    }
  }

  @Test func withoutMotionThereAreNoFramesBetweenEvents() {
    var stage = Stage(watching: Script.dashboard, motion: .off)
    stage.type(" ")
    stage.send(.tick(now: .zero))
    let before = stage.canvas
    #expect(stage.model.nextTick == .milliseconds(250))
    stage.send(.tick(now: milliseconds(250)))
    #expect(stage.canvas == before)
    #expect(stage.model.nextTick == .milliseconds(50))
    stage.send(.tick(now: milliseconds(300)))
    #expect(stage.canvas != before)
    #expect(stage.session.cursor.t == milliseconds(300))
  }
}
