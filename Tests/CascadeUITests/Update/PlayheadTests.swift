import Cascade
import CascadeTerminal
import CascadeTrace
import TestSupport
import Testing

@testable import CascadeUI

/// Playing stands still where there is something of the author to read.
@Suite struct PlayheadTests {
  private func milliseconds(_ value: Int64) -> Context.Instant { Context.Instant(nanoseconds: value * 1_000_000) }

  /// Beats with words at 0 ms, twice at 1200 ms, and at 1220 ms; one without at 800 ms.
  private var recording: Recording {
    var recording = Recording(Script.dashboard)
    recording.useBeats([
      GivenBeat(event: 0, sentence: "All begin."), GivenBeat(event: 27),
      GivenBeat(event: 31, sentence: "One fails."), GivenBeat(event: 34, sentence: "All are told."),
      GivenBeat(event: 49, sentence: "One is out."),
    ])
    return recording
  }

  private func beat(_ number: Int) -> Int { recording.beats[number].position }

  /// Walls and where the head is then, at normal speed: 2.5 s at each of the four, and the virtual time between.
  @Test(
    arguments: [
      (0, 0, 0), (2_499, 0, 0), (2_500, nil, 0), (3_300, nil, 800), (3_699, nil, 1_199), (3_700, 2, 1_200),
      (6_199, 2, 1_200), (6_200, 3, 1_200), (8_699, 3, 1_200), (8_710, nil, 1_210), (8_720, 4, 1_220),
      (11_219, 4, 1_220), (11_230, nil, 1_230),
    ] as [(Int64, Int?, Int64)])
  func theClockStandsAtEachBeatWithWords(_ wall: Int64, _ beat: Int?, _ virtual: Int64) {
    // Many small steps or one large one: the same place.
    for steps in [1, 7, 100] as [Int64] {
      var head = Playhead(at: recording.start, own: .normal)
      for step in 0...steps {
        head.advance(to: milliseconds(50_000 + wall * step / steps), speed: .normal, in: recording, travels: false)
      }
      #expect(head.t == milliseconds(virtual))
      #expect((head.hold > 0) == (beat != nil))
      if let beat { #expect(head.position == self.beat(beat)) }
    }
  }

  @Test(
    arguments: [
      (10, 100, 2_500), (100, 100, 2_500), (200, 100, 1_250), (800, 100, 312), (10, 25, 2_500), (25, 25, 2_500),
      (100, 25, 625),
    ] as [(Int, Int, Int64)])
  func fasterIsShorterAndSlowerIsNoLonger(_ percent: Int, _ own: Int, _ hold: Int64) {
    var head = Playhead(at: recording.start, own: Speed(percent: own))
    head.advance(to: .zero, speed: Speed(percent: percent), in: recording, travels: false)
    #expect(head.hold / 1_000_000 == hold)
  }

  @Test func whoStartsAtABeatHasReadIt() {
    var head = Playhead(at: recording.cursor(at: beat(2)), own: .normal)
    head.advance(to: .zero, speed: .normal, in: recording, travels: false)
    #expect(head.position == beat(3))
  }

  @Test func thePauseIsSeenAndBlocksNoKey() {
    var stage = Stage()
    stage.send(.opened(Opening(name: "x", title: "X", recording: recording)))
    stage.type(" ")
    stage.send(.tick(now: .zero))
    stage.send(.tick(now: milliseconds(1_000)))
    #expect(stage.words(.title).contains("PLAYING ×1"))
    #expect(stage.words(.scrubber).contains("0.000 s"))
    #expect(stage.canvas.description.contains("All begin."))
    #expect(stage.model.nextTick != nil)
    stage.press(.pageDown)
    #expect(stage.session.playback == .paused)
    #expect(stage.position == beat(1))
  }

  /// While the clock stands nothing is drawn, but for the first frame.
  @Test func aStandingClockChangesNothing() {
    var stage = Stage()
    stage.send(.opened(Opening(name: "x", title: "X", recording: recording)))
    stage.type(" ")
    stage.send(.tick(now: .zero))
    let before = stage.canvas
    stage.send(.tick(now: milliseconds(1_200)))
    #expect(stage.canvas == before)
  }

  @Test func playingEndsAtTheEnd() {
    var stage = Stage()
    stage.send(.opened(Opening(name: "x", title: "X", recording: recording)))
    stage.type(" ")
    for second in 0...20 { stage.send(.tick(now: milliseconds(Int64(second) * 1_000))) }
    #expect(stage.session.playback == .paused)
    #expect(stage.session.cursor == stage.session.recording.end)
  }

  @Test(arguments: Size.tested)
  func theTitleKeepsItsPlaceWhileTheClockRuns(_ size: Size) {
    var stage = Stage(watching: Script.dashboard, size)
    stage.type(" ")
    stage.send(.tick(now: .zero))
    stage.send(.tick(now: Context.Instant(nanoseconds: 520_592_123)))
    #expect(stage.words(.scrubber).contains("0.520 s"))
    let title = stage.region(.title)
    stage.send(.tick(now: Context.Instant(nanoseconds: 900_000_000)))
    #expect(stage.region(.title) == title)
    #expect(stage.words(.scrubber).contains("0.900 s"))
  }
}
