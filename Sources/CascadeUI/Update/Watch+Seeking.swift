import CascadeNarration
import CascadeTrace

/// Where keys take the cursor. Steps leave a pinned selection where it is; jumps bring the bar along.
extension Watch {
  mutating func step(by steps: Int) {
    // In the present there is nothing to step on to.
    if playback == .present && steps > 0 { return }
    seek(recording.stepping(cursor, by: steps))
  }

  mutating func stepBeats(by steps: Int) {
    var place = cursor
    for _ in 0..<min(abs(steps), recording.beats.count + 1) {
      place = steps > 0 ? recording.nextBeat(after: place) : recording.previousBeat(before: place)
    }
    jump(to: place)
  }

  /// Goes somewhere and lets the bar follow what happens there.
  mutating func jump(to place: Cursor) {
    selection = .following
    seek(place)
  }

  /// - Returns: words when there is none.
  mutating func seekFirstFailure() -> String? {
    guard let place = recording.firstFailure else {
      return isGrowing ? "Nothing has failed so far." : "Nothing fails in this run, and nobody cancels it."
    }
    jump(to: place)
    let run = recording.latestState
    return run.causeIsFailure ? nil : "Nobody fails first: the first cause is a \(run.causeNoun)."
  }

  /// A little before the first failure: there something can still be done about it, and the bar stands on who fails.
  /// - Returns: words when there is none, or no time before it.
  mutating func seekBeforeFirstFailure() -> String? {
    guard let t = recording.latestState.causeTime else { return seekFirstFailure() }
    guard let place = recording.moment(before: t) else { return "It fails at once: nothing comes before." }
    jump(to: place)
    if let row = recording.firstToFail, state.row(number: row).isBorn { selection = .pinned(row) }
    return nil
  }

  /// The next failure, deadline or hand, or the one before; as many as asked for, or as there are.
  /// - Returns: words when there is none.
  mutating func seekCause(by steps: Int) -> String? {
    guard let place = recording.cause(steps, from: cursor) else {
      return "No further cause \(steps > 0 ? "after" : "before") this."
    }
    jump(to: place)
    return nil
  }

  /// The end, or the present of a run that goes on; with a number, that beat, counted from 1.
  /// - Returns: words when there is no such beat.
  mutating func seekEnd(beat number: Int?) -> String? {
    guard let number else {
      jump(to: recording.end)
      if isGrowing { playback = .present }
      return nil
    }
    let beats = recording.beats
    guard beats.indices.contains(number - 1) else { return "There are \(beats.count) beats." }
    jump(to: recording.cursor(at: beats[number - 1].position))
    return nil
  }

  /// Plays, pauses, and plays from the start where everything is over. A live run is left and joined again.
  mutating func togglePlaying() {
    switch playback {
    case .playing:
      playback = .paused
      look(from: recording.rounded(cursor))
    case .present:
      playback = .paused
    case .paused where isGrowing:
      _ = seekEnd(beat: nil)
    case .paused:
      if cursor.position >= recording.count { look(from: recording.start) }
      guard recording.count > 0 else { return }
      playback = .playing(Playhead(at: cursor))
    }
  }

  /// The clock on the wall went on while nobody looked.
  mutating func forgetTick() {
    guard case .playing(var head) = playback else { return }
    head.forgetTick()
    playback = .playing(head)
  }
}
