package import Cascade
package import CascadeTrace

/// Where the beats of a scenario stand in one run of it.
package struct BeatPlaces: Sendable {
  /// The beats whose moment came, by their events.
  package let places: [GivenBeat]
  /// Those whose moment never came.
  package let missing: [Beat]

  /// The event at which a moment has come; nil where it never does.
  ///
  /// - Parameter eventID: The id in events of what has this path.
  package static func event(
    of moment: Beat.Moment, in events: [Event], eventID: @escaping (_ path: String) -> String?
  ) -> Int? {
    MomentFinder(eventID: eventID, events: events).event(of: moment)
  }

  package init(_ scenario: Scenario, in events: @autoclosure () throws -> [Event]) rethrows {
    guard !scenario.beats.isEmpty else {
      (places, missing) = ([], [])
      return
    }
    let finder = MomentFinder(paths: ScenarioPaths(scenario), events: try events())
    var places: [GivenBeat] = []
    var missing: [Beat] = []
    for beat in scenario.beats {
      if let place = finder.place(of: beat) { places.append(place) } else { missing.append(beat) }
    }
    self.places = places
    self.missing = missing
  }
}

/// Looks a moment up among the events.
struct MomentFinder {
  /// The id in events of what has this path.
  let eventID: (_ path: String) -> String?
  let events: [Event]

  init(eventID: @escaping (_ path: String) -> String?, events: [Event]) {
    self.eventID = eventID
    self.events = events
  }

  init(paths: ScenarioPaths, events: [Event]) {
    self.init(eventID: paths.eventID(path:), events: events)
  }

  /// Where a beat stands; nil where its moment never comes.
  func place(of beat: Beat) -> GivenBeat? {
    event(of: beat.moment).map { event in
      GivenBeat(
        event: event, t: beat.moment.instant, sentence: beat.say, note: beat.note, ask: beat.ask.map(ask))
    }
  }

  func ask(_ plan: AskPlan) -> Ask {
    switch plan.content {
    case .made(let kind, let path):
      .made(kind, about: path.map { eventID($0) ?? $0 }, rule: plan.rule)
    case .own(let own):
      .own(
        OwnQuestion(
          own.text, answers: own.answers.map { .init($0.text, why: $0.why) }, right: own.right, rule: plan.rule,
          until: own.until.flatMap(event), secrets: own.secrets,
          about: Set(own.answers.flatMap { $0.expectation?.tasks ?? [] }.compactMap { eventID($0.path) })))
    }
  }

  func event(of moment: Beat.Moment) -> Int? {
    switch moment {
    case .time(let time):
      let instant = Context.Instant.zero.advanced(by: time)
      guard let last = events.last, instant <= last.t else { return nil }
      return events.lastIndex { $0.t <= instant }
    case .task(let path, let happening):
      guard let id = eventID(path),
        let found = events.firstIndex(where: { $0.id == id && happening.matches($0.kind) })
      else { return nil }
      return extended(found, happening)
    }
  }

  /// What belongs together is looked at together: a failure with its being kept, and the whole of a walk.
  private func extended(_ index: Int, _ happening: Beat.Happening) -> Int {
    switch happening {
    case .starts, .out: return index
    case .fails:
      let next = index + 1
      guard next < events.count, case .groupFailureKept(let task, _) = events[next].kind, task == events[index].id
      else { return index }
      return next
    case .told:
      var last = index
      while last + 1 < events.count, isOneWalk(last, last + 1) { last += 1 }
      return last
    }
  }

  /// Whether one event of `told` follows another at the same instant, or, where the clock is a real one, for the same
  /// reason.
  private func isOneWalk(_ one: Int, _ next: Int) -> Bool {
    guard let first = events[one].kind.told, let second = events[next].kind.told else { return false }
    if events[one].t == events[next].t { return true }
    guard case .runStarted(let start)? = events.first?.kind, start.clock == .live else { return false }
    return first.origin == second.origin && first.reason == second.reason
  }
}

extension Beat.Moment {
  /// When it is, where it is a time.
  fileprivate var instant: Context.Instant? {
    if case .time(let time) = self { Context.Instant.zero.advanced(by: time) } else { nil }
  }
}

extension Beat.Happening {
  fileprivate func matches(_ kind: Event.Kind) -> Bool {
    switch self {
    case .starts: kind.isStart
    case .told: kind.told.map { kind.subject == .task || $0.reason != .scopeEnded } ?? false
    case .out: kind.out != nil || kind == .afterReturned
    case .fails: kind.out?.outcome == .failed
    }
  }
}

extension AskPlan.Own {
  /// What it asks about, by what its answers expect.
  fileprivate var secrets: Set<Secret> {
    let expected = answers.compactMap(\.expectation)
    guard !expected.isEmpty else { return Set(Secret.allCases) }
    var secrets: Set<Secret> = []
    if expected.contains(where: { $0.wait != nil || $0.caller != nil || $0.cause != nil }) {
      secrets.insert(.keptError)
    }
    if expected.contains(where: { !$0.contexts.isEmpty }) { secrets.insert(.contextEnds) }
    if expected.contains(where: { $0.returns != nil || $0.left != nil || $0.exit != nil || !$0.tasks.isEmpty }) {
      secrets.insert(.end)
    }
    return secrets
  }
}
