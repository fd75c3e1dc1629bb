package import Cascade
package import CascadeTrace

/// Where the playing of a run stands, and how it goes on with the clock on the wall.
///
/// At each beat that has words of its author the virtual clock stands still for a while, so that they can be read: in
/// virtual time beats may lie a few milliseconds apart, or none.
package struct Playhead: Hashable, Sendable {
  /// How many events have happened.
  package private(set) var position: Int
  /// The virtual time. It may be between two events.
  package private(set) var t: Context.Instant
  /// What the clock on the wall said last.
  private(set) var lastTick: Context.Instant?
  /// For how many nanoseconds on the wall the virtual clock still stands.
  package private(set) var hold: Int64 = 0
  /// Whether the virtual clock stands still at beats with words of their author.
  var rests = true
  /// The cascade that travels to its tasks, while the virtual clock stands.
  private(set) var travel: Travel?

  /// The speed of the run itself.
  private let own: Speed

  /// How long a beat is held, in nanoseconds on the wall; less at speeds above the run's own.
  static let reading: Int64 = 2_500_000_000

  package init(at cursor: Cursor, own: Speed) {
    self.own = own
    position = cursor.position
    t = cursor.t
  }

  /// What is seen from here.
  package var cursor: Cursor { Cursor(position: position, t: t) }

  /// Goes on to where the clock on the wall says. The first call only starts the clock.
  ///
  /// - Parameter travels: Whether cascades travel; else all that are told in one instant are told at once.
  package mutating func advance(to now: Context.Instant, speed: Speed, in recording: Recording, travels: Bool) {
    var wall = lastTick.map { max(0, now.nanoseconds - $0.nanoseconds) } ?? 0
    lastTick = now
    while true {
      if travel != nil {
        wall = goOnTravelling(wall)
        guard travel == nil else { return }
      }
      let waited = min(hold, wall)
      hold -= waited
      wall -= waited
      guard hold == 0 else { return }
      let target = t.advanced(by: .nanoseconds(speed.virtual(wall)))
      guard let stop = nextStop(in: recording, until: target, travels: travels, speed: speed) else {
        t = target
        position = max(position, recording.cursor(at: target).position)
        return
      }
      wall -= min(wall, speed.wall(max(0, stop.place.t.nanoseconds - t.nanoseconds)))
      t = max(t, stop.place.t)
      travel = stop.travel
      position = stop.travel?.current?.position ?? stop.place.position
      hold = stop.isBeat ? Self.reading * Int64(own.percent) / Int64(max(own.percent, speed.percent)) : 0
    }
  }

  /// - Returns: What of the time on the wall is left when the cascade has reached all its tasks.
  private mutating func goOnTravelling(_ wall: Int64) -> Int64 {
    guard var travel else { return wall }
    let left = travel.advance(by: wall)
    position = travel.current?.position ?? travel.destination.position
    self.travel = travel.current == nil ? nil : travel
    return left
  }

  /// After how many nanoseconds something changes.
  func wait(speed: Speed, in recording: Recording) -> Int64 {
    if hold > 0 { return hold }
    let next = recording.cursor(at: t).position
    guard next < recording.count else { return 0 }
    return speed.wall(recording.log[next].t.nanoseconds - t.nanoseconds)
  }

  /// After how many nanoseconds it rests at a beat, so that it is seen for as long as it is held.
  func untilBeat(speed: Speed, in recording: Recording) -> Int64 {
    guard travel == nil, let beat = nextBeat(in: recording) else { return .max }
    return max(1, speed.wall(beat.place.t.nanoseconds - t.nanoseconds))
  }

  /// The clock on the wall went on while nothing was shown.
  mutating func forgetTick() { lastTick = nil }

  /// Where the virtual clock stands still next.
  private struct Stop {
    /// Where the playhead is in the end of it.
    let place: Cursor
    let isBeat: Bool
    var travel: Travel?
  }

  private func nextBeat(in recording: Recording) -> Stop? {
    guard rests else { return nil }
    return recording.beats.first { $0.sentence != nil && cursor.isBefore(recording.stop(of: $0)) }
      .map { Stop(place: recording.stop(of: $0), isBeat: true) }
  }

  /// The next beat that has words of its author, or the next cascade. A beat that comes within the instant of a cascade stands
  /// at its end, after the last telling that it teaches.
  private func nextStop(in recording: Recording, until end: Context.Instant, travels: Bool, speed: Speed) -> Stop? {
    let beat = nextBeat(in: recording).flatMap { $0.place.t <= end ? $0 : nil }
    guard travels, let first = recording.nextTelling(after: position, until: end) else { return beat }
    let instant = recording.log[first].t
    if let beat, beat.place.t < instant || beat.place.position <= first { return beat }
    let end = recording.cursor(at: instant)
    let place = beat.map { $0.place.t == instant ? $0.place : end } ?? end
    let start = max(position, recording.cursor(at: Context.Instant(nanoseconds: instant.nanoseconds - 1)).position)
    return Stop(
      place: place, isBeat: place == beat?.place,
      travel: Travel(in: recording, from: start, to: place, speed: speed, own: own, holdsCause: t < instant))
  }
}

/// What moves the cursor.
package enum Playback: Hashable, Sendable {
  /// The user alone.
  case paused
  /// The clock on the wall, times the speed, with a rest at each beat that has words of its author.
  case playing(Playhead)
  /// The newest event of a live run.
  case present
  /// The cascade of the beat that the user went on to travels to its tasks; any key shows the end of it.
  case travelling(Travel, lastTick: Context.Instant?)
  /// From a question to where its truth shows; any key shows that at once.
  case revealing(Playhead, until: Cursor, speed: Speed)

  package var isPlaying: Bool {
    switch self {
    case .playing, .revealing: true
    case .paused, .present, .travelling: false
    }
  }

  /// The cascade that travels while time stands still.
  var travel: Travel? {
    switch self {
    case .paused, .present: nil
    case .playing(let head), .revealing(let head, until: _, speed: _): head.travel
    case .travelling(let travel, lastTick: _): travel
    }
  }
}

/// Which row the bar stands on.
package enum Selection: Hashable, Sendable {
  /// The row that the latest event is about.
  case following
  /// The row with this number, whatever happens.
  case pinned(Int)
}
