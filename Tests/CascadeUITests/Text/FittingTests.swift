import CascadeTerminal
import Testing

@testable import CascadeUI

@Suite struct FittingTests {
  @Test(arguments: [
    ("fetch-user", 10, TextLayout.Cut.end, "fetch-user"),
    ("fetch-user", 9, .end, "fetch-us…"),
    ("fetch-user", 9, .middle, "fetc…user"),
    ("fetch-user", 8, .middle, "fetc…ser"),
    ("fetch-user", 1, .end, "…"),
    ("fetch-user", 0, .end, ""),
    ("", 3, .end, ""),
  ])
  func fits(_ text: String, _ columns: Int, _ cut: TextLayout.Cut, _ expected: String) {
    #expect(TextLayout.fit(text, columns: columns, cut: cut, glyphs: .unicode) == expected)
  }

  @Test(arguments: [
    ("one two three", 7, 9, ["one two", "three"]),
    ("one two three", 13, 9, ["one two three"]),
    ("one two three", 7, 1, ["one tw…"]),
    ("one two three", 8, 1, ["one two…"]),
    ("a incomprehensible b", 6, 9, ["a", "incomp", "rehens", "ible b"]),
    ("  spaces   vanish ", 20, 9, ["spaces vanish"]),
    ("at 0.600 s.", 9, 9, ["at", "0.600 s."]),
    ("it took 50 ms", 11, 9, ["it took", "50 ms"]),
    ("all 5 saw it", 7, 9, ["all 5", "saw it"]),
    ("", 5, 3, []),
    ("text", 0, 3, []),
    ("text", 5, 0, []),
  ])
  func wraps(_ text: String, _ columns: Int, _ lines: Int, _ expected: [String]) {
    #expect(TextLayout.wrap(text, columns: columns, lines: lines, glyphs: .unicode) == expected)
  }
}
