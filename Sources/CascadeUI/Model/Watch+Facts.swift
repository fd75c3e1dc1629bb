import Cascade
import CascadeNarration
import CascadeTrace

/// What the screen says about a run besides its rows.
extension Watch {
  /// The right end of every time scale.
  var scaleEnd: Context.Instant {
    isGrowing ? TimeScale.roundEnd(beyond: max(cursor.t, recording.endTime)) : recording.endTime
  }

  /// Kind of the outermost group, and its options; none where there is no group.
  var setup: [String] {
    guard let group = recording.latestState.outermostGroup else { return [] }
    return [group.policy ?? "group"] + group.options
  }

  /// What has been wasted and saved so far; nil as long as nothing has gone wrong.
  var waste: Waste? { ledger.waste(in: state, at: cursor.t) }

  /// What the mark across the lanes is called.
  var causeWords: String { recording.latestState.causeLabel }
}
