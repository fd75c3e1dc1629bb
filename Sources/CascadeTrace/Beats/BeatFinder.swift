import Cascade

/// Finds the beats of a run while its events come in.
///
/// Some events open a beat; all others belong to the one before them as long as the clock stands still, and to none
/// after that.
struct BeatFinder: Sendable {
  private(set) var beats: [Beat] = []
  /// The failed task that the current cause is about; empty for a deadline or a hand.
  private var causeTask: String?
  private var walk: Walk?

  /// The cancellation that is on its way down the tree.
  private struct Walk {
    var origin: String
    var t: Instant
    /// The cause shows the first context; from the second on it is a walk.
    var hasBeat: Bool
  }

  /// Takes the next event; `fold` is what came before it.
  mutating func consume(_ event: Event, number: Int, subject: Int?, fold: Fold, roster: Roster) {
    let kind = beats.isEmpty ? .start : opening(of: event, subject: subject, fold: fold, roster: roster)
    if let kind {
      beats.append(Beat(kind: kind, range: number..<number + 1, t: event.t))
    } else if beats[beats.count - 1].t == event.t {
      beats[beats.count - 1].extend(to: number + 1)
    }
  }

  private mutating func opening(of event: Event, subject: Int?, fold: Fold, roster: Roster) -> Beat.Kind? {
    switch event.kind {
    case .taskOut(let out):
      if subject.map({ fold.marks(of: $0).told.isSet }) == true { return isCurrent(.out, event.t) ? nil : .out }
      return out.outcome == .failed || out.kept ? openCause(of: event.id, at: event.t) : nil
    case .groupFailureKept(let task, _):
      if let row = roster.number(of: task), fold.marks(of: row).told.isSet { return nil }
      return openCause(of: task, at: event.t)
    case .contextTold(let told): return openTold(told, event: event, subject: subject, fold: fold, roster: roster)
    case .taskTold(let told): return openTold(told, event: event, subject: subject, fold: fold, roster: roster)
    case .intervention:
      causeTask = nil
      walk = nil
      return .cause
    case .deadlock: return .deadlock
    case .groupClosed:
      guard let subject, roster.isOutermost(group: subject) else { return nil }
      return isCurrent(.close, event.t) ? nil : .close
    case .runEnded: return isCurrent(.close, event.t) || isCurrent(.deadlock, event.t) ? nil : .close
    default: return nil
    }
  }

  private mutating func openCause(of task: String, at t: Instant) -> Beat.Kind? {
    // `task.out` and `group.failureKept` are two events about one thing, in whichever order.
    if causeTask == task, beats.last?.t == t { return nil }
    causeTask = task
    walk = nil
    return .cause
  }

  private mutating func openTold(
    _ told: Event.Told, event: Event, subject: Int?, fold: Fold, roster: Roster
  ) -> Beat.Kind? {
    let isTask = if case .taskTold = event.kind { true } else { false }
    switch told.reason {
    case .scopeEnded where !isTask: return nil
    case .siblingFailed where isTask && told.origin == event.id: return nil
    default: break
    }
    if let subject, fold.wasBornDone(subject, roster: roster) { return nil }
    if let current = walk, current.origin == told.origin, current.t == event.t {
      if current.hasBeat { return nil }
      walk?.hasBeat = true
      return .walk
    }
    let isExternal = told.reason != .siblingFailed && told.reason != .scopeEnded
    // A context that a task made for itself and cancels is that task's own affair.
    if told.reason == .requested, let subject, fold.isPrivate(subject, roster: roster) { return nil }
    let followsCause = isCurrent(.cause, event.t) && (causeTask != nil) != isExternal
    if followsCause {
      walk = Walk(origin: told.origin, t: event.t, hasBeat: isTask)
      return isTask ? .walk : nil
    }
    walk = Walk(origin: told.origin, t: event.t, hasBeat: !isExternal)
    if isExternal { causeTask = nil }
    return isExternal ? .cause : .walk
  }

  private func isCurrent(_ kind: Beat.Kind, _ t: Instant) -> Bool {
    beats.last.map { $0.kind == kind && $0.t == t } ?? false
  }
}
