import Cascade

/// Going from beat to beat.
extension Recording {
  /// The beats of the run: those that its author named, or else those found in the events.
  package var beats: [Beat] { givenBeats ?? foundBeats }

  /// Puts the author's beats in place of the found ones. Beats beyond the last event are left out.
  ///
  /// A beat that is named by one event of a found beat reaches to the end of that, so that what follows at once is seen
  /// with it, but never into the next named one. One that stands in a cause reaches to the end of its walk, too, unless
  /// another stands there. The last one reaches to the end of the run if that is only closed after it at the same
  /// moment; otherwise the found close ends the story.
  package mutating func useBeats(_ given: [GivenBeat]) {
    let named = given.filter { $0.event >= 0 && $0.event < count }.sorted {
      ($0.event, $0.t ?? .zero) < ($1.event, $1.t ?? .zero)
    }
    givenBeats = named.indices.map { index in
      let beat = named[index]
      let limit = named[(index + 1)...].first { $0.event > beat.event }?.event ?? count
      let end = min(limit, max(beat.event + 1, reach(of: beat.event, limit: limit)))
      return Beat(
        kind: .given, range: beat.event..<end, t: max(log[beat.event].t, beat.t ?? .zero), sentence: beat.sentence,
        note: beat.note, ask: beat.ask)
    }
    endTheStory()
  }

  /// The same for a run that went another way from the event `change` on, of which its author knew nothing: what the
  /// author says may not be true there, and the found beats stay.
  package mutating func useBeats(_ given: [GivenBeat], before change: Int) {
    useBeats(given.filter { $0.event < change })
    let said = (givenBeats ?? []).filter { $0.kind == .given }.map { beat in
      let range = beat.range.lowerBound..<min(beat.range.upperBound, change)
      return Beat(kind: .given, range: range, t: beat.t, sentence: beat.sentence, note: beat.note)
    }
    let saidUpTo = said.last?.range.upperBound ?? 0
    givenBeats = said + foundBeats.filter { $0.range.upperBound > change && $0.range.lowerBound >= saidUpTo }
  }

  /// Where the found beat ends that has this event, its walk included if that ends before `limit`.
  private func reach(of event: Int, limit: Int) -> Int {
    guard let index = foundBeats.lastIndex(where: { $0.range.lowerBound <= event }) else { return 0 }
    let end = foundBeats[index].range.upperBound
    guard foundBeats[index].kind == .cause, event < end, index + 1 < foundBeats.count else { return end }
    let next = foundBeats[index + 1]
    guard next.kind == .walk, next.range.lowerBound == end, next.range.upperBound <= limit else { return end }
    return next.range.upperBound
  }

  /// Lets the last of the given beats show how the run ended.
  private mutating func endTheStory() {
    guard var beats = givenBeats, let last = beats.last, last.position < count, latestState.ending != nil else {
      return
    }
    let fold = latestState.fold
    let rest = last.position..<count
    if rest.allSatisfy({ log[$0].isClosing && fold.isSameMoment(log[$0].t, last.t) }) {
      beats[beats.count - 1].extend(to: count)
    } else if let found = foundBeats.last, found.kind == .close || found.kind == .deadlock {
      let start = max(found.range.lowerBound, last.position)
      beats.append(Beat(kind: found.kind, range: start..<count, t: log[start].t))
    }
    givenBeats = beats
  }

  /// Where to stand to see a beat: after its last event, and at its own time, where that lies between two events.
  package func stop(of beat: Beat) -> Cursor {
    let end = cursor(at: beat.position)
    return Cursor(position: end.position, t: max(end.t, beat.t))
  }

  /// The index in ``beats`` of the one that a cursor is in or has last passed; nil before the first.
  package func beatIndex(at cursor: Cursor) -> Int? {
    let after = firstBeat { $0.range.lowerBound >= cursor.position || $0.t > cursor.t }
    return after > 0 ? after - 1 : nil
  }

  /// Where the next beat has happened; the end when there is none.
  package func nextBeat(after cursor: Cursor) -> Cursor {
    let next = firstBeat { cursor.isBefore(stop(of: $0)) }
    return next < beats.count ? stop(of: beats[next]) : end
  }

  /// Where the beat before has happened; the start when there is none.
  package func previousBeat(before cursor: Cursor) -> Cursor {
    let after = firstBeat { !stop(of: $0).isBefore(cursor) }
    return after > 0 ? stop(of: beats[after - 1]) : start
  }

  /// The first beat of which something holds that holds of all later ones, too.
  func firstBeat(where holds: (Beat) -> Bool) -> Int {
    let beats = beats
    var low = 0
    var high = beats.count
    while low < high {
      let middle = (low + high) / 2
      if holds(beats[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

extension Event {
  /// Whether this only closes what is over.
  fileprivate var isClosing: Bool {
    if case .contextTold(let told) = kind { return told.reason == .scopeEnded }
    return kind.isEnd
  }
}

/// Going from cause to cause: to every failure of a task, whether it is kept or not, every deadline and every intervention.
extension Recording {
  /// So many causes on, or back; as many as there are. Nil when there is none.
  package func cause(_ steps: Int, from cursor: Cursor) -> Cursor? {
    var place: Int?
    for _ in 0..<abs(steps) {
      let position = place ?? cursor.position
      guard let next = steps > 0 ? nextStop(after: position) : previousStop(before: position) else { break }
      place = next
    }
    return place.map { self.cursor(at: $0) }
  }

  private func nextStop(after position: Int) -> Int? { finder.turn(after: position).map(stop(ofTurn:)) }

  /// Where one stands for the cause before; just after it, where its beat isn't over yet.
  private func previousStop(before position: Int) -> Int? {
    guard let latest = finder.turn(notAfter: position - 1) else { return nil }
    let stop = stop(ofTurn: latest)
    if stop < position { return stop }
    let place = finder.turnPosition(latest)
    return stop > position ? place : finder.turn(notAfter: place - 1).map(stop(ofTurn:))
  }

  /// Where to stand to see the first cause from an event on, with what came of it at once.
  func causeStop(from event: Int) -> Int { nextStop(after: event) ?? event + 1 }

  /// Where to stand to see a cause: where the author's beat ends that it is in, since what the author says of it is true
  /// there, unless another cause comes before that.
  private func stop(ofTurn turn: Int) -> Int {
    let position = finder.turnPosition(turn)
    guard givenBeats != nil else { return position }
    let after = firstBeat { $0.position >= position }
    guard after < beats.count,
      beats[after].range.lowerBound < position
        || latestState.fold.isSameMoment(beats[after].t, log[finder.turnEvent(turn)].t)
    else { return position }
    let end = beats[after].position
    let isNextIn = finder.turn(after: position).map { finder.turnPosition($0) <= end } ?? false
    return isNextIn ? position : end
  }

  /// The number of the row that the cause is about at which a cursor stands; nil anywhere else.
  package func causeRow(at cursor: Cursor) -> Int? {
    guard let turn = finder.turn(notAfter: cursor.position), stop(ofTurn: turn) == cursor.position else { return nil }
    return row(ofCause: finder.turnEvent(turn))
  }

  /// The task that fails first, or that the first deadline or intervention tells; nil where there is none.
  package var firstToFail: Int? {
    let run = latestState
    guard let turn = Turn(run) else { return nil }
    return turn.task.flatMap(roster.number(of:)) ?? row(ofCause: turn.event)
  }

  private func row(ofCause event: Int) -> Int? {
    let kind = log[event].kind
    if let done = kind.intervention { return roster.number(of: done.target) }
    return kind.keeper.flatMap(roster.number(of:)) ?? subject(ofEvent: event)
  }
}
