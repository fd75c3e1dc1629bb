import Cascade
import CascadeEvents
import CascadeTrace
import TestSupport
import Testing

/// Files that no writer wrote like this. What can be used of them is, and what can't is reported where it stands.
@Suite struct HostileTests {
  private static let first = #"{"seq":0,"t":0,"kind":"run.started","id":"","clock":"live","version":2}"#
  private static let story = Stories.dashboard.events
  private static let lines = String(decoding: EventWriter.write(story), as: UTF8.self).split(separator: "\n")

  private func read(_ lines: [some StringProtocol]) -> (events: [Event], problems: [String]) {
    let (events, problems) = EventReader.read(lines.joined(separator: "\n").utf8)
    return (events, problems.map(\.description))
  }

  /// A file that was cut off has all events of the lines before, and one problem at its end, if any.
  @Test func cutOffAtEachByte() {
    let bytes = EventWriter.write(Self.story.prefix(12))
    for end in bytes.indices {
      let (events, problems) = EventReader.read(bytes[..<end])
      let complete = bytes[..<end].count { $0 == 0x0A }
      let rest = end - (bytes[..<end].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0)
      // Without its line feed a last line is as good.
      let isWhole = bytes[end] == 0x0A
      #expect(events == Array(Self.story.prefix(complete + (isWhole ? 1 : 0))), "cut off after \(end) bytes")
      #expect(problems.count == (rest == 0 || isWhole ? 0 : 1), "cut off after \(end) bytes")
      for problem in problems {
        #expect(problem.line == complete + 1)
        #expect((1...rest + 1).contains(problem.column))
      }
    }
  }

  @Test(arguments: 1..<12) func aLineInFrontOfTheOneBefore(index: Int) {
    var lines = Self.lines
    lines.swapAt(index, index + 1)
    let (events, problems) = read(lines)
    #expect(events.map(\.seq) == Self.story.map(\.seq).filter { $0 != index })
    #expect(problems == ["\(index + 2):8: \"seq\" is \(index), after \(index + 1)"])
  }

  @Test(arguments: 1..<12) func aLineTwice(index: Int) {
    var lines = Self.lines
    lines.insert(lines[index], at: index)
    let (events, problems) = read(lines)
    #expect(events == Self.story)
    #expect(problems == ["\(index + 2):8: \"seq\" is \(index), after \(index)"])
  }

  @Test(arguments: 1..<12) func aLineThatIsGone(index: Int) {
    var lines = Self.lines
    lines.remove(at: index)
    let (events, problems) = read(lines)
    #expect(events.map(\.seq) == Self.story.map(\.seq).filter { $0 != index })
    #expect(problems.isEmpty)
    #expect(!Recording(events).latestState.rows.isEmpty)
  }

  @Test(arguments: 1..<12) func aKindThatIsNew(index: Int) {
    var lines = Self.lines
    lines.insert(#"{"seq":\#(index),"t":0,"kind":"task.renamed","id":"a","to":{"name":"b"}}"#, at: index)
    var reader = EventReader()
    let events = reader.feed(lines.joined(separator: "\n").utf8) + reader.finish()
    #expect(events == Self.story)
    #expect(reader.problems.isEmpty)
    #expect(reader.unknownKinds == 1)
  }

  @Test(arguments: [
    ("version", "3", "version 3 is newer than 2, which is known here"),
    ("version", "9223372036854775807", "version 9223372036854775807 is newer than 2, which is known here"),
    ("version", "9223372036854775808", "\"version\" is out of range"),
    ("version", "-1", "\"version\" is negative"),
    ("seed", "18446744073709551616", "\"seed\" must be a whole number"),
    ("seed", "-1", "\"seed\" is out of range"),
    ("seed", "1e3", "\"seed\" must be a whole number"),
  ])
  func numbersOfTheFirstLine(key: String, number: String, message: String) {
    let line =
      #"{"seq":0,"t":0,"kind":"run.started","id":"","clock":"live","\#(key)":\#(number),"#
      + (key == "version" ? #""seed":1}"# : #""version":2}"#)
    let column = line.utf8.count - (key == "version" ? #","seed":1}"# : #","version":2}"#).utf8.count - number.count + 1
    #expect(read([line]).problems == ["1:\(column): \(message)"])
  }

  @Test(
    arguments: [
      ("0", nil), ("-0", nil), ("9223372036854775807", nil),
      ("9223372036854775808", "\"t\" is out of range"), ("18446744073709551615", "\"t\" is out of range"),
      ("18446744073709551616", "\"t\" must be a whole number"), ("-1", "\"t\" is negative"),
      ("-9223372036854775808", "\"t\" is negative"), ("-9223372036854775809", "\"t\" is out of range"),
      (String(repeating: "9", count: 100_000), "\"t\" must be a whole number"), ("1.0", "\"t\" must be a whole number"),
      ("1e999999999", "\"t\" must be a whole number"), ("null", "\"t\" must be a whole number"),
      ("\"1\"", "\"t\" must be a whole number"), ("[1]", "\"t\" must be a whole number"),
    ] as [(String, String?)])
  func timesOfAnySize(number: String, message: String?) {
    let (events, problems) = read([Self.first, #"{"seq":1,"t":\#(number),"kind":"task.started","id":"a"}"#])
    #expect(problems == (message.map { ["2:14: \($0)"] } ?? []))
    #expect(events.count == (message == nil ? 2 : 1))
    // The largest times can be folded, too.
    #expect(Recording(events).count == events.count)
  }

  /// The column is that of the byte that belongs to no character.
  @Test(
    arguments: [
      ([0xFF], 0), ([0xC0, 0x80], 0), ([0x80], 0), ([0xE4, 0xBD], 0), ([0xED, 0xA0, 0x80], 0),
      ([0xF4, 0x90, 0x80, 0x80], 0), ([0x61, 0xFF], 1), ([0xC3, 0xBC, 0xFF], 2), ([0xF0, 0x9F, 0x98, 0x80, 0xC3], 4),
      ([0x5C, 0x6E, 0xFF], 2), ([0xFF, 0x5C, 0x6E], 0),
    ] as [([UInt8], Int)])
  func bytesThatAreNoUTF8(bytes: [UInt8], offset: Int) {
    let begin = #"{"seq":1,"t":0,"kind":"task.started","id":""#
    for (start, end) in [(begin, #""}"#), (#"{""#, #"":1,"seq":1,"t":0,"kind":"task.started","id":"a"}"#)] {
      let file = Array((Self.first + "\n" + start).utf8) + bytes + Array((end + "\n").utf8)
      let problems = EventReader.read(file).problems.map(\.description)
      #expect(problems == ["2:\(start.utf8.count + offset + 1): this text isn't valid UTF-8"])
    }
    let outside = Array((Self.first + "\n").utf8) + [0xFF]
    #expect(EventReader.read(outside).problems.map(\.description) == ["2:1: a value is expected here"])
  }

  @Test(arguments: [(15, nil), (16, 62), (17, 62), (50_000, 62)] as [(Int, Int?)])
  func nestedInAKeyThatIsNotKnown(depth: Int, column: Int?) {
    let value = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    let line = #"{"seq":1,"t":0,"kind":"task.started","id":"a","z":"# + value + "}"
    let (events, problems) = read([Self.first, line, #"{"seq":2,"t":0,"kind":"task.started","id":"b"}"#])
    #expect(events.map(\.seq) == (column == nil ? [0, 1, 2] : [0, 2]))
    #expect(problems == (column == nil ? [] : ["2:66: nested more than 16 levels deep"]))
  }

  /// An error that wraps one that wraps one.
  @Test func errorsThatWrapTooMany() {
    var error = #"{"text":"x"}"#
    for _ in 0..<20 { error = #"{"text":"x","wraps":[\#(error)]}"# }
    let (events, problems) = read([Self.first, #"{"seq":1,"t":0,"kind":"group.closed","id":"g","error":\#(error)}"#])
    #expect(events.count == 1)
    #expect(problems.count == 1)
    #expect(problems.allSatisfy { $0.hasSuffix("nested more than 16 levels deep") })
  }

  /// Whatever a line says, the message about it is one line that a terminal can show.
  @Test(arguments: ["\u{1B}[31m", "\u{202E}", "\u{7F}", "\u{9B}2J", "a\u{200B}b"]) func messagesAreSafeToPrint(
    text: String
  ) {
    let quoted = text.unicodeScalars.map { scalar in
      let digits = String(scalar.value, radix: 16)
      return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }.joined()
    let (_, problems) = read([Self.first, #"{"\#(quoted)":1,"\#(quoted)":2}"#])
    #expect(problems.count == 1)
    for scalar in problems.joined().unicodeScalars {
      #expect((0x20..<0x7F).contains(scalar.value), "U+\(String(scalar.value, radix: 16))")
    }
  }
}
