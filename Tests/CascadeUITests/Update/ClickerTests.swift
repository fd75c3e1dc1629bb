import Cascade
import CascadeScenarios
import CascadeTerminal
import CascadeTrace
import TestSupport
import Testing

@testable import CascadeUI

/// What a clicker sends: PgDn, PgUp, `.`, F5 and Esc, and nothing else.
@Suite struct ClickerTests {
  static let keys: [Key] = [.pageDown, .pageUp, .character("."), .function(5), .escape]

  /// Presses, and opens what is asked for as the program would.
  private func press(_ key: Key, on stage: inout Stage) {
    let before = stage.effects.count
    stage.press(key)
    for case .open(let name) in stage.effects[before...] { stage.open(name) }
  }

  /// The small runs that a list offers.
  private func course() -> Stage {
    var stage = Stage(gallery: Stage.course)
    stage.open("all-well")
    return stage
  }

  @Test func aWholeCourseIsGivenWithOneKey() {
    var stage = course()
    var seen = [stage.session.name]
    var presses = 0
    while presses < 600 {
      let before = (stage.session.name, stage.position)
      press(.pageDown, on: &stage)
      presses += 1
      if stage.session.name != seen.last {
        // Never without having said so, and never before the end.
        #expect(before.1 == stage.position || before.1 > 0)
        seen.append(stage.session.name)
        #expect(stage.position == 0)
      }
      if stage.model.status == "The end. This is the last scenario." { break }
    }
    #expect(seen == Gallery.all.map(\.name))
    #expect(!stage.effects.contains(.quit))
  }

  @Test func theSameWayLeadsBack() {
    var stage = course()
    for _ in 0..<40 { press(.pageDown, on: &stage) }
    #expect(stage.session.name != "all-well")
    for _ in 0..<60 { press(.pageUp, on: &stage) }
    #expect(stage.session.name == "all-well" && stage.position == 0)
    #expect(stage.model.status == "The start. This is the first scenario.")
  }

  @Test func atEitherEndTheFirstPressOnlySaysWhatComes() throws {
    var stage = course()
    stage.type("G")
    let end = stage.position
    press(.pageDown, on: &stage)
    let title = try #require(Stage.course.first { $0.name == "first-failure" }?.title)
    #expect(stage.model.status == "The end. PgDn: \(title)")
    #expect(stage.session.name == "all-well" && stage.position == end)
    // Anything else means that it isn't wanted.
    press(.pageUp, on: &stage)
    stage.type("G")
    press(.pageDown, on: &stage)
    #expect(stage.session.name == "all-well")
    press(.pageDown, on: &stage)
    #expect(stage.session.name == "first-failure" && stage.position == 0)
    press(.pageUp, on: &stage)
    #expect(stage.session.name == "first-failure")
    press(.pageUp, on: &stage)
    #expect(stage.session.name == "all-well" && stage.position == end)
  }

  @Test func f5OpensTheChosenRow() {
    var stage = course()
    stage.type("3l")
    press(.escape, on: &stage)
    press(.function(5), on: &stage)
    #expect(stage.session.name == "all-well" && stage.position == 3, "where it was left")
    press(.escape, on: &stage)
    press(.pageDown, on: &stage)
    press(.function(5), on: &stage)
    #expect(stage.model.place == .main && stage.session.name == "first-failure" && stage.position == 0)
  }

  @Test func escapeStopsWhatPlaysBeforeItLeaves() {
    var stage = course()
    press(.function(5), on: &stage)
    stage.send(.tick(now: .zero))
    #expect(stage.session.playback.isPlaying)
    press(.escape, on: &stage)
    #expect(stage.model.place == .main && stage.session.playback == .paused)
    press(.escape, on: &stage)
    #expect(stage.model.place == .gallery)
    // In the detail of a row and where two runs are compared, too.
    var detail = course()
    detail.press(.enter)
    detail.type(" ")
    press(.escape, on: &detail)
    #expect(detail.model.place == .detail && detail.session.playback == .paused)
    var compared = Stage(running: ComparedPage.page)
    compared.type("vgg ")
    #expect(compared.model.comparing?.isPlaying == true)
    compared.press(.escape)
    #expect(compared.model.place == .compare && compared.model.comparing?.isPlaying == false)
    compared.press(.escape)
    #expect(compared.model.place == .main)
  }

  /// A cascade that travels plays, too.
  @Test func escapeEndsATravelAndNoMore() {
    var stage = Stage(watching: Script.dashboard)
    stage.arrivesAtOnce = false
    stage.type("f")
    stage.press(.pageDown)
    stage.send(.tick(now: .zero))
    #expect(stage.session.playback.travel != nil)
    stage.press(.escape)
    #expect(stage.model.place == .main && stage.session.playback == .paused)
  }

  @Test(arguments: [Key.pageDown, .character("."), .character("x"), .escape, .function(5), .enter])
  func theBlankScreenIsThereUntilTheNextKey(_ key: Key) {
    var stage = Stage(watching: Script.dashboard)
    stage.type("f")
    let before = stage.canvas
    stage.type(".")
    #expect(stage.canvas == Canvas(size: stage.size, charset: .unicode))
    #expect(stage.model.nextTick == nil)
    stage.press(key)
    #expect(stage.canvas == before, "the key does nothing else")
  }

  @Test func whileTheScreenIsBlankNoTimePasses() {
    var stage = Stage(watching: Script.dashboard)
    stage.type(" ")
    stage.send(.tick(now: .zero))
    stage.type(".")
    stage.send(.resumed)
    stage.type(".")
    stage.send(.tick(now: .zero.advanced(by: .seconds(60))))
    #expect(stage.session.cursor.t == .zero)
    stage.type(".")
    stage.press(.control("c"))
    #expect(stage.effects == [.quit])
  }

  /// A full stop in a text is one.
  @Test func inATextItIsACharacter() {
    var stage = Stage(running: ComparedPage.page)
    stage.type("B1.5")
    #expect(stage.model.dialog?.field?.text == "1.5" && !stage.model.isBlank)
  }

  @Test func whereTwoRunsAreComparedTheSameKeyLeadsBack() {
    var stage = Stage(running: ComparedPage.page)
    stage.type("v")
    stage.press(.pageDown)
    #expect(stage.model.status == "PgDn: back to the run." && stage.model.place == .compare)
    stage.press(.pageDown)
    #expect(stage.model.place == .main)
  }

  /// Whatever a clicker sends, in whatever state: no question, nothing lost, and with PgDn alone it goes on from there.
  @Test(arguments: Effort.seeds(8)) func noKeyOfItsEverHurts(_ seed: UInt64) {
    var random = Seeded(seed)
    var stage = Stage(running: ComparedPage.page)
    stage.type("jjjx")
    stage.press(.enter)
    let branches = stage.session.branches.all.count
    for _ in 0..<60 {
      if Int.random(in: 0..<8, using: &random) == 0 {
        stage.type(["s", "v", "\n", "?", "z", "b", "i"].randomElement(using: &random)!)
      }
      press(Self.keys.randomElement(using: &random)!, on: &stage)
      #expect(!stage.effects.contains(.quit) && !stage.model.hasAskedToQuit)
      #expect(
        stage.model.session == nil || stage.model.session?.name != "page"
          || stage.session.branches.all.count == branches)
    }
  }

  /// What is opened is what the file says; what was tried in it before is in the list of branches.
  @Test func aScenarioOpensAsItsFileIs() throws {
    var stage = course()
    press(.pageDown, on: &stage)
    stage.open("first-failure")
    let scenario = try Gallery.named("first-failure").scenario()
    stage.run = { variation in
      (try? ScenarioRun(scenario, variation: variation)).map { .here(Recording($0.events)) } ?? .refused("no")
    }
    stage.type("F!")
    if stage.model.dialog != nil { stage.press(.enter) }
    #expect(stage.session.branches.branch.letter == "B")
    stage.open("deaf-task")
    stage.open("first-failure")
    #expect(stage.session.branches.all.count == 2)
    #expect(stage.session.branches.branch.letter == "A" && stage.position == 0)
  }
}
