import Cascade
import CascadeScenarios
import CascadeTerminal
import CascadeTrace
import CascadeUI
import TestSupport
import Testing

/// Where keys take the cursor, in the run with 59 events and 9 beats.
@Suite struct SteppingTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var keys: [Key]
    var position: Int

    init(_ keys: [Key], _ position: Int) {
      self.keys = keys
      self.position = position
    }

    var testDescription: String { "\(keys) → \(position)" }
  }

  @Test(arguments: [
    Case([], 0),
    Case([.right], 1),
    Case([.character("l"), .character("l")], 2),
    Case([.right, .right, .left], 1),
    Case([.character("l"), .character("h"), .character("h")], 0),
    Case([.character("5"), .character("l")], 5),
    Case([.character("1"), .character("2"), .right], 12),
    Case([.character("1"), .character("0"), .right, .character("3"), .left], 7),
    Case([.character("9"), .character("9"), .right], 59),
    Case([.character("G")], 59),
    Case([.end], 59),
    Case([.end, .character("g"), .character("g")], 0),
    Case([.end, .home], 0),
    Case([.end, .character("g"), .left], 58),
    Case([.character("f")], 33),
    Case([.end, .character("f")], 33),
    Case([.character("5"), .escape, .right], 1),
    Case([.character("g"), .escape, .right], 1),
    Case([.character("0"), .right], 1),
  ])
  func keysMoveTheCursor(_ test: Case) {
    var stage = Stage(watching: Script.dashboard)
    for key in test.keys { stage.press(key) }
    #expect(stage.position == test.position)
    #expect(stage.model.place == .main)
  }

  /// There a hand can still change what is to come.
  @Test func justBeforeTheFirstFailure() {
    var stage = Stage(watching: Script.dashboard)
    stage.type("F")
    #expect(stage.session.cursor == Cursor(position: 31, t: Context.Instant(nanoseconds: 1_199_000_000)))
    #expect(stage.session.state.cause == nil)
    var calm = Stage(watching: Script.calm)
    calm.type("F")
    #expect(calm.model.status == "No task fails in this run, and nothing is cancelled.")
  }

  @Test func beatsGoForthAndBackAlongTheSameStops() {
    var stage = Stage(watching: Script.dashboard)
    var stops = [stage.position]
    while stage.position < 59 {
      stage.press(.pageDown)
      stops.append(stage.position)
    }
    #expect(stops.count == 10)
    for stop in stops.reversed() {
      #expect(stage.position == stop)
      stage.press(.pageUp)
    }
    stage.type("3")
    stage.press(.pageDown)
    #expect(stage.position == stops[3])
    stage.type("3G")
    #expect(stage.position == stops[3])
    stage.type("99G")
    #expect(stage.position == stops[3])
    #expect(stage.model.status == "There are 9 beats.")
  }

  /// From the first failure the next beat is another one, in every scenario of the course.
  @Test(arguments: Gallery.all.map(\.name)) func theBeatAfterTheFirstFailureIsAnother(_ name: String) {
    var stage = Stage()
    stage.open(name)
    func beat() -> Int? { stage.session.recording.beatIndex(at: stage.session.cursor) }
    stage.type("f")
    guard stage.position > 0, stage.position < stage.session.recording.count else { return }
    let first = beat()
    stage.press(.pageDown)
    #expect(first != nil && beat() != first, "beat \(first ?? -1) at \(stage.position)")
  }

  /// The author's beat may end with somebody else's event; the bar stands on who failed all the same.
  @Test(arguments: Gallery.all.map(\.name)) func atTheFirstFailureTheBarStandsOnWhoFailed(_ name: String) throws {
    var stage = Stage()
    stage.open(name)
    stage.type("f")
    guard stage.session.state.rows.contains(where: { $0.taskState == .failedFirst }) else { return }
    let selected = try #require(stage.session.selected)
    #expect(stage.session.state.row(number: selected).taskState == .failedFirst)
    stage.type("F")
    #expect(stage.session.selected == selected)
  }

  @Test(arguments: [
    ("hidden-error", "No task failed first: a cancellation came before."),
    ("contexts", "No task failed first: a deadline came before."),
    ("shutdown", "No task failed first: a request to finish came before."), ("panic", nil),
  ])
  func whereNoFailureComesFirstThatIsSaid(_ name: String, _ words: String?) {
    var stage = Stage()
    stage.open(name)
    stage.type("f")
    #expect(stage.model.status == words)
  }

  /// In the middle of the beat that a failure is in one goes back to just after it, and on to the next one.
  @Test(arguments: Gallery.all.map(\.name)) func causesAreFoundFromEverywhere(_ name: String) {
    var stage = Stage()
    stage.open(name)
    let recording = stage.session.recording
    let step = max(1, recording.count / 200)
    for position in stride(from: 0, through: recording.count, by: step) {
      let here = recording.cursor(at: position)
      if let next = recording.cause(1, from: here) { #expect(next.position > position) }
      guard let before = recording.cause(-1, from: here) else {
        if let first = recording.firstFailure { #expect(first.position >= position) }
        continue
      }
      #expect(before.position < position)
      if let next = recording.cause(1, from: before) {
        #expect(next.position >= position || recording.cause(-1, from: here) != recording.cause(-1, from: next))
      }
    }
  }

  @Test func causesGoForthAndBack() {
    var stage = Stage(watching: Script.dashboard)
    stage.type("]")
    let cause = stage.position
    #expect(cause > 30 && cause < 40)
    stage.type("]")
    #expect(stage.position == cause)
    #expect(stage.model.status == "No failure or cancellation after this one.")
    stage.type("G[")
    #expect(stage.position == cause)
    stage.type("gg[")
    #expect(stage.position == 0)
    #expect(stage.model.status == "No failure or cancellation before this one.")
  }

  @Test func withoutAFailureThatIsSaid() {
    var stage = Stage(watching: Script.calm)
    stage.type("f")
    #expect(stage.position == 0)
    #expect(stage.model.status == "No task fails in this run, and nothing is cancelled.")
    stage.press(.right)
    #expect(stage.model.status == nil)
  }

  @Test func steppingSetsTheTimeToThatOfTheEvent() {
    var stage = Stage(watching: Script.dashboard)
    stage.type("f")
    #expect(stage.session.cursor.t.nanoseconds == 1_200_000_000)
    stage.type("G")
    #expect(stage.session.cursor.t.nanoseconds == 2_600_000_000)
  }
}
