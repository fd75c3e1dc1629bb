import Cascade
import CascadeScenarios
import CascadeTrace
import Testing

/// Everything that can't be is refused in words.
@Suite struct RefusalTests {
  private static let story = """
    group:
      timeout: 5s
      after: [close]
      tasks:
        fetch-user: "--|"
        fetch-recs: { line: "----------|", cleanup: 100ms }
        render: { group: { name: thumbs, tasks: { thumb: "------|" } } }
        late: "............--|"
    """

  struct Case: Sendable, CustomTestStringConvertible {
    var time: Int
    var target: String
    var action: Intervention.Action
    var words: String
    var testDescription: String { words }

    init(_ time: Int, _ target: String, _ action: Intervention.Action, _ words: String) {
      self.time = time
      self.target = target
      self.action = action
      self.words = words
    }
  }

  private static let cases: [Case] = [
    Case(
      0, "root/fetch-rec", .cancel,
      "nothing in this scenario is called \"root/fetch-rec\" (did you mean root/fetch-recs?)"),
    Case(
      0, "fetch-recs", .fail("x"), "nothing in this scenario is called \"fetch-recs\" (did you mean root/fetch-recs?)"),
    Case(0, "\u{1B}[31m", .finish, "nothing in this scenario is called \"\\u{1B}[31m\""),
    Case(
      0, "root/close", .cancel,
      "root/close is an after-function: only tasks, groups and contexts can be changed"),
    Case(150, "root/fetch-user", .fail("x"), "fetch-user is over at 150ms: it returned at 100ms"),
    Case(150, "root/fetch-user", .cancel, "fetch-user is over at 150ms: it returned at 100ms"),
    Case(150, "root/late", .finish, "late isn't spawned yet at 150ms"),
    Case(350, "root/render/thumbs", .cancel, "root/render/thumbs is over at 350ms: its wait returned at 300ms"),
    Case(50, "root/fetch-recs", .delay(.zero), "a delay of 0ms can't be: it has to be longer than nothing"),
    Case(50, "root/fetch-recs", .delay(.seconds(-1)), "a delay of -1s can't be: it has to be longer than nothing"),
    Case(50, "root/fetch-recs", .fail(" "), "an error needs a text"),
    Case(50, "root/fetch-recs", .listen(true), "fetch-recs listens already, all the time"),
    Case(
      50, "root", .fail("x"),
      "root is a group: it can be cancelled or given an end or a task, but only a task can fail"),
    Case(
      50, "root/fetch-recs", .add(.init(name: "x", work: .zero)),
      "fetch-recs is a task: only a group can be given another task"),
    Case(
      50, "root", .deadline(.zero.advanced(by: .milliseconds(50))), "an end at 50ms can't be set at 50ms: that is over"),
    Case(50, "root", .deadline(.zero.advanced(by: .seconds(6))), "root ends at 5s anyway: the earlier end counts"),
    Case(50, "root", .add(.init(name: "late", work: .zero)), "the name \"late\" is already taken in root"),
    Case(50, "root", .add(.init(name: "close", work: .zero)), "the name \"close\" is already taken in root"),
    Case(50, "root", .add(.init(name: "", work: .zero)), "a task can't be called \"\": the name is empty"),
    Case(
      50, "root", .add(.init(name: "a/b", work: .zero)),
      "a task can't be called \"a/b\": the name can't have a / in it, which separates names in a path"),
    Case(
      50, "root", .add(.init(name: "a\u{202E}", work: .zero)),
      "a task can't be called \"a\\u{202E}\": the name has a character in it that doesn't show"),
    Case(50, "root", .add(.init(name: "x", work: .seconds(-1))), "work of -1s can't be: it takes time or none"),
    Case(9000, "root", .cancel, "the run is over at 700ms, with 38 events: later there is nothing to act on"),
  ]

  @Test(arguments: cases)
  func `says what is wrong`(sample: Case) throws {
    let branch = try Branch(Self.story)
    #expect(try branch.refusal(at: .milliseconds(sample.time), on: sample.target, sample.action) == sample.words)
  }

  @Test func `nothing can be done before anything runs`() throws {
    let cursor = Cursor(position: 0, t: .zero)
    let branch = try Branch(Self.story)
    for target in ["root", "root/fetch-recs"] {
      let refusal = try branch.refusal([.intervention(Intervention(at: cursor, on: target, .cancel))])
      #expect(refusal == "nothing has begun yet at 0ms that could be changed")
    }
  }

  @Test func `a task that is told can't be cancelled again`() throws {
    let branch = try Branch(Self.story)
    let cancel = Intervention(at: try branch.place(.milliseconds(50)), on: "root/fetch-recs", .cancel)
    #expect(
      try branch.refusal([.intervention(cancel), .intervention(cancel)])
        == "fetch-recs was told already at 50ms: cancelled from outside")
    let group = Intervention(at: cancel.moment, on: "root", .cancel)
    #expect(
      try branch.refusal([.intervention(group), .intervention(group)])
        == "root was told already at 50ms: cancelled from outside")
  }

  @Test func `a task that is to end can't be ended again`() throws {
    let branch = try Branch(Self.story)
    let cursor = try branch.place(.milliseconds(50))
    #expect(
      try branch.refusal([
        .intervention(Intervention(at: cursor, on: "root/render", .finish)),
        .intervention(Intervention(at: cursor, on: "root/render", .fail("x"))),
      ]) == "render is about to end from outside already at 50ms")
  }

  @Test func `a group in which no task may start can't be given one`() throws {
    let text = "group: { limit: 0, tasks: { a: { line: \"-|\", spawn: try-go }, b: { line: \"-|\", spawn: try-go } } }"
    let branch = try Branch(text)
    let cursor = Cursor(position: 3, t: .zero)
    #expect(
      try branch.refusal([.intervention(Intervention(at: cursor, on: "root", .add(.init(name: "x", work: .zero))))])
        == "root has a limit of 0: a task would wait for a free slot forever")
  }

  @Test func `names the change that can't be`() throws {
    let branch = try Branch(Self.story)
    let cursor = try branch.place(.milliseconds(50))
    let error = #expect(throws: VariationError.self) {
      _ = try branch.run([
        .seed(4), .intervention(Intervention(at: cursor, on: "root/render", .finish)),
        .intervention(Intervention(at: cursor, on: "root/rendr", .finish)),
      ])
    }
    #expect(error?.change == 2)
  }

  @Test func `a run that was too long stays too long`() throws {
    let branch = try Branch(Self.story)
    let cursor = try branch.place(.milliseconds(50))
    let variation = Variation([.intervention(Intervention(at: cursor, on: "root/fetch-recs", .delay(.seconds(1))))])
    #expect(throws: RunError.self) {
      _ = try ScenarioRun(branch.scenario, variation: variation, eventLimit: 20)
    }
  }
}
