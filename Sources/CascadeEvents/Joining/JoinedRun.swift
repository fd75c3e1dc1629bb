package import Cascade

/// Recordings of several processes that call each other, as one run with one tree.
///
/// What a call is in one recording hangs below the task that made it in another. Nothing is known of how the clocks differ but
/// that no call arrives before it is made: each recording stands as early as that allows.
package struct JoinedRun: Sendable {
  /// A recording, and where it stands.
  package struct Part: Hashable, Sendable {
    /// Its place among those given.
    package let recording: Int
    /// How long after the earliest one it begins.
    package let start: Duration
  }

  /// Those that are joined; who calls first.
  package let parts: [Part]
  /// The events of all, in the order of the time that they have now.
  package let events: [Event]
  /// How many calls tie them together.
  package fileprivate(set) var calls = 0
  /// Calls that were made here, and taken in none of these.
  package fileprivate(set) var untaken = 0
  /// Calls that were taken here, and made in none of these.
  package fileprivate(set) var unmade = 0
  /// Calls whose work lies in a context or group with that of others: it stays where it is.
  package fileprivate(set) var shared = 0
  /// Calls that arrive before they are made, wherever the recordings stand, or that call themselves in a ring.
  package fileprivate(set) var impossible = 0

  /// Joins what belongs together. A recording that no other one has to do with is in no result.
  ///
  /// - Parameter recordings: The events of each, in order.
  /// - Complexity: O(*n* log *n*) in the number of events.
  package static func join(_ recordings: [[Event]]) -> [JoinedRun] {
    guard recordings.count > 1 else { return [] }
    let sides = recordings.map { CallSides($0) }
    let ties = CallTies(sides)
    return ties.components(of: recordings.count).compactMap { members in
      guard members.count > 1 else { return nil }
      return JoinedRun(members, recordings, sides, ties)
    }
  }

  private init(_ members: Set<Int>, _ recordings: [[Event]], _ sides: [CallSides], _ ties: CallTies) {
    let own = ties.ties.filter { members.contains($0.maker.recording) }
    let placement = Placement(members, own)
    let names = JoinedNames(members.sorted(), sides, own)
    let earliest = placement.order.map { placement.starts[$0] ?? 0 }.min() ?? 0
    parts = placement.order.map { recording in
      Part(recording: recording, start: .nanoseconds((placement.starts[recording] ?? 0).minusClamped(earliest)))
    }
    events = Self.merge(parts, recordings, names)
    calls = own.count
    impossible = placement.impossible
    for recording in members {
      untaken += ties.untaken[recording] ?? 0
      unmade += ties.unmade[recording] ?? 0
      shared += ties.shared[recording] ?? 0
      impossible += ties.rings[recording] ?? 0
    }
  }

  private static func merge(_ parts: [Part], _ recordings: [[Event]], _ names: JoinedNames) -> [Event] {
    var all: [(event: Event, rank: Int)] = []
    all.reserveCapacity(parts.reduce(0) { $0 + recordings[$1.recording].count })
    var endings: [Event.RunEnding] = []
    var title: [String] = []
    var isVirtual = true
    for (rank, part) in parts.enumerated() {
      var moved = JoinedEvents(recording: part.recording, start: part.start, names: names)
      for event in recordings[part.recording] {
        if case .runStarted(let start) = event.kind {
          isVirtual = isVirtual && start.clock == .virtual
          if let scenario = start.scenario { title.append(scenario) }
        } else if case .runEnded(let ending) = event.kind {
          endings.append(ending)
        } else {
          all.append((moved.moved(event), rank))
        }
      }
    }
    // Those of one recording stay in their order; of several at one time those of the one that calls are first.
    let order = all.indices.sorted { left, right in
      (all[left].event.t, all[left].rank, left) < (all[right].event.t, all[right].rank, right)
    }
    var events: [Event] = []
    events.reserveCapacity(all.count + 2)
    func add(_ id: String, _ t: Context.Instant, _ kind: Event.Kind) {
      events.append(Event(seq: events.count, t: t, id: id, kind: kind))
    }
    let start = Event.RunStart(
      clock: isVirtual ? .virtual : .live, scenario: title.isEmpty ? nil : title.joined(separator: " + "))
    add("", .zero, .runStarted(start))
    for index in order { add(all[index].event.id, all[index].event.t, all[index].event.kind) }
    if endings.count == parts.count, let ending = endings.max(by: { $0.weight < $1.weight }) {
      let last = zip(parts, parts.map { recordings[$0.recording].last?.t ?? .zero })
        .map { $0.start.wholeNanoseconds.plusClamped($1.nanoseconds) }
      add("", Context.Instant(nanoseconds: last.max() ?? 0), .runEnded(ending))
    }
    return events
  }
}

extension Event.RunEnding {
  /// Of several processes the worst end counts.
  fileprivate var weight: Int {
    switch self {
    case .completed: 0
    case .stopped: 1
    case .deadlocked: 2
    case .crashed, .exited: 3
    }
  }
}

/// Where recordings stand among each other, in nanoseconds.
private struct Placement {
  /// Who calls first is first.
  private(set) var order: [Int] = []
  private(set) var starts: [Int: Int64] = [:]
  private(set) var impossible = 0

  init(_ members: Set<Int>, _ ties: [CallTies.Tie]) {
    let called = Set(ties.map(\.taker.recording))
    var left = members.sorted { (called.contains($0) ? 1 : 0, $0) < (called.contains($1) ? 1 : 0, $1) }
    starts[left[0]] = 0
    order.append(left.removeFirst())
    while !left.isEmpty {
      // One that a placed one calls, or else one that calls a placed one: one of them is there.
      let next =
        left.firstIndex { member in
          ties.contains { $0.taker.recording == member && starts[$0.maker.recording] != nil }
        } ?? left.firstIndex { member in
          ties.contains { $0.maker.recording == member && starts[$0.taker.recording] != nil }
        } ?? 0
      let member = left.remove(at: next)
      let lower = ties.compactMap { tie -> Int64? in
        guard tie.taker.recording == member, let start = starts[tie.maker.recording] else { return nil }
        return start.plusClamped(tie.made.nanoseconds).minusClamped(tie.arrived.nanoseconds)
      }
      let upper = ties.compactMap { tie -> Int64? in
        guard tie.maker.recording == member, let start = starts[tie.taker.recording] else { return nil }
        return start.plusClamped(tie.arrived.nanoseconds).minusClamped(tie.made.nanoseconds)
      }
      starts[member] = lower.max() ?? upper.min() ?? 0
      order.append(member)
    }
    impossible = ties.count { tie in
      (starts[tie.maker.recording] ?? 0).plusClamped(tie.made.nanoseconds)
        > (starts[tie.taker.recording] ?? 0).plusClamped(tie.arrived.nanoseconds)
    }
  }
}

extension Int64 {
  func plusClamped(_ other: Int64) -> Int64 {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? (other < 0 ? .min : .max) : sum
  }

  func minusClamped(_ other: Int64) -> Int64 {
    let (difference, overflow) = subtractingReportingOverflow(other)
    return overflow ? (other < 0 ? .max : .min) : difference
  }
}
