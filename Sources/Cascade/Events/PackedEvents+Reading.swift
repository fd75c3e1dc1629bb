extension PackedEvents {
  /// The events from the one with sequence number `first` on, spelled out.
  ///
  /// - Complexity: O(length of the result).
  func spelled(from first: Int) -> [Event] {
    var speller = Speller(log: self)
    var result: [Event] = []
    result.reserveCapacity(count - first + 1)
    for seq in first..<max(first, count) {
      let entry = entries[seq]
      result.append(Event(seq: seq, t: entry.t, id: speller.path(entry.path), kind: speller.kind(of: entry)))
    }
    return result
  }

  /// Spells paths, each once.
  private struct Speller {
    let log: PackedEvents
    private var paths: [UInt32: String] = [0: ""]

    init(log: PackedEvents) {
      self.log = log
    }

    mutating func path(_ number: UInt32) -> String {
      if let known = paths[number] { return known }
      // Up to what is known, and down again: an owner may be deep.
      var unknown = [number]
      while let last = unknown.last, case let owner = log.steps[Int(last)].owner, paths[owner] == nil {
        unknown.append(owner)
      }
      var path = ""
      for number in unknown.reversed() {
        let step = log.steps[Int(number)]
        let name = NamedPlace.spell(log.name(of: step), Int(step.ordinal))
        let owner = paths[step.owner] ?? ""
        path = owner.isEmpty ? name : owner + "/" + name
        paths[number] = path
      }
      return path
    }

    mutating func path(_ word: UInt64) -> String { path(UInt32(truncatingIfNeeded: word)) }

    func text(_ number: UInt64) -> String? { number == 0 ? nil : log.texts[Int(number) - 1] }

    func error(_ number: UInt64) -> Event.ErrorInfo? { number == 0 ? nil : log.errors[Int(number) - 1] }

    mutating func kind(of entry: Entry) -> Event.Kind {
      switch entry.kind {
      case .contextMade(let what): return .contextMade(made(what, entry))
      case .contextTold(let reason): return .contextTold(told(reason, entry))
      case .contextEnded: return .contextEnded
      case .groupOpened:
        let step = log.steps[Int(entry.path)]
        let opening = log.openings[Int(entry.a)]
        return .groupOpened(
          Event.GroupOpened(
            parent: path(step.parent), name: log.name(of: step), policy: opening.policy, options: opening.options))
      case .groupWaiting: return .groupWaiting(who: path(entry.a))
      case .groupFailureKept: return .groupFailureKept(task: path(entry.a), error: error(entry.b) ?? "")
      case .groupClosed: return .groupClosed(error: error(entry.a))
      case .taskSpawned:
        let step = log.steps[Int(entry.path)]
        return .taskSpawned(
          Event.TaskSpawned(group: path(step.parent), name: log.name(of: step), place: place(entry)))
      case .taskQueued: return .taskQueued
      case .taskStarted: return .taskStarted
      case .taskRefused: return .taskRefused(why: text(entry.a) ?? "")
      case .taskSkipped: return .taskSkipped(why: text(entry.a) ?? "")
      case .taskTold(let reason): return .taskTold(told(reason, entry))
      case .taskOut(let outcome, let kept):
        let through = path(entry.b)
        return .taskOut(
          Event.TaskOut(
            outcome: outcome, error: error(entry.a), kept: kept, through: through.isEmpty ? nil : through))
      case .afterFired: return .afterFired
      case .afterStopped: return .afterStopped
      case .log: return .note(.log(text(entry.a) ?? ""))
      case .retry:
        return .note(
          .retry(attempt: Int(Int64(bitPattern: entry.a)), limit: Int(Int64(bitPattern: entry.b))))
      case .cleanup: return .note(.cleanup(planned: duration(entry)))
      case .plan: return .note(.plan(total: duration(entry)))
      case .pause: return .note(.pause(planned: duration(entry)))
      case .step: return .note(log.notes[Int(entry.a)])
      case .event: return log.events[Int(entry.a)]
      }
    }

    private mutating func made(_ what: Event.ContextMade.What, _ entry: Entry) -> Event.ContextMade {
      let step = log.steps[Int(entry.path)]
      let instant = Int(entry.b >> 32)
      return Event.ContextMade(
        parent: path(step.parent), what: what, name: log.name(of: step),
        deadline: instant == 0 ? nil : log.instants[instant - 1], place: place(entry))
    }

    private mutating func told(_ reason: Cancellation.Reason, _ entry: Entry) -> Event.Told {
      let site = Int(entry.a >> 32)
      return Event.Told(
        error: reason.error, reason: reason, cause: error(entry.b), origin: path(entry.a),
        place: site == 0 ? nil : .site(log.sites[site - 1]))
    }

    private func place(_ entry: Entry) -> Event.Place? {
      CallSite(words: (UInt(entry.a), UInt32(truncatingIfNeeded: entry.b))).map(Event.Place.site)
    }

    private func duration(_ entry: Entry) -> Duration { log.durations[Int(entry.a)] }
  }
}
