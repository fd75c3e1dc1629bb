import Cascade
import CascadeNarration
import CascadeTrace

/// Where keys take the cursor. Steps leave a pinned selection where it is; jumps bring the bar along.
extension RunSession {
  mutating func step(by steps: Int) {
    // In the present there is nothing to step on to.
    if playback == .present && steps > 0 { return }
    seek(recording.stepping(cursor, by: steps))
  }

  /// Goes so many beats on, or back.
  ///
  /// - Parameter travels: Whether the cascade of the beat that is gone on to travels to its tasks.
  mutating func stepBeats(by steps: Int, travels: Bool, speed: Speed) {
    var place = cursor
    for _ in 0..<min(abs(steps), recording.beats.count + 1) {
      place = steps > 0 ? recording.nextBeat(after: place) : recording.previousBeat(before: place)
    }
    place = bounds.held(place)
    guard travels, steps == 1, playback == .paused, place.position > cursor.position,
      let travel = Travel(
        in: recording, from: cursor.position, to: place, speed: speed, own: ownSpeed, holdsCause: place.t > cursor.t)
    else { return jump(to: place) }
    selection = .following
    playback = .travelling(travel, lastTick: nil)
    if let frame = travel.current { look(from: recording.cursor(at: frame.position)) }
  }

  /// Shows the end of a cascade that travels because the user went on to it.
  mutating func finishTravel() {
    if case .travelling(let travel, lastTick: _) = playback { seek(travel.destination) }
  }

  /// Leaves the bar on a row, if it is there.
  mutating func pin(_ row: Int) {
    if state.row(number: row).isBorn { selection = .pinned(row) }
  }

  /// Goes somewhere and lets the bar follow what happens there.
  mutating func jump(to place: Cursor) {
    selection = .following
    seek(place)
  }

  /// - Returns: words when there is none.
  mutating func seekFirstFailure() -> String? {
    guard let place = recording.firstFailure else {
      if recording.latestState.isPartlyUnknown { return "No failure is known of: events are missing." }
      return isGrowing ? "Nothing has failed so far." : "No task fails in this run, and nothing is cancelled."
    }
    jump(to: place)
    let run = recording.latestState
    return run.causeIsFailure ? nil : "No task failed first: a \(run.causeNoun) came before."
  }

  /// A little before the first failure: there something can still be done about it, and the bar stands on the task that fails.
  /// - Returns: words when there is none, or no time before it.
  mutating func seekBeforeFirstFailure() -> String? {
    guard let t = recording.latestState.causeTime else { return seekFirstFailure() }
    guard let place = recording.moment(before: t) else {
      return "The failure is the first event: there is nothing before it."
    }
    jump(to: place)
    if let row = recording.firstToFail, state.row(number: row).isBorn { selection = .pinned(row) }
    return nil
  }

  /// The next failure, deadline or intervention, or the one before; as many as asked for, or as there are.
  /// - Returns: words when there is none.
  mutating func seekCause(by steps: Int) -> String? {
    guard let place = recording.cause(steps, from: cursor) else {
      return "No failure or cancellation \(steps > 0 ? "after" : "before") this one."
    }
    jump(to: place)
    return nil
  }

  /// The end, or the present of a run that goes on; with a number, that beat, counted from 1.
  /// - Returns: words when there is no such beat.
  mutating func seekEnd(beat number: Int?) -> String? {
    guard let number else {
      takeHeld()
      jump(to: recording.end)
      if isGrowing { playback = .present }
      return nil
    }
    let beats = recording.beats
    guard beats.indices.contains(number - 1) else { return "There are \(beats.count) beats." }
    jump(to: recording.stop(of: beats[number - 1]))
    return nil
  }

  /// Plays, pauses, and plays from the start where everything is over. A live run is left and joined again.
  mutating func togglePlaying() {
    switch playback {
    case .revealing: showTruth()
    case .playing:
      playback = .paused
      look(from: recording.rounded(cursor))
    case .present:
      playback = .paused
    case .paused where isGrowing, .travelling where isGrowing:
      _ = seekEnd(beat: nil)
    case .paused, .travelling:
      if isAtEnd || cursor.position >= recording.count { look(from: bounds.from ?? recording.start) }
      guard recording.count > 0 else { return }
      playback = .playing(Playhead(at: cursor, own: ownSpeed))
    }
  }

  /// Stops what plays. A live run goes on.
  mutating func stopPlaying() {
    if playback.isPlaying { playback = .paused }
  }

  /// The clock on the wall went on while nothing was shown.
  mutating func forgetTick() {
    switch playback {
    case .paused, .present: return
    case .travelling(let travel, lastTick: _): playback = .travelling(travel, lastTick: nil)
    case .revealing(var head, let end, let speed):
      head.forgetTick()
      playback = .revealing(head, until: end, speed: speed)
    case .playing(var head):
      head.forgetTick()
      playback = .playing(head)
    }
  }
}

extension RunSession {
  /// The number of the row at which something has just happened.
  package var happening: Int? {
    var event = cursor.position - 1
    while event >= 0 {
      // That a failure is kept is about the group, but the task is what to look at.
      if case .groupFailureKept(let task, _) = recording.log[event].kind, let row = recording.roster.number(of: task) {
        return row
      }
      // So is that the group cancels its context, when that follows at once.
      if case .contextTold(let told) = recording.log[event].kind, event > 0,
        case .groupFailureKept(told.origin, _) = recording.log[event - 1].kind
      {
        event -= 1
        continue
      }
      // An intervention is about its target.
      if case .intervention(let done) = recording.log[event].kind,
        let row = recording.roster.number(of: done.target)
      {
        return row
      }
      if let row = recording.subject(ofEvent: event) { return row }
      event -= 1
    }
    return nil
  }

  /// The number of the row that the bar stands on. Where it follows what happens, that is the task that failed or was acted on
  /// while the cursor stands there, and the first row before anything has happened.
  package var selected: Int? {
    switch selection {
    case .pinned(let row): row
    case .following: (recording.causeRow(at: cursor) ?? happening).map(seen) ?? rows.first(in: recording.roster)
    }
  }

  /// The row itself, or for a context that has no row in the picture the one that stands for it.
  private func seen(_ row: Int) -> Int {
    switch recording.roster.members[row].kind {
    case .group, .task, .after: row
    case .context: rows.places[row].map { rows.entries[$0].number } ?? row
    }
  }

  /// Moves the bar so many rows down, or up.
  mutating func select(by steps: Int) {
    let entries = rows.entries
    guard let selected, let place = rows.places[selected] else { return }
    selection = .pinned(entries[min(max(0, place + steps), entries.count - 1)].number)
  }

  /// Moves the bar so many siblings down, or up, and stops at the last one, or first.
  mutating func selectSibling(by steps: Int) {
    let members = recording.roster.members
    guard let selected else { return }
    let siblings = members.indices.filter { members[$0].parent == members[selected].parent }
    guard let place = siblings.firstIndex(of: selected) else { return }
    selection = .pinned(siblings[min(max(0, place + steps), siblings.count - 1)])
  }
}

/// What the screen says about a run besides its rows.
extension RunSession {
  /// The right end of every time scale.
  var scaleEnd: Context.Instant {
    if hidesEnd { return TimeScale.roundEnd(beyond: cursor.t) }
    return isGrowing || isCut ? TimeScale.roundEnd(beyond: max(cursor.t, recording.endTime)) : recording.endTime
  }

  /// Whether a question to come asks when the run ends, so that nothing may be drawn up to there.
  var hidesEnd: Bool { recording.secrets.contains(.end) && !isGrowing && !isCut && cursor.position < recording.count }

  /// Kind of the outermost group, and its options; none where there is no group.
  var setup: [String] {
    guard let group = recording.latestState.outermostGroup else { return [] }
    return [group.policy?.name ?? "group"] + group.options.map(\.description)
  }

  /// What has been wasted and saved so far; nil as long as nothing has gone wrong.
  var waste: Waste? { ledger.waste(in: state, at: cursor.t) }

}
