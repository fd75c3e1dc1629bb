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

  /// The tree is a tree however deep: each level stands further right than the one above it, and where outer levels have no room
  /// an ellipsis says so.
  @Test(arguments: [(6, 80), (6, 60), (10, 100), (14, 100), (14, 60)])
  func eachLevelStandsFurtherRight(_ levels: Int, _ columns: Int) {
    var stage = Stage(watching: nested(levels, name: "t-"), Size(columns: columns, rows: 40))
    stage.type("G")
    let labels = stage.seenRows.dropFirst().map(\.label)
    #expect(labels.count == levels)
    let starts: [Int] = labels.map { label in
      label.distance(from: label.startIndex, to: label.firstIndex(of: "t") ?? label.endIndex)
    }
    for (index, (above, start)) in zip(starts, starts.dropFirst()).enumerated() {
      #expect(start > above || labels[index + 1].contains("…"), "\(labels)")
    }
    #expect(labels.allSatisfy { $0.contains("t-") }, "\(labels)")
  }

  /// Beside groups a context has a row where a cancellation begins: its deadline passes, or it is cancelled from outside.
  @Test(arguments: [
    ("deadline", ["WithTimeout"]), ("retry", ["WithTimeout"]), ("nested-groups", ["WithCancel"]),
    ("wrong-context", ["WithCancel"]), ("hidden-error", []), ("first-failure", []), ("detached", []), ("shutdown", []),
  ])
  func contextsHaveRowsWhereTheyMatter(scenario: String, labels: [String]) throws {
    var stage = Stage()
    stage.open(scenario)
    let rows = stage.session.rows.entries.map { stage.session.state.row(number: $0.number) }
    #expect(rows.filter(\.isContext).map(\.pictureLabel) == labels)
    guard let context = rows.first(where: \.isContext) else { return }
    // What can be done to it is asked for there.
    stage.type("gg")
    while stage.session.state.row(number: context.number).bornAt == nil { stage.press(.right) }
    stage.model.changeSession { $0.selection = .pinned(context.number) }
    stage.type("i")
    #expect(stage.inject != nil, "\(stage.canvas)")
    stage.press(.escape)
    // The line of the cause begins there.
    stage.type("G")
    #expect(
      stage.seenRows.first { $0.row.number == context.number }?.picture.marks.contains { $0.sign == .failed } == true)
  }

  /// Every task has one row, so has every outermost group and no nested one; of the contexts beside them those have one at which
  /// a cancellation begins; and whatever can be selected has a place among the rows.
  @Test(arguments: Effort.seeds(6)) func everyTaskHasARow(seed: UInt64) throws {
    var random = Seeded(500 + seed)
    for _ in 0..<10 {
      let recording = Recording(try ScenarioRun(RandomScenario.make(seed: random.next())).events)
      let roster = recording.roster
      let rows = PictureRows(recording)
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
      for number in shown {
        switch roster.members[number].kind {
        case .task, .after: break
        case .group: #expect(!groups.isEmpty)
        case .context:
          let row = recording.latestState.row(number: number)
          #expect(groups.isEmpty || row.telling?.told.origin == row.id, "\(row.id)")
        }
      }
      for number in roster.members.indices { #expect(rows.places[number] != nil, "\(roster.members[number].id)") }
      for (place, entry) in rows.entries.enumerated() {
        #expect(rows.places[entry.number] == place)
        #expect(entry.depth == 0 || rows.entries[place - 1].depth >= entry.depth - 1)
      }
    }
  }

  @Test(arguments: Gallery.shown) func everyScenarioHasItsRows(entry: Gallery.Entry) throws {
    let recording = Recording(try ScenarioRun(try entry.scenario()).events)
    let rows = PictureRows(recording)
    #expect(!rows.entries.isEmpty)
    for number in recording.roster.members.indices { #expect(rows.places[number] != nil) }
  }
}

extension String {
  fileprivate var trimmed: String {
    var text = Substring(self)
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
