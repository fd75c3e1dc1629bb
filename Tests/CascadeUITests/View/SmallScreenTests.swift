import CascadeTerminal
import TestSupport
import Testing

@testable import CascadeUI

@Suite struct SmallScreenTests {
  @Test(arguments: [(59, 16), (60, 15), (40, 10), (20, 4), (80, 5)])
  func oneSentenceWithTheSizeThatIsNeeded(_ columns: Int, _ rows: Int) {
    var stage = Stage(watching: Script.dashboard)
    stage.size = Size(columns: columns, rows: rows)
    stage.send(.resized(stage.size))
    let words = stage.canvas.lines.joined(separator: " ").split(separator: " ").joined(separator: " ")
    #expect(words == "cascade needs 60x16 characters; this terminal has \(columns)x\(rows).")
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

  /// Every width in longer runs.
  @Test(arguments: Array(stride(from: 60, through: 130, by: Effort.factor > 1 ? 1 : 5)))
  func everyWidthShowsTheEssentials(_ columns: Int) throws {
    for rows in [16, 19, 24, 30] {
      var stage = Stage(watching: Script.dashboard, Size(columns: columns, rows: rows))
      stage.type("f")
      let place = "\(columns)x\(rows)"
      #expect(stage.words(.title).hasPrefix("One service dies"), "\(place)")
      let failed = try #require(stage.seenRow("fetch-orders"), "\(place)")
      #expect(failed.text.contains("503") && failed.text.contains("KEPT"), "\(place): \(failed.text)")
      #expect(stage.seenRow("root")?.label.contains("g.Wait()") == true, "\(place)")
      for field in ["CAUSE", "TOLD", "OUT", "GO"] {
        #expect(stage.words(.fields).contains(field), "\(field) at \(place)")
      }
      #expect(stage.words(.scrubber).contains("1.200 s"), "\(place)")
      #expect(!stage.words(.sentences).isEmpty, "\(place)")
      if rows >= 20 { #expect(stage.words(.bar).contains("quit"), "\(place)") }
    }
  }
}
