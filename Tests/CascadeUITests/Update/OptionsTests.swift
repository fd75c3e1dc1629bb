import Cascade
import CascadeNarration
import CascadeTerminal
import CascadeTrace
import TestSupport
import Testing

@testable import CascadeUI

/// The options of a group as switches.
@Suite struct OptionsTests {
  private func open(_ keys: String = "jj") -> Stage {
    var stage = Stage.pair()
    stage.type(keys + "o")
    return stage
  }

  @Test(arguments: ["", "j", "jj", "jjj"])
  func theyAreThoseOfTheGroupAround(_ row: String) {
    let stage = open(row)
    #expect(stage.options?.group == "root")
    #expect(stage.options?.made.kind == .errgroup)
    #expect(stage.options?.made.limit == 3)
    #expect(stage.options?.made.timeout == nil)
    #expect(stage.effects.isEmpty)
    #expect(stage.canvas.description.contains("PREVIEW  No change yet."))
  }

  @Test func aTurnedSwitchIsRunFromTheStart() {
    var stage = open()
    stage.type("j-")
    #expect(stage.effects == [.run(Variation([.option(OptionChange("root", .limit(2)))]))])
    #expect(stage.canvas.description.contains("2  (was 3)"))
    stage.type("+")
    #expect(stage.options?.changes.isEmpty == true)
    stage.press(.enter)
    #expect(stage.model.place == .options)
  }

  @Test(arguments: [("--", 1), ("-----", 0), ("+", nil), ("+++", nil), ("+-", 3)] as [(String, Int?)])
  func aLimitBeyondTheTasksIsNone(_ keys: String, _ limit: Int?) {
    var stage = open()
    stage.type("j" + keys)
    #expect(stage.options?.wanted.limit == limit)
  }

  @Test func kindsGoInACircle() {
    var stage = open()
    for _ in GroupKind.allCases { stage.press(.right) }
    #expect(stage.options?.changes.isEmpty == true)
    stage.press(.left)
    #expect(stage.options?.wanted.kind.rawValue == "swift-discarding")
  }

  @Test func queuedWorkIsCalledAsInFiles() {
    #expect(ErrGroup.QueuedWork.allCases.map(\.rawValue) == ["start", "start-without-spawner", "skip-after-failure"])
  }

  @Test func aTimeoutIsTurnedOrTyped() {
    var stage = open()
    stage.type("jj-")
    #expect(stage.options?.wanted.timeout == .milliseconds(350))
    stage.type("e")
    stage.press(.control("u"))
    stage.type("1s")
    stage.press(.enter)
    #expect(stage.options?.wanted.timeout == .seconds(1))
    stage.type("e")
    stage.press(.control("u"))
    stage.type("none")
    stage.press(.enter)
    #expect(stage.options?.changes.isEmpty == true)
  }

  /// A limit is what people want to type, wherever the bar stands.
  @Test func aDigitBeginsALimit() {
    var stage = open()
    stage.type("2")
    #expect(stage.model.place == .field)
    #expect(stage.options?.option == .limit)
    stage.press(.enter)
    #expect(stage.options?.wanted.limit == 2)
    #expect(stage.canvas.description.contains("2  (was 3)"))
    stage.type("j1s")
    stage.press(.enter)
    #expect(stage.options?.wanted.timeout == .seconds(1))
    stage.type("kke")
    #expect(stage.model.status == "Use - and + to change this value.")
  }

  @Test func theChosenValueIsExplained() {
    var stage = open()
    #expect(stage.canvas.description.contains("errgroup: first error cancels the rest"))
    stage.press(.right)
    #expect(stage.canvas.description.contains("zero-errgroup: keeps one error, cancels none"))
    guard let made = stage.options?.made else { return }
    func explains(_ option: GroupSetting.Name, _ change: (inout GroupSettings) -> Void) {
      var setup = made
      change(&setup)
      let meaning = setup[option].meaning
      #expect((20...57).contains(meaning.count), "\(meaning)")
    }
    for kind in GroupKind.allCases { explains(.kind) { $0.kind = kind } }
    for limit in [nil, 2] { explains(.limit) { $0.limit = limit } }
    for timeout in [nil, Duration.seconds(1)] { explains(.timeout) { $0.timeout = timeout } }
    for queued in ErrGroup.QueuedWork.allCases { explains(.queued) { $0.queued = queued } }
    for ignores in [false, true] { explains(.ignoreLoneCancellations) { $0.ignoresLoneCancellations = ignores } }
  }

  /// Enter is offered only where it does something.
  @Test func enterIsInTheBarOnceThereIsSomethingToApply() {
    var stage = Stage(running: ComparedPage.page)
    stage.type("o")
    #expect(!stage.canvas.lines.suffix(2).contains { $0.contains("Enter apply") })
    stage.type("2")
    stage.press(.enter)
    #expect(stage.canvas.lines.suffix(2).contains { $0.contains("Enter apply") })
  }

  @Test func aNegativeLimitKeepsTheLineOpen() {
    var stage = open()
    stage.type("je-1")
    stage.press(.enter)
    #expect(stage.model.place == .field)
    #expect(
      stage.options?.trial.outlook == .refused("A limit is at least 1."))
  }

  @Test func aLimitThatIsNoNumberIsRefused() {
    var stage = open()
    stage.type("je")
    stage.press(.control("u"))
    stage.type("two")
    stage.press(.enter)
    #expect(stage.options?.trial.outlook == .refused("A limit is a whole number, or none."))
    #expect(stage.canvas.description.contains("REFUSED  A limit is a whole number, or none."))
    #expect(stage.canvas.description.contains("Enter accepts, Esc discards."))
    #expect(stage.model.place == .field)
  }

  @Test(arguments: [
    ("j", "There is no limit. Press - to set one."), ("jj", "There is no timeout. Press - to set one."),
  ])
  func moreThanNoneIsAnsweredInWords(_ rows: String, _ words: String) {
    var stage = Stage(watching: Script.deadline)
    stage.type("o" + rows + String(repeating: "+", count: 60))
    let before = stage.options?.wanted
    stage.type("+")
    #expect(stage.model.status == words)
    #expect(stage.options?.wanted == before)
  }

  /// Nobody chose the row that the run is about just now.
  @Test func withoutAChosenRowTheyAreThoseOfTheOutermostGroup() {
    var stage = Stage(watching: Script.dashboard)
    stage.type("20lo")
    #expect(stage.options?.group == "root")
    stage.press(.escape)
    // thumb-1 is the sixth row.
    stage.type("99k5jo")
    #expect(stage.options?.group == "root/render/thumbs")
  }

  @Test func tabGoesFromGroupToGroup() {
    var stage = Stage(watching: Script.dashboard)
    stage.type("oj-")
    #expect(stage.options?.changes.isEmpty == false)
    stage.press(.tab)
    #expect(stage.options?.group == "root/render/thumbs")
    #expect(stage.options?.option == .limit)
    #expect(stage.options?.changes.isEmpty == true)
    stage.press(.tab)
    #expect(stage.options?.group == "root")
    var alone = open()
    alone.press(.tab)
    #expect(alone.model.status == "This is the only group.")
  }

  @Test func enterKeepsTheTime() {
    var stage = open()
    stage.run = { _ in .here(Recording(Script.pairWithFinish)) }
    stage.type("j-")
    stage.press(.enter)
    #expect(stage.model.place == .main)
    #expect(stage.session.branches.branch.change == "set limit of root to 2")
    #expect(stage.session.cursor.t == Context.Instant(nanoseconds: 200_000_000))
  }
}
