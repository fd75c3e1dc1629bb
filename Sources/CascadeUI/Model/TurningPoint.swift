import Cascade
import CascadeTrace

/// What the scrubber marks beside the events: where a run took a turn, as far as the cursor sees.
struct TurningPoint: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    /// The failure that everything else follows from.
    case firstFailure
    /// Any other failure of a task.
    case failure
    /// A hand acted, somebody cancelled, or a deadline passed.
    case cancel
  }

  let kind: Kind
  let t: Context.Instant
}

extension Recording {
  /// The turning points up to a state, the most important last, so that it is drawn over the others.
  func turningPoints(upTo state: RunState) -> [TurningPoint] {
    var points = foundBeats.prefix { $0.range.lowerBound < state.position }.compactMap { beat -> TurningPoint? in
      guard beat.kind == .cause else { return nil }
      switch log[beat.range.lowerBound].kind {
      case .taskOut, .groupFailureKept: return nil
      default: return TurningPoint(kind: .cancel, t: beat.t)
      }
    }
    for task in state.tasks {
      switch task.taskState {
      case .failedFirst, .failedKept, .failedNotKept, .failedLate:
        if let t = task.outAt { points.append(TurningPoint(kind: .failure, t: t)) }
      default: break
      }
    }
    if let cause = state.cause {
      switch log[cause].kind {
      case .taskOut, .groupFailureKept: points.append(TurningPoint(kind: .firstFailure, t: log[cause].t))
      default: break
      }
    }
    return points
  }
}
