import Cascade
import CascadeTerminal
import CascadeTrace
import TestSupport
import Testing

@testable import CascadeUI

@Suite struct WhyTextTests {
  private static let sentences = (1...9).map {
    "Sentence number \($0) says \(String(repeating: "so ", count: $0))much."
  }

  @Test(arguments: 1...20, [30, 44, 53, 72, 193])
  func sentencesAreWholeAndTheNewestStay(_ rows: Int, _ columns: Int) {
    let sentences = Self.sentences
    let lines = WhyText.lines(
      sentences, byImportance: sentences.reversed(), columns: columns, rows: rows, glyphs: .unicode)
    #expect(lines.count <= rows)
    let text = lines.joined(separator: " ")
    let shown = sentences.filter(text.contains)
    #expect(text.split(separator: " ").filter { $0 != "…" }.joined(separator: " ") == shown.joined(separator: " "))
    #expect((0 < shown.count && shown.count < sentences.count) == text.contains("…"))
    let first = TextLayout.wrap(sentences[8], columns: columns, lines: .max, glyphs: .unicode).count
    #expect(shown.isEmpty || shown.contains(sentences[8]) || first >= rows)
  }

  @Test func theOrderOfTheStoryIsKept() {
    let lines = WhyText.lines(
      ["One.", "Two.", "Three.", "Four."], byImportance: ["Four.", "One.", "Two.", "Three."], columns: 14, rows: 1,
      glyphs: .ascii)
    #expect(lines == ["One. ~ Four."])
  }

  /// Wherever one steps, the pane ends with the end of a sentence.
  @Test(arguments: [Script.dashboard, Script.deadline, Script.calm], Size.tested)
  func noScreenCutsASentence(_ events: [Event], _ size: Size) {
    var stage = Stage(watching: events, size)
    for _ in events {
      stage.press(.right)
      let session = stage.session
      let text = WhyText(
        session, columns: size.columns, rows: stage.page.story.size.rows, glyphs: .unicode)
      let words = (text.lead + text.story).joined(separator: " ")
      #expect(words.hasSuffix(".") || words.hasSuffix(". …"), "\(words)")
    }
  }
}
