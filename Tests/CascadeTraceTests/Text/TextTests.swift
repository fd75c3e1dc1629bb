import Cascade
import CascadeNarration
import CascadeText
import CascadeTrace
import TestSupport
import Testing

@Suite struct TextTests {
  @Test(
    arguments: [
      (0, "0.000 s"), (1_200_000_000, "1.200 s"), (61_005_000_000, "61.005 s"), (1_200_340_000, "1.200340 s"),
      (340_999, "0.000340 s"), (-5_000_000, "-0.005 s"), (Int64.max, "9223372036.854775 s"),
      (Int64.min, "-9223372036.854775 s"),
    ] as [(Int64, String)])
  func instants(nanoseconds: Int64, expected: String) {
    #expect(TimeText.instant(Context.Instant(nanoseconds: nanoseconds)) == expected)
  }

  @Test(
    arguments: [
      (0, "0 ms"), (750, "750 ns"), (12_500, "12.5 us"), (999_999, "999 us"), (1_250_000, "1.25 ms"),
      (1_200_000, "1.20 ms"), (30_000_000, "30 ms"), (180_400_000, "180 ms"), (999_000_000, "999 ms"),
      (1_400_000_000, "1.400 s"), (-30_000_000, "-30 ms"),
    ] as [(Int64, String)])
  func durations(nanoseconds: Int64, expected: String) {
    #expect(TimeText.duration(.nanoseconds(nanoseconds)) == expected)
  }

  @Test(arguments: [
    ("fetch-user", "fetch-user"), ("Grüße 東京 e\u{301}", "Grüße 東京 e\u{301}"),
    ("\u{1B}[31mred", "\\u{1B}[31mred"), ("a\nb\tc\rd", "a\\nb\\tc\\rd"), ("\u{7}\u{7F}\u{9B}", "\\u{7}\\u{7F}\\u{9B}"),
    ("abc\u{202E}cba", "abc\\u{202E}cba"), ("\u{2066}x\u{2069}", "\\u{2066}x\\u{2069}"),
    ("a\u{200B}b\u{200D}c\u{FEFF}", "a\\u{200B}b\\u{200D}c\\u{FEFF}"), ("\u{2028}\u{2029}", "\\u{2028}\\u{2029}"),
    ("\u{AD}\u{61C}\u{3164}\u{E0041}", "\\u{AD}\\u{61C}\\u{3164}\\u{E0041}"), ("\u{FE0F}", "\\u{FE0F}"),
    ("\u{E000}\u{FFFF}", "\\u{E000}\\u{FFFF}"), ("", ""),
  ])
  func untrustedText(text: String, expected: String) {
    #expect(SafeText.make(text) == expected)
  }

  @Test func everyControlCharacterIsSpelledOut() {
    for value in Array(UInt32(0)..<0x20) + Array(0x7F..<0xA0) {
      let text = SafeText.make(String(Unicode.Scalar(value)!))
      #expect(text.utf8.allSatisfy { (0x20..<0x7F).contains($0) })
    }
  }

  @Test func nothingHostileReachesAnySentence() {
    let bad = "x\u{1B}]0;\u{7}\n\u{202E}"
    let recording = Script { s in
      s.add("", .runStarted(.init(clock: .virtual, scenario: bad)))
      s.context(bad, .deadline, deadline: 5)
      s.group("root", in: bad, kind: bad, options: [bad])
      s.go("root/\(bad)", "root/b")
      s.step("root/b", 0, bad)
      s.add("root/b", .note(.log(bad)))
      s.add("root/c", .taskRefused(why: bad))
      s.add("", .intervention(.init(.other(bad), on: bad)))
      s.fail("root/\(bad)", bad)
      s.keep("root", "root/\(bad)", bad)
      s.tell([bad, "root", "root/b"], contexts: [bad, "root"], .requested, cause: bad, origin: bad)
      s.add("", .deadlock([.init(who: bad, what: .other(bad))]))
      s.close("root", bad)
    }.recording
    var texts = PlainText.lines(of: recording).map(\.description)
    texts += recording.beats.map { recording.sentence(for: $0) }
    for position in 0...recording.count { texts.append(recording.narration(at: recording.cursor(at: position)).text) }
    #expect(texts.count > 20)
    for text in texts { #expect(text.utf8.allSatisfy { (0x20..<0x7F).contains($0) }, "\(text.debugDescription)") }
  }
}
