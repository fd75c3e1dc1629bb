package import Cascade

/// What a task did with its time, up to where somebody looks. Nothing lies beyond the cursor.
package struct Lane: Hashable, Sendable {
  /// What a stretch of time was.
  package enum Stretch: String, Hashable, Sendable, CaseIterable {
    /// The limit held it back.
    case queued
    /// It ran, and nobody had told it anything.
    case work
    /// Told, and on its way out: the step it was in listens as far as is known.
    case told
    /// Told, and in a step that doesn't listen.
    case deaf
    /// Told, and at work that was cut off from that on purpose: it goes on.
    case detached
    /// Cleaning up, as it said itself.
    case cleanup
    /// Pausing between two attempts, as it said itself, and told nothing.
    case pause
  }

  package struct Segment: Hashable, Sendable {
    package let stretch: Stretch
    package let from: Context.Instant
    package let to: Context.Instant
  }

  /// How and when it came to its end.
  package struct End: Hashable, Sendable {
    package let t: Context.Instant
    package let state: TaskState
  }

  /// In order of time, none of them empty, none touching another of its kind.
  package let segments: [Segment]
  package let end: End?
}

extension Recording {
  /// The lane of a task as seen from a cursor; `row` must be of the state at that cursor.
  package func lane(of row: Row, at cursor: Cursor) -> Lane {
    var drawing = LaneDrawing(
      told: row.marks.told.value, startsTold: row.startedAfterCancel, isDetached: row.run.isDetached(row.number))
    // What a hand does to a task isn't among the events about it.
    let hands = hearings(ofRow: row.number)
    let events = history(ofRow: row.number)
    for number in hands.isEmpty ? events : (events + hands).sorted() {
      if number >= cursor.position { break }
      drawing.draw(log[number], number: number)
    }
    guard let state = row.taskState else { return Lane(segments: [], end: nil) }
    // Of a task that fell silent in a gap only the time before the gap is known.
    // Nothing goes on when the run is over.
    let limit = row.run.time(at: state == .unknown ? row.run.fold.gap : row.run.fold.runEnded)
    return drawing.finish(at: min(cursor.t, limit ?? cursor.t), state: state)
  }
}

/// Turns the events of one task into its lane.
private struct LaneDrawing {
  /// The number of the event that counts as telling this task, if one does.
  package let told: Int?
  /// Whether its context was done before it began.
  let startsTold: Bool
  let isDetached: Bool
  private var segments: [Lane.Segment] = []
  private var open: (stretch: Lane.Stretch, from: Context.Instant)?
  private var isTold: Bool
  private var listens = true
  private var end: Context.Instant?

  init(told: Int?, startsTold: Bool, isDetached: Bool) {
    self.told = told
    self.startsTold = startsTold
    self.isDetached = isDetached
    isTold = startsTold
  }

  mutating func draw(_ event: Event, number: Int) {
    switch event.kind {
    case .taskSpawned: self = LaneDrawing(told: told, startsTold: startsTold, isDetached: isDetached)
    case .taskQueued: change(to: .queued, at: event.t)
    case .taskStarted: change(to: stretchAtWork, at: event.t)
    case .taskTold where number == told:
      isTold = true
      if let open, open.stretch == .work || open.stretch == .pause { change(to: stretchAtWork, at: event.t) }
    case .note(.step(_, _, _, let listens)):
      self.listens = listens
      change(to: stretchAtWork, at: event.t)
    case .intervention(let done):
      if case .listen(let wish) = done.action { listens = wish }
      if let open, [.told, .deaf, .detached].contains(open.stretch) { change(to: stretchAtWork, at: event.t) }
    case .note(.cleanup): change(to: .cleanup, at: event.t)
    case .note(.pause): change(to: isTold ? stretchAtWork : .pause, at: event.t)
    case .note(.retry): if let open, open.stretch == .pause { change(to: stretchAtWork, at: event.t) }
    case .taskOut, .taskRefused, .taskSkipped:
      close(at: event.t)
      end = event.t
    default: break
    }
  }

  private var stretchAtWork: Lane.Stretch {
    guard isTold else { return .work }
    return listens ? .told : isDetached ? .detached : .deaf
  }

  private mutating func change(to stretch: Lane.Stretch, at t: Context.Instant) {
    guard end == nil, open?.stretch != stretch else { return }
    close(at: t)
    open = (stretch, t)
  }

  private mutating func close(at t: Context.Instant) {
    guard let last = open else { return }
    open = nil
    guard last.from < t else { return }
    if let previous = segments.last, previous.stretch == last.stretch, previous.to == last.from {
      segments[segments.count - 1] = Lane.Segment(stretch: last.stretch, from: previous.from, to: t)
    } else {
      segments.append(Lane.Segment(stretch: last.stretch, from: last.from, to: t))
    }
  }

  func finish(at now: Context.Instant, state: TaskState) -> Lane {
    var copy = self
    copy.close(at: now)
    return Lane(segments: copy.segments, end: end.map { Lane.End(t: $0, state: state) })
  }
}
