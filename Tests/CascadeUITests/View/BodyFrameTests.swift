import Cascade
import CascadeScenarios
import CascadeTerminal
import CascadeTrace
import TestSupport
import Testing

@testable import CascadeUI

/// The words in the edges of tree and lanes.
@Suite struct BodyFrameTests {
  @Test func everyStateIsCountedUnderOneWord() {
    for state in TaskState.allCases where state != .notSpawned {
      let words = Tally.words([state: 3], columns: 80, glyphs: .unicode)
      #expect(words.hasPrefix("3 ") && !words.contains(","), "\(state): \(words)")
    }
    #expect(Tally.words([.passedOn: 2], columns: 80, glyphs: .unicode) == "2 passed on")
    #expect(Tally.words([.queued: 1, .spawned: 2], columns: 80, glyphs: .unicode) == "1 queued, 2 spawned")
  }

  @Test(arguments: [
    (40, "1 failed, 5 running, 2 queued"), (29, "1 failed, 5 running, 2 queued"), (28, "1 failed, 5 running, …"),
    (22, "1 failed, 5 running, …"), (21, "1 failed, …"), (10, ""),
  ])
  func whatIsLeftOutLeavesAnEllipsis(_ columns: Int, _ words: String) {
    let tally: [TaskState: Int] = [.failedFirst: 1, .running: 5, .queued: 2]
    #expect(Tally.words(tally, columns: columns, glyphs: .unicode) == words)
  }

  @Test(arguments: Size.tested)
  func theCountsUseTheWholeEdge(_ size: Size) {
    var stage = Stage(watching: Script.dashboard, size)
    stage.type("48l")
    #expect(stage.canvas.lines[1].contains("1 failed, 6 cancelling, 1 deaf, 1 done"))
  }

  /// The 0 of the scale never runs into the counts.
  @Test(arguments: ["deadline", "panic", "first-failure", "late-start", "batch"], Size.tested)
  func theScaleBeginsApartFromTheCounts(_ name: String, _ size: Size) throws {
    let recording = Recording(try ScenarioRun(Gallery.named(name).scenario()).events)
    var stage = Stage(watching: Array(recording.log), size)
    for _ in 0..<40 {
      stage.press(.right)
      #expect(!stage.canvas.lines[1].contains(#/[a-z…] {1,2}0 /#), "\(stage.canvas.lines[1])")
    }
  }

  /// Where the counts are too long for the 0 in its place, it stands with the end.
  @Test func theScaleHasBothItsEnds() {
    var stage = Stage(watching: Script.dashboard, Size(columns: 100, rows: 30))
    stage.type("f")
    #expect(stage.canvas.lines[1].contains("┬ 0 ─") || stage.canvas.lines[1].contains(" 0 to 2.600 s "))
    stage.type("G")
    #expect(stage.canvas.lines[1].contains(" 0 to 2.600 s "), "\(stage.canvas.lines[1])")
  }

  @Test func atARequestTheMarkIsNoCancel() throws {
    let recording = Recording(try ScenarioRun(Gallery.named("shutdown").scenario()).events)
    var stage = Stage(watching: Array(recording.log), Size(columns: 100, rows: 30))
    stage.type("f")
    #expect(stage.canvas.lines.contains { $0.contains("┆ asked to finish") })
    #expect(!stage.canvas.lines.contains { $0.contains("┆ cancel") })
  }

  @Test func detachedWorkIsDrawnAsWorkThatGoesOn() throws {
    let recording = Recording(try ScenarioRun(Gallery.named("detached").scenario()).events)
    var stage = Stage(watching: Array(recording.log), Size(columns: 100, rows: 30))
    stage.type("G")
    let row = try #require(stage.canvas.lines.first { $0.contains(" audit ") })
    #expect(row.contains("┿═══") && !row.contains("▒"))
    #expect(stage.canvas.lines.contains { $0.contains("═ goes on") })
  }

  /// At every event whatever lanes show is explained, where there is a frame for it.
  @Test(arguments: [Script.dashboard, Script.deadline, Script.crowd], Size.tested.dropFirst())
  func theLegendExplainsWhatIsSeen(_ events: [Event], _ size: Size) {
    var stage = Stage(watching: events, size)
    stage.type("f")
    for _ in 0..<30 {
      stage.press(.right)
      let lines = stage.canvas.lines
      let bottom = lines.firstIndex { $0.hasPrefix("└") } ?? 0
      let lanes = lines[2..<bottom].joined()
      for (sign, words) in [
        ("▓", "▓ deaf"), ("▒", "▒ on its way out"), ("━━", "━ work"), ("┿", "┿ told"), ("↓", "↓ told idle"),
      ]
      where lanes.contains(sign) {
        #expect(lines[bottom].contains(words), "\(words) at event \(stage.position)")
      }
    }
  }
}
