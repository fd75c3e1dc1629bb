import Cascade

/// Time that moves only when it is told to.
///
/// Sendable because everything that changes is behind the lock.
final class VirtualTimeSource: TimeSource, Sendable {
  private struct State {
    var now = Context.Instant.zero
    var heap = TimerHeap()
  }

  private let seed: UInt64
  private let executor: VirtualExecutor
  private let state = Locked(State())

  init(seed: UInt64, executor: VirtualExecutor) {
    self.seed = seed
    self.executor = executor
  }

  var now: Context.Instant { state.withLock { $0.now } }

  var realTime: ContinuousClock.Instant {
    executor.note(.askedRealClock)
    return .now
  }

  func add(_ timer: any TimerEntry) {
    executor.noteCaller()
    state.withLock { $0.heap.insert(timer) }
  }

  func remove(_ timer: any TimerEntry) {
    state.withLock { _ = $0.heap.remove(timer) }
  }

  var firesInline: Bool { true }

  func tie(path: String, wait: UInt64) -> UInt64 {
    // Seed 0 keeps the order in which things were asked for.
    seed == 0 ? 0 : Self.hash(seed, path, wait)
  }

  func ordering(by tie: UInt64, _ body: () -> Void) {
    executor.ordering(by: tie, body)
  }

  /// Whether a timer is to fire at this instant.
  var isAnythingDue: Bool { state.withLock { state in state.heap.earliest.map { $0 <= state.now } ?? false } }

  /// Moves to the next instant at which something is due, or to `limit` if that is earlier, and fires all that is due.
  ///
  /// - Parameters:
  ///   - limit: Where somebody wants the clock to stop, later than the present. The default is nowhere.
  ///   - pause: Called when the clock has moved, and after each timer, when nobody's code runs. The default does nothing.
  /// - Returns: whether the clock moved or anything was due.
  func advance(noFurtherThan limit: Context.Instant? = nil, _ pause: () -> Void = {}) -> Bool {
    let isAnythingDue = state.withLock { state in
      let stops = [state.heap.earliest, limit].compactMap(\.self)
      guard let instant = stops.min() else { return false }
      state.now = max(state.now, instant)
      return true
    }
    guard isAnythingDue else { return false }
    pause()
    // One by one, since one may remove another; but no job runs before all have fired.
    while let timer = state.withLock({ state in state.heap.popFirst(dueBy: state.now) }) {
      timer.fire()
      pause()
    }
    return true
  }

  /// The run is over: nothing fires any more. Timers hold their contexts, which hold the time that holds the timers.
  func letGo() {
    // Let go of without the lock, since what ends then may remove timers of its own.
    _ = state.withLock { $0.heap.removeAll() }
  }

  /// FNV-1a over the seed, the path and the number, with a final mix so that near inputs end far apart.
  private static func hash(_ seed: UInt64, _ path: String, _ wait: UInt64) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func take(_ byte: UInt8) {
      hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
    }
    for shift in stride(from: UInt64(0), to: 64, by: 8) { take(UInt8(truncatingIfNeeded: seed >> shift)) }
    for byte in path.utf8 { take(byte) }
    for shift in stride(from: UInt64(0), to: 64, by: 8) { take(UInt8(truncatingIfNeeded: wait >> shift)) }
    hash ^= hash >> 33
    hash = hash &* 0xff51_afd7_ed55_8ccd
    hash ^= hash >> 33
    return hash
  }
}
