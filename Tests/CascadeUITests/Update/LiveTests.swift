import Cascade
import CascadeTerminal
import CascadeTrace
import CascadeUI
import TestSupport
import Testing

/// A run that still goes on.
@Suite struct LiveTests {
  private func milliseconds(_ value: Int64) -> Context.Instant { Context.Instant(nanoseconds: value * 1_000_000) }

  /// A live run of which so many events have come.
  private func live(_ count: Int, now: Int64 = 10_000) -> Stage {
    var stage = Stage(watching: [], isLive: true)
    stage.send(.appended(Array(Script.dashboard[..<count]), now: milliseconds(now)))
    return stage
  }

  @Test func theViewStaysInThePresent() {
    var stage = live(10)
    #expect(stage.session.playback == .present)
    #expect(stage.position == 10)
    #expect(stage.canvas.lines[0].contains("LIVE"))
    stage.send(.appended(Array(Script.dashboard[10..<20]), now: milliseconds(10_000)))
    #expect(stage.position == 20)
  }

  @Test func timeGoesOnBetweenEvents() {
    var stage = live(20)
    #expect(stage.model.nextTick != nil)
    stage.send(.tick(now: milliseconds(10_250)))
    #expect(stage.session.cursor.t == milliseconds(250))
    #expect(stage.position == 20)
  }

  @Test(arguments: [Key.character(" "), .left, .character("h"), .pageUp])
  func aKeyLeavesThePresentAndGJoinsItAgain(_ key: Key) {
    var stage = live(20)
    stage.press(key)
    #expect(stage.session.playback == .paused)
    #expect(stage.canvas.lines[0].contains("PAUSED, LIVE"))
    let position = stage.position
    stage.send(.appended(Array(Script.dashboard[20..<30]), now: milliseconds(10_800)))
    #expect(stage.position == position)
    #expect(stage.model.nextTick == nil)
    stage.type("G")
    #expect(stage.session.playback == .present)
    #expect(stage.position == 30)
    #expect(stage.model.nextTick != nil)
  }

  @Test func spaceLeavesAndJoins() {
    var stage = live(20)
    stage.type(" ")
    #expect(stage.session.playback == .paused)
    stage.type(" ")
    #expect(stage.session.playback == .present)
  }

  @Test func beyondThePresentThereIsNothing() {
    var stage = live(20)
    stage.press(.right)
    #expect(stage.session.playback == .present)
  }

  @Test(arguments: ["+", "-"])
  func theSpeedIsRefusedInWords(_ key: String) {
    var stage = live(20)
    stage.type(key)
    #expect(stage.model.status == "This run is live: its speed can't be changed.")
    #expect(stage.model.settings.speed == .normal)
  }

  @Test func rRunsAgain() {
    var stage = live(20)
    stage.type("r")
    #expect(stage.effects == [Effect.restart(name: "first-failure")])
  }

  @Test func theEndOfTheRunIsTheEndOfThePresent() {
    var stage = live(20)
    stage.send(.appended(Array(Script.dashboard[20...]), now: milliseconds(12_600)))
    #expect(stage.position == 59)
    #expect(stage.session.playback == .paused)
    #expect(stage.model.nextTick == nil)
    #expect(stage.canvas.lines[0].contains("PAUSED "))
    stage.type(" ")
    #expect(stage.session.playback.isPlaying)
  }

  @Test func theScaleReachesBeyondThePresent() {
    var stage = live(20)
    let line = Size(columns: 100, rows: 30).rows - 3
    #expect(stage.canvas.lines[line].contains("1.000 s"))
    stage.send(.tick(now: milliseconds(11_500)))
    #expect(stage.canvas.lines[line].contains("2.000 s"))
  }

  @Test func whatComesWhileTheGalleryIsShownIsTakenIn() {
    var stage = live(20)
    stage.type("s")
    #expect(stage.model.nextTick == nil)
    stage.send(.appended(Array(Script.dashboard[20..<30]), now: milliseconds(10_900)))
    stage.press(.function(5))
    #expect(stage.position == 30)
  }
}
