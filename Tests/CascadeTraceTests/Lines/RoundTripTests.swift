import Cascade
import CascadeEvents
import CascadeTrace
import TestSupport
import Testing

@Suite struct RoundTripTests {
  /// One event of each kind, with everything that it can carry, and with as little as it can.
  static let kinds: [Event.Kind] = {
    let quirky = "Grüße, \"quoted\" \\ and\n\u{1B}[31m \u{202E}東京 😀"
    let told = Event.Told(reason: .taskCancelled, cause: .init(quirky), origin: "root/a", location: "C.swift:7")
    var kinds: [Event.Kind] = [
      .runStarted(.init(clock: .live)),
      .runStarted(.init(clock: .virtual, seed: .max, scenario: "First failure")),
      .contextMade(.init(parent: "", what: .background, name: "")),
      .contextMade(
        .init(parent: "main", what: .deadline, name: "d", deadline: .milliseconds(3_000), location: "A.swift:12")),
      .contextMade(.init(parent: "main", what: .value, name: "d", key: "k", value: "v")),
      .contextTold(told), .contextEnded,
      .groupOpened(.init(parent: "", name: "root", policy: GroupKind.errgroup.policy)),
      .groupOpened(
        .init(
          parent: "main", name: "g", policy: .init("quorum(3)", keeps: .best, cancelsOn: .success),
          options: [
            .limit(5), .queued(.skipAfterFailure), .ignoringLoneCancellations, .cancellingBody, .custom("a \"b\""),
          ])),
      .groupWaiting(who: ""), .groupFailureKept(task: "root/a", error: ""), .groupClosed(error: nil),
      .taskSpawned(.init(group: "root", name: "a")),
      .taskSpawned(.init(group: "root", name: "a", location: "B.swift:3")), .taskQueued, .taskStarted,
      .taskRefused(why: "full"), .taskSkipped(why: "late"), .taskTold(told), .taskOut(.init(outcome: .completed)),
      .taskOut(.init(outcome: .propagated, error: "503", kept: true, through: "root/a/g")), .afterFired,
      .afterReturned, .afterStopped, .deadlock([]),
      .deadlock([.init(who: "root/a", what: .other("a slot")), .init(who: "", what: .other("b"))]),
      .deadlock(
        [
          .slot(group: "root"), .group("root/a/g"), .context("ctx"), .result(task: "root/a"), .nextResult(group: ""),
          .told, .start(task: "root/a"), .out(task: ""), .signal("ready"),
          .other("group"), .other("context  end"), .other("context to end"),
        ].map { .init(who: "root/b", what: $0) }),
      .dropped(count: 12), .note(.step(index: 0, label: "", planned: nil, listens: .no)),
      .note(.step(index: 3, label: "send", planned: .nanoseconds(1), listens: .yes)),
      .note(.step(index: 4, label: "pull", planned: nil, listens: .elsewhere)),
      .note(.wait(index: 1, for: .told, listens: .yes)),
      .note(.wait(index: 2, for: .start(task: "root/a"), listens: .no)),
      .note(.wait(index: 3, for: .out(task: "root/a/b"), listens: .elsewhere)),
      .note(.wait(index: 5, for: .send(channel: "jobs"), listens: .yes)),
      .note(.wait(index: 6, for: .receive(channel: "a b"), listens: .no)),
      .note(.wait(index: 4, for: .signal("told"), listens: .yes)), .note(.signal("ready")), .note(.returns(error: nil)),
      .note(.returns(error: .init("load: 503", wraps: ["503"]))),
      .note(.cleanup(planned: .zero)), .note(.plan(total: .seconds(9_000_000_000))), .note(.log("a\tb")),
      .note(.exit(status: 0, text: nil)), .note(.exit(status: 255, text: quirky)), .runEnded(.exited),
      .note(.retry(attempt: 1, limit: 3)), .note(.pause(planned: .milliseconds(250))),
    ]
    kinds += Event.CallSide.allCases.map { .note(.call(id: "7f3a", side: $0)) }
    kinds += Event.RunEnding.allCases.map(Event.Kind.runEnded)
    kinds += Event.ContextMade.What.allCases.map { .contextMade(.init(parent: "p", what: $0, name: "n")) }
    kinds += Event.TaskOut.Outcome.allCases.map { .taskOut(.init(outcome: $0)) }
    kinds += Cancellation.Reason.allCases.map { .taskTold(.init(reason: $0, cause: "c", origin: "o")) }
    kinds += GroupKind.allCases.map { .groupOpened(.init(parent: "", name: "g", policy: $0.policy)) }
    kinds += errors.map { .groupClosed(error: $0) }
    kinds += actions.map { .intervention(.init($0, on: "root")) }
    return kinds
  }()

  static let errors: [Event.ErrorInfo] =
    [
      "503", "context canceled", .contextCanceled, .deadlineExceeded, .init("boom", .panic), "panic: boom",
      .init("x", type: "AppError"), .init("a: context canceled", wraps: [.contextCanceled]),
      .init("two failed", type: "GroupError", wraps: [.init("1", type: "A"), .init("2", wraps: [.deadlineExceeded])]),
    ] + Event.ErrorInfo.Nature.allCases.map { .init("n", $0) }

  static let actions: [Event.Intervention.Action] = [
    .cancel, .shutdown, .fail("x"), .delay(.milliseconds(3)), .finish, .listen(true), .listen(false), .panic("p"),
    .deadline(.milliseconds(7)), .add(.init(name: "n", work: .seconds(1))),
    .add(.init(name: "n", work: .zero, listens: false, ending: .fails("f"))), .other("Ctrl-C"),
  ]

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
        {"seq":0,"t":0,"kind":"run.started","id":"","clock":"virtual","seed":7,"version":2}
        {"seq":1,"t":0,"kind":"group.opened","id":"root","cancelsOn":"failure","keeps":"first",\
        "name":"root","options":["limit(1)"],"parent":"","policy":"errgroup"}
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
      Event(seq: 7, t: .zero, id: "\u{1B}\u{9B}\u{7F}\u{202E}\u{200D}", kind: .taskStarted)
    ])
    #expect(
      String(decoding: bytes, as: UTF8.self)
        == #"{"seq":7,"t":0,"kind":"task.started","id":"\u001b\u009b\u007f\u202e\u200d"}"# + "\n")
  }
}
