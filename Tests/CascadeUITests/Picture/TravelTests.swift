import Cascade
import CascadeScenarios
import CascadeTerminal
import CascadeTrace
import TestSupport
import Testing

@testable import CascadeUI

/// A cascade that travels to its tasks while the virtual clock stands.
@Suite struct TravelTests {
  static let names = ["first-failure", "nested-groups", "late-start", "contexts", "deadline", "detached"]

  private func stage(_ name: String, motion: Motion = .full, speed: String = "") throws -> Stage {
    var stage = Stage(Size(columns: 100, rows: 30), motion: motion)
    stage.arrivesAtOnce = false
    stage.model.settings.speed = nil
    stage.open(name)
    stage.type(speed)
    return stage
  }

  /// The keys to the place before the beat in which the last telling is.
  private func stageBeforeTravel(_ name: String, motion: Motion = .full, speed: String = "") throws -> Stage {
    var stage = try stage(name, motion: motion, speed: speed)
    let recording = stage.session.recording
    var before = recording.start
    while true {
      let next = recording.nextBeat(after: before)
      guard next != before else { throw NoTravel() }
      if Travel(in: recording, from: before.position, to: next, speed: .normal, own: .normal, holdsCause: true) != nil {
        break
      }
      before = next
    }
    stage.model.session?.look(from: before)
    return stage
  }

  private struct NoTravel: Error {}

  /// What was on the screen from a key on, each picture once, with what the session was in.
  private func frames(of stage: inout Stage, _ key: Key) -> [(session: RunSession, canvas: Canvas)] {
    var frames: [(session: RunSession, canvas: Canvas)] = []
    stage.press(key)
    var now = Context.Instant.zero
    repeat {
      frames.append((stage.session, stage.canvas))
      stage.send(.tick(now: now))
      now = now.advanced(by: stage.model.nextTick ?? .zero)
    } while stage.model.nextTick != nil && frames.count < 100
    return frames
  }

  @Test(arguments: names, ["", "---", "--", "-", "+", "++", "+++"])
  func eachFrameIsAStateAndFlashesWhoIsTold(_ name: String, _ speed: String) throws {
    var stage = try stageBeforeTravel(name, speed: speed)
    let recording = stage.session.recording
    let (from, to) = (stage.position, recording.nextBeat(after: stage.session.cursor))
    let frames = frames(of: &stage, .pageDown)
    #expect(stage.session.playback == .paused && stage.session.cursor == to)
    var position = from
    var flashed: Set<Int> = []
    for (session, _) in frames {
      guard let frame = session.playback.travel?.current else { continue }
      #expect(session.cursor == recording.cursor(at: frame.position))
      #expect(session.state == recording.state(at: frame.position))
      #expect(frame.position >= position && frame.position <= to.position)
      position = frame.position
      guard let row = frame.row else { continue }
      flashed.insert(row)
      #expect(recording.subject(ofEvent: frame.position - 1) == row)
      switch recording.log[frame.position - 1].kind {
      case .taskTold, .contextTold: break
      default: Issue.record("frame after \(recording.log[frame.position - 1])")
      }
    }
    #expect(!flashed.isEmpty)
    // With few tellings each has its frame.
    let told = (from..<to.position).filter { number in
      guard let row = recording.subject(ofEvent: number) else { return false }
      let after = recording.state(at: to).row(number: row)
      switch recording.log[number].kind {
      case .taskTold(let told): return told.reason != .scopeEnded && after.isTold && after.marks.told.value == number
      default: return false
      }
    }
    if let last = told.last {
      let instant = told.filter { recording.log[$0].t == recording.log[last].t }
      if instant.count <= Travel.mostFrames {
        #expect(flashed == Set(instant.compactMap { recording.subject(ofEvent: $0) }))
      }
    }
  }

  /// The row that flashes is the one that is told, and the clock says that time stands still.
  @Test(arguments: Size.tested) func theFlashIsSeen(_ size: Size) throws {
    var stage = Stage(watching: Script.dashboard, size)
    stage.arrivesAtOnce = false
    stage.type("f")
    var flashed: [String] = []
    for (session, canvas) in frames(of: &stage, .pageDown) {
      guard let row = session.playback.travel?.current?.row else { continue }
      var shown = stage
      shown.model.changeSession { $0 = session }
      #expect(shown.canvas == canvas)
      let place = try #require(session.rows.places[row])
      let name = session.recording.roster.members[session.rows.entries[place].number].id
      let seen = try #require(shown.seenRows.first { $0.row.id == name }, "\(name) isn't in view")
      let paint = shown.appearance.picture[.flash]
      #expect(canvas[Point(x: 1, y: seen.y)].style == paint, "\(name)")
      #expect(shown.words(.scrubber).contains("time stands still"))
      flashed.append(name)
    }
    #expect(flashed.count >= 6)
    #expect(!stage.words(.scrubber).contains("time stands still"))
  }

  /// The cause stands alone for 400 ms where it wasn't on the screen, 90 ms a row, and the last one 300 ms longer.
  @Test func theTimesOfTheFrames() throws {
    let recording = Recording(Script.dashboard)
    let cause = try #require(recording.firstFailure)
    let end = recording.cursor(at: cause.t)
    let travel = try #require(
      Travel(
        in: recording, from: recording.cursor(at: Context.Instant(nanoseconds: cause.t.nanoseconds - 1)).position,
        to: end, speed: .normal, own: .normal, holdsCause: true))
    let durations = travel.frames.map { $0.duration / 1_000_000 }
    #expect(durations.first == 400 && durations.last == 390)
    #expect(durations.dropFirst().dropLast().allSatisfy { $0 == 90 })
    #expect(travel.frames.first?.row == nil && travel.frames.dropFirst().allSatisfy { $0.row != nil })
    for own in Speed.all {
      for speed in Speed.all {
        let other = Travel(in: recording, from: cause.position, to: end, speed: speed, own: own, holdsCause: false)
        let step = min(360, max(45, 90 * Int64(own.percent) / Int64(speed.percent)))
        #expect(other?.frames.first.map { $0.duration / 1_000_000 } == step)
      }
    }
  }

  /// However many are told, there are thirteen frames at most, and the last shows all of them.
  @Test func manyShareFrames() throws {
    let recording = Recording(Script.crowd)
    let travel = try #require(
      Travel(in: recording, from: 0, to: recording.end, speed: .normal, own: .normal, holdsCause: true))
    #expect(travel.frames.count <= Travel.mostFrames + 1)
    let last = try #require(travel.frames.last)
    let state = recording.state(at: last.position)
    #expect(state.tasks.count { $0.isTold } == recording.latestState.tasks.count { $0.isTold })
  }

  /// Advancing in many steps or in one is the same, and what is left over comes back.
  @Test(arguments: [1, 7, 33, 250, 10_000]) func time(step: Int64) throws {
    let recording = Recording(Script.dashboard)
    var travel = try #require(
      Travel(in: recording, from: 0, to: recording.end, speed: .normal, own: .normal, holdsCause: true))
    var elapsed: Int64 = 0
    while travel.current != nil {
      var whole = try #require(
        Travel(in: recording, from: 0, to: recording.end, speed: .normal, own: .normal, holdsCause: true))
      _ = whole.advance(by: elapsed * 1_000_000)
      #expect(whole.current == travel.current && whole.untilNextFrame == travel.untilNextFrame)
      #expect(travel.untilNextFrame > 0)
      elapsed += step
      let left = travel.advance(by: step * 1_000_000)
      #expect(left == max(0, elapsed * 1_000_000 - travel.duration))
    }
    #expect(travel.untilNextFrame == 0)
  }

  @Test(arguments: names) func aTickBeyondTheEndLandsOnTheBeat(_ name: String) throws {
    var stage = try stageBeforeTravel(name)
    let to = stage.session.recording.nextBeat(after: stage.session.cursor)
    stage.press(.pageDown)
    stage.send(.tick(now: .zero))
    #expect(stage.session.playback.travel != nil)
    stage.send(.tick(now: .milliseconds(60_000)))
    #expect(stage.session.cursor == to && stage.session.playback == .paused && stage.model.nextTick == nil)
  }

  /// A key about the row with the bar is about the one that the user saw it on.
  @Test(arguments: [Key.enter, .character("x"), .character("i"), .character("j"), .character("k")])
  func aKeyMeansTheRowThatWasSeen(_ key: Key) throws {
    for wait in [0, 130, 600] as [Int64] {
      var stage = try stageBeforeTravel("first-failure")
      stage.press(.pageDown)
      stage.play(wait)
      let seen = try #require(stage.session.selected)
      stage.press(key)
      var arrived = try stageBeforeTravel("first-failure")
      arrived.arrivesAtOnce = true
      arrived.press(.pageDown)
      for _ in 0..<20 { arrived.press(.character("k")) }
      for _ in 0..<20 where arrived.session.selected != seen { arrived.press(.character("j")) }
      arrived.press(key)
      #expect(stage.session.selected == arrived.session.selected && stage.canvas == arrived.canvas)
    }
  }

  /// Any key shows the end at once, and counts.
  @Test(arguments: [Key.right, .left, .pageDown, .pageUp, .character("G"), .character("?")])
  func anyKeyEndsItAndCounts(_ key: Key) throws {
    for wait in [0, 130, 600] as [Int64] {
      var stage = try stageBeforeTravel("first-failure")
      var arrived = stage
      arrived.arrivesAtOnce = true
      arrived.press(.pageDown)
      stage.press(.pageDown)
      stage.play(wait)
      #expect(stage.session.playback.travel != nil)
      stage.arrivesAtOnce = true
      stage.press(key)
      arrived.press(key)
      #expect(stage.canvas == arrived.canvas)
      #expect(stage.session.cursor == arrived.session.cursor && stage.session.playback == .paused)
    }
  }

  @Test(arguments: [Motion.reduced, .off], names) func withLessMotionNothingTravels(_ motion: Motion, _ name: String)
    throws
  {
    var stage = try stageBeforeTravel(name, motion: motion)
    let to = stage.session.recording.nextBeat(after: stage.session.cursor)
    stage.press(.pageDown)
    #expect(stage.session.cursor == to && stage.session.playback == .paused)
    var playing = try self.stage(name, motion: motion)
    playing.type(" ")
    playing.play(12_000) { #expect($0.session.playback.travel == nil) }
  }

  @Test(arguments: names) func backNothingTravels(_ name: String) throws {
    var stage = try stage(name)
    stage.type("G")
    while stage.position > 0 {
      let before = stage.position
      stage.press(.pageUp)
      #expect(stage.session.playback == .paused && stage.position < before)
    }
  }

  /// Playing `first-failure` over its cause shows that the cascade moves from row to row.
  @Test(arguments: [Size(columns: 60, rows: 16), Size(columns: 80, rows: 24), Size(columns: 100, rows: 30)])
  func playingOverTheCauseShowsManyPictures(_ size: Size) throws {
    var stage = Stage(size)
    stage.open("first-failure")
    let cause = try #require(stage.session.recording.firstFailure)
    let before = Context.Instant(nanoseconds: cause.t.nanoseconds - 1)
    // Who starts at the cause has read its sentence: the cascade begins at once.
    let start = cause.t > before ? cause : stage.session.recording.start
    stage.model.changeSession { $0.look(from: start) }
    stage.type(" ")
    var seen: Set<String> = []
    var rows: Set<Int> = []
    stage.play(1_600) { frame in
      seen.insert(frame.canvas.styledDescription)
      if let row = frame.session.playback.travel?.current?.row { rows.insert(row) }
    }
    #expect(seen.count >= 6)
    #expect(rows.count >= 4)
  }

  /// While it travels virtual time stands; playing goes on from there, and comes to the end.
  @Test(arguments: names) func playingGoesOnAfterwards(_ name: String) throws {
    var stage = try stage(name)
    stage.type(" ")
    var last = Context.Instant.zero
    var position = 0
    stage.play(120_000) { frame in
      let session = frame.session
      #expect(session.cursor.t >= last && session.cursor.position >= position)
      if session.playback.travel != nil, position > 0 {
        #expect(session.cursor.t == session.playback.travel?.destination.t)
      }
      (last, position) = (session.cursor.t, session.cursor.position)
    }
    #expect(stage.session.cursor == stage.session.recording.end && stage.session.playback == .paused)
  }
}
