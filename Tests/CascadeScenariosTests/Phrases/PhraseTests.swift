import Cascade
import CascadeScenarios
import CascadeTrace
import TestSupport
import Testing

/// Changes in words.
@Suite struct PhraseTests {
  private static let moment = Cursor(position: 7, t: .zero.advanced(by: .milliseconds(50)))

  private static func reader() throws -> PhraseReader {
    let scenario = try Scenario.read(
      """
      title: T
      group:
        timeout: 5s
        tasks:
          fetch-recs: "--|"
          audit log: "--|"
          a by b: "--|"
          "x: y": "--|"
          render: { group: { tasks: { thumb-1: "--|", same: "--|" } } }
          other: { group: { name: inner, tasks: { same: "--|" } } }
      """, file: "t")
    return PhraseReader(names: PhraseNames(scenario, in: try ScenarioRun(scenario).events), at: moment)
  }

  private static func intervene(_ target: String, _ action: Intervention.Action) -> Variation.Change {
    .intervention(Intervention(at: moment, on: target, action))
  }

  /// A task may have the name of a group. The names of events come first, always, and each part has a name of its own.
  @Test func thePathOfAnEventIsNeverSomebodyElse() throws {
    let scenario = try Scenario.read(
      """
      title: T
      group:
        tasks:
          root: { group: { tasks: { b: "--|" } } }
          b: "--|"
      """, file: "t")
    let names = PhraseNames(scenario, in: try ScenarioRun(scenario).events)
    let paths = ["root", "root/root", "root/b", "root/root/group", "root/root/group/b"]
    for path in paths {
      #expect(names.path(path) == path)
      #expect(names.path(names.name(of: path)) == path)
    }
    #expect(Set(paths.map(names.name(of:))).count == paths.count)
  }

  private static let good: [(String, Variation.Change)] = [
    ("cancel fetch-recs", intervene("root/fetch-recs", .cancel)),
    ("  cancel   root/fetch-recs  ", intervene("root/fetch-recs", .cancel)),
    ("cancel root", intervene("root", .cancel)),
    ("cancel timeout", intervene("timeout", .cancel)),
    ("cancel root/render/group", intervene("root/render/group", .cancel)),
    ("cancel render/thumb-1", intervene("root/render/group/thumb-1", .cancel)),
    ("cancel thumb-1", intervene("root/render/group/thumb-1", .cancel)),
    ("cancel audit log", intervene("root/audit log", .cancel)),
    ("fail fetch-recs: timeout", intervene("root/fetch-recs", .fail("timeout"))),
    ("fail fetch-recs: 503: try later, by noon", intervene("root/fetch-recs", .fail("503: try later, by noon"))),
    ("fail x: y: boom", intervene("root/x: y", .fail("boom"))),
    ("panic audit log: boom", intervene("root/audit log", .panic("boom"))),
    ("finish a by b", intervene("root/a by b", .finish)),
    ("delay fetch-recs by 250ms", intervene("root/fetch-recs", .delay(.milliseconds(250)))),
    ("delay a by b by 1s", intervene("root/a by b", .delay(.seconds(1)))),
    ("delay fetch-recs by -1s", intervene("root/fetch-recs", .delay(.seconds(-1)))),
    ("deafen audit log", intervene("root/audit log", .listen(false))),
    ("make audit log deaf", intervene("root/audit log", .listen(false))),
    ("make audit log listen", intervene("root/audit log", .listen(true))),
    ("end render at 1.5s", intervene("root/render", .deadline(.zero.advanced(by: .milliseconds(1500))))),
    ("add retry to root: 300ms", intervene("root", .add(.init(name: "retry", work: .milliseconds(300))))),
    ("add retry to root: 300ms, returns", intervene("root", .add(.init(name: "retry", work: .milliseconds(300))))),
    (
      "add my retry to other/inner: 1s, deaf, fails: no luck, none",
      intervene(
        "root/other/inner",
        .add(.init(name: "my retry", work: .seconds(1), listens: false, ending: .fails("no luck, none"))))
    ),
    ("set limit of root to 2", .option(OptionChange("root", .limit(2)))),
    ("set limit of root to -1", .option(OptionChange("root", .limit(-1)))),
    ("set limit of root to none", .option(OptionChange("root", .limit(nil)))),
    ("set kind of root/render/group to collect-all", .option(OptionChange("root/render/group", .kind(.collectAll)))),
    ("set timeout of root to 2s", .option(OptionChange("root", .timeout(.seconds(2))))),
    ("set timeout of root to none", .option(OptionChange("root", .timeout(nil)))),
    ("set queued of root to skip-after-failure", .option(OptionChange("root", .queued(.skipAfterFailure)))),
    ("set ignore-lone-cancellations of root to yes", .option(OptionChange("root", .ignoresLoneCancellations(true)))),
    ("set seed to 11", .seed(11)),
  ]

  @Test(arguments: good)
  func `reads`(phrase: String, change: Variation.Change) throws {
    #expect(try Self.reader().read(phrase) == change)
  }

  @Test(arguments: good)
  func `what it writes it reads`(phrase: String, change: Variation.Change) throws {
    let reader = try Self.reader()
    #expect(try reader.read(change.phrase()) == change)
    if case .intervention(let intervention) = change, intervention.target == "root/render/group/thumb-1" {
      #expect(change.phrase { $0.replacing("root/render/group", with: "render") } == "cancel render/thumb-1")
    }
  }

  @Test(arguments: [
    ("", "column 1: a phrase is missing, such as: cancel NAME"),
    (
      "cancle fetch-recs",
      "column 1: there is no change \"cancle\"; use cancel, fail, panic, delay, finish, deafen, make, end, add or set "
        + "(did you mean cancel?)"
    ),
    ("cancel", "column 7: a name is missing here"),
    ("cancel fetch-rec", "column 8: there is no task, group or context \"fetch-rec\" (did you mean fetch-recs?)"),
    ("cancel same", "column 8: \"same\" can be other/inner/same or render/same"),
    (
      "cancel fetch-recs now",
      "column 8: there is no task, group or context \"fetch-recs now\" (did you mean fetch-recs?)"
    ),
    ("fail fetch-recs", "column 16: \":\" and the text of the error are missing here, such as: timeout"),
    ("fail fetch-recs:", "column 17: the text of the error is missing here"),
    ("delay fetch-recs", "column 17: \"by\" is missing here: delay fetch-recs by 250ms"),
    (
      "delay fetch-recs by",
      "column 17: \"by\" is missing after fetch-recs"
    ),
    ("delay fetch-recs by 250", "column 21: \"250\" isn't a duration, such as 30ms, 1.2s or 2m (did you mean 250ms?)"),
    ("make fetch-recs", "column 16: \"listen\" or \"deaf\" is missing here: make fetch-recs listen"),
    ("add retry", "column 10: \"to\" is missing here: add retry to GROUP: 300ms"),
    ("add retry to root", "column 18: \":\" is missing here: add retry to root: 300ms"),
    (
      "add retry to root: 1s, dead",
      "column 24: unknown word \"dead\"; use deaf, listens, returns or fails (did you mean deaf?)"
    ),
    (
      "set limt of root to 2",
      "column 5: there is no option \"limt\"; use limit, kind, timeout, queued, ignore-lone-cancellations or seed (did you mean limit?)"
    ),
    ("set limit of root to two", "column 22: a limit is a whole number, or none, not \"two\""),
    ("set limit of root to 2 3", "column 24: nothing more can follow: \"3\""),
    ("set seed to -1", "column 13: a seed is a whole number from 0, not \"-1\""),
    ("cancel \u{1B}[31m", "column 8: there is no task, group or context \"\\u{1B}[31m\""),
  ])
  func `says where it can't go on`(phrase: String, words: String) throws {
    let reader = try Self.reader()
    let error = #expect(throws: PhraseError.self) { _ = try reader.read(phrase) }
    #expect(error?.description == words)
  }

  @Test(arguments: Effort.rounds(15))
  func `never traps`(round: Int) throws {
    let reader = try Self.reader()
    var random = Seeded(UInt64(round))
    let scraps = [
      "cancel", "fail", "add", "set", "limit", "of", "to", "by", ":", ",", " ", "root", "a by b", "1s", "é", "\u{0}",
      "",
    ]
    for _ in 0..<200 {
      let phrase = (0..<random.below(8)).map { _ in scraps[random.below(scraps.count)] }.joined(separator: " ")
      do {
        _ = try reader.read(phrase)
      } catch {
        #expect(error.column >= 1 && error.column <= phrase.unicodeScalars.count + 1)
      }
    }
  }
}
