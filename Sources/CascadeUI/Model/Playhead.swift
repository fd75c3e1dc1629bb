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

  /// How long a beat is held, in nanoseconds on the wall; less at speeds above 1.
  static let reading: Int64 = 2_500_000_000

  package init(at cursor: Cursor) {
    position = cursor.position
    t = cursor.t
  }

  /// What is seen from here.
  package var cursor: Cursor { Cursor(position: position, t: t) }

  /// Goes on to where the clock on the wall says. The first call only starts the clock.
  package mutating func advance(to now: Context.Instant, speed: Speed, in recording: Recording) {
    var wall = lastTick.map { max(0, now.nanoseconds - $0.nanoseconds) } ?? 0
    lastTick = now
    while true {
      let waited = min(hold, wall)
      hold -= waited
      wall -= waited
      guard hold == 0 else { return }
      let target = t.advanced(by: .nanoseconds(speed.virtual(wall)))
      guard let stop = nextStop(in: recording), stop.t <= target else {
        t = target
        position = max(position, recording.cursor(at: target).position)
        return
      }
      wall -= min(wall, speed.wall(max(0, stop.t.nanoseconds - t.nanoseconds)))
      position = stop.position
      t = max(t, stop.t)
      hold = Self.reading * 100 / Int64(max(100, speed.percent))
    }
  }

  /// After how many nanoseconds something changes by itself.
  func wait(speed: Speed, in recording: Recording) -> Int64 {
    if hold > 0 { return hold }
    let next = recording.cursor(at: t).position
    guard next < recording.count else { return 0 }
    return speed.wall(recording.log[next].t.nanoseconds - t.nanoseconds)
  }

  /// The clock on the wall went on while nobody looked.
  mutating func forgetTick() { lastTick = nil }

  private func nextStop(in recording: Recording) -> Cursor? {
    recording.beats.first { $0.sentence != nil && $0.position > position }.map { recording.cursor(at: $0.position) }
  }
}
