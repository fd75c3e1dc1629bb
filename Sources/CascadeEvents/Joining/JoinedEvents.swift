import Cascade

/// What paths are called in a run that is joined of several, in which each has to be unique.
struct JoinedNames: Sendable {
  /// In place of the first name of a path, by recording.
  private var fronts: [[Substring: String]]
  /// The path of the caller, for each that hangs below one.
  private var callers: [CallTies.Place: String] = [:]
  private let sides: [CallSides]

  init(_ members: [Int], _ sides: [CallSides], _ ties: [CallTies.Tie]) {
    self.sides = sides
    fronts = Array(repeating: [:], count: sides.count)
    let tied = Dictionary(ties.map { ($0.taker, $0) }) { first, _ in first }
    var used: Set<String> = []
    // Those that stand alone first: what hangs below them needs their names.
    var rest: [(recording: Int, name: Substring)] = []
    for member in members {
      for name in Set(sides[member].ids.map(CallSides.firstName)).sorted() {
        let place = CallTies.Place(recording: member, base: sides[member].base(of: String(name)))
        if tied[place] == nil {
          fronts[member][name] = Self.free(String(name), &used)
        } else {
          rest.append((member, name))
        }
      }
    }
    // Each round names those whose caller has its name by now; there are no rings.
    while !rest.isEmpty {
      var later: [(recording: Int, name: Substring)] = []
      for (recording, name) in rest {
        let place = CallTies.Place(recording: recording, base: sides[recording].base(of: String(name)))
        guard let tie = tied[place], let above = front(of: tie.caller, in: tie.maker.recording) else {
          later.append((recording, name))
          continue
        }
        callers[place] = above
        var path = "\(above)/\(name)"
        while sides[tie.maker.recording].ids.contains("\(tie.caller)/\(path.dropFirst(above.count + 1))") {
          path += "'"
        }
        fronts[recording][name] = Self.free(path, &used)
      }
      if later.count == rest.count { break }
      rest = later
    }
  }

  private static func free(_ path: String, _ used: inout Set<String>) -> String {
    var (new, number) = (path, 1)
    while !used.insert(new).inserted {
      number += 1
      new = "\(path)#\(number)"
    }
    return new
  }

  private func front(of id: String, in recording: Int) -> String? {
    let name = CallSides.firstName(id)
    return fronts[recording][name].map { $0 + id.dropFirst(name.count) }
  }

  /// What a path is called now.
  func path(_ id: String, in recording: Int) -> String { front(of: id, in: recording) ?? id }

  /// The path of the task whose call this outermost context or group is.
  func caller(of id: String, in recording: Int) -> String? {
    guard !id.contains("/") else { return nil }
    return callers[CallTies.Place(recording: recording, base: id[...])]
  }
}

/// The events of one recording, with the paths and times that they have in the joined run.
struct JoinedEvents {
  private let recording: Int
  private let start: Int64
  private let names: JoinedNames
  private var known: [String: String] = [:]
  private var last = Context.Instant.zero

  init(recording: Int, start: Duration, names: JoinedNames) {
    self.recording = recording
    self.start = start.wholeNanoseconds
    self.names = names
  }

  mutating func moved(_ event: Event) -> Event {
    last = max(last, event.t)
    return Event(seq: event.seq, t: later(last), id: path(event.id), kind: kind(event))
  }

  private func later(_ t: Context.Instant) -> Context.Instant {
    Context.Instant(nanoseconds: t.nanoseconds.plusClamped(start))
  }

  private mutating func path(_ id: String) -> String {
    guard !id.isEmpty else { return id }
    if let path = known[id] { return path }
    let path = names.path(id, in: recording)
    known[id] = path
    return path
  }

  private mutating func parent(_ parent: String, of id: String) -> String {
    parent.isEmpty ? names.caller(of: id, in: recording) ?? "" : path(parent)
  }

  private mutating func kind(_ event: Event) -> Event.Kind {
    switch event.kind {
    case .contextMade(var made):
      made.parent = parent(made.parent, of: event.id)
      made.deadline = made.deadline.map(later)
      return .contextMade(made)
    case .groupOpened(var opened):
      opened.parent = parent(opened.parent, of: event.id)
      return .groupOpened(opened)
    case .taskSpawned(var spawned):
      spawned.group = path(spawned.group)
      return .taskSpawned(spawned)
    case .contextTold(let told): return .contextTold(self.told(told))
    case .taskTold(let told): return .taskTold(self.told(told))
    case .groupWaiting(let who): return .groupWaiting(who: path(who))
    case .groupFailureKept(let task, let error): return .groupFailureKept(task: path(task), error: error)
    case .taskOut(var out):
      out.through = out.through.map { path($0) }
      return .taskOut(out)
    case .deadlock(let waiting):
      return .deadlock(waiting.map { Event.Waiting(who: path($0.who), what: awaited($0.what)) })
    case .intervention(var done):
      done.target = path(done.target)
      if case .deadline(let t) = done.action { done.action = .deadline(later(t)) }
      return .intervention(done)
    case .note(.wait(let index, let awaited, let listens)):
      return .note(.wait(index: index, for: self.awaited(awaited), listens: listens))
    case .runStarted, .runEnded, .contextEnded, .groupClosed, .taskQueued, .taskStarted, .taskRefused, .taskSkipped,
      .afterFired, .afterReturned, .afterStopped, .dropped, .note:
      return event.kind
    }
  }

  private mutating func told(_ told: Event.Told) -> Event.Told {
    var told = told
    told.origin = path(told.origin)
    return told
  }

  private mutating func awaited(_ awaited: Event.Awaited) -> Event.Awaited {
    switch awaited {
    case .slot(let group): .slot(group: path(group))
    case .group(let group): .group(path(group))
    case .context(let context): .context(path(context))
    case .result(let task): .result(task: path(task))
    case .nextResult(let group): .nextResult(group: path(group))
    case .start(let task): .start(task: path(task))
    case .out(let task): .out(task: path(task))
    case .failure(let task): .failure(task: path(task))
    case .first(let parts): .first(parts.map { self.awaited($0) })
    case .told, .signal, .send, .receive, .other: awaited
    }
  }
}
