import Cascade
import CascadeScenarios
import CascadeTerminal
import CascadeTrace
import ScenarioSupport
import TestSupport
import Testing

@testable import CascadeUI

/// Which rows there are, and how they hang together.
@Suite struct PictureRowsTests {
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
  func treesKeepTheirNames(_ size: Size) {
    var stage = Stage(watching: nested(4, name: "t-"), size)
    stage.type("G")
    for level in 1...4 { #expect(stage.seenRows.contains { $0.label.contains("t-\(level)") }, "\(level)") }
  }

  /// However deep it goes, the rows are there, and each has a part of its name.
  @Test(arguments: Size.tested)
  func deepTreesKeepAPartOfTheirNames(_ size: Size) {
    var stage = Stage(watching: nested(6, name: "t-"), size)
    stage.type("G99j2k")
    for row in stage.seenRows where row.row.kind == .task {
      #expect(row.label.contains { $0.isLetter }, "\(row.row.id): \(row.label)")
    }
  }

  @Test(arguments: Size.tested)
  func longNamesAreCutAndNothingElse(_ size: Size) {
    let name = "a-name-that-is-longer-than-any-column-of-the-labels-ever-was-"
    var stage = Stage(watching: nested(1, name: name), size)
    stage.type("G")
    let row = stage.seenRows[1]
    #expect(row.label.contains("a-name-that") || row.label.contains("was-1"), "\(row.label)")
    #expect(row.label.contains("…"), "\(row.label)")
  }

  @Test func siblingsAreJoinedAndTheLastOneEndsTheBranch() {
    var stage = Stage(watching: Script.dashboard, Size(columns: 100, rows: 30))
    stage.type("G")
    let labels = stage.seenRows.map { row in String(row.label.drop { $0 == "▸" || $0 == " " }).trimmed }
    #expect(
      labels == [
        "g.Wait()", "├ fetch-user", "├ fetch-orders", "├ fetch-recs", "├ render", "│ ├ thumb-1", "│ └ thumb-2",
        "├ audit-log", "├ upload", "└ notify",
      ])
  }

  /// Every task has one row, so has every outermost group, no nested one and no context beside them; and whatever can be
  /// selected has a place among the rows.
  @Test(arguments: 0..<20) func everyTaskHasARow(seed: UInt64) throws {
    var random = Seeded(500 + seed)
    for _ in 0..<10 {
      let recording = Recording(try ScenarioRun(RandomScenario.make(seed: random.next())).events)
      let roster = recording.roster
      let rows = PictureRows(roster)
      let shown = rows.entries.map(\.number)
      #expect(Set(shown).count == shown.count)
      let tasks = roster.members.indices.filter { roster.members[$0].kind == .task }
      #expect(Set(tasks).isSubset(of: shown))
      #expect(rows.taskCount == tasks.count)
      let groups = shown.filter { roster.members[$0].kind == .group }
      for group in groups {
        var above = roster.members[group].parent
        while let place = above {
          #expect(roster.members[place].kind != .task)
          above = roster.members[place].parent
        }
      }
      #expect(shown.allSatisfy { roster.members[$0].kind.isOfAPicture(withGroups: !groups.isEmpty) })
      for number in roster.members.indices { #expect(rows.places[number] != nil, "\(roster.members[number].id)") }
      for (place, entry) in rows.entries.enumerated() {
        #expect(rows.places[entry.number] == place)
        #expect(entry.depth == 0 || rows.entries[place - 1].depth >= entry.depth - 1)
      }
    }
  }

  @Test(arguments: Gallery.all) func everyScenarioHasItsRows(entry: Gallery.Entry) throws {
    let recording = Recording(try ScenarioRun(try entry.scenario()).events)
    let rows = PictureRows(recording.roster)
    #expect(!rows.entries.isEmpty)
    for number in recording.roster.members.indices { #expect(rows.places[number] != nil) }
  }
}

extension Roster.Kind {
  fileprivate func isOfAPicture(withGroups: Bool) -> Bool {
    switch self {
    case .task, .after: true
    case .group: withGroups
    case .context: !withGroups
    }
  }
}

extension String {
  fileprivate var trimmed: String {
    var text = Substring(self)
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
