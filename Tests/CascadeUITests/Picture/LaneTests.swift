import Cascade
import CascadeScenarios
import CascadeTerminal
import CascadeTrace
import TestSupport
import Testing

@testable import CascadeUI

/// What a lane shows, at any width.
@Suite struct LaneTests {
  /// High enough for every row, wide in steps.
  private static let sizes = stride(from: 60, through: 220, by: Effort.factor > 1 ? 11 : 32).map {
    Size(columns: $0, rows: 40)
  }

  private func ground(_ paint: Paint, of stage: Stage) -> Color { stage.appearance.picture[paint].background }

  /// The columns of a lane that are the cause's: its line, or the mark of the task that failed.
  private func causeColumns(_ row: SeenRow, of stage: Stage) -> [Int] {
    row.lane.indices.filter { row.lane[$0].style.background == ground(.causeLine, of: stage) }
  }

  /// Its line crosses the lanes of those whom it reaches, where they were told, and no others.
  @Test(arguments: sizes)
  func theCauseCrossesWhomItReaches(_ size: Size) throws {
    var stage = Stage(watching: Script.dashboard, size)
    stage.type("f")
    let failed = try #require(stage.seenRow("fetch-orders"))
    let column = try #require(failed.lane.firstIndex { $0.scalar == "✗" })
    #expect(failed.lane[column].style.background == ground(.causeArea, of: stage))
    for row in stage.seenRows where row.row.kind == .task && row.row.id != failed.row.id {
      #expect(causeColumns(row, of: stage).isEmpty, "nobody is told yet: \(row.row.id)")
    }
    stage.press(.pageDown)
    for row in stage.seenRows where row.row.kind == .task && row.row.id != failed.row.id {
      let columns = causeColumns(row, of: stage)
      #expect(columns == (row.row.isTold ? [column] : []), "\(row.row.id)")
    }
  }

  @Test(arguments: sizes)
  func toldAndOutAreTwoMarksWithTheTimeBetweenThem(_ size: Size) throws {
    var stage = Stage(watching: Script.dashboard, size)
    stage.type("G")
    for (name, mark, words) in [
      ("fetch-recs", "⊘", "out +30 ms"), ("render", "⊘", "out +180 ms"), ("thumb-1", "⊘", "out +20 ms"),
      ("thumb-2", "⊘", "out +180 ms"), ("audit-log", "✓", "+1.4"), ("upload", "⊘", "out +20 ms"),
    ] as [(String, Unicode.Scalar, String)] {
      let row = try #require(stage.seenRow(name))
      let told = try #require(causeColumns(row, of: stage).last)
      let out = try #require(row.lane.lastIndex { $0.scalar == mark })
      #expect(told < out, "\(name)")
      #expect(row.text.contains(words), "\(name): \(row.text)")
    }
  }

  /// Queued, and told as it starts: it never was at work.
  @Test(arguments: sizes)
  func whoeverStartsTooLateNeverWorks(_ size: Size) throws {
    var stage = Stage(watching: Script.dashboard, size)
    stage.type("G")
    let row = try #require(stage.seenRow("notify"))
    #expect(!row.raster.fills.contains { $0 == .running || $0 == .done })
    #expect(causeColumns(row, of: stage).count == 1)
  }

  @Test func aDeafTaskLooksUnlikeOneThatListens() throws {
    var stage = Stage(watching: Script.dashboard, Size(columns: 200, rows: 60))
    stage.type("53l")
    let (deaf, told) = (ground(.deafArea, of: stage), ground(.toldArea, of: stage))
    let audit = try #require(stage.seenRow("audit-log"))
    #expect(
      audit.lane.contains { $0.style.background == deaf } && audit.text.contains("told, DEAF +30 ms"), "\(audit.text)")
    let thumb = try #require(stage.seenRow("thumb-2"))
    #expect(
      thumb.lane.contains { $0.style.background == told } && thumb.text.contains("told, cleaning up"), "\(thumb.text)")
  }

  /// The caller's lane is white from the cause on, until wait returns.
  @Test(arguments: sizes)
  func waitIsSeenToWaitAfterTheCause(_ size: Size) throws {
    var stage = Stage(watching: Script.dashboard, size)
    stage.type("f")
    stage.press(.pageDown)
    func white(_ stage: Stage) -> Int {
      stage.seenRows[0].lane.count { $0.style.background == ground(.waitArea, of: stage) }
    }
    var last = 0
    while stage.position < stage.session.recording.count {
      stage.press(.right)
      #expect(stage.seenRows[0].picture.label == "g.Wait()")
      #expect(white(stage) >= last)
      last = white(stage)
    }
    #expect(last > 3)
    #expect(stage.seenRows[0].lane.contains { $0.scalar == "⏎" })
    #expect(stage.seenRows[0].text.contains("503 from orders"))
  }

  /// Contexts have rows only where a run has nothing else, each with its line up to its end.
  @Test(arguments: sizes)
  func contextsKeepTheirLines(_ size: Size) throws {
    var stage = Stage(running: try Gallery.named("contexts").scenario(), size)
    stage.type("G")
    #expect(stage.seenRows.allSatisfy { $0.row.kind != .group })
    for name in ["server", "request", "ads", "search"] {
      let row = try #require(stage.seenRow(name))
      let over = try #require(causeColumns(row, of: stage).last, "\(name)")
      #expect(row.raster.fills[..<over].count { $0 == .running } >= 4, "\(name)")
    }
  }

  @Test func theTextOfTheCauseStandsBesideTheLine() throws {
    var stage = Stage(running: try Gallery.named("contexts").scenario(), Size(columns: 80, rows: 24))
    stage.type("G")
    for name in ["request", "search"] {
      #expect(try #require(stage.seenRow(name)).text.contains("the page has 1 s"), "\(name)")
    }
  }

  @Test func detachedWorkIsNotCrossed() throws {
    var stage = Stage()
    stage.open("detached")
    stage.type("G")
    let row = try #require(stage.seenRow("audit"))
    #expect(causeColumns(row, of: stage).isEmpty && !row.raster.fills.contains { $0 == .told || $0 == .deaf })
  }

  @Test func atARequestNobodyIsTold() throws {
    var stage = Stage()
    stage.open("shutdown")
    stage.type("f")
    #expect(stage.seenRows.allSatisfy { row in row.row.kind != .task || causeColumns(row, of: stage).isEmpty })
    #expect(stage.words(.fields).contains("ASKED") && stage.words(.fields).contains("told: none"))
    #expect(stage.seenRows.contains { $0.text.contains("asked") })
  }

  /// Fronts never lie beyond the playhead; words stand behind them.
  @Test(arguments: [Script.dashboard, Script.deadline, Script.calm], sizes)
  func nothingLiesBeyondTheCursor(_ events: [Event], _ size: Size) {
    var stage = Stage(watching: events, size)
    for _ in events {
      stage.press(.right)
      let layout = stage.page.layout
      let now = TimeScale(end: stage.session.scaleEnd, columns: layout.columns.lane).column(of: stage.session.cursor.t)
      for row in stage.seenRows {
        // Two marks in one column: the later one moves right by one.
        #expect(row.raster.last <= now + 2, "\(row.row.id)")
        #expect(row.raster.fills.lastIndex { $0 != nil } ?? -1 <= now, "\(row.row.id)")
      }
    }
  }
}
