import Cascade

/// Which lines of a story about contexts alone are executing: everything in it takes no time, but for the sleeps between.
extension CodeListing {
  /// The line of what the program does at an instant, as far as it has come; the line of every context that was told then,
  /// and of every after-function that began. Between two instants it is where the program sleeps.
  func contextPlaces(in state: RunState, at t: Context.Instant) -> [Place] {
    var places: [Place] = []
    var program: Place?
    var number = state.position
    while number > 0, state.log[number - 1].t == t {
      number -= 1
      let event = state.log[number]
      let row = state.row(event.id)?.number
      if program == nil { program = line(of: event, in: state, before: number).map { Place(row: row, line: $0) } }
      if let line = consequence(of: event) { places.append(Place(row: row, line: line)) }
    }
    if program == nil, let line = sleep(at: t) { program = Place(row: nil, line: line) }
    return (program.map { [$0] } ?? []) + places.reversed()
  }

  /// The line of the program itself that an event comes from.
  private func line(of event: Event, in state: RunState, before number: Int) -> Int? {
    switch event.kind {
    case .contextMade: (parts[.context(event.id)] ?? parts[.after(event.id)])?.lowerBound
    case .contextTold(let told) where told.reason == .requested && told.origin == event.id:
      parts[.cancel(event.id)]?.lowerBound
    case .afterStopped: parts[.stop(event.id)]?.lowerBound
    case .note(.log): parts[.check(event.id, number: answers(of: event.id, in: state, before: number) + 1)]?.lowerBound
    default: nil
    }
  }

  /// How often a context has been asked.
  private func answers(of id: String, in state: RunState, before number: Int) -> Int {
    (0..<number).count { earlier in
      guard state.log[earlier].id == id, case .note(.log) = state.log[earlier].kind else { return false }
      return true
    }
  }

  /// The line of what an event happens to.
  private func consequence(of event: Event) -> Int? {
    switch event.kind {
    case .contextTold: parts[.context(event.id)]?.lowerBound
    case .afterFired: parts[.after(event.id)].map { $0.lowerBound + 1 }
    default: nil
    }
  }

  private func sleep(at t: Context.Instant) -> Int? {
    for case (.sleep(let from, let until), let lines) in parts where from < t && t < until { return lines.lowerBound }
    return nil
  }
}
