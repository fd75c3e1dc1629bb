import Cascade
import CascadeTerminal
import CascadeTrace
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
    #expect(stage.options?.made.kind == "errgroup")
    #expect(stage.options?.made.limit == 3)
    #expect(stage.options?.made.timeout == nil)
    #expect(stage.effects.isEmpty)
    #expect(stage.canvas.description.contains("PREVIEW  Nothing is changed so far."))
  }

  @Test func aTurnedSwitchIsRunFromTheStart() {
    var stage = open()
    stage.type("j-")
    #expect(stage.effects == [.run(Variation([.option(OptionChange("root", .limit(2)))]))])
    #expect(stage.canvas.description.contains("2  (was 3)"))
    stage.type("+")
    #expect(stage.options?.changes == [])
    stage.press(.enter)
    #expect(stage.model.place == .options)
  }

  @Test(arguments: [("--", 1), ("9-", 0), ("+", nil), ("9+", nil), ("+-", 3)] as [(String, Int?)])
  func aLimitBeyondTheTasksIsNone(_ keys: String, _ limit: Int?) {
    var stage = open()
    stage.type("j" + keys)
    #expect(stage.options?.wanted.limit == limit)
  }

  @Test func kindsGoInACircle() {
    var stage = open()
    for _ in GroupSetup.kinds { stage.press(.right) }
    #expect(stage.options?.changes == [])
    stage.press(.left)
    #expect(stage.options?.wanted.kind == "swift-discarding")
  }

  @Test func queuedWorkIsCalledAsInFiles() {
    #expect(GroupSetup.queuedWork == ["start", "start-without-spawner", "skip-after-failure"])
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
    #expect(stage.options?.changes == [])
  }

  @Test func aLimitThatIsNoNumberIsRefused() {
    var stage = open()
    stage.type("je")
    stage.press(.control("u"))
    stage.type("two")
    stage.press(.enter)
    #expect(stage.options?.trial.outlook == .refused("A limit is a number of tasks, or none."))
    #expect(stage.canvas.description.contains("CAN'T BE A limit is a number of tasks, or none."))
    #expect(stage.canvas.description.contains("Enter takes it; Esc leaves it as it was"))
    #expect(stage.model.place == .field)
  }

  @Test(arguments: [
    ("j", "No limit is the most. Less makes one."), ("jj", "No timeout is the longest. Less makes one."),
  ])
  func moreThanNoneIsAnsweredInWords(_ rows: String, _ words: String) {
    var stage = Stage(watching: Script.deadline)
    stage.type("o" + rows + "99+")
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
    // thumb-1 is the ninth row.
    stage.type("99k7jo")
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
    #expect(stage.watch.branches.branch.change == "set limit of root to 2")
    #expect(stage.watch.cursor.t == Instant(nanoseconds: 200_000_000))
  }
}
