import Cascade
import CascadeTerminal
import CascadeUI
import TestSupport
import Testing

@Suite struct TreeTests {
  /// Groups within tasks within groups.
  private func nested(_ levels: Int, name: String) -> [Event] {
    var run = Script()
    run.beginInMain("Deep")
    var group = "root"
    run.group(0, group, in: "main")
    for level in 1...levels {
      let task = "\(group)/\(name)\(level)"
      run.start(0, task, in: group)
      run.group(0, "\(task)/g", in: task)
      group = "\(task)/g"
    }
    run.end(10)
    return run.events
  }

  @Test(arguments: Size.tested)
  func deepTreesKeepTheirNames(_ size: Size) {
    var stage = Stage(watching: nested(20, name: "t-"), size)
    stage.type("G99j2k")
    #expect(stage.canvas.lines.contains { $0.contains("● t-20") && $0.contains("running") })
    #expect(stage.canvas.lines.contains { $0.contains("…") && $0.contains("● t-19") })
  }

  @Test(arguments: Size.tested)
  func longNamesGiveWayInTheMiddle(_ size: Size) {
    let name = "a-name-that-is-longer-than-any-column-of-the-tree-ever-was-"
    var stage = Stage(watching: nested(1, name: name), size)
    stage.type("G")
    let line = stage.canvas.lines.first { $0.contains("● a-") } ?? ""
    #expect(line.contains("…"))
    #expect(line.contains("was-1") || line.contains("s-1"))
    #expect(line.contains("running"))
  }

  @Test func siblingsAreJoinedAndTheLastOneEndsTheBranch() {
    var stage = Stage(watching: Script.dashboard, Size(columns: 100, rows: 30))
    stage.type("G")
    let tree = stage.canvas.lines[2...13].map { String($0.dropFirst(3).prefix(16)) }
    #expect(
      tree == [
        "◊ main          ", "└─ ◆ root       ", "   ├─ ✓ fetch-us", "   ├─ ✗ fetch-or", "   ├─ ⊘ fetch-re",
        "   ├─ ↑ render  ", "   │  └─ ◆ thumb", "   │     ├─ ⊘ th", "   │     └─ ⊘ th", "   ├─ √ audit-lo",
        "   ├─ ⊘ upload  ", "   └─ ⊘ notify  ",
      ])
  }
}
