import Cascade
import CascadeTerminal
import CascadeTrace
import TestSupport
import Testing

@testable import CascadeUI

/// Runs that this program can't run again: recordings, and programs that are watched.
@Suite struct RecordedTests {
  private func stage(_ origin: RunOrigin, lack: String = "", _ size: Size = Size(columns: 100, rows: 30)) -> Stage {
    var stage = Stage(size)
    stage.send(
      .opened(
        Opening(
          name: "run.jsonl", title: "Monday", recording: Stories.dashboard.recording, isLive: origin == .program,
          origin: origin, lack: lack)))
    return stage
  }

  @Test(arguments: [RunOrigin.recording, .program], ["i", "o", "x", "!", "b", "B", "v", "V", "c"])
  func whatNeedsAScenarioIsRefusedInWords(origin: RunOrigin, key: String) {
    var stage = stage(origin)
    let (effects, lists) = (stage.effects, stage.lists)
    stage.type(key)
    #expect(stage.model.status?.isEmpty == false, "\(key)")
    #expect(stage.effects == effects && stage.lists == lists && stage.model.dialog == nil)
    guard case .watching = stage.model.screen else { return #expect(Bool(false), "\(key) leaves the run") }
  }

  /// Nothing is asked for in the background either, however wide the screen is.
  @Test(arguments: [Size(columns: 80, rows: 24), Size(columns: 100, rows: 30), Size(columns: 200, rows: 60)])
  func nothingIsAskedFor(size: Size) {
    let stage = stage(.recording, size)
    #expect(stage.effects == [] && stage.lists == [])
  }

  @Test func theBarOffersOnlyWhatThereIs() {
    let text = (stage(.recording).canvas.lines.last ?? "") + (stage(.recording).canvas.lines.dropLast().last ?? "")
    #expect(!text.contains("what if") && !text.contains("options") && !text.contains("compare"))
    #expect(text.contains("runs"))
  }

  @Test(arguments: [Size(columns: 60, rows: 16), Size(columns: 80, rows: 24), Size(columns: 200, rows: 60)])
  func whatIsMissingIsOneLine(size: Size) {
    let words = "Not all is known: 3 events missing before line 12."
    let with = stage(.recording, lack: words, size).canvas.lines
    #expect(with.count { $0.contains("? Not all is known: 3 events missing before") } == 1)
    #expect(!stage(.recording, size).canvas.lines.contains { $0.contains("Not all is known") })
  }

  @Test func aProgramThatIsOverIsLiveNoMore() {
    var stage = Stage()
    var script = Script()
    script.beginLive()
    script.group("root")
    stage.send(
      .opened(Opening(name: "shop", title: "Shop", recording: script.recording, isLive: true, origin: .program)))
    #expect(stage.session.isGrowing)
    stage.send(.closed)
    #expect(!stage.session.isGrowing)
    #expect(!stage.canvas.lines.contains { $0.contains("LIVE") })
    stage.type("r")
    #expect(stage.model.status?.contains("can't be started again") == true)
  }

  @Test func foldingKeepsTheSelection() throws {
    var stage = stage(.program)
    let recording = stage.session.recording
    stage.press(.down)
    stage.press(.down)
    let chosen = try #require(stage.session.selected)
    let id = recording.roster.members[chosen].id
    let events = recording.log.filter { $0.id == id || $0.id == "root" || $0.id.isEmpty }
    stage.send(.folded(Recording(events)))
    #expect(stage.session.selected.map { stage.session.recording.roster.members[$0].id } == id)
  }
}
