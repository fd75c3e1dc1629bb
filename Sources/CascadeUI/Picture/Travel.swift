import Cascade
import CascadeTrace

/// A cascade that travels: the tellings of one instant shown one after the other, in the order of their events, while the
/// virtual clock stands still.
///
/// A frame is the state after one event of the recording, the same that stepping shows; only the flash is added. It is a pure
/// function of how much time has gone by on the wall.
package struct Travel: Hashable, Sendable {
  /// One frame.
  package struct Frame: Hashable, Sendable {
    /// How many events have happened.
    let position: Int
    /// The number of the row that is told in this frame; nil for the cause itself.
    let row: Int?
    /// How long it stays, in nanoseconds on the wall.
    let duration: Int64
  }

  let frames: [Frame]
  /// The number of the event that it starts from: the cause.
  let cause: Int
  /// Where the cursor stands in the end.
  let destination: Cursor
  /// How much of it has been shown, in nanoseconds on the wall.
  private(set) var elapsed: Int64 = 0

  /// At most so many frames; of more tellings several share a frame.
  static let mostFrames = 13
  static let step: Int64 = 90_000_000
  static let causeHold: Int64 = 400_000_000
  static let lastFlash: Int64 = 300_000_000

  /// The travel over the tellings between two places, all of one instant: the last one that has any. Nil where nothing is told.
  ///
  /// - Parameters:
  ///   - own: The speed of the run, at which each telling takes a step.
  ///   - holdsCause: The cause hasn't been on the screen yet, so it stands alone first.
  init?(
    in recording: Recording, from position: Int, to destination: Cursor, speed: Speed, own: Speed, holdsCause: Bool
  ) {
    guard let told = recording.tellings(in: position..<destination.position) else { return nil }
    let per = (told.count + Self.mostFrames - 1) / Self.mostFrames
    let step = min(360_000_000, max(45_000_000, Self.step * Int64(own.percent) / Int64(speed.percent)))
    var frames: [Frame] = []
    if holdsCause, told[0].event > position {
      frames.append(Frame(position: told[0].event, row: nil, duration: Self.causeHold))
    }
    for index in told.indices where (index + 1).isMultiple(of: per) || index == told.count - 1 {
      let isLast = index == told.count - 1
      frames.append(
        Frame(
          position: told[index].event + 1, row: told[index].row, duration: step + (isLast ? Self.lastFlash : 0)))
    }
    self.frames = frames
    cause = recording.cause(ofTelling: told[0].event)
    self.destination = destination
  }

  /// How long it takes.
  var duration: Int64 { frames.reduce(0) { $0 + $1.duration } }

  /// The frame that is on the screen; nil when it is over.
  var current: Frame? {
    var left = elapsed
    for frame in frames {
      if left < frame.duration { return frame }
      left -= frame.duration
    }
    return nil
  }

  /// After how many nanoseconds the next frame comes.
  var untilNextFrame: Int64 {
    var left = elapsed
    for frame in frames {
      if left < frame.duration { return frame.duration - left }
      left -= frame.duration
    }
    return 0
  }

  /// Lets time go by.
  /// - Returns: What of it is left when the travel is over.
  mutating func advance(by nanoseconds: Int64) -> Int64 {
    let used = min(max(0, nanoseconds), duration - elapsed)
    elapsed += used
    return max(0, nanoseconds) - used
  }
}

extension Recording {
  /// The number of the next event by which a cascade reaches a row, up to an instant.
  func nextTelling(after position: Int, until end: Context.Instant) -> Int? {
    let state = latestState
    var number = position
    while number < count, log[number].t <= end {
      if let row = subject(ofEvent: number), isTelling(number, of: state.row(number: row)) { return number }
      number += 1
    }
    return nil
  }

  /// The rows that are told between two places, of the last instant there in which any is.
  fileprivate func tellings(in range: Range<Int>) -> [(event: Int, row: Int)]? {
    let range = range.clamped(to: 0..<count)
    var found: [(event: Int, row: Int)] = []
    let after = state(at: range.upperBound)
    for number in range.reversed() {
      if let last = found.last, log[last.event].t != log[number].t { break }
      guard let row = subject(ofEvent: number), isTelling(number, of: after.row(number: row)) else { continue }
      found.append((number, row))
    }
    return found.isEmpty ? nil : found.reversed()
  }

  /// The number of the event from which a telling comes: the first context that ended for the same reason in that instant.
  fileprivate func cause(ofTelling event: Int) -> Int {
    let origin = log[event].told?.origin
    var first: Int?
    var number = event
    while number >= 0, log[number].t == log[event].t {
      if case .contextTold(let told) = log[number].kind, told.origin == origin { first = number }
      number -= 1
    }
    return first ?? max(0, event - 1)
  }

  private func isTelling(_ number: Int, of row: Row) -> Bool {
    let kind = log[number].kind
    if case .taskTold(let told) = kind {
      return told.reason != .scopeEnded && row.isTold && row.marks.told.value == number
    }
    if case .contextTold(let told) = kind {
      return told.reason != .scopeEnded && row.isContext && roster.isOfContextsAlone
    }
    return false
  }
}
