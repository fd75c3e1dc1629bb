import Cascade
import CascadeNarration
import CascadeTerminal
import CascadeTrace
import CascadeUI

/// A run that plays, as a series of canvases: the program's model, with a clock of its own in the place of the one on the
/// wall.
struct Film {
  struct Frame {
    let canvas: Canvas
    /// When it is shown, in nanoseconds on the wall since the beginning.
    let at: Int64
    /// Where the cursor is.
    let cursor: Cursor
    /// What it is a picture of.
    let run: ExportedRun
  }

  /// A beat that is reached.
  struct Mark {
    let at: Int64
    let words: String
  }

  private(set) var frames: [Frame] = []
  private(set) var marks: [Mark] = []
  /// How long it is, the last frame included.
  private(set) var duration: Int64 = 0

  /// How long the last frame stays.
  static let lastFrame: Int64 = 3_000_000_000
  /// No film has more frames; of the longest, half an hour plays.
  static let mostFrames = 36_000
  /// A run that takes longer plays faster.
  private static let patience: Int64 = 120_000_000_000
  /// What takes longer at the highest speed isn't begun.
  private static let longest: Int64 = 1_800_000_000_000

  /// Plays a run from its start to its end, or for so long.
  ///
  /// - Throws: where that takes too long at the highest speed, too.
  init(_ run: ExportedRun, upTo limit: Duration? = nil) throws(ExportRefusal) {
    var run = run
    let recording = run.recording
    let length = recording.endTime.nanoseconds
    let speed = Speed.all.first {
      $0.percent >= run.ownSpeed.percent && length / Int64($0.percent) * 100 <= Self.patience
    }
    let chosen = speed ?? Speed.all.last ?? .normal
    let playing = length / Int64(chosen.percent) * 100
    guard min(playing, limit?.wholeNanoseconds ?? playing) <= Self.longest else { throw .tooLong }
    run.seek(recording.start)
    run.play(speed: chosen)
    var now: Int64 = 0
    run.tick(Context.Instant(nanoseconds: now))
    take(run, at: now)
    while let wait = run.nextTick {
      now += max(1_000_000, wait.wholeNanoseconds)
      if let limit, now >= limit.wholeNanoseconds {
        duration = limit.wholeNanoseconds
        return
      }
      run.tick(Context.Instant(nanoseconds: now))
      take(run, at: now)
      guard frames.count < Self.mostFrames else { throw .tooLong }
    }
    duration = now + Self.lastFrame
  }

  /// Adds what is shown, if it isn't what was.
  private mutating func take(_ run: ExportedRun, at now: Int64) {
    let (canvas, cursor) = (run.canvas, run.cursor)
    let recording = run.recording
    let reached = recording.beatIndex(at: cursor).map { $0 + 1 } ?? 0
    for beat in recording.beats.prefix(reached).dropFirst(marks.count) {
      marks.append(Mark(at: now, words: recording.sentence(for: beat)))
    }
    if canvas != frames.last?.canvas { frames.append(Frame(canvas: canvas, at: now, cursor: cursor, run: run)) }
  }
}

extension ExportRefusal {
  fileprivate static let tooLong = ExportRefusal(
    "this run takes too long to play; export its beats as pictures, with --beats")
}
