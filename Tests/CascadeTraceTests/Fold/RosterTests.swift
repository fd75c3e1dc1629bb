import Cascade
import CascadeNarration
import CascadeTrace
import TestSupport
import Testing

@Suite struct RosterTests {
  @Test func rowsStandInTheOrderOfTheTree() {
    let rows = Stories.dashboard.recording.state(at: 0).rows
    #expect(
      rows.map { "\($0.depth) \($0.id)" } == [
        "0 root", "1 root/fetch-user", "1 root/fetch-orders", "1 root/fetch-recs", "1 root/render",
        "2 root/render/thumbs", "3 root/render/thumbs/thumb-1", "3 root/render/thumbs/thumb-2", "1 root/audit-log",
        "1 root/notify",
      ])
    #expect(rows.allSatisfy { !$0.isBorn })
    let members = Stories.dashboard.recording.roster.members
    let last = rows.filter { members[$0.number].nextSibling == nil }
    #expect(last.map(\.name) == ["root", "thumbs", "thumb-2", "notify"])
    #expect(rows[4].children.map(\.name) == ["thumbs"])
    #expect(rows[5].parent?.name == "render")
  }

  @Test func contextsHangWhereTheyWereDerived() {
    let rows = Stories.deadline.recording.state(at: 0).rows
    #expect(
      rows.map { "\($0.depth) \($0.id)" } == [
        "0 main", "1 main/limit", "2 root", "3 root/a", "3 root/b", "3 root/c",
      ])
    #expect(rows.map(\.kind).prefix(3) == [.context(.background), .context(.deadline), .group])
  }

  @Test func treeGrowsWithoutMovingAnybody() {
    let events = Stories.dashboard.events
    var recording = Recording()
    for event in events {
      let before = recording.roster.members.map(\.id)
      recording.append(event)
      #expect(Array(recording.roster.members.map(\.id).prefix(before.count)) == before)
    }
    #expect(recording.roster.order == Recording(events).roster.order)
    let isSame = recording.latestState == Recording(events).latestState
    #expect(isSame)
  }

  @Test func namesThatOccurTwiceAreToldApartByPath() {
    let state = Script { s in
      s.group("root")
      s.go("root/a", "root/b")
      s.group("root/a/g", in: "root/a")
      s.go("root/a/g/x")
      s.group("root/b/h", in: "root/b")
      s.go("root/b/h/x", "root/b/h/0")
      s.group("root/b/group", in: "root/b")
    }.recording.latestState
    #expect(state.row("root/a/g/x")?.label == "a/g/x")
    #expect(state.row("root/b/h/x")?.label == "b/h/x")
    #expect(state.row("root/a")?.label == "a")
    #expect(state.row("root/b/h/0")?.label == "task 0")
    #expect(state.row("root/b/h")?.phrase == "h")
    #expect(state.row("root/b/group")?.phrase == "b's group")
  }

  @Test func parentsThatMakeNoSenseDoNoHarm() {
    let state = Script { s in
      s.group("loop", in: "loop")
      s.group("a", in: "b")
      s.group("b", in: "a")
      s.spawn("b/x")
      s.add("", .taskStarted)
    }.recording.latestState
    #expect(state.rows.map(\.id) == ["loop", "a", "b", "b/x", ""])
    #expect(state.row("b")?.depth == 1)
  }

  @Test func depthIsNoProblem() {
    let events = (0..<20_000).map { number in
      Event(
        seq: number, t: .zero, id: "g\(number)",
        kind: .groupOpened(
          .init(parent: number == 0 ? "" : "g\(number - 1)", name: "g", policy: GroupKind.errgroup.policy)))
    }
    let state = Recording(events).latestState
    #expect(state.rows.last?.depth == 19_999)
  }

  /// What the caller says of itself after a wait, it says as nobody's task.
  @Test func theCallerIsNoTask() {
    let run = Script { s in
      s.begin()
      s.group("g")
      s.go("g/a")
      s.done("g/a")
      s.close("g")
      s.step("", 0, "tidy up")
      s.end()
    }.recording
    #expect(run.latestState.tasks.map(\.id) == ["g/a"])
    #expect(PlainText.lines(of: run).contains { $0.text.hasPrefix("the caller begins step 1") })
  }
}
