import Testing

@testable import CascadeScenarios

@Suite struct DidYouMeanTests {
  @Test(
    arguments: [
      ("tittle", "title"), ("tilte", "title"), ("Title", "title"), ("ignore_error", "ignore-error"),
      ("ignoreError", "ignore-error"), ("beat", "beats"), ("x", nil), ("", nil), ("gruop", "group"), ("zzzzz", nil),
    ] as [(String, String?)])
  func `finds the closest word`(word: String, expected: String?) {
    let known = ["title", "group", "beats", "ignore-error", "expect"]
    #expect(closest(to: word, in: known) == expected)
  }

  @Test func `prefers the first of equally close words`() {
    #expect(closest(to: "cat", in: ["bat", "hat"]) == "bat")
  }

  @Test func `gives up on endless words`() {
    #expect(closest(to: String(repeating: "a", count: 100_000), in: ["a"]) == nil)
  }

  @Test func `never suggests raw control characters`() {
    #expect(closest(to: "ab\u{1B}d", in: ["ab\u{1B}c"]) == "ab\\u{1B}c")
  }

  @Test(arguments: [("", "", 0), ("abc", "", 3), ("abc", "abd", 1), ("abc", "acb", 1), ("kitten", "sitting", 3)])
  func `counts edits`(first: String, second: String, distance: Int) {
    #expect(editDistance(Array(first.unicodeScalars), Array(second.unicodeScalars)) == distance)
    #expect(editDistance(Array(second.unicodeScalars), Array(first.unicodeScalars)) == distance)
  }
}
