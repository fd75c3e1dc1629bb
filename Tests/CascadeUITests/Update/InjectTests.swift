import Cascade
import CascadeScenarios
import CascadeTerminal
import CascadeTrace
import TestSupport
import Testing

@testable import CascadeUI

/// Asking what if: the target is named, the effect is told before it is done, the old future stays.
@Suite struct InjectTests {
  /// The rows of the small run: main, root, pay, pack.
  private static let pay = "j"
  private static let pack = "jjj"

  @Test func thePreviewIsRunBeforeAnythingIsApplied() {
    var stage = Stage.pair()
    stage.type("\(Self.pack)x")
    #expect(stage.model.place == .intervention)
    let hand = Intervention(
      at: Cursor(position: 12, t: Context.Instant(nanoseconds: 200_000_000)), on: "root/pack", .cancel)
    #expect(stage.effects == [.run(Variation([.intervention(hand)]))])
    #expect(stage.session.branches.all.count == 1)
    let screen = stage.canvas.description
    #expect(screen.contains("What if? pack at 0.200 s"))
    #expect(screen.contains("PREVIEW  pack fails first, with \"context canceled\"."))
    #expect(screen.contains("Enter: make branch B from event 12 (A is kept)"))
  }

  @Test func enterMakesTheBranchAndStandsAtTheHand() {
    var stage = Stage.pair()
    stage.type("\(Self.pack)x")
    stage.press(.enter)
    #expect(stage.model.place == .main)
    #expect(stage.session.branches.branch.letter == "B")
    #expect(stage.session.branches.branch.change == "cancel pack")
    #expect(stage.position == 13)
    #expect(stage.session.cursor.t == Context.Instant(nanoseconds: 200_000_000))
    #expect(stage.model.status == "Branch B starts at event 12. u goes back to A.")
  }

  @Test func nothingIsAppliedBeforeThePreviewIsThere() {
    var stage = Stage.pair()
    stage.run = nil
    stage.type("\(Self.pack)x")
    #expect(stage.canvas.description.contains("PREVIEW  running it"))
    stage.press(.enter)
    #expect(stage.model.place == .intervention)
    #expect(stage.session.branches.all.count == 1)
  }

  @Test func whatIsRefusedChangesNothing() {
    var stage = Stage.pair()
    stage.run = { _ in .refused("a delay of 0ms can't be") }
    stage.type("\(Self.pay)id")
    #expect(stage.canvas.description.contains("REFUSED  a delay of 0ms can't be"))
    stage.press(.enter)
    #expect(stage.model.place == .intervention)
    #expect(stage.session.branches.all.count == 1)
    stage.press(.escape)
    #expect(stage.model.place == .main)
  }

  @Test func eachLetterChoosesAnAction() {
    var stage = Stage.pair()
    stage.type("\(Self.pay)i")
    for (letter, kind) in [
      ("x", ActionKind.cancel), ("f", .fail), ("d", .delay), ("n", .finish), ("!", .listening), ("p", .panic),
      ("t", .deadline), ("g", .add),
    ] {
      stage.type(letter)
      #expect(stage.inject?.item.action.kind == kind)
    }
    #expect(stage.model.place == .intervention)
  }

  @Test func numbersTurnByStepsOrAreTyped() {
    var stage = Stage.pair()
    stage.type("\(Self.pay)id")
    #expect(stage.inject?.item.action == .delay(.milliseconds(25)))
    stage.type("+")
    #expect(stage.inject?.item.action == .delay(.milliseconds(30)))
    stage.type("-----")
    #expect(stage.inject?.item.action == .delay(.milliseconds(5)))
    stage.type("--")
    #expect(stage.inject?.item.action == .delay(.milliseconds(5)))
    stage.type("12ms")
    #expect(stage.model.place == .field)
    stage.press(.enter)
    #expect(stage.inject?.item.action == .delay(.milliseconds(12)))
    stage.type("t")
    #expect(stage.inject?.item.action == .deadline(Context.Instant(nanoseconds: 205_000_000)))
    stage.type("--")
    #expect(stage.inject?.item.action == .deadline(Context.Instant(nanoseconds: 205_000_000)))
    stage.type("+++")
    #expect(stage.inject?.item.action == .deadline(Context.Instant(nanoseconds: 220_000_000)))
    // What has no number counts as before, and does nothing with it.
    stage.type("x5")
    #expect(stage.model.place == .intervention)
  }

  @Test(arguments: [
    ("d", "0ms", "A delay must be longer than 0."), ("f", " ", "An error needs a text."),
    ("p", "  ", "An error needs a text."), ("t", "100ms", "0.100 s is in the past: the run is at 0.200 s."),
    ("g", "pack", "The name \"pack\" is already taken."),
  ])
  func whatIsPlainlyWrongKeepsTheLineOpen(_ key: String, _ typed: String, _ words: String) {
    var stage = Stage.pair()
    stage.type("\(Self.pay)i\(key)e")
    let before = stage.inject?.item
    stage.press(.control("u"))
    stage.type(typed)
    stage.press(.enter)
    #expect(stage.model.place == .field)
    #expect(stage.inject?.trial.outlook == .refused(words))
    #expect(stage.inject?.item == before)
  }

  /// Within the walk of a cancellation nothing can be done; the dialog says when it is.
  @Test func whereMoreHappensAtOnceTheDialogSaysWhenTheChangeHappens() {
    var stage = Stage(running: ComparedPage.page)
    stage.type("fjji")
    #expect(stage.canvas.description.contains("Your change would come after all other events at 1.200 s."))
    stage.press(.escape)
    stage.type("Fi")
    #expect(!stage.canvas.description.contains("Your change"))
  }

  @Test func onATaskThatIsOutTheDialogSaysWhyItIsShort() {
    var stage = Stage(running: ComparedPage.page)
    stage.type("fi")
    #expect(stage.inject?.items.count == 1)
    #expect(stage.canvas.description.contains("It has returned. F goes to just before the first failure."))
    stage.press(.escape)
    // Before the failure it was out already.
    stage.type("ki")
    #expect(stage.canvas.description.contains("It has returned. Step back to change it."))
    stage.press(.escape)
    stage.type("F")
    #expect(stage.session.selected.map { stage.session.state.row(number: $0).name } == "fetch-orders")
    stage.type("i")
    #expect(stage.inject?.items.count ?? 0 > 5)
    #expect(stage.inject?.note == nil)
  }

  @Test func textIsTypedAndLettersAreText() {
    var stage = Stage.pair()
    stage.type("\(Self.pay)ife")
    #expect(stage.model.place == .field)
    stage.press(.control("u"))
    stage.type("quit x 3")
    stage.press(.backspace, .enter)
    #expect(stage.model.place == .intervention)
    #expect(stage.inject?.item.action == .fail("quit x "))
    #expect(!stage.effects.contains(.quit))
  }

  @Test func escapeLeavesOneLevelAtATime() {
    var stage = Stage.pair()
    stage.type("\(Self.pay)ifelater")
    stage.press(.escape)
    #expect(stage.model.place == .intervention)
    #expect(stage.inject?.item.action == .fail("timeout"))
    stage.press(.escape)
    #expect(stage.model.place == .main)
  }

  /// What stands there is replaced by what is typed, unless one moves in it first.
  @Test func typingReplacesWhatStoodThere() {
    var stage = Stage.pair()
    stage.type("\(Self.pay)ifelater")
    #expect(stage.model.dialog?.field?.text == "later")
    stage.press(.escape)
    stage.type("e")
    stage.press(.home)
    stage.type("a ")
    #expect(stage.model.dialog?.field?.text == "a timeout")
  }

  @Test func aKeyForWhatCannotBeDoneSaysWhy() {
    var stage = Stage.pair()
    stage.stand(at: 16, milliseconds: 310)
    stage.type("\(Self.pack)ix")
    #expect(stage.model.status == "pack can't be cancelled now: it was already told.")
    stage.type("t")
    #expect(stage.model.status == "pack can't be given a deadline now: it was already told.")
  }

  /// Whether it listens isn't the reason: nobody is told twice.
  @Test func whoWasToldIsNotToldAgain() throws {
    var stage = Stage(running: try Gallery.named("deaf-task").scenario())
    stage.type("fjj")
    while stage.session.state.row("root/print-label")?.toldAt == nil { stage.press(.right) }
    stage.type("x")
    #expect(stage.session.selected.map { stage.session.state.row(number: $0).taskState } == .deaf)
    #expect(stage.model.status == "print-label can't be cancelled now: it was already told.")
    // Who is out is out, told or not.
    stage.press(.escape)
    stage.type("Gx")
    #expect(stage.model.status?.contains("told already") != true)
  }

  @Test(arguments: [("-1s", "A duration can't be negative: \"-1s\"."), ("soon", "\"soon\" isn't a duration")])
  func badTimesAreRefusedInWords(_ typed: String, _ words: String) {
    var stage = Stage.pair()
    stage.type("\(Self.pay)ide")
    stage.press(.control("u"))
    stage.type(typed)
    stage.press(.enter)
    #expect(stage.model.place == .field)
    guard case .refused(let why)? = stage.inject?.trial.outlook else {
      Issue.record("it isn't refused")
      return
    }
    #expect(why.hasPrefix(words))
    #expect(stage.canvas.description.contains("REFUSED"))
    #expect(stage.inject?.item.action == .delay(.milliseconds(25)))
  }

  @Test func anAddedTaskHasANameADurationAndAnEnding() {
    var stage = Stage.pair()
    stage.type("\(Self.pay)ig")
    stage.press(.right)
    stage.type("e")
    stage.press(.control("u"))
    stage.type("mail")
    stage.press(.tab, .control("u"))
    stage.type("1.5s")
    stage.press(.tab, .control("u"))
    stage.type("bounced")
    stage.press(.enter)
    let task = Intervention.AddedTask(name: "mail", work: .milliseconds(1_500), ending: .fails("bounced"))
    #expect(stage.inject?.item.action == .add(task))
    #expect(stage.inject?.item.target == "root")
  }

  @Test func aGroupCanBeCancelledEndedAndGivenATask() {
    var stage = Stage.pair()
    stage.type("i")
    #expect(stage.inject?.items.map(\.action.kind) == [.cancel, .deadline, .add])
    #expect(stage.inject?.target == "root")
  }

  @Test func onlyWhatMakesSenseIsOffered() {
    var stage = Stage.pair()
    stage.type("G\(Self.pay)i")
    #expect(stage.model.status == "The run is over. Step back to change it.")
    stage.type("ggi")
    #expect(stage.model.dialog == nil)
  }

  @Test func aToldTaskCannotBeToldAgain() {
    var stage = Stage.pair()
    stage.stand(at: 16, milliseconds: 310)
    stage.type("\(Self.pack)x")
    #expect(stage.model.dialog == nil)
    #expect(stage.model.status == "pack can't be cancelled now: it was already told.")
    stage.type("i")
    #expect(stage.inject?.items.map(\.action.kind) == [.fail, .delay, .finish, .listening, .panic, .add])
  }

  /// A call that tasks share stands in no file, so that no change could name it.
  @Test func aSharedCallIsChangedByThoseWhoWait() throws {
    var stage = Stage(running: try Gallery.named("single-flight").scenario())
    stage.stand(at: 12, milliseconds: 60)
    let call = try #require(stage.session.state.tasks.first { $0.id.hasSuffix("user 7") })
    for _ in 0..<9 where stage.session.selected != call.number { stage.type("k") }
    #expect(stage.session.selected == call.number)
    for key in ["i", "x", "!"] {
      stage.type(key)
      #expect(stage.model.dialog == nil, "\(key)")
      #expect(stage.model.status == "user 7 is a call that tasks share: change one that waits for it.")
    }
  }

  @Test func askingPauses() {
    var stage = Stage.pair()
    stage.type(" ")
    #expect(stage.session.playback.isPlaying)
    stage.type("\(Self.pay)i")
    #expect(stage.session.playback == .paused)
    #expect(stage.model.nextTick == nil)
  }

  @Test func liveRunsRefuseInWords() {
    for key in ["i", "x", "!", "o"] {
      var stage = Stage(watching: Script.pair, isLive: true)
      stage.type(key)
      #expect(stage.model.dialog == nil)
      #expect(stage.model.status?.hasPrefix("This run is live") == true)
    }
  }

  @Test func aBranchOfABranchKeepsBothChanges() {
    var stage = Stage.pair()
    stage.type("\(Self.pack)x")
    stage.press(.enter)
    stage.type("k!")
    guard case .run(let variation)? = stage.effects.last else { return #expect(Bool(false)) }
    #expect(variation.changes.count == 2)
    stage.press(.enter)
    #expect(stage.session.branches.branch.letter == "C")
    stage.type("uu")
    #expect(stage.session.branches.branch.letter == "A")
  }
}

extension Stage {
  /// The open dialog of what if.
  var inject: InterventionDialog? {
    model.dialog as? InterventionDialog
  }

  /// The open options of a group.
  var options: OptionsDialog? {
    model.dialog as? OptionsDialog
  }

  /// The open choice of two sides.
  var sides: SideChooser? {
    model.dialog as? SideChooser
  }
}
