import Cascade
import CascadeTerminal
import CascadeTrace
import TestSupport
import Testing

@testable import CascadeUI

/// The author's sentences, which are about one beat each.
@Suite struct LeadTests {
  /// The deadline passes at event 8; the beats are those of the two tasks that come out.
  private func stage() throws -> Stage {
    var recording = Recording(Script.deadline)
    let outs = recording.log.indices.filter { number in
      if case .taskOut = recording.log[number].kind { true } else { false }
    }
    try #require(outs.count == 2)
    recording.useBeats([
      GivenBeat(event: 0, sentence: "Both begin."), GivenBeat(event: outs[0], sentence: "The first is out."),
      GivenBeat(event: outs[1], sentence: "So is the other."),
    ])
    var stage = Stage()
    stage.send(.opened(Opening(name: "x", title: "X", recording: recording)))
    return stage
  }

  @Test func theAuthorsSentenceIsGoneWithTheNextEvent() throws {
    var stage = try stage()
    let beats = stage.session.recording.beats
    for position in 1...stage.session.recording.count {
      stage.press(.right)
      let beat = beats.first { $0.range.lowerBound < position && position <= $0.range.upperBound }
      #expect(stage.session.lead == beat?.sentence ?? "", "after event \(position)")
    }
  }

  @Test func nothingStandsAboveADeadlineThatItContradicts() throws {
    var stage = try stage()
    stage.type("f")
    #expect(stage.session.state.cause != nil)
    #expect(stage.session.lead.isEmpty)
    #expect(!stage.canvas.description.contains("Both begin."))
  }
}
