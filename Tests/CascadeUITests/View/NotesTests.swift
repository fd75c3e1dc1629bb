import CascadeTerminal
import Testing

@testable import CascadeUI

/// The speaker's screen.
@Suite struct NotesTests {
  private func page() -> NotesPage {
    var page = NotesPage()
    (page.title, page.step, page.steps) = ("errgroup in eight minutes", 3, 8)
    page.now = "Told is not out."
    page.place = "1.220 s, beat 5 of 8"
    page.notes = ["Ask when Wait returns.\nType the hands.", "Of the beat."]
    page.next = "What if audit-log listens?"
    (page.planned, page.elapsed, page.plannedNow) = (.seconds(480), .seconds(252), .seconds(180) ... .seconds(232))
    return page
  }

  @Test(arguments: Size.tested, Charset.allCases) func everythingIsThere(_ size: Size, _ charset: Charset) {
    let canvas = page().canvas(
      size: size, capabilities: TerminalCapabilities(charset: charset), theme: .dark)
    for words in [
      "errgroup in eight minutes", "step 3 of 8", "4:12 of 8:00", "0:20 behind plan", "1.220 s, beat 5 of 8", "NOW",
      "Told is not out.", "Ask when Wait returns.", "Type the hands.", "Of the beat.", "NEXT",
      "What if audit-log listens?",
      "PgDn on",
    ] {
      #expect(canvas.description.contains(words), "\(words)")
    }
    #expect(charset == .unicode || canvas.description.utf8.allSatisfy { $0 < 127 })
  }

  @Test(arguments: [
    (0, 0, 0, "on plan"), (65, 0, 60, "0:05 behind plan"), (60, 125, 185, "1:05 ahead of plan"),
    (3_661, 0, 0, "61:01 behind plan"), (0, 0, 60, "on plan"), (59, 0, 60, "on plan"), (60, 60, 120, "on plan"),
    (61, 0, 60, "0:01 behind plan"), (58, 60, 120, "0:02 ahead of plan"),
  ])
  func theTimeAgainstThePlanIsANumber(_ elapsed: Int, _ begin: Int, _ end: Int, _ words: String) {
    var page = page()
    (page.elapsed, page.plannedNow) = (.seconds(elapsed), .seconds(begin) ... .seconds(end))
    #expect(page.delay == words)
    page.plannedNow = nil
    #expect(page.delay == "")
  }

  /// What steps don't say they share: those that do keep theirs, and together they are as long as the talk.
  @Test(
    arguments: [
      (6, [1, 1, 1, nil, nil, nil, nil, nil, nil], [0, 60, 120, 180, 210, 240, 270, 300, 330, 360]),
      (4, [nil, nil], [0, 120, 240]), (2, [1, 2, nil], [0, 60, 180, 180]), (nil, [1, nil, 2], [0, 60, 60, 180]),
      (10, [nil, 4, nil], [0, 180, 420, 600]),
    ] as [(Int?, [Int?], [Int])])
  func stepsShareTheRest(_ minutes: Int?, _ steps: [Int?], _ seconds: [Int]) {
    let outline = TalkOutline(
      title: "", minutes: minutes.map { .seconds($0 * 60) },
      steps: steps.map { TalkOutline.Step(title: "", minutes: $0.map { .seconds($0 * 60) }) })
    let planned = steps.indices.compactMap(outline.planned)
    #expect(planned.map(\.lowerBound) == seconds.dropLast().map { .seconds($0) })
    #expect(planned.map(\.upperBound) == seconds.dropFirst().map { .seconds($0) })
    #expect(outline.planned(step: steps.count) == nil)
    #expect(TalkOutline(title: "", steps: [TalkOutline.Step(title: "")]).planned(step: 0) == nil)
  }

  @Test func theSpeakerSeesTheAnswersAndTheVotes() {
    var page = page()
    func text() -> String {
      page.canvas(size: Size(columns: 80, rows: 24), capabilities: TerminalCapabilities(), theme: .dark).description
    }
    page.question = ScreenFacts.Asked(
      text: "Q", answers: ["now", "after the last"], right: 1, votes: "", counts: nil, isOpen: true)
    for words in ["1: now", "2: after the last, right", "Votes: none so far", "Ask when Wait returns."] {
      #expect(text().contains(words), "\(words)")
    }
    page.question?.votes = "3 14"
    page.question?.counts = [3, 14]
    page.question?.isOpen = false
    for words in ["1: now (3)", "2: after the last, right (14)", "Votes: 3 14"] {
      #expect(text().contains(words), "\(words)")
    }
  }

  @Test func aLongNoteSaysHowMuchIsMissing() {
    var page = page()
    page.notes = [Array(repeating: "line", count: 60).joined(separator: "\n")]
    let canvas = page.canvas(size: Size(columns: 80, rows: 24), capabilities: TerminalCapabilities(), theme: .dark)
    #expect(canvas.description.contains("more lines"))
  }

  @Test func whatCannotBeShownIsHarmless() {
    var page = page()
    page.title = "\u{1B}[2J"
    page.notes = ["\u{1B}]0;x\u{7}"]
    page.next = "\u{202E}"
    let canvas = page.canvas(size: Size(columns: 80, rows: 24), capabilities: TerminalCapabilities(), theme: .dark)
    #expect(canvas.description.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 32 && $0 != "\u{202E}" })
  }
}
