import CascadeTerminal
import CascadeUI
import TestSupport
import Testing

@Suite struct SmallScreenTests {
  @Test(arguments: [(59, 16), (60, 15), (40, 10), (20, 4), (80, 5)])
  func oneSentenceWithTheSizeThatIsNeeded(_ columns: Int, _ rows: Int) {
    var stage = Stage(watching: Script.dashboard)
    stage.size = Size(columns: columns, rows: rows)
    stage.send(.resized(stage.size))
    let words = stage.canvas.lines.joined(separator: " ").split(separator: " ").joined(separator: " ")
    #expect(words == "cascade needs 60x16, this screen has \(columns)x\(rows).")
    stage.size = Size(columns: 60, rows: 16)
    stage.send(.resized(stage.size))
    #expect(stage.canvas.lines[0].contains("One service dies"))
  }

  @Test(arguments: [(0, 0), (1, 1), (0, 20), (200, 0), (3, 2)])
  func nothingBreaksWhereNothingFits(_ columns: Int, _ rows: Int) {
    var stage = Stage(watching: Script.dashboard)
    stage.size = Size(columns: columns, rows: rows)
    stage.send(.resized(stage.size))
    stage.type("f?jG")
    #expect(stage.canvas.size == stage.size)
  }

  @Test(arguments: 60...130)
  func everyWidthShowsTheEssentials(_ columns: Int) {
    for rows in [16, 19, 20, 24, 29, 30, 45] {
      var stage = Stage(watching: Script.dashboard, Size(columns: columns, rows: rows))
      stage.type("f")
      let lines = stage.canvas.lines
      #expect(lines[0].contains("PAUSED"))
      #expect(lines.contains { $0.contains("fetch-orders") && $0.contains("FAILED 1st") })
      #expect(lines.contains { $0.contains("WHY") })
      #expect(lines.contains { $0.contains("beat 2/") && $0.contains("event 34/") })
      #expect(lines[rows - 1].contains("quit"))
    }
  }
}
