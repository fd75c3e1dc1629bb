import CascadeText
import CascadeTrace
import TestSupport
import Testing

@Suite struct DurationTests {
  @Test(
    arguments: [
      ("30ms", .milliseconds(30)), ("1.2s", .milliseconds(1_200)), ("2m", .seconds(120)), ("1m30s", .seconds(90)),
      ("0ms", .zero), ("1h", .seconds(3_600)), ("1000h", .seconds(3_600_000)), ("5us", .microseconds(5)),
      ("1.5us", .nanoseconds(1_500)), ("7ns", .nanoseconds(7)), ("1.000000001s", .nanoseconds(1_000_000_001)),
      ("0.50s", .milliseconds(500)), ("1.50000000000000000000s", .milliseconds(1_500)), ("007ms", .milliseconds(7)),
    ] as [(String, Duration)])
  func `reads durations exactly`(text: String, duration: Duration) throws {
    #expect(try DurationText.read(text) == duration)
  }

  @Test(
    arguments: [
      ("30", "30ms"), ("30 ms", "30ms"), ("1,2s", "1.2s"), ("30MS", "30ms"), (".5s", "0.5s"), ("5.s", "5s"),
      ("2 minutes", "2m"), ("3 sec", "3s"), ("4hrs", nil), ("soon", nil), ("1e3ms", nil), ("+5ms", nil), ("", nil),
      ("-5ms", nil), ("٣ms", nil), ("1s1s", nil), ("1.2.3s", nil), ("1.5ns", nil), ("1000.1h", nil),
      ("9223372036854775807h", nil), ("9223372036854775807ns", nil), ("3600000s1ns", nil), ("1.00000000005s", nil),
      ("1.5\u{301}s", nil), ("1.05m1.5ns", nil),
    ] as [(String, String?)])
  func `refuses the rest and says what was meant`(text: String, suggestion: String?) {
    #expect { try DurationText.read(text) } throws: { ($0 as? DurationText.Refusal)?.suggestion == suggestion }
  }

  @Test(
    arguments: [
      (.zero, "0ms"), (.milliseconds(30), "30ms"), (.milliseconds(1_250), "1.25s"), (.seconds(90), "90s"),
      (.nanoseconds(1_500), "1.5us"), (.nanoseconds(7), "7ns"), (.nanoseconds(1_000_000_001), "1.000000001s"),
      (.milliseconds(-30), "-30ms"),
    ] as [(Duration, String)])
  func `writes durations as files do`(duration: Duration, words: String) {
    #expect(duration.inWords == words)
  }

  @Test(arguments: 0..<200)
  func `reads back what it writes`(number: Int) throws {
    var random = Seeded(UInt64(number))
    let duration = Duration.nanoseconds(Int64.random(in: 0...3_600_000_000_000_000, using: &random) >> (number % 50))
    #expect(try DurationText.read(duration.inWords) == duration)
  }
}
