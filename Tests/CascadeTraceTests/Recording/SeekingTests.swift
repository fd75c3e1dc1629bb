import Cascade
import CascadeTrace
import TestSupport
import Testing

@Suite struct SeekingTests {
  @Test(arguments: Stories.all.indices) func anyMomentIsTheSameWhicheverWayOneCame(story: Int) {
    let events = Stories.all[story].script.events
    // Checkpoints close together, so that most moments lie behind one.
    let recording = Recording(events, checkpointEvery: 3)
    for position in [Array(0...events.count), Array(stride(from: events.count, through: 0, by: -1))].joined() {
      let fromZero = Recording(events.prefix(position), checkpointEvery: .max).latestState
      let state = recording.state(at: position)
      let isSame = state == fromZero
      #expect(isSame, "after \(position) events")
      #expect(state.rows.filter(\.isBorn).map(\.id) == fromZero.rows.filter(\.isBorn).map(\.id))
      for row in fromZero.rows { #expect(state.row(row.id)?.state == row.state) }
    }
  }

  @Test func longRecordingsAreSought() {
    var generator = Seeded(11)
    let events = longRun(tasks: 2_000, using: &generator)
    let recording = Recording(events)
    let withoutCheckpoints = Recording(events, checkpointEvery: .max)
    for _ in 0..<12 {
      let position = Int.random(in: 0...events.count, using: &generator)
      let isSame = recording.state(at: position) == withoutCheckpoints.state(at: position)
      #expect(isSame, "after \(position) events")
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

  @Test func firstFailureIsShownWithWhatFollowsAtOnce() throws {
    let recording = Stories.dashboard.recording
    let cursor = try #require(recording.firstFailure)
    #expect(recording.log[cursor.position - 1].id == "root")
    #expect(recording.state(at: cursor).row("root")?.contextState == .cancelled)
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

  /// Many tasks that start, work and end in a random order.
  private func longRun(tasks: Int, using dice: inout Seeded) -> [Event] {
    Script { s in
      s.begin()
      s.group("root")
      for number in 0..<tasks {
        s.at(Int64(number))
        s.go("root/t\(number)")
        if Bool.random(using: &dice) { s.step("root/t\(Int.random(in: 0...number, using: &dice))") }
        if number % 3 == 0 { s.done("root/t\(Int.random(in: 0...number, using: &dice))") }
      }
    }.events
  }
}
