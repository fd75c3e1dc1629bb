import Cascade
import CascadeEvents
import CascadeNarration
import CascadeTrace
import TestSupport
import Testing

/// What is read of a recording that isn't whole, and what it says of itself.
@Suite struct RecordedRunTests {
  private static let story = Stories.dashboard.events
  private static let lines = String(decoding: EventWriter.write(story), as: UTF8.self).split(separator: "\n")
    .map(String.init)

  private func read(_ lines: [String]) -> RecordedRun { RecordedRun(reading: lines.joined(separator: "\n").utf8) }
  private func sentences(_ run: RecordedRun) -> [String] {
    RecordingWords(run.gaps).sentences.filter { !$0.hasPrefix("No task says") }
  }

  @Test func `a whole one has nothing to say`() {
    let run = read(Self.lines)
    #expect(run.events == Self.story)
    #expect(run.gaps.isComplete)
    #expect(sentences(run) == [])
    #expect(RecordingWords(run.gaps).line == "")
  }

  /// Where a line is gone, or can't be read, one event says so; time stands where it stood before.
  @Test(arguments: 2..<12) func `a line that is gone is marked in its place`(index: Int) {
    for replacement in [nil, "{\"seq\":\(index),", "?"] {
      var lines = Self.lines
      if let replacement { lines[index] = replacement } else { lines.remove(at: index) }
      let run = read(lines)
      #expect(run.events[index] == Event(seq: index, t: Self.story[index - 1].t, id: "", kind: .dropped(count: 1)))
      #expect(
        run.events.enumerated().filter { $0.offset != index }.map(\.element)
          == Self.story.enumerated().filter { $0.offset != index }.map(\.element))
      #expect(run.gaps.missing == 1)
      #expect(run.gaps.places == [index + (replacement == nil ? 1 : 2)])
      let state = Recording(run.events).state(at: index + 1)
      for row in state.rows where row.isBorn {
        #expect(row.state == row.state.unknown || row.taskState?.isOver == true)
      }
    }
  }

  @Test func `a gap that the writer names is no other gap`() {
    let events = [
      Event(seq: 0, t: .zero, id: "", kind: .runStarted(.init(clock: .live))),
      Event(seq: 1, t: .zero, id: "a", kind: .taskStarted),
      Event(seq: 2, t: .zero, id: "", kind: .dropped(count: 7)),
      Event(seq: 3, t: .zero, id: "b", kind: .taskStarted),
      // One that counts those that it dropped, too.
      Event(seq: 12, t: .zero, id: "", kind: .dropped(count: 8)),
    ]
    let run = RecordedRun(reading: EventWriter.write(events))
    #expect(run.events == events)
    #expect(run.gaps.missing == 0)
    #expect(run.gaps.dropped == 15)
    #expect(sentences(run).first == "15 events were dropped where the run was recorded.")
  }

  @Test func `joined late`() {
    let run = read(Array(Self.lines.dropFirst(9)))
    #expect(run.gaps.missingAtStart == 9)
    #expect(run.gaps.missing == 0)
    #expect(sentences(run)[0].contains("begins in the middle of the run") && sentences(run)[0].contains("the 9 events"))
    let said = RecordedRun(
      reading: [Self.lines[0], #"{"seq":1,"t":5,"kind":"dropped","id":"","count":41}"#].joined(separator: "\n").utf8)
    #expect(said.gaps.missingAtStart == 41)
    #expect(said.gaps.joinedAt == Context.Instant(nanoseconds: 5))
  }

  @Test func `cut off in the middle of a line`() {
    let whole = Array(Self.lines.joined(separator: "\n").utf8)
    let cut = RecordedRun(reading: whole.dropLast(30))
    #expect(cut.events == Self.story.dropLast())
    #expect(cut.gaps.cutOff?.line == Self.lines.count)
    #expect(cut.gaps.isUnfinished)
    #expect(sentences(cut).count == 1)
    #expect(sentences(cut)[0].hasPrefix("The recording is cut off in its last line, \(Self.lines.count):"))
    let ended = read(Self.lines.dropLast())
    #expect(sentences(ended) == ["The recording ends before the run does: what came after isn't known."])
  }

  @Test func `a newer version is read as far as it is known`() {
    var lines = Self.lines
    lines[0] = lines[0].replacing("\"version\":2", with: "\"version\":9")
    lines.insert(#"{"seq":4,"t":0,"kind":"task.renamed","id":"a"}"#, at: 4)
    for index in 5..<lines.count {
      lines[index] = lines[index].replacing("\"seq\":\(index - 1),", with: "\"seq\":\(index),")
    }
    let run = read(lines)
    #expect(run.events.map(\.kind).dropFirst() == Self.story.map(\.kind).dropFirst())
    #expect(run.gaps.version == 9)
    #expect(run.gaps.unknownKinds == 1)
    #expect(run.gaps.missing == 0)
    #expect(sentences(run).contains { $0.contains("version 9 is newer than 2, which is known here") })
  }

  /// One of the two numbers is wrong, and which isn't known.
  @Test func `a line whose time contradicts its number is left out`() {
    var lines = Self.lines
    let moved = lines.remove(at: 4).replacing("\"t\":", with: "\"t\":99999")
    lines.insert(moved, at: 8)
    let run = read(lines)
    #expect(run.gaps.problems.map(\.line) == [9])
    #expect(run.gaps.missing == 1)
  }

  @Test func `a line of 2 MiB is refused in words`() {
    var lines = Self.lines
    lines[5] = #"{"seq":5,"t":0,"kind":"note.log","id":"","text":""# + String(repeating: "x", count: 2 << 20) + #""}"#
    let run = read(lines)
    #expect(run.gaps.problems.map(\.description) == ["6:1048577: longer than 1048576 bytes"])
    #expect(run.gaps.missing == 1)
  }

  /// What comes in pieces is the same, wherever they end.
  @Test(arguments: [1, 7, 100, 100_000]) func `a stream gives the same as a file`(size: Int) {
    var lines = Self.lines
    lines.remove(at: 7)
    lines[9] = "?"
    let bytes = Array((lines.joined(separator: "\n") + "\n").utf8)
    var stream = RecordingStream()
    var events: [Event] = []
    for start in stride(from: 0, to: bytes.count, by: size) {
      events += stream.feed(bytes[start..<min(start + size, bytes.count)])
    }
    events += stream.finish()
    let whole = RecordedRun(reading: bytes)
    #expect(events == whole.events)
    #expect(stream.gaps == whole.gaps)
  }
}

extension RowState {
  fileprivate var unknown: RowState {
    switch self {
    case .task: .task(.unknown)
    case .context: .context(.unknown)
    case .group: .group(.unknown)
    case .after: .after(.unknown)
    }
  }
}
