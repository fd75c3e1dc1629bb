/// Keeps the events of a run, for whoever wants to read them while it goes on or afterwards.
///
/// Recording can't slow the observed program by more than the append, nor break it: nobody's code is called. What
/// doesn't fit is dropped and counted exactly; a ``Event/Kind/dropped(count:)`` event stands where events are missing.
///
/// Sendable because everything that changes is touched only under the lock.
public final class Recorder: @unchecked Sendable {
  /// How many events are kept. The default is 1,000,000.
  public let capacity: Int
  private let lock = Lock()
  /// All that are kept, so many to a page: what is there never moves when more comes.
  @exclusivity(unchecked) private var pages: [[Event]] = []
  @exclusivity(unchecked) private var kept = 0
  @exclusivity(unchecked) private var missing = 0

  private static let pageSize = 256

  /// Makes an empty recorder.
  ///
  /// - Parameter capacity: How many events are kept. The default is 1,000,000; less than 1 counts as 1.
  public init(capacity: Int = 1_000_000) {
    self.capacity = max(1, capacity)
  }

  /// All events so far, in order. If some were dropped, a `dropped` event that counts them ends the list.
  ///
  /// - Complexity: O(number of events).
  public var events: [Event] {
    events(from: 0)
  }

  /// The events from the one with sequence number `seq` on, for whoever reads while the run goes on. A `dropped` event
  /// at the end is given once, with the count at that time; ``dropped`` knows the latest.
  ///
  /// - Parameter seq: The first one wanted; 0 for all.
  /// - Complexity: O(length of the result).
  public func events(from seq: Int) -> [Event] {
    lock.withLock {
      let first = min(max(0, seq), kept)
      var result: [Event] = []
      result.reserveCapacity(kept - first + 1)
      for (number, page) in pages.enumerated().dropFirst(first / Self.pageSize) {
        result += page.dropFirst(max(0, first - number * Self.pageSize))
      }
      if missing > 0, seq <= kept {
        let last = pages.last?.last?.t ?? .zero
        result.append(Event(seq: kept, t: last, id: "", kind: .dropped(count: missing)))
      }
      return result
    }
  }

  /// How many events were dropped because the recorder was full.
  public var dropped: Int {
    lock.withLock { missing }
  }

  /// How many events are kept so far.
  public var count: Int {
    lock.withLock { kept }
  }

  /// Appends an event that happened now, counted from `epoch`. The time is read under the lock, so that it grows with
  /// the sequence number.
  package func append(_ id: consuming String, _ kind: consuming Event.Kind, time: any TimeSource, epoch: Instant) {
    lock.lock()
    defer { lock.unlock() }
    guard kept < capacity else {
      missing += 1
      return
    }
    let t = Instant(nanoseconds: time.now.nanoseconds - epoch.nanoseconds)
    if kept.isMultiple(of: Self.pageSize) {
      pages.append([])
      pages[pages.count - 1].reserveCapacity(min(Self.pageSize, capacity - kept))
    }
    pages[pages.count - 1].append(Event(seq: kept, t: t, id: id, kind: kind))
    kept += 1
  }
}
