import Cascade

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
