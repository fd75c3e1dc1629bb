import Cascade
import CascadeTrace

/// What the screen says about a run besides its rows.
extension Watch {
  /// The right end of every time scale.
  var scaleEnd: Instant {
    isGrowing ? TimeScale.roundEnd(beyond: max(cursor.t, recording.endTime)) : recording.endTime
  }

  /// Kind of the outermost group, and its options; none where there is no group.
  var setup: [String] {
    guard let number = recording.roster.members.firstIndex(where: { $0.kind == .group }) else { return [] }
    let group = recording.latestState.row(number: number)
    return [group.policy ?? "group"] + group.options
  }

  /// What the mark across the lanes is called.
  var causeWords: String {
    guard let cause = recording.cause else { return "first failure" }
    switch recording.log[cause].kind {
    case .contextTold(let told), .taskTold(let told):
      return told.reason == .deadlineExceeded ? "deadline" : "cancel"
    case .intervention: return "cancel"
    default: return "first failure"
    }
  }
}
