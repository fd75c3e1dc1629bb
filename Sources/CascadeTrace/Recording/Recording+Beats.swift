import Cascade

/// Going from beat to beat.
extension Recording {
  /// The beats of the run: those that its author named, or else those found in the events.
  package var beats: [Beat] { givenBeats ?? foundBeats }

  /// Puts the author's beats in place of the found ones. Beats beyond the last event are left out.
  ///
  /// A beat that is named by one event of a found beat reaches to the end of that, so that what follows at once is seen
  /// with it, but never into the next named one.
  package mutating func useBeats(_ given: [GivenBeat]) {
    let named = given.filter { $0.event >= 0 && $0.event < count }.sorted { $0.event < $1.event }
    givenBeats = named.indices.map { index in
      let beat = named[index]
      let limit = named[(index + 1)...].first { $0.event > beat.event }?.event ?? count
      let found = foundBeats.last { $0.range.lowerBound <= beat.event }
      let end = min(limit, max(beat.event + 1, found?.range.upperBound ?? 0))
      return Beat(
        kind: .given, range: beat.event..<end, t: log[beat.event].t, sentence: beat.sentence, note: beat.note)
    }
  }

  /// The index in ``beats`` of the one that a cursor is in or has last passed; nil before the first.
  package func beatIndex(at cursor: Cursor) -> Int? {
    let after = firstBeat { $0.range.lowerBound >= cursor.position }
    return after > 0 ? after - 1 : nil
  }

  /// Where the next beat has happened; the end when there is none.
  package func nextBeat(after cursor: Cursor) -> Cursor {
    let next = firstBeat { $0.position > cursor.position }
    return next < beats.count ? self.cursor(at: beats[next].position) : end
  }

  /// Where the beat before has happened; the start when there is none.
  package func previousBeat(before cursor: Cursor) -> Cursor {
    let after = firstBeat { $0.position >= cursor.position }
    return after > 0 ? self.cursor(at: beats[after - 1].position) : start
  }

  /// The next failure, deadline or hand; nil when there is none.
  package func nextCause(after cursor: Cursor) -> Cursor? {
    foundBeats.first { $0.kind == .cause && $0.position > cursor.position }.map { self.cursor(at: $0.position) }
  }

  /// The failure, deadline or hand before; nil when there is none.
  package func previousCause(before cursor: Cursor) -> Cursor? {
    foundBeats.last { $0.kind == .cause && $0.position < cursor.position }.map { self.cursor(at: $0.position) }
  }

  /// The first beat of which something holds that holds of all later ones, too.
  private func firstBeat(where holds: (Beat) -> Bool) -> Int {
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
