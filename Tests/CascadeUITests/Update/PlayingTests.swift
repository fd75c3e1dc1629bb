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

  @Test(arguments: [("", 100), ("-", 50), ("--", 25), ("---", 10), ("+", 200), ("++", 400), ("+++", 800)])
  func timeRunsAtTheSpeed(_ keys: String, _ percent: Int64) {
    var stage = Stage(watching: Script.dashboard)
    stage.type(keys)
    #expect(Int64(stage.model.settings.speed.percent) == percent)
    stage.type(" ")
    stage.send(.tick(now: milliseconds(5_000)))
    stage.send(.tick(now: milliseconds(5_040)))
    stage.send(.tick(now: milliseconds(5_100)))
    #expect(stage.session.cursor.t == milliseconds(percent))
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
