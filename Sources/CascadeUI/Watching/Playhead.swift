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

  /// How long a beat is held, in nanoseconds on the wall; less at speeds above 1.
  static let reading: Int64 = 2_500_000_000

  package init(at cursor: Cursor) {
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
      hold = stop.isBeat ? Self.reading * 100 / Int64(max(100, speed.percent)) : 0
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

  /// The clock on the wall went on while nothing was shown.
  mutating func forgetTick() { lastTick = nil }

  /// Where the virtual clock stands still next.
  private struct Stop {
    /// Where the playhead is in the end of it.
    let place: Cursor
    let isBeat: Bool
    var travel: Travel?
  }

  /// The next beat that has words of its author, or the next cascade. A beat that comes within the instant of a cascade stands
  /// at its end, after the last telling that it teaches.
  private func nextStop(in recording: Recording, until end: Context.Instant, travels: Bool, speed: Speed) -> Stop? {
    let beat =
      !rests
      ? nil
      : recording.beats.first { $0.sentence != nil && cursor.isBefore(recording.stop(of: $0)) }
        .map { Stop(place: recording.stop(of: $0), isBeat: true) }
        .flatMap { $0.place.t <= end ? $0 : nil }
    guard travels, let first = recording.nextTelling(after: position, until: end) else { return beat }
    let instant = recording.log[first].t
    if let beat, beat.place.t < instant || beat.place.position <= first { return beat }
    let end = recording.cursor(at: instant)
    let place = beat.map { $0.place.t == instant ? $0.place : end } ?? end
    let start = max(position, recording.cursor(at: Context.Instant(nanoseconds: instant.nanoseconds - 1)).position)
    return Stop(
      place: place, isBeat: place == beat?.place,
      travel: Travel(in: recording, from: start, to: place, speed: speed, holdsCause: t < instant))
  }
}

/// How much faster than the clock on the wall virtual time runs while playing.
package struct Speed: Hashable, Sendable {
  /// The speed in hundredths: 100 is real time.
  package let percent: Int

  package static let normal = Speed(percent: 100)

  /// From slow to fast.
  package static let all = [10, 25, 50, 100, 200, 400, 800].map(Speed.init(percent:))

  /// The next faster one, or itself at the end.
  package var faster: Speed { Self.all.first { $0.percent > percent } ?? self }

  /// The next slower one, or itself at the end.
  package var slower: Speed { Self.all.last { $0.percent < percent } ?? self }

  /// How much virtual time passes in that many nanoseconds on the wall, held to the range of `Int64`.
  func virtual(_ nanoseconds: Int64) -> Int64 {
    let (product, overflow) = nanoseconds.multipliedReportingOverflow(by: Int64(percent))
    return overflow ? .max : product / 100
  }

  /// How long that much virtual time takes on the wall, rounded up, so that waiting for an event doesn't end before it.
  func wall(_ nanoseconds: Int64) -> Int64 {
    let (product, overflow) = nanoseconds.multipliedReportingOverflow(by: 100)
    return overflow ? .max : (product + Int64(percent) - 1) / Int64(percent)
  }

  /// `0.5`, `1`, `8`: as it is written after the multiplication sign.
  var text: String {
    let (whole, rest) = percent.quotientAndRemainder(dividingBy: 100)
    guard rest > 0 else { return String(whole) }
    return rest.isMultiple(of: 10) ? "\(whole).\(rest / 10)" : "\(whole).\(rest)"
  }
}

/// How much moves between two events while playing. Nothing that matters is told by motion alone.
package enum Motion: String, CaseIterable, Hashable, Sendable {
  /// Lanes grow smoothly.
  case full
  /// A few steps a second.
  case reduced
  /// A frame for each event and none between.
  case off

  /// How long one frame stays, in nanoseconds; none where only events make frames.
  var frame: Int64? {
    switch self {
    case .full: 50_000_000
    case .reduced: 500_000_000
    case .off: nil
    }
  }
}
