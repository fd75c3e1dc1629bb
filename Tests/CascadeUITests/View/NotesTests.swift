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
    (page.planned, page.elapsed, page.plannedSoFar) = (.seconds(480), .seconds(252), .seconds(232))
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
    (0, 0, "on plan"), (65, 60, "0:05 behind plan"), (60, 125, "1:05 ahead of plan"), (3_661, 0, "61:01 behind plan"),
  ])
  func theTimeAgainstThePlanIsANumber(_ elapsed: Int, _ planned: Int, _ words: String) {
    var page = page()
    (page.elapsed, page.plannedSoFar) = (.seconds(elapsed), .seconds(planned))
    #expect(page.delay == words)
    page.plannedSoFar = nil
    #expect(page.delay == "")
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
