import Cascade
import CascadeEvents
import CascadeTrace
import Foundation
import TestSupport
import Testing

/// Recordings of version 1 of the format, written by the program before there was a second one.
@Suite struct Version1Tests {
  private static func read(_ name: String) throws -> [Event] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Version1/\(name).jsonl")
    let (events, problems) = EventReader.read(try Data(contentsOf: file))
    #expect(problems.isEmpty)
    return events
  }

  private static func line(_ rest: String) throws -> Event.Kind {
    let first = #"{"seq":0,"t":0,"kind":"run.started","id":"","clock":"live","version":1}"#
    let (events, problems) = EventReader.read("\(first)\n{\"seq\":1,\"t\":0,\"id\":\"a\",\(rest)}".utf8)
    #expect(problems.isEmpty)
    return try #require(events.last).kind
  }

  @Test(arguments: ["nested-groups", "panic", "shutdown"]) func theyComeBackFromVersion2(name: String) throws {
    let events = try Self.read(name)
    #expect(events.count > 20)
    #expect(EventReader.read(EventWriter.write(events)).events == events)
  }

  @Test func errorsAreWhatTheySay() throws {
    let state = Recording(try Self.read("panic")).latestState
    #expect(state.row("root/gallery/group/photo-2")?.panicText == "index 3 is out of range")
    #expect(state.task("root/gallery/group/photo-2") == .failedFirst)
    #expect(state.task("root/gallery") == .passedOn)
    #expect(state.task("root/gallery/group/photo-1") == .cancelled)
  }

  @Test func policiesAreThoseOfTheLibraryByThatName() throws {
    let kinds = try Self.read("nested-groups").compactMap { event in
      if case .groupOpened(let opened) = event.kind { opened.policy } else { nil }
    }
    #expect(Set(kinds) == [Event.Policy("errgroup", keeps: .first, cancelsOn: .failure)])
    for kind in GroupKind.allCases {
      let read = try Self.line(#""kind":"group.opened","name":"g","parent":"","policy":"\#(kind.rawValue)""#)
      #expect(read == .groupOpened(.init(parent: "", name: "g", policy: kind.policy)))
    }
  }

  @Test(arguments: RoundTripTests.actions.indices) func interventionsAreReadFromTheirWords(index: Int) throws {
    let action = RoundTripTests.actions[index]
    let read = try Self.line(#""kind":"intervention","target":"root","what":"\#(action.words)""#)
    #expect(read == .intervention(.init(action, on: "root")))
  }

  @Test func aCauseThatIsTheErrorIsNone() throws {
    let keys = #""error":"context canceled","origin":"a","reason":"requested""#
    #expect(
      try Self.line(#""kind":"task.told","cause":"context canceled",\#(keys)"#)
        == .taskTold(.init(reason: .requested, origin: "a")))
    #expect(
      try Self.line(#""kind":"task.told","cause":"enough",\#(keys)"#)
        == .taskTold(.init(reason: .requested, cause: "enough", origin: "a")))
  }
}
