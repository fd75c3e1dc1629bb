import Cascade
import CascadeEvents
import CascadeNarration
import CascadeTrace
import TestSupport
import Testing

@Suite struct ReaderTests {
  private let first = #"{"seq":0,"t":0,"kind":"run.started","id":"","clock":"live","version":1}"#

  private func read(_ lines: String...) -> (events: [Event], problems: [String]) {
    let (events, problems) = EventReader.read(([first] + lines).joined(separator: "\n").utf8)
    return (Array(events.dropFirst()), problems.map(\.description))
  }

  @Test func anyOrderAndAnySpacesWillDo() {
    let (events, problems) = read(
      " { \"id\" : \"root/a\",\t\"kind\":\"task.out\" , \"outcome\":\"completed\","
        + "\"kept\":0,\"t\":5,\"seq\":1 } \r",
      "",
      "  ", #"{"seq":2,"t":5,"kind":"task\u002estarted","id":"\ud83d\ude00\/\b\f\n\r\t\"\\"}"#)
    #expect(problems.isEmpty)
    #expect(
      events == [
        Event(seq: 1, t: Context.Instant(nanoseconds: 5), id: "root/a", kind: .taskOut(.init(outcome: .completed))),
        Event(seq: 2, t: Context.Instant(nanoseconds: 5), id: "😀/\u{8}\u{C}\n\r\t\"\\", kind: .taskStarted),
      ])
  }

  @Test func unknownKeysAndKindsArePassedOver() {
    var reader = EventReader()
    let lines = [
      first, #"{"seq":1,"t":5,"kind":"task.vanished","id":"a"}"#,
      #"{"seq":2,"t":6,"kind":"task.started","id":"a","new":{"x":[1.5e-3,true,false,null,-0,{"y":"z"}]}}"#,
    ]
    let events = reader.feed(lines.joined(separator: "\n").utf8) + reader.finish()
    #expect(events.map(\.seq) == [0, 2])
    #expect(reader.problems.isEmpty)
    #expect(reader.unknownKinds == 1)
  }

  @Test(arguments: [
    ("?nonsense", "2:1: a value is expected here"),
    ("[1]", "2:1: an object is expected here"),
    ("{", "2:2: a key in quotation marks is expected here"),
    (#"{"seq"}"#, "2:7: ':' is expected here"),
    (#"{"seq":}"#, "2:8: a value is expected here"),
    (#"{"seq":1"#, "2:9: ',' or '}' is expected here"),
    (#"{"seq":1,}"#, "2:10: a key in quotation marks is expected here"),
    (#"{"seq":1} x"#, "2:11: something follows after the object"),
    (#"{"seq":01}"#, "2:8: a number doesn't begin with 0"),
    (#"{"seq":-}"#, "2:9: a digit is expected here"),
    (#"{"seq":1.}"#, "2:10: a digit is expected here"),
    (#"{"seq":1e}"#, "2:10: a digit is expected here"),
    (#"{"seq":tru}"#, "2:11: a value is expected here"),
    (#"{"seq":[1 2]}"#, "2:11: ',' or ']' is expected here"),
    (#"{"seq":1,"seq":2}"#, "2:10: the key \"seq\" is there twice"),
    (#"{"id":"abc"#, "2:7: this text has no end"),
    (#"{"id":"a\qb"}"#, "2:9: no such escape"),
    (#"{"id":"\u12g4"}"#, "2:12: four hexadecimal digits are expected here"),
    (#"{"id":"\ud800"}"#, "2:8: half of a surrogate pair"),
    (#"{"id":"\ud800\u0041"}"#, "2:8: half of a surrogate pair"),
    (#"{"id":"\udc00"}"#, "2:8: half of a surrogate pair"),
    ("{\"id\":\"a\u{1}\"}", "2:9: a control character must be escaped"),
    ("{}", #"2:1: "kind" is missing"#),
    (#"{"kind":1}"#, #"2:9: "kind" must be a text"#),
    (#"{"kind":"task.started","t":0,"id":""}"#, #"2:1: "seq" is missing"#),
    (#"{"kind":"task.started","seq":1.5,"t":0,"id":""}"#, #"2:30: "seq" must be a whole number"#),
    (#"{"kind":"task.started","seq":-1,"t":0,"id":""}"#, #"2:30: "seq" is negative"#),
    (#"{"kind":"task.started","seq":99999999999999999999,"t":0,"id":""}"#, #"2:30: "seq" must be a whole number"#),
    (#"{"kind":"task.started","seq":9999999999999999999,"t":0,"id":""}"#, #"2:30: "seq" is out of range"#),
    (#"{"kind":"task.started","seq":1,"t":-1,"id":""}"#, #"2:36: "t" is negative"#),
    (#"{"kind":"task.started","seq":1,"t":0}"#, #"2:1: "id" is missing"#),
    (#"{"kind":"task.started","seq":0,"t":0,"id":""}"#, #"2:30: "seq" is 0, after 0"#),
    (
      #"{"kind":"task.out","seq":1,"t":0,"id":"a","outcome":"lost","kept":0}"#,
      #"2:53: "outcome" must be one of: completed, failed, cancelled, propagated"#
    ),
    (#"{"kind":"task.out","seq":1,"t":0,"id":"a","outcome":"failed","kept":2}"#, #"2:69: "kept" must be 0 or 1"#),
    (
      #"{"kind":"task.out","seq":1,"t":0,"id":"a","outcome":"failed","kept":true}"#,
      #"2:69: "kept" must be a whole number"#
    ),
    (#"{"kind":"deadlock","seq":1,"t":0,"id":"","waiting":[{"who":"a"}]}"#, #"2:53: "what" is missing"#),
    (#"{"kind":"deadlock","seq":1,"t":0,"id":"","waiting":{}}"#, #"2:52: "waiting" must be an array"#),
    (
      #"{"kind":"group.opened","seq":1,"t":0,"id":"","name":"","parent":"","policy":"","options":[1]}"#,
      "2:91: a text is expected here"
    ),
  ])
  func badLinesAreReportedAndLeftOut(line: String, expected: String) {
    let (events, problems) = read(line, #"{"seq":9,"t":0,"kind":"task.started","id":"a"}"#)
    #expect(problems == [expected])
    #expect(events.map(\.seq) == [9])
  }

  @Test func textMustBeUTF8() {
    let bytes = Array(first.utf8) + [0x0A] + Array(#"{"id":""#.utf8) + [0xFF, 0xC0] + Array(#""}"#.utf8)
    #expect(EventReader.read(bytes).problems.map(\.description) == ["2:8: this text isn't valid UTF-8"])
  }

  @Test(arguments: ["[", #"{"a":"#]) func nestingHasALimit(opening: String) {
    let deep = String(repeating: opening, count: 200_000)
    let (_, problems) = read(deep)
    #expect(problems.count == 1)
    #expect(problems[0].hasSuffix("nested more than 16 levels deep"))
  }

  @Test func linesHaveALimit() {
    var limits = EventReader.Limits()
    limits.lineLength = 100
    let long = #"{"seq":1,"t":0,"kind":"note.log","id":"","text":""# + String(repeating: "x", count: 200) + #""}"#
    let (events, problems) = EventReader.read(
      [first, long, #"{"seq":2,"t":0,"kind":"task.started","id":"a"}"#].joined(separator: "\n").utf8, limits: limits)
    #expect(problems.map(\.description) == ["2:101: longer than 100 bytes"])
    #expect(events.map(\.seq) == [0, 2])
  }

  @Test func eventsHaveALimit() {
    var limits = EventReader.Limits()
    limits.events = 3
    let (events, problems) = EventReader.read(EventWriter.write(Stories.allWell.events), limits: limits)
    #expect(events.count == 3)
    #expect(problems.map(\.description) == ["4:1: more than 3 events"])
  }

  @Test func problemsHaveALimit() {
    var reader = EventReader()
    _ = reader.feed(String(repeating: "?\n", count: 5_000).utf8)
    #expect(reader.problems.count == 100)
    #expect(reader.problemCount == 5_000)
  }

  @Test func newerVersionsAreRefused() {
    let line = #"{"seq":0,"t":0,"kind":"run.started","id":"","clock":"live","version":3}"#
    var reader = EventReader()
    let events = reader.feed(
      [line, #"{"seq":1,"t":0,"kind":"task.started","id":"a"}"#, ""].joined(separator: "\n").utf8)
    #expect(events.isEmpty)
    #expect(reader.hasGivenUp)
    #expect(reader.problems.map(\.description) == ["1:70: version 3 is newer than 2, which is known here"])
  }

  @Test func aMissingFirstLineIsMentioned() {
    let (events, problems) = EventReader.read(#"{"seq":7,"t":0,"kind":"task.started","id":"a"}"#.utf8)
    #expect(events.count == 1)
    #expect(
      problems.map(\.description) == ["1:1: the first line should be run.started, which carries the version"])
  }

  @Test func aMarkOfUTF8IsPassedOver() {
    let (events, problems) = EventReader.read([0xEF, 0xBB, 0xBF] + Array(first.utf8))
    #expect(events.count == 1)
    #expect(problems.isEmpty)
  }

  @Test(arguments: [1, 2, 7, 64]) func piecesMakeTheSameAsTheWhole(size: Int) {
    let bytes = EventWriter.write(Stories.dashboard.events).dropLast()
    var reader = EventReader()
    var events: [Event] = []
    for start in stride(from: 0, to: bytes.count, by: size) {
      events += reader.feed(bytes[start..<min(start + size, bytes.count)])
    }
    events += reader.finish()
    #expect(events == Stories.dashboard.events)
    #expect(reader.problems.isEmpty)
  }

  /// Whatever comes in: no crash, no endless loop, and what is accepted can be folded, told and written.
  @Test(arguments: 0..<20) func noInputDoesHarm(seed: UInt64) {
    var dice = Seeded(seed)
    let source = Stories.all[Int(seed) % Stories.all.count].script.events
    for _ in 0..<5 {
      var bytes = EventWriter.write(source)
      for _ in 0..<Int.random(in: 1...12, using: &dice) {
        let place = Int.random(in: bytes.indices, using: &dice)
        switch Int.random(in: 0..<4, using: &dice) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &dice)
        case 1: bytes.remove(at: place)
        case 2:
          bytes.insert(
            contentsOf: [#"{"#, #"["#, #"\u"#, #"""#, "-", "9"].randomElement(using: &dice)!.utf8, at: place)
        default: bytes.removeSubrange(place..<min(place + 40, bytes.count))
        }
      }
      let (events, _) = EventReader.read(bytes)
      let recording = Recording(events)
      #expect(EventReader.read(EventWriter.write(events)).events == events)
      #expect(PlainText.lines(of: recording).allSatisfy { !$0.text.isEmpty })
      let index = CascadeIndex(recording)
      for position in 0...recording.count {
        let cursor = recording.cursor(at: position)
        for row in recording.state(at: cursor).rows {
          _ = recording.timeline(of: row, at: cursor, index: index)
        }
        _ = recording.narration(at: cursor)
      }
    }
  }

  /// Events in an order that no library would give.
  @Test(arguments: 0..<10) func noOrderDoesHarm(seed: UInt64) {
    var dice = Seeded(seed)
    let events = Stories.all.flatMap(\.script.events).shuffled(using: &dice)
    let recording = Recording(events)
    _ = PlainText.lines(of: recording)
    for beat in recording.beats { _ = recording.sentence(for: beat) }
  }
}
