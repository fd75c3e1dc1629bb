import Cascade
import CascadeTrace
import TestSupport
import Testing

@Suite struct SeekingTests {
  @Test(arguments: Stories.all.indices) func anyMomentIsTheSameWhicheverWayOneCame(story: Int) {
    let events = Stories.all[story].script.events
    let recording = Recording(events)
    for position in [Array(0...events.count), Array(stride(from: events.count, through: 0, by: -1))].joined() {
      let fromZero = Recording(events.prefix(position)).latestState
      let state = recording.state(at: position)
      let isSame = state == fromZero
      #expect(isSame, "after \(position) events")
      #expect(state.rows.filter(\.isBorn).map(\.id) == fromZero.rows.filter(\.isBorn).map(\.id))
      for row in fromZero.rows { #expect(state.row(row.id)?.state == row.state) }
    }
  }

  @Test func positionsOutsideAreTakenToTheEnds() {
    let recording = Stories.allWell.recording
    #expect(recording.state(at: -5).position == 0)
    #expect(recording.state(at: 99).position == recording.count)
    #expect(recording.cursor(at: -1) == recording.start)
    #expect(recording.stepping(recording.end, by: .max) == recording.end)
    #expect(recording.stepping(recording.start, by: .min) == recording.start)
    #expect(Recording().latestState.rows.isEmpty)
    #expect(Recording().end == Recording().start)
  }

  @Test func steppingSetsTheTime() {
    let recording = Stories.allWell.recording
    #expect(recording.stepping(recording.cursor(at: 7), by: 1) == Cursor(position: 8, t: .milliseconds(400)))
    #expect(recording.stepping(recording.cursor(at: 8), by: -8) == Cursor(position: 0, t: .zero))
  }

  @Test(arguments: [(-1, 0), (0, 7), (399, 7), (400, 8), (401, 8), (5_000, 11)] as [(Int64, Int)])
  func timeFindsItsPlace(milliseconds: Int64, position: Int) {
    let t = Context.Instant.milliseconds(milliseconds)
    #expect(Stories.allWell.recording.cursor(at: t) == Cursor(position: position, t: t))
  }

  @Test func timeNeverRunsBackwards() {
    let recording = Script { s in
      s.at(20)
      s.group("root")
      s.at(10)
      s.go("root/a")
    }.recording
    #expect(recording.log.map(\.t) == Array(repeating: .milliseconds(20), count: 3))
  }

  @Test func firstFailureIsShownBeforeItCancels() throws {
    let recording = Stories.dashboard.recording
    let cursor = try #require(recording.firstFailure)
    #expect(recording.log[cursor.position - 1].id == "root")
    #expect(recording.state(at: cursor).row("root")?.contextState == .active)
    #expect(recording.state(at: cursor).row("root")?.marks.kept.isSet == true)
    #expect(cursor.t == .milliseconds(1200))
    #expect(Stories.allWell.recording.firstFailure == nil)
    let deadline = Stories.deadline.recording
    #expect(deadline.firstFailure.map { deadline.log[$0.position - 1].id } == "main/limit")
  }

  @Test func historyOfARow() throws {
    let recording = Stories.allWell.recording
    let row = try #require(recording.latestState.row("root/a"))
    #expect(
      recording.history(ofRow: row.number).map { recording.log[$0].kind } == [
        .taskSpawned(.init(group: "root", name: "a")), .taskStarted, .taskOut(.init(outcome: .completed)),
      ])
  }
}
