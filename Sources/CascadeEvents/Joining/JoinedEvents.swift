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
    return Event(seq: event.seq, t: Self.later(last, by: start), id: path(event.id), kind: kind(event))
  }

  private static func later(_ t: Context.Instant, by start: Int64) -> Context.Instant {
    Context.Instant(nanoseconds: t.nanoseconds.plusClamped(start))
  }

  private mutating func path(_ id: String) -> String {
    guard !id.isEmpty else { return id }
    if let path = known[id] { return path }
    let path = names.path(id, in: recording)
    known[id] = path
    return path
  }

  private mutating func kind(_ event: Event) -> Event.Kind {
    let time = { [start] in Self.later($0, by: start) }
    let kind = EventTable.moved(event.kind, path: { path($0) }, time: time)
    // What was outermost hangs below the task whose call it is.
    if case .contextMade(var made) = kind, made.parent.isEmpty {
      made.parent = names.caller(of: event.id, in: recording) ?? ""
      return .contextMade(made)
    }
    if case .groupOpened(var opened) = kind, opened.parent.isEmpty {
      opened.parent = names.caller(of: event.id, in: recording) ?? ""
      return .groupOpened(opened)
    }
    return kind
  }
}
