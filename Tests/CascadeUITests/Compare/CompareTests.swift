import Cascade
import CascadeNarration
import CascadeScenarios
import CascadeTerminal
import CascadeTrace
import TestSupport
import Testing

@testable import CascadeUI

/// Two runs side by side: how one comes there, what the keys do, and what it says where it can't.
@Suite struct CompareTests {
  private var comparing: Stage {
    var stage = Stage(running: ComparedPage.page)
    stage.type("v")
    return stage
  }

  @Test func byDefaultTheFileStandsAgainstAWaitGroup() throws {
    let stage = comparing
    #expect(stage.model.place == .compare)
    let open = try #require(stage.model.comparing)
    #expect([open.a.name, open.b.name] == ["waitgroup", "errgroup"])
    #expect(open.b.source == .variation(.none))
    #expect(stage.effects.count == 1, "the file's own run is here: \(stage.effects)")
    #expect(open.t == Context.Instant(nanoseconds: 2_600_000_000))
    #expect(open.comparison?.footing == .same(Context.Instant(nanoseconds: 1_200_000_000)))
  }

  @Test func aBranchStandsAgainstItsParent() throws {
    var stage = Stage(watching: Script.pair, title: "Two jobs")
    stage.branchOff(BranchTests.cancel, "cancel pack")
    stage.type("v")
    let open = try #require(stage.model.comparing)
    #expect([open.a.name, open.b.name] == ["branch A", "branch B"])
    #expect(stage.canvas.lines.contains { $0.contains("B  branch B: ") })
    #expect(open.comparison?.b.recording.log.elementsEqual(Script.pairWithCancel) == true)
    let lesson = try #require(open.moment?.lesson.first)
    #expect(lesson.contains("on A the first failure is at 0.300 s, on B the cancellation at 0.200 s"), "\(lesson)")
  }

  @Test func aWaitGroupStandsAgainstAnErrorGroup() throws {
    var scenario = ComparedPage.page
    scenario.group.kind = .waitgroup
    var stage = Stage(running: scenario)
    stage.type("v")
    let open = try #require(stage.model.comparing)
    #expect([open.a.name, open.b.name] == ["errgroup", "waitgroup"])
  }

  @Test func aShutdownStandsAgainstOneWithoutAGrace() throws {
    var stage = Stage(running: try Gallery.named("shutdown").scenario())
    stage.type("v")
    let open = try #require(stage.model.comparing)
    #expect([open.a.name, open.b.name] == ["no grace period", "with grace period"])
    #expect(open.a.change == "cancel root at 0.500 s")
    #expect(open.comparison?.footing == .same(Context.Instant(nanoseconds: 500_000_000)))
  }

  @Test func contextsAloneStandBesideNothing() {
    var stage = Stage()
    stage.open("contexts")
    for key in ["v", "V"] {
      stage.type(key)
      #expect(stage.model.place == .main)
      #expect(stage.model.status?.hasPrefix("A scenario of contexts has no tasks") == true)
    }
  }

  /// An error that no side returns is in the lesson.
  @Test func anErrorThatNoSideReturnsIsTold() throws {
    var stage = Stage(running: try Gallery.named("hidden-error").scenario())
    stage.type("v")
    let lesson = try #require(stage.model.comparing?.moment?.lesson)
    #expect(
      lesson.contains(
        "Wait returns nil on A and \"context canceled\" on B; neither side returns \"block 812 is corrupt\" from "
          + "read-blocks."))
  }

  /// Enter takes what a and b have chosen, and says so where they haven't.
  @Test func choosingALineIsNotYetTakingIt() {
    var stage = comparing
    stage.type("Vj")
    stage.press(.enter)
    #expect(stage.model.place == .sides)
    #expect(stage.model.status == "Choose a side first: a for side A, b for side B.")
    stage.type("a")
    stage.press(.enter)
    #expect(stage.model.place == .compare)
    #expect(stage.model.comparing?.a.name == "zero-errgroup")
  }

  /// The side that a branch is, by whatever name, has its letter in the list.
  @Test func theSidesAreMarkedInTheList() {
    var stage = Stage(watching: Script.pair, title: "Two jobs")
    stage.branchOff(BranchTests.cancel, "cancel pack")
    stage.type("vV")
    #expect(stage.canvas.lines.contains { $0.contains(" A  errgroup") })
    #expect(stage.canvas.lines.contains { $0.contains(" B  branch B") })
  }

  @Test func aRunThatIsNotHereYetIsWaitedFor() throws {
    var stage = comparing
    stage.press(.escape)
    stage.run = nil
    stage.type("V")
    #expect(stage.model.place == .sides)
    stage.type("5ja")
    stage.press(.enter)
    #expect(stage.canvas.lines.contains { $0.contains("Running both sides.") })
    let asked = try #require(
      stage.effects.compactMap { if case .run(let variation) = $0 { variation } else { nil } }.last)
    stage.send(.ran(asked, ComparedPage.run(ComparedPage.page, with: asked)))
    #expect(stage.model.comparing?.comparison != nil)
  }

  @Test func aRunThatCannotBeHadIsSaid() {
    var stage = Stage(running: ComparedPage.page)
    stage.run = { _ in .refused("It has more than 1,000,000 events.") }
    stage.type("v")
    #expect(stage.canvas.lines.contains { $0.contains("It has more than 1,000,000 events. V chooses another.") })
    stage.type("lhdxjkG")
    stage.press(.escape)
    #expect(stage.model.place == .main)
  }

  @Test func aLiveRunIsRefusedInWords() {
    var stage = Stage(watching: Script.dashboard, isLive: true)
    for key in ["v", "V"] {
      stage.type(key)
      #expect(stage.model.place == .main)
      #expect(stage.model.status?.hasPrefix("This run is live") == true)
    }
  }

  @Test func oneClockStepsThroughBoth() throws {
    var stage = comparing
    stage.type("gg")
    #expect(stage.model.comparing?.t == .zero)
    var times: [Int64] = []
    for _ in 0..<20 {
      let before = try #require(stage.model.comparing?.t)
      stage.press(.right)
      let now = try #require(stage.model.comparing?.t)
      if now == before { break }
      times.append(now.nanoseconds / 1_000_000)
    }
    #expect(times == [300, 800, 1_200, 1_220, 1_230, 1_380, 1_600, 1_900, 2_000, 2_600])
    stage.type("3h")
    #expect(stage.model.comparing?.t == Context.Instant(nanoseconds: 1_600_000_000))
    stage.type("f")
    #expect(stage.model.comparing?.t == Context.Instant(nanoseconds: 1_200_000_000))
  }

  @Test func playingGoesByTheClockAndEndsAtTheEnd() throws {
    var stage = comparing
    stage.type(" ")
    #expect(stage.model.nextTick != nil)
    for step in 0..<40 { stage.send(.tick(now: Context.Instant(nanoseconds: Int64(step) * 100_000_000))) }
    let open = try #require(stage.model.comparing)
    #expect(!open.isPlaying)
    #expect(open.t == Context.Instant(nanoseconds: 2_600_000_000))
    #expect(stage.model.nextTick == nil)
  }

  @Test func onlyWhatDiffersIsShownWhenAsked() throws {
    var stage = comparing
    #expect(stage.model.comparing?.shown.count == 7)
    stage.type("d")
    let open = try #require(stage.model.comparing)
    let pairs = try #require(open.comparison?.pairs)
    #expect(open.shown.map { pairs[$0].id } == pairs.filter(\.differs).map(\.id))
    // It does the same on both sides, but one of them throws its result away.
    #expect(open.shown.contains { pairs[$0].id == "root/fetch-user" })
    #expect(stage.canvas.lines.contains { $0.contains("only rows that differ") })
    stage.type("d")
    #expect(stage.model.comparing?.shown.count == 7)
    let side = CompareSide(.variation(.none), name: "one")
    stage.send(.compare(side, CompareSide(.variation(.none), name: "other")))
    stage.type("d")
    #expect(stage.model.comparing?.shown.isEmpty == true)
    #expect(stage.model.status == "No row differs.")
  }

  @Test func theBarStandsOnTheFirstFailure() throws {
    let open = try #require(comparing.model.comparing)
    #expect(open.comparison?.pairs[open.shown[open.selected]].id == "root/fetch-orders")
  }

  @Test func swappingChangesTheSidesAndNothingElse() throws {
    var stage = comparing
    stage.type("f")
    let before = try #require(stage.model.comparing)
    stage.type("x")
    let after = try #require(stage.model.comparing)
    #expect(after.t == before.t)
    #expect([after.a.name, after.b.name] == ["errgroup", "waitgroup"])
    #expect(after.moment?.facts.map(\.a) == before.moment?.facts.map(\.b))
    stage.type("x")
    #expect(stage.model.comparing?.moment?.facts == before.moment?.facts)
  }

  @Test func escapeGoesOneLevelUp() {
    var stage = comparing
    stage.type("V")
    #expect(stage.model.place == .sides)
    stage.press(.escape)
    #expect(stage.model.place == .compare)
    stage.press(.escape)
    #expect(stage.model.place == .main)
    #expect(stage.model.comparing == nil)
    stage.press(.escape)
    #expect(stage.model.place == .gallery)
  }

  @Test func bothSidesCanBeChosen() throws {
    var stage = comparing
    stage.type("V")
    // The file itself, then the other kinds, then what has to be typed.
    stage.type("jjjja")
    stage.type("8j")
    guard let chooser = stage.sides else {
      Issue.record("there is no choice")
      return
    }
    #expect(chooser.a.name == "first-success")
    #expect(chooser.offers.count == 13)
    while let chooser = stage.sides, chooser.offers[chooser.selected] != .seed { stage.type("k") }
    stage.type("b")
    #expect(stage.model.place == .field)
    stage.type("soon")
    stage.press(.enter)
    #expect(stage.model.status == "\"soon\" is not a whole number.")
    stage.press(.control("u"))
    stage.type("11")
    stage.press(.enter)
    #expect(stage.model.place == .sides)
    stage.press(.enter)
    let open = try #require(stage.model.comparing)
    #expect([open.a.name, open.b.name] == ["first-success", "seed 11"])
    #expect(open.b.source == .variation(Variation([.seed(11)])))
    #expect(open.comparison != nil)
  }

  @Test func aRecordingFromAFileIsReadAndCompared() throws {
    var stage = comparing
    stage.type("V40ja")
    stage.type("runs/a.jsonl")
    stage.press(.enter, .enter)
    #expect(stage.effects.last == .read(path: "runs/a.jsonl"))
    stage.send(.read(path: "runs/a.jsonl", .here(Recording(Script.dashboard))))
    #expect(stage.model.comparing?.comparison?.a.name == "a.jsonl")
    stage.send(.opened(Opening(name: "x", title: "X", recording: Recording(Script.calm))))
    #expect(stage.model.place == .main)
  }

  @Test func theBatchShowsWhatAnErrorGroupThrowsAway() throws {
    var stage = Stage(running: ComparedPage.batch)
    stage.type("V")
    while let chooser = stage.sides, case .side(let side) = chooser.offers[chooser.selected],
      side.name != "collect-all"
    { stage.type("j") }
    stage.type("a")
    stage.press(.enter)
    let lines = stage.canvas.lines
    #expect(
      lines.contains { $0.contains("usable results") && $0.contains("999 of 1000") && $0.contains("0 of 1000") })
    // The sentence may go on in the next line.
    let words = lines.joined(separator: " ").split(separator: " ").joined(separator: " ")
    #expect(words.contains("A has 999 usable results, B has none."))
    // The one that fails is in view among a thousand.
    #expect(lines.contains { $0.contains("bad ") && $0.contains("unknown lang") })
    #expect(lines.contains { $0.contains("rows 6") && $0.contains("of 1000") })
  }
}
