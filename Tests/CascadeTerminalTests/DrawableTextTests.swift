import CascadeTerminal
import Testing

@Suite struct DrawableTextTests {
  @Test(arguments: [
    ("plain ~ text", "plain ~ text"),
    ("äöü ─│┌ ●✓✗◐⊘∅ ━▒╌┆", "äöü ─│┌ ●✓✗◐⊘∅ ━▒╌┆"),
    ("a\u{1B}[31mb", "a�[31mb"),  // escape
    ("a\u{9B}31mb", "a�31mb"),  // control sequence introducer in one byte
    ("a\r\nb\tc\u{7F}", "a�b�c�"),
    ("a\u{202E}b\u{2066}c\u{200F}d", "a�b�c�d"),  // bidirectional controls
    ("\u{5D0}\u{627}", "��"),  // right to left
    ("a\u{200B}b\u{AD}c\u{FEFF}d", "a�b�c�d"),  // invisible
    ("漢字", "��"),  // wide
    ("Ａ１", "��"),  // full width
    ("⚡✅", "��"),  // emoji by default
    ("👨‍👩‍👧", "�"),  // one to the eye
    ("🇩🇪", "�"),
    ("e\u{301}x", "�x"),  // accent apart
    ("\u{E000}\u{FFFE}\u{10FFFF}", "���"),  // private and unassigned
    ("a\u{A0}b\u{2003}c", "a b c"),
    ("\u{2028}\u{3000}", "��"),
  ])
  func onlySafeTextOfOneColumnPasses(text: String, shown: String) {
    #expect(String(String.UnicodeScalarView(text.drawable(in: .unicode))) == shown)
    #expect(text.columns == shown.unicodeScalars.count)
  }

  @Test func asciiLetsNothingElsePass() {
    for value in UInt32(0)...0xFFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let shown = scalar.drawable(in: .ascii)
      #expect(shown.value >= 0x20 && shown.value < 0x7F)
    }
  }

  @Test(arguments: Charset.allCases)
  func theGateIsStable(charset: Charset) {
    for value in UInt32(0)...0x2FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let shown = scalar.drawable(in: charset)
      #expect(shown.drawable(in: charset) == shown)
    }
  }

  @Test(arguments: [
    ("orders", 6, Charset.unicode, "orders"), ("orders", 5, .unicode, "orde…"), ("orders", 5, .ascii, "orde~"),
    ("orders", 3, .ascii, "or~"), ("orders", 1, .unicode, "…"), ("orders", 0, .unicode, ""),
    ("orders", -1, .ascii, ""),
  ])
  func whatDoesNotFitIsCutVisibly(text: String, limit: Int, charset: Charset, expected: String) {
    #expect(text.truncated(toColumns: limit, charset: charset) == expected)
  }
}
