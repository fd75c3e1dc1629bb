import CascadeTerminal
import CascadeTrace
import CascadeUI
import TestSupport
import Testing

@Suite struct SelectionTests {
  private func selected(_ stage: Stage) -> String? {
    stage.session.selected.map { stage.session.recording.roster.members[$0].id }
  }

  @Test func theBarFollowsWhatHappens() {
    var stage = Stage(watching: Script.dashboard)
    #expect(selected(stage) == "main")
    stage.type("f")
    #expect(selected(stage) == "root/fetch-orders")
    stage.press(.right)
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

  @Test func rowsInTheOrderOfTheTree() {
    var stage = Stage(watching: Script.dashboard)
    var seen = [selected(stage)]
    for _ in 0..<20 {
      stage.press(.down)
      seen.append(selected(stage))
    }
    #expect(
      seen.prefix(13) == [
        "main", "root", "root/fetch-user", "root/fetch-orders", "root/fetch-recs", "root/render",
        "root/render/thumbs", "root/render/thumbs/thumb-1", "root/render/thumbs/thumb-2", "root/audit-log",
        "root/upload", "root/notify", "root/notify",
      ])
    stage.type("3k")
    #expect(selected(stage) == "root/render/thumbs/thumb-2")
    stage.type("99k")
    #expect(selected(stage) == "main")
  }

  @Test func siblingsLeaveTheRestOut() {
    var stage = Stage(watching: Script.dashboard)
    stage.type("5j")
    #expect(selected(stage) == "root/render")
    stage.type("J")
    #expect(selected(stage) == "root/audit-log")
    stage.type("2K")
    #expect(selected(stage) == "root/fetch-recs")
    stage.type("99J")
    #expect(selected(stage) == "root/notify")
  }

  @Test(arguments: Size.tested)
  func theSelectedRowIsAlwaysInView(_ size: Size) {
    var stage = Stage(watching: Script.crowd, size)
    for step in ["", "f", "G", "gg", "500j", "31j", "31j", "7k", "99999j", "1k"] {
      stage.type(step)
      let name = selected(stage)?.split(separator: "/").last.map(String.init) ?? ""
      #expect(stage.canvas.lines.contains { $0.contains("▌") && $0.contains(name) }, "\(step): \(name)")
    }
  }

  @Test func withoutAnyRowNothingBreaks() {
    var stage = Stage(watching: [])
    stage.type("jkJKfG]g")
    stage.press(.enter, .right, .pageDown)
    #expect(stage.session.selected == nil)
    #expect(stage.model.place == .main)
    #expect(stage.canvas.lines[0].contains("0.000"))
  }
}
