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
      "there is no task, group or context \"root/fetch-rec\" (did you mean root/fetch-recs?)"),
    Case(
      0, "fetch-recs", .fail("x"), "there is no task, group or context \"fetch-recs\" (did you mean root/fetch-recs?)"),
    Case(0, "\u{1B}[31m", .finish, "there is no task, group or context \"\\u{1B}[31m\""),
    Case(
      0, "root/close", .cancel,
      "root/close is an AfterFunc; only tasks, groups and contexts can be changed"),
    Case(150, "root/fetch-user", .fail("x"), "fetch-user has already returned, at 0.100 s"),
    Case(150, "root/fetch-user", .cancel, "fetch-user has already returned, at 0.100 s"),
    Case(150, "root/late", .finish, "late doesn't exist yet at 0.150 s"),
    Case(350, "root/render/thumbs", .cancel, "Wait of root/render/thumbs has already returned, at 0.300 s"),
    Case(50, "root/fetch-recs", .delay(.zero), "a delay must be longer than 0"),
    Case(50, "root/fetch-recs", .delay(.seconds(-1)), "a delay must be longer than 0"),
    Case(50, "root/fetch-recs", .fail(" "), "an error needs a text"),
    Case(50, "root/fetch-recs", .listen(true), "fetch-recs already listens"),
    Case(
      50, "root", .fail("x"),
      "root is a group; it can be cancelled or get a deadline or a task, but only a task can fail"),
    Case(
      50, "root/fetch-recs", .add(.init(name: "x", work: .zero)),
      "fetch-recs is a task; only a group can get another task"),
    Case(
      50, "root", .deadline(.zero.advanced(by: .milliseconds(50))), "0.050 s is in the past: the run is at 0.050 s"),
    Case(
      50, "root", .deadline(.zero.advanced(by: .seconds(6))),
      "root already has the deadline 5.000 s, and the earlier one wins"),
    Case(50, "root", .add(.init(name: "late", work: .zero)), "the name \"late\" is already taken in root"),
    Case(50, "root", .add(.init(name: "close", work: .zero)), "the name \"close\" is already taken in root"),
    Case(50, "root", .add(.init(name: "", work: .zero)), "a task can't be called \"\": the name is empty"),
    Case(
      50, "root", .add(.init(name: "a/b", work: .zero)),
      "a task can't be called \"a/b\": the name can't contain /, which separates the names of a path"),
    Case(
      50, "root", .add(.init(name: "a\u{202E}", work: .zero)),
      "a task can't be called \"a\\u{202E}\": the name contains an invisible character"),
    Case(50, "root", .add(.init(name: "x", work: .seconds(-1))), "work can't take less than 0"),
    Case(9000, "root", .cancel, "the run ends at 0.700 s (39 events); choose an earlier time"),
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
      #expect(refusal == "nothing exists yet at 0.000 s that could be changed")
    }
  }

  @Test func `a task that is told can't be cancelled again`() throws {
    let branch = try Branch(Self.story)
    let cancel = Intervention(at: try branch.place(.milliseconds(50)), on: "root/fetch-recs", .cancel)
    #expect(
      try branch.refusal([.intervention(cancel), .intervention(cancel)])
        == "fetch-recs was already told at 0.050 s (\"cancelled from outside\")")
    let group = Intervention(at: cancel.moment, on: "root", .cancel)
    #expect(
      try branch.refusal([.intervention(group), .intervention(group)])
        == "root was already told at 0.050 s (\"cancelled from outside\")")
  }

  @Test func `a task that is to end can't be ended again`() throws {
    let branch = try Branch(Self.story)
    let cursor = try branch.place(.milliseconds(50))
    #expect(
      try branch.refusal([
        .intervention(Intervention(at: cursor, on: "root/render", .finish)),
        .intervention(Intervention(at: cursor, on: "root/render", .fail("x"))),
      ]) == "render is already made to return at 0.050 s")
  }

  @Test func `a group in which no task may start can't be given one`() throws {
    let text = "group: { limit: 0, tasks: { a: { line: \"-|\", spawn: try-go }, b: { line: \"-|\", spawn: try-go } } }"
    let branch = try Branch(text)
    let cursor = Cursor(position: 3, t: .zero)
    #expect(
      try branch.refusal([.intervention(Intervention(at: cursor, on: "root", .add(.init(name: "x", work: .zero))))])
        == "root has limit 0: a task would wait for a slot forever")
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
