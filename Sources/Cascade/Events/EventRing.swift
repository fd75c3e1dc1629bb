/// The newest events of a run that goes on for long: when it is full, each new one takes the place of the oldest.
///
/// What reads it has a place of its own, and learns exactly how many it has missed. Appending never waits for a reader and
/// calls no code of the program; events are spelled by whatever reads them.
///
/// Sendable because everything that changes is touched only under the lock.
package final class EventRing: @unchecked Sendable {
  fileprivate enum RingContent {
    case happening(Path, Happening)
    case note(Path, Event.Note)
    case event(String, Event.Kind)
  }

  fileprivate struct RingSlot {
    let t: Context.Instant
    let what: RingContent
  }

  /// Why nothing more will come.
  package enum RingEnd: Hashable, Sendable {
    /// Nothing that is observed is left.
    case released
    /// The process is about to exit.
    case exit
  }

  /// Some of the events, in order.
  package struct RingBatch: Sendable {
    /// How many were lost before them: they had been replaced by then.
    package let missed: Int
    package let events: [Event]
    /// Where to go on: the number of the event after the last one.
    package let next: Int
    /// When the run ended, with nothing more to come; none before the last event was taken.
    package let end: (why: RingEnd, t: Context.Instant)?
  }

  private let lock = Lock()
  package let capacity: Int
  @exclusivity(unchecked) private var slots = ContiguousArray<RingSlot>()
  /// The number of the next event.
  @exclusivity(unchecked) private var next = 0
  @exclusivity(unchecked) private var isAwaited = false
  @exclusivity(unchecked) private var end: (why: RingEnd, t: Context.Instant)?
  private let wake: @Sendable () -> Void
  private let begin = ContinuousClock.now

  /// - Parameters:
  ///   - capacity: How many events are kept; less than 1 counts as 1.
  ///   - wake: Called when something has come that is awaited, on the thread that it happened on: it must not block.
  package init(capacity: Int, wake: @escaping @Sendable () -> Void) {
    self.capacity = max(1, capacity)
    self.wake = wake
  }

  func append(_ path: Path, _ happening: consuming Happening, _ now: () -> Context.Instant) {
    append(.happening(path, happening), now)
  }

  func append(_ path: Path, _ note: consuming Event.Note, _ now: () -> Context.Instant) {
    append(.note(path, note), now)
  }

  func append(_ path: String, _ event: consuming Event.Kind, _ now: () -> Context.Instant) {
    append(.event(path, event), now)
  }

  /// The time is read under the lock, so that it grows with the number.
  @inline(__always)
  private func append(_ what: consuming RingContent, _ now: () -> Context.Instant) {
    // Released behind the lock: it may be the last that holds a deep path.
    var old: RingSlot?
    lock.lock()
    let slot = RingSlot(t: now(), what: what)
    if slots.count < capacity {
      slots.append(slot)
    } else {
      let place = next % capacity
      old = slots[place]
      slots[place] = slot
    }
    next += 1
    let isAwaited = isAwaited
    self.isAwaited = false
    lock.unlock()
    if isAwaited { wake() }
    _ = consume old
  }

  /// Nothing more will come, as of now. The first call counts.
  package func close(_ why: RingEnd) {
    let t = Context.Instant.zero.advanced(by: begin.duration(to: .now))
    lock.withLock { if end == nil { end = (why, t) } }
    wake()
  }

  /// Whether more may come.
  package var isOpen: Bool { lock.withLock { end == nil } }

  /// The number of the oldest event that is kept.
  package var first: Int { lock.withLock { next - slots.count } }

  /// The events from a place on, at most so many.
  ///
  /// - Complexity: O(length of the result), of which no more than copying is under the lock.
  package func batch(from place: Int, most: Int) -> RingBatch {
    var taken: [RingSlot] = []
    lock.lock()
    let first = max(place, next - slots.count)
    let last = min(next, first + most)
    taken.reserveCapacity(last - first)
    for number in first..<last { taken.append(slots[number % capacity]) }
    let end = last == next ? end : nil
    lock.unlock()
    var events: [Event] = []
    events.reserveCapacity(taken.count)
    for (index, slot) in taken.enumerated() { events.append(slot.event(seq: first + index)) }
    return RingBatch(missed: first - place, events: events, next: last, end: end)
  }

  /// Asks to be woken at the next event.
  ///
  /// - Parameter place: Up to where the caller has read.
  /// - Returns: false where there is more already, or nothing will come: then nothing wakes.
  package func arm(after place: Int) -> Bool {
    lock.withLock {
      guard next <= place, end == nil else { return false }
      isAwaited = true
      return true
    }
  }
}

extension EventRing.RingSlot {
  /// As a log would spell it.
  fileprivate func event(seq: Int) -> Event {
    switch what {
    case .happening(let path, let happening):
      Event(seq: seq, t: t, id: path.text, kind: happening.kind(about: path))
    case .note(let path, let note): Event(seq: seq, t: t, id: path.text, kind: .note(note))
    case .event(let path, let kind): Event(seq: seq, t: t, id: path, kind: kind)
    }
  }
}

extension Happening {
  /// What it says, spelled.
  fileprivate func kind(about path: Path) -> Event.Kind {
    let name = path.place?.name ?? ""
    func place(_ site: CallSite?) -> Event.Place? { site.map(Event.Place.site) }
    func told(_ telling: Telling) -> Event.Told {
      // Where nothing says where it began, that is the context itself.
      Event.Told(
        error: telling.reason.error, reason: telling.reason, cause: telling.cause,
        origin: telling.origin.isEmpty ? path.text : telling.origin.text, place: place(telling.site))
    }
    switch self {
    case .contextMade(let what, let parent, let deadline, let site):
      return .contextMade(
        Event.ContextMade(parent: parent.text, what: what, name: name, deadline: deadline, place: place(site)))
    case .contextTold(let telling): return .contextTold(told(telling))
    case .contextEnded: return .contextEnded
    case .groupOpened(let parent, let policy, let options):
      return .groupOpened(Event.GroupOpened(parent: parent.text, name: name, policy: policy, options: options))
    case .groupWaiting(let who): return .groupWaiting(who: who.text)
    case .groupFailureKept(let task, let error): return .groupFailureKept(task: task.text, error: error)
    case .groupClosed(let error): return .groupClosed(error: error)
    case .taskSpawned(let group, let site):
      return .taskSpawned(Event.TaskSpawned(group: group.text, name: name, place: place(site)))
    case .taskQueued: return .taskQueued
    case .taskStarted: return .taskStarted
    case .taskRefused(let why): return .taskRefused(why: why)
    case .taskSkipped(let why): return .taskSkipped(why: why)
    case .taskTold(let telling): return .taskTold(told(telling))
    case .taskOut(let end):
      return .taskOut(
        Event.TaskOut(
          outcome: end.outcome, error: end.error, kept: end.kept,
          through: end.through.isEmpty ? nil : end.through.text))
    case .afterFired: return .afterFired
    case .afterReturned: return .afterReturned
    case .afterStopped: return .afterStopped
    case .other(let kind): return kind
    }
  }
}
