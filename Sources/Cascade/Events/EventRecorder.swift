/// Keeps the events of a run, to be read while it goes on or afterwards.
///
/// Recording can't slow the observed program by more than the append, nor break it: no code of the program is called. What
/// doesn't fit is dropped and counted exactly; a ``Event/Kind/dropped(count:)`` event stands where events are missing.
///
/// Sendable because everything that changes is touched only under the lock.
public final class EventRecorder: @unchecked Sendable {
  /// How many events are kept. The default is 1,000,000.
  public let capacity: Int
  /// Which run it is whose paths have their numbers here.
  let run: UInt32
  /// In place of the log, where only the newest are kept.
  private let ring: EventRing?
  private let lock = Lock()
  @exclusivity(unchecked) private var log: PackedEvents
  @exclusivity(unchecked) private var missing = 0
  /// How many events are kept: the capacity, or fewer where the process has ended.
  @exclusivity(unchecked) private var limit: Int
  /// Whether the process has ended, so that what comes now isn't missing.
  @exclusivity(unchecked) private var isSealed = false
  /// Counts the names that are remembered nowhere.
  @exclusivity(unchecked) private var spareNames = 0

  /// Makes an empty recorder.
  ///
  /// - Parameter capacity: How many events are kept. The default is 1,000,000; less than 1 counts as 1.
  public init(capacity: Int = 1_000_000) {
    self.capacity = max(1, capacity)
    limit = self.capacity
    run = NamedPlace.nextRun()
    log = PackedEvents(run: run)
    ring = nil
  }

  /// Makes a recorder that keeps the newest events in a ring, from which something else reads them, until nothing observed
  /// is left.
  package init(ring: EventRing) {
    capacity = ring.capacity
    limit = capacity
    run = NamedPlace.nextRun()
    log = PackedEvents(run: run)
    self.ring = ring
  }

  deinit { ring?.close(.released) }

  /// All events so far, in order. If some were dropped, a `dropped` event that counts them ends the list.
  ///
  /// - Complexity: O(number of events).
  public var events: [Event] {
    events(from: 0)
  }

  /// The events from the one with sequence number `seq` on, for reading while the run goes on. A `dropped` event
  /// at the end is given once, with the count at that time; ``dropped`` knows the latest.
  ///
  /// Paths and places are spelled here, while the run goes on.
  ///
  /// - Parameter seq: The first one wanted; 0 for all.
  /// - Complexity: O(length of the result), and O(1) for each page of 256 events before it.
  public func events(from seq: Int) -> [Event] {
    lock.lock()
    let (log, missing) = (self.log, self.missing)
    lock.unlock()
    var result = log.spelled(from: max(0, seq))
    if missing > 0, seq <= log.count {
      result.append(Event(seq: log.count, t: log.entries.last?.t ?? .zero, id: "", kind: .dropped(count: missing)))
    }
    return result
  }

  /// How many events were dropped because the recorder was full.
  public var dropped: Int {
    lock.withLock { missing }
  }

  /// How many events are kept so far.
  public var count: Int {
    lock.withLock { log.count }
  }

  /// Appends what happened now. The time is read under the lock, so that it grows with the sequence number.
  func append(_ path: Path, _ happening: consuming Happening, _ now: () -> Context.Instant) {
    if let ring { return ring.append(path, happening, now) }
    lock.lock()
    defer { lock.unlock() }
    if log.count < limit { log.append(path, happening, at: now()) } else { miss() }
  }

  func append(_ path: Path, _ note: consuming Event.Note, _ now: () -> Context.Instant) {
    if let ring { return ring.append(path, note, now) }
    lock.lock()
    defer { lock.unlock() }
    if log.count < limit { log.append(path, note, at: now()) } else { miss() }
  }

  func append(_ path: String, _ event: Event.Kind, _ now: () -> Context.Instant) {
    if let ring { return ring.append(path, event, now) }
    lock.lock()
    defer { lock.unlock() }
    if log.count < limit { log.append(path, event, at: now()) } else { miss() }
  }

  /// Counts an event that isn't kept.
  private func miss() {
    if !isSealed { missing += 1 }
  }

  /// Appends the last events of a process that ends in the middle of its work: what is recorded after them never happened.
  package func end(_ events: [(path: String, kind: Event.Kind)], at now: () -> Context.Instant) {
    guard ring == nil else { return }
    lock.lock()
    defer { lock.unlock() }
    guard !isSealed else { return }
    let instant = now()
    for (path, kind) in events {
      if log.count < capacity { log.append(path, kind, at: instant) } else { missing += 1 }
    }
    (limit, isSealed) = (log.count, true)
  }

  /// How often the name has been used below this owner, with this time, or a number that no other name has.
  func use(_ name: String, below owner: NamedPlace) -> Int {
    lock.lock()
    defer { lock.unlock() }
    return owner.nameUses.use(name, isRecorded: ring == nil && log.count < capacity, spare: &spareNames)
  }

  /// The same for an index, as a name.
  func use(index: Int, below owner: NamedPlace) -> Int {
    lock.lock()
    defer { lock.unlock() }
    return owner.nameUses.use(index: index, isRecorded: ring == nil && log.count < capacity, spare: &spareNames)
  }
}
