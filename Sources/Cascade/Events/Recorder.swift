/// Keeps the events of a run, for whoever wants to read them while it goes on or afterwards.
///
/// Recording can't slow the observed program by more than the append, nor break it: nobody's code is called. What
/// doesn't fit is dropped and counted exactly; a ``Event/Kind/dropped(count:)`` event stands where events are missing.
public final class Recorder: Sendable {
  private struct State {
    var events: [Event] = []
    var nextSeq = 0
    var missing = 0
  }

  /// How many events are kept. The default is 1,000,000.
  public let capacity: Int
  private let state: Locked<State>

  /// Makes an empty recorder.
  ///
  /// - Parameter capacity: How many events are kept. The default is 1,000,000; less than 1 counts as 1.
  public init(capacity: Int = 1_000_000) {
    self.capacity = max(1, capacity)
    state = Locked(State())
  }

  /// All events so far, in order. If some were dropped, a `dropped` event that counts them ends the list.
  ///
  /// - Complexity: O(1) but for the copy that the next append makes.
  public var events: [Event] {
    events(from: 0)
  }

  /// The events from the one with sequence number `seq` on, for whoever reads while the run goes on. A `dropped` event
  /// at the end is given once, with the count at that time; ``dropped`` knows the latest.
  ///
  /// - Parameter seq: The first one wanted; 0 for all.
  /// - Complexity: O(length of the result).
  public func events(from seq: Int) -> [Event] {
    state.withLock { state in
      var result = Array(state.events.dropFirst(max(0, seq)))
      if state.missing > 0, seq <= state.events.count {
        let last = state.events.last?.t ?? .zero
        result.append(Event(seq: state.nextSeq, t: last, id: "", kind: .dropped(count: state.missing)))
      }
      return result
    }
  }

  /// How many events were dropped because the recorder was full.
  public var dropped: Int {
    state.withLock { $0.missing }
  }

  /// How many events are kept so far.
  public var count: Int {
    state.withLock { $0.events.count }
  }

  /// Appends an event that happened now, counted from `epoch`. The time is read under the lock, so that it grows with
  /// the sequence number.
  package func append(_ id: String, _ kind: Event.Kind, time: any TimeSource, epoch: Instant) {
    state.withLock { state in
      guard state.events.count < capacity else {
        state.missing += 1
        return
      }
      let t = Instant(nanoseconds: time.now.nanoseconds - epoch.nanoseconds)
      state.events.append(Event(seq: state.nextSeq, t: t, id: id, kind: kind))
      state.nextSeq += 1
    }
  }
}
