import CascadeScenarios
import CascadeTerminal
import CascadeUI
import TestSupport
import Testing

/// What a lane shows, at any width.
@Suite struct LaneTests {
  private static let names = [
    "fetch-user", "fetch-orders", "fetch-recs", "render", "thumb-1", "thumb-2", "audit-log", "upload", "notify",
  ]

  /// The part of a row with the lane, as characters.
  private func lane(_ name: String, on stage: Stage) throws -> [Character] {
    let line = try #require(stage.canvas.lines.first { $0.prefix(30).contains(" \(name) ") })
    return Array(line)
  }

  /// High enough for every row, wide in steps.
  private static let sizes = stride(from: 60, through: 220, by: 11).map { Size(columns: $0, rows: 40) }

  @Test(arguments: sizes)
  func theFirstFailureCrossesAllSiblings(_ size: Size) throws {
    var stage = Stage(watching: Script.dashboard, size)
    stage.type("f")
    let failed = try lane("fetch-orders", on: stage)
    // The last ✗ is that of the lane; the one before is the mark of the row.
    let column = try #require(failed.lastIndex(of: "✗"))
    for name in Self.names where name != "fetch-orders" {
      #expect(try lane(name, on: stage)[column] == "┆", "\(name)")
    }
  }

  @Test(arguments: sizes)
  func toldAndOutAreTwoMarksWithTheTimeBetweenThem(_ size: Size) throws {
    var stage = Stage(watching: Script.dashboard, size)
    stage.type("G")
    for (name, mark, latency) in [
      ("fetch-recs", "⊘", "+30 ms"), ("render", "↑", "+180 ms"), ("thumb-1", "⊘", "+20 ms"),
      ("thumb-2", "⊘", "+180 ms"), ("audit-log", "√", "+1.400 s"), ("upload", "⊘", "+20 ms"),
    ] {
      let lane = try lane(name, on: stage)
      let told = try #require(lane.lastIndex(of: "┿"))
      let out = try #require(lane.lastIndex(of: Character(mark)))
      #expect(told < out, "\(name)")
      #expect(String(lane).contains(latency), "\(name)")
    }
  }

  @Test(arguments: sizes)
  func whoeverStartsTooLateNeverWorks(_ size: Size) throws {
    var stage = Stage(watching: Script.dashboard, size)
    stage.type("G")
    let lane = try lane("notify", on: stage)
    #expect(!lane.contains("━"))
    #expect(String(lane).contains("↓⊘"), "told at its birth, which is no time line")
  }

  @Test func aDeafTaskLooksUnlikeOneOnItsWayOut() throws {
    var stage = Stage(watching: Script.dashboard, Size(columns: 200, rows: 60))
    stage.type("54l")
    #expect(try lane("audit-log", on: stage).contains("▓"))
    #expect(try lane("render", on: stage).contains("▒"))
  }

  /// Words stand beside the line, or on a part of it: what went on is always seen.
  @Test(arguments: sizes)
  func contextsKeepTheirLines(_ size: Size) throws {
    var stage = Stage(running: try Gallery.named("contexts").scenario(), size)
    stage.type("G")
    for name in ["server", "request", "ads", "search"] {
      let lane = try lane(name, on: stage)
      let over = try #require(lane.lastIndex(of: "◆"))
      // That of the state comes first, and the line after it.
      let state = try #require(lane.firstIndex(of: "◆"))
      #expect(over > state, "\(name)")
      #expect(lane[state..<over].count { $0 == "─" } >= (name == "ads" ? 2 : 4), "\(name): \(String(lane))")
    }
  }

  @Test func atTheUsualSizeTheWholeCauseIsBesideTheLine() throws {
    var stage = Stage(running: try Gallery.named("contexts").scenario(), Size(columns: 80, rows: 24))
    stage.type("G")
    for name in ["request", "search"] {
      #expect(String(try lane(name, on: stage)).contains("────◆ \"the page has 1 s\""))
    }
  }

  @Test func nothingIsDrawnBeyondTheCursor() throws {
    var stage = Stage(watching: Script.dashboard, Size(columns: 200, rows: 60))
    stage.type("G")
    let all = try lane("audit-log", on: stage)
    stage.type("f")
    let some = try lane("audit-log", on: stage)
    #expect(all.filter { $0 == "━" }.count == some.filter { $0 == "━" }.count)
    #expect(!some.contains("▓"))
  }
}
