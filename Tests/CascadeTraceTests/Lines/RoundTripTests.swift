import Cascade
import CascadeEvents
import CascadeTrace
import TestSupport
import Testing

@Suite struct RoundTripTests {
  /// One event of each kind, with everything that it can carry, and with as little as it can.
  static let kinds: [Event.Kind] = {
    let told = Event.Told(
      error: "context canceled", reason: .taskCancelled,
      cause: "Grüße, \"quoted\" \\ and\n\u{1B}[31m \u{202E}東京 😀", origin: "root/a")
    var kinds: [Event.Kind] = [
      .runStarted(.init(clock: .live)),
      .runStarted(.init(clock: .virtual, seed: .max, scenario: "First failure")),
      .contextMade(.init(parent: "", what: .background, name: "")),
      .contextMade(
        .init(parent: "main", what: .deadline, name: "d", deadline: .milliseconds(3_000), location: "A.swift:12")),
      .contextTold(told), .contextEnded, .groupOpened(.init(parent: "", name: "root", kind: "errgroup")),
      .groupOpened(.init(parent: "main", name: "g", kind: "waitgroup", options: ["limit(5)", "a \"b\""])),
      .groupWaiting(who: ""), .groupFailureKept(task: "root/a", error: ""), .groupClosed(error: nil),
      .groupClosed(error: "503"), .taskSpawned(.init(group: "root", name: "a")),
      .taskSpawned(.init(group: "root", name: "a", location: "B.swift:3")), .taskQueued, .taskStarted,
      .taskRefused(why: "full"), .taskSkipped(why: "late"), .taskTold(told), .taskOut(.init(outcome: .completed)),
      .taskOut(.init(outcome: .propagated, error: "503", kept: true, through: "root/a/g")), .afterFired,
      .afterStopped, .deadlock([]), .deadlock([.init(who: "root/a", what: "a slot"), .init(who: "", what: "b")]),
      .dropped(count: 12), .intervention(what: "cancel", target: "root"),
      .note(.step(index: 0, label: "", planned: nil, listens: false)),
      .note(.step(index: 3, label: "send", planned: .nanoseconds(1), listens: true)),
      .note(.cleanup(planned: .zero)), .note(.plan(total: .seconds(9_000_000_000))), .note(.log("a\tb")),
      .note(.retry(attempt: 1, limit: 3)), .note(.pause(planned: .milliseconds(250))),
    ]
    kinds += Event.RunEnding.allCases.map(Event.Kind.runEnded)
    kinds += Event.ContextMade.What.allCases.map { .contextMade(.init(parent: "p", what: $0, name: "n")) }
    kinds += Event.TaskOut.Outcome.allCases.map { .taskOut(.init(outcome: $0)) }
    kinds += Cancellation.Reason.allCases.map {
      .taskTold(.init(error: "e", reason: $0, cause: "c", origin: "o"))
    }
    return kinds
  }()

  private var events: [Event] {
    let start = Event(seq: 0, t: .zero, id: "", kind: .runStarted(.init(clock: .virtual)))
    return [start]
      + Self.kinds.enumerated().map { index, kind in
        Event(seq: index + 1, t: Context.Instant(nanoseconds: Int64(index)), id: "root/\(index)", kind: kind)
      }
  }

  @Test func everyKindComesBack() {
    let (back, problems) = EventReader.read(EventWriter.write(events))
    #expect(problems.isEmpty)
    #expect(back == events)
  }

  @Test func everyKindIsTried() {
    var seen: Set<String> = []
    for event in events {
      let line = EventWriter.line(event)
      seen.insert(String(line.split(separator: "\"kind\":\"")[1].prefix { $0 != "\"" }))
    }
    #expect(
      seen == [
        "run.started", "run.ended", "context.made", "context.told", "context.ended", "group.opened",
        "group.waiting", "group.failureKept", "group.closed", "task.spawned", "task.queued", "task.started",
        "task.refused", "task.skipped", "task.told", "task.out", "after.fired", "after.stopped", "deadlock",
        "dropped", "intervention", "note.step", "note.cleanup", "note.plan", "note.log", "note.retry",
        "note.pause",
      ])
  }

  @Test(arguments: Stories.all.indices) func storiesComeBackByteForByte(story: Int) {
    let bytes = EventWriter.write(Stories.all[story].script.events)
    let (events, problems) = EventReader.read(bytes)
    #expect(problems.isEmpty)
    #expect(EventWriter.write(events) == bytes)
  }

  @Test func linesLookLikeThis() {
    let text = String(decoding: EventWriter.write(Stories.deadlock.events), as: UTF8.self)
    #expect(
      text == """
        {"seq":0,"t":0,"kind":"run.started","id":"","clock":"virtual","seed":7,"version":1}
        {"seq":1,"t":0,"kind":"group.opened","id":"root","name":"root","options":["limit(1)"],"parent":"",\
        "policy":"errgroup"}
        {"seq":2,"t":0,"kind":"task.spawned","id":"root/a","group":"root","name":"a"}
        {"seq":3,"t":0,"kind":"task.started","id":"root/a"}
        {"seq":4,"t":0,"kind":"task.spawned","id":"root/b","group":"root","name":"b"}
        {"seq":5,"t":0,"kind":"task.queued","id":"root/b"}
        {"seq":6,"t":50000000,"kind":"deadlock","id":"","waiting":[{"what":"a free slot in root","who":"root/a"},\
        {"what":"group root","who":""}]}
        {"seq":7,"t":50000000,"kind":"run.ended","id":"","ending":"deadlocked"}

        """)
  }

  @Test func filesCanBeShownInATerminal() {
    let bytes = EventWriter.write([
      Event(seq: 0, t: .zero, id: "\u{1B}\u{9B}\u{7F}\u{202E}\u{200D}", kind: .taskStarted)
    ])
    #expect(
      String(decoding: bytes, as: UTF8.self)
        == #"{"seq":0,"t":0,"kind":"task.started","id":"\u001b\u009b\u007f\u202e\u200d"}"# + "\n")
  }
}
