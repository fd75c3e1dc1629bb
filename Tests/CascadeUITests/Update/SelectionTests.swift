import Cascade
import CascadeTerminal
import CascadeTrace
import TestSupport
import Testing

@testable import CascadeUI

@Suite struct SelectionTests {
  private func selected(_ stage: Stage) -> String? {
    stage.session.selected.map { stage.session.recording.roster.members[$0].id }
  }

  /// The label of the row with the mark of the selection.
  private func marked(_ stage: Stage) -> String? {
    let marked = stage.seenRows.filter { $0.label.hasPrefix("▸") }
    return marked.count == 1 ? marked[0].picture.label : nil
  }

  @Test func theBarFollowsWhatHappens() {
    var stage = Stage(watching: Script.dashboard)
    #expect(selected(stage) == "root")
    #expect(marked(stage) == "g.Wait()", "the first row, before anything has happened to one")
    stage.type("f")
    #expect(selected(stage) == "root/fetch-orders")
    stage.type("2l")
    #expect(selected(stage) == "root/fetch-recs")
  }

  @Test func aChosenRowStaysWhileStepping() {
    var stage = Stage(watching: Script.dashboard)
    stage.type("fj")
    #expect(selected(stage) == "root/fetch-recs")
    stage.press(.right, .left, .left)
    stage.type(" ")
    #expect(selected(stage) == "root/fetch-recs")
  }

  @Test(arguments: [Key.pageDown, .pageUp, .character("f"), .character("G"), .character("["), .home])
  func aJumpBringsTheBarAlong(_ key: Key) {
    var stage = Stage(watching: Script.dashboard)
    stage.type("20ljj")
    guard case .pinned = stage.session.selection else {
      Issue.record("not pinned")
      return
    }
    stage.press(key)
    if stage.model.status == nil { #expect(stage.session.selection == .following) }
  }

  /// The rows of the picture alone: contexts have none beside groups, and a nested group none besides its caller's.
  @Test func rowsInTheOrderOfThePicture() {
    var stage = Stage(watching: Script.dashboard)
    var seen: [String?] = []
    for _ in 0..<20 {
      stage.press(.down)
      seen.append(selected(stage))
    }
    let last = [
      "root/fetch-orders", "root/fetch-recs", "root/render", "root/render/thumbs/thumb-1",
      "root/render/thumbs/thumb-2", "root/audit-log", "root/upload", "root/notify", "root/notify",
    ]
    #expect(Array(seen.prefix(10)) == (["root/fetch-user"] + last).map(Optional.some))
    stage.type("3k")
    #expect(selected(stage) == "root/render/thumbs/thumb-2")
    stage.type("99k")
    #expect(selected(stage) == "root")
  }

  @Test func siblingsLeaveTheRestOut() {
    var stage = Stage(watching: Script.dashboard)
    stage.type("4j")
    #expect(selected(stage) == "root/render")
    stage.type("J")
    #expect(selected(stage) == "root/audit-log")
    stage.type("2K")
    #expect(selected(stage) == "root/fetch-recs")
    stage.type("99J")
    #expect(selected(stage) == "root/notify")
  }

  /// Wherever one stands and whatever is selected, one row of the picture has the mark.
  @Test(arguments: [Script.dashboard, Script.deadline, Script.calm]) func oneRowIsMarked(_ events: [Event]) {
    var stage = Stage(watching: events)
    for _ in 0...events.count {
      #expect(marked(stage) != nil, "after \(stage.position) events")
      stage.press(.right)
    }
  }

  @Test(arguments: Size.tested)
  func theSelectedRowIsAlwaysInView(_ size: Size) {
    var stage = Stage(watching: Script.crowd, size)
    for step in ["j", "f", "500j", "31j", "31j", "7k", "99999j", "1k"] {
      stage.type(step)
      let name = selected(stage)?.split(separator: "/").last.map(String.init) ?? ""
      #expect(stage.canvas.lines.contains { $0.hasPrefix("▸") && $0.contains(name) }, "\(step): \(name)")
    }
  }

  @Test func withoutAnyRowNothingBreaks() {
    var stage = Stage(watching: [])
    stage.type("jkJKfG]g")
    stage.press(.enter, .right, .pageDown)
    #expect(stage.session.selected == nil)
    #expect(stage.model.place == .main)
    #expect(stage.words(.scrubber).contains("0.000"))
  }
}
