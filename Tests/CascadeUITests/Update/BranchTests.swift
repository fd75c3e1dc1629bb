import Cascade
import CascadeTerminal
import CascadeTrace
import TestSupport
import Testing

@testable import CascadeUI

/// Going from branch to branch: nothing is edited, nothing is lost.
@Suite struct BranchTests {
  static let cancel = Variation.none.adding(
    .intervention(
      Intervention(at: Cursor(position: 13, t: Context.Instant(nanoseconds: 200_000_000)), on: "root/pack", .cancel)))
  static let finish = Variation.none.adding(
    .intervention(
      Intervention(at: Cursor(position: 13, t: Context.Instant(nanoseconds: 200_000_000)), on: "root/pay", .finish))
  )

  /// A run with the branches A, B (from A) and C (from A), looked at in C.
  private func threeBranches() -> Stage {
    var stage = Stage(watching: Script.pair, title: "Two jobs")
    stage.branchOff(Self.cancel, "cancel pack")
    stage.type("u")
    stage.branchOff(Self.finish, "finish pay")
    return stage
  }

  @Test func aChangeMakesABranchAndKeepsTheOther() {
    var stage = Stage(watching: Script.pair, title: "Two jobs")
    #expect(!stage.canvas.lines[0].contains("branch"))
    stage.branchOff(Self.cancel, "cancel pack")
    #expect(stage.session.branches.branch.letter == "B")
    #expect(stage.session.branches.branch.start == 12)
    #expect(stage.session.recording.log.elementsEqual(Script.pairWithCancel))
    #expect(stage.canvas.lines[0].contains("branch B"))
    stage.type("u")
    #expect(stage.session.branches.branch.letter == "A")
    #expect(stage.session.recording.log.elementsEqual(Script.pair))
    #expect(stage.session.branches.all.count == 2)
  }

  @Test func changesFromOutsideAreBranchesOfOneAnother() {
    var stage = Stage(watching: Script.pair, title: "Two jobs")
    stage.send(.branched(Self.cancel, Recording(Script.pairWithCancel), change: "cancel \u{1B}[2Jpack"))
    #expect(stage.session.branches.branch.letter == "B")
    #expect(stage.session.branches.branch.parent == 0)
    // Just after the first event that isn't the same.
    #expect(stage.position == 13)
    #expect(stage.model.status == "Branch B starts at event 12. u goes back to A.")
    #expect(!stage.session.branches.branch.change.unicodeScalars.contains("\u{1B}"))
    stage.send(.branched(Self.finish, Recording(Script.pairWithFinish), change: "finish pay"))
    #expect(stage.session.branches.branch.letter == "C")
    #expect(stage.session.branches.branch.parent == 1)
    stage.type("uu")
    #expect(stage.session.recording.log.elementsEqual(Script.pair))
  }

  private static let other = Opening(name: "deadline", title: "Too slow", recording: Recording(Script.deadline))
  private static let first = Opening(name: "first-failure", title: "Two jobs", recording: Recording(Script.pair))

  @Test func whatWasTriedIsThereAgainAfterAnotherScenario() {
    var stage = threeBranches()
    stage.send(.opened(Self.other))
    #expect(stage.session.branches.all.count == 1)
    stage.send(.opened(Self.first))
    #expect(stage.session.branches.all.map(\.letter) == ["A", "B", "C"])
    // What is opened is what the file says.
    #expect(stage.session.branches.branch.letter == "A")
    #expect(stage.session.recording.log.elementsEqual(Script.pair))
    #expect(stage.position == 0)
    stage.press(.control("r"))
    #expect(stage.session.branches.branch.letter == "C")
    #expect(stage.session.recording.log.elementsEqual(Script.pairWithFinish))
  }

  /// A file that was changed on the disk meanwhile is another run, for which nothing of the old one is true.
  @Test func whatWasTriedInAnotherRunOfThatNameIsForgotten() {
    var stage = threeBranches()
    stage.send(.opened(Self.other))
    stage.send(.opened(Opening(name: "first-failure", title: "Two jobs", recording: Recording(Script.deadline))))
    #expect(stage.session.branches.all.count == 1)
  }

  @Test func quittingWithBranchesIsAskedOnce() {
    var stage = threeBranches()
    stage.type("q")
    #expect(!stage.effects.contains(.quit))
    #expect(stage.model.status == "Quitting discards your 2 branches. Press q again to quit.")
    stage.type("lq")
    #expect(!stage.effects.contains(.quit))
    stage.type("q")
    #expect(stage.effects.contains(.quit))
  }

  @Test func branchesOfAScenarioThatWasLeftCountToo() {
    var stage = threeBranches()
    stage.send(.opened(Self.other))
    stage.type("q")
    #expect(!stage.effects.contains(.quit))
    stage.press(.control("c"))
    #expect(stage.effects.contains(.quit))
  }

  @Test func branchesThatAreNotShownLeaveAnEllipsis() {
    var stage = threeBranches()
    #expect(stage.canvas.lines.contains { $0.contains("branches  A   B from 12") })
    stage.branchOff(BranchTests.cancel.adding(.seed(8)), "set seed to 8, " + String(repeating: "and so on ", count: 6))
    #expect(stage.canvas.lines.contains { $0.contains("branches  … D from") })
  }

  @Test func undoAndRedoFollowTheWayThatWasTaken() {
    var stage = threeBranches()
    #expect(stage.session.branches.branch.letter == "C")
    stage.type("u")
    #expect(stage.session.branches.branch.letter == "A")
    stage.press(.control("r"))
    #expect(stage.session.branches.branch.letter == "C")
    stage.press(.control("r"))
    #expect(stage.model.status == "Nothing to redo.")
    stage.type("uu")
    #expect(stage.model.status?.hasPrefix("Nothing to undo") == true)
  }

  @Test func theSameChangeAgainIsTheSameBranch() {
    var stage = threeBranches()
    stage.type("u")
    stage.branchOff(Self.cancel, "cancel pack")
    #expect(stage.session.branches.branch.letter == "B")
    #expect(stage.session.branches.all.count == 3)
  }

  @Test func switchingKeepsTheTimeAndTheRow() {
    var stage = threeBranches()
    stage.type("j")
    stage.model.session?.look(from: Cursor(position: 14, t: Context.Instant(nanoseconds: 320_000_000)))
    let pack = stage.session.recording.roster.number(of: "root/pack")!
    stage.model.session?.selection = .pinned(pack)
    stage.type("b")
    stage.press(.up, .up, .enter)
    #expect(stage.session.branches.branch.letter == "A")
    #expect(stage.session.cursor.t == Context.Instant(nanoseconds: 320_000_000))
    #expect(stage.session.selected == stage.session.recording.roster.number(of: "root/pack"))
  }

  @Test func theListShowsWhereEachCameFrom() {
    var stage = threeBranches()
    stage.type("b")
    #expect(stage.model.place == .branches)
    let screen = stage.canvas.description
    #expect(screen.contains("A        the original run"))
    #expect(screen.contains("B        from A at event 12: cancel pack"))
    #expect(screen.contains("C  here  from A at event 12: finish pay"))
    stage.press(.escape)
    #expect(stage.model.place == .main)
  }

  @Test func aNameIsTypedAndEveryLetterIsText() {
    var stage = threeBranches()
    stage.type("B")
    #expect(stage.model.place == .field)
    stage.type("quit? x 2A")
    stage.press(.backspace)
    stage.send(.pasted("\u{1B}[31m\nT"))
    #expect(stage.model.dialog?.field?.text == "quit? x 2[31m T")
    #expect(stage.effects.isEmpty)
    stage.press(.enter)
    #expect(stage.model.place == .main)
    #expect(stage.session.branches.branch.name == "quit? x 2[31m T")
    #expect(stage.canvas.lines[0].contains("branch C, quit? x 2"))
  }

  @Test func escapeLeavesTheNameAsItWas() {
    var stage = threeBranches()
    stage.type("Bfirst")
    stage.press(.enter)
    stage.type("Bsecond")
    stage.press(.escape)
    #expect(stage.model.place == .main)
    #expect(stage.session.branches.branch.name == "first")
  }

  @Test func pastingElsewhereDoesNothing() {
    var stage = threeBranches()
    let before = stage.canvas
    stage.send(.pasted("qqq"))
    #expect(stage.canvas == before)
    #expect(stage.effects.isEmpty)
  }

  @Test(arguments: ["b", "B"])
  func liveRunsRefuseInWords(_ key: String) {
    var stage = Stage(watching: Script.pair, isLive: true)
    stage.type(key)
    #expect(stage.model.dialog == nil)
    #expect(stage.model.status == "This run is live and can't be repeated with a change.")
  }

  @Test func restartingKeepsTheBranches() {
    var stage = threeBranches()
    stage.send(.opened(Opening(name: "first-failure", title: "Two jobs", recording: Recording(Script.pair))))
    #expect(stage.session.branches.all.count == 3)
    #expect(stage.position == 0)
    stage.send(.opened(Opening(name: "deaf", title: "Another", recording: Recording(Script.calm))))
    #expect(stage.session.branches.all.count == 1)
  }

  @Test(arguments: [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (702, "AAA")])
  func lettersGoOnAfterZ(_ index: Int, _ letter: String) {
    #expect(Branches.letter(index) == letter)
  }

  @Test func previewsAreDroppedAndWhatIsInUseStays() {
    var runs = Runs(original: Recording(Script.pair))
    let seeds = (0..<100).map { Variation([.seed(UInt64($0))]) }
    for variation in seeds {
      #expect(runs.want(variation) == [.run(variation)])
      #expect(runs.want(variation).isEmpty)
      runs.take(variation, .here(Recording(Script.pair)))
      if variation == seeds[0] { runs.keep(variation) }
    }
    #expect(runs.recording(of: .none) != nil)
    #expect(runs.recording(of: seeds[0]) != nil)
    #expect(runs[seeds[1]] == nil)
    #expect(runs[seeds[99]] != nil)
    #expect(runs.want(seeds[1]) == [.run(seeds[1])])
  }
}

extension Stage {
  /// Makes a branch as a dialog does, with the events that were written down for it.
  mutating func branchOff(_ variation: Variation, _ change: String) {
    _ = model.session?.runs.want(variation)
    send(.ran(variation, Script.pair(with: variation)))
    model.branchOff(variation, change: change)
  }
}
