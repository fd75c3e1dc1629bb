import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Real time: the monotonic clock, counted from the first time it is read, and one thread that sleeps until the
/// earliest timer is due. The thread is started with the first timer.
///
/// Sendable because `heap`, `armed` and `started` are touched only under `mutex`.
package final class LiveTimeSource: TimeSource, @unchecked Sendable {
  /// The one that every live context uses.
  package static let shared = LiveTimeSource()

  /// The reading of the system's clock that time is counted from. Not a property, since ``shared`` checks each time whether
  /// it has been made.
  private static let epoch = Atomic<Int64>(0)
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let condition: UnsafeMutablePointer<pthread_cond_t>
  @exclusivity(unchecked) private var heap = TimerHeap()
  /// What the thread sleeps for: an instant, or for ever.
  private var armed: Context.Instant?
  private var started = false

  private init() {
    Self.epoch.store(Self.monotonicNanoseconds(), ordering: .relaxed)
    mutex = .allocate(capacity: 1)
    condition = .allocate(capacity: 1)
    pthread_mutex_init(mutex, nil)
    #if !canImport(Darwin)
      var attributes = pthread_condattr_t()
      pthread_condattr_init(&attributes)
      pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
      pthread_cond_init(condition, &attributes)
      pthread_condattr_destroy(&attributes)
    #else
      pthread_cond_init(condition, nil)
    #endif
  }

  package var now: Context.Instant { Self.sharedNow }

  /// The same of ``shared``, for code that has come by that before.
  static var sharedNow: Context.Instant {
    Context.Instant(nanoseconds: monotonicNanoseconds() &- epoch.load(ordering: .relaxed))
  }

  package var realTime: ContinuousClock.Instant { .now }

  package func add(_ timer: any TimerEntry) {
    pthread_mutex_lock(mutex)
    heap.insert(timer)
    if !started {
      started = true
      startThread()
    } else if armed.map({ timer.instant < $0 }) ?? true {
      armed = timer.instant
      pthread_cond_signal(condition)
    }
    pthread_mutex_unlock(mutex)
  }

  package func remove(_ timer: any TimerEntry) {
    pthread_mutex_lock(mutex)
    heap.remove(timer)
    pthread_mutex_unlock(mutex)
  }

  package var firesInline: Bool { false }

  package func tie(path: String, wait: UInt64) -> UInt64 { 0 }

  package func ordering(by tie: UInt64, _ body: () -> Void) { body() }

  private func startThread() {
    #if canImport(Glibc)
      var thread = pthread_t()
    #else
      var thread: pthread_t?
    #endif
    let code = pthread_create(
      &thread, nil,
      { _ in
        LiveTimeSource.shared.runThread()
        return nil
      }, nil)
    precondition(code == 0, "cascade couldn't start its timer thread (error \(code))")
    #if canImport(Glibc)
      pthread_detach(thread)
    #else
      if let thread { pthread_detach(thread) }
    #endif
  }

  private func runThread() {
    // Signals are for the program's own threads.
    var all = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_BLOCK, &all, nil)
    pthread_mutex_lock(mutex)
    while true {
      let now = self.now
      if let timer = heap.popFirst(dueBy: now) {
        pthread_mutex_unlock(mutex)
        timer.fire()
        pthread_mutex_lock(mutex)
        continue
      }
      // With nothing left to wait for it sleeps on as before: a timer that comes and goes again needn't wake it.
      armed = heap.earliest ?? armed.flatMap { $0 > now ? $0 : nil }
      if let armed {
        waitForSignal(until: armed, now: now)
      } else {
        pthread_cond_wait(condition, mutex)
      }
    }
  }

  private func waitForSignal(until instant: Context.Instant, now: Context.Instant) {
    #if !canImport(Darwin)
      var time = Self.timespecification(of: wakeTime(for: instant))
      pthread_cond_timedwait(condition, mutex, &time)
    #else
      var time = Self.timespecification(of: instant.nanoseconds - now.nanoseconds)
      pthread_cond_timedwait_relative_np(condition, mutex, &time)
    #endif
  }

  /// An instant in the nanoseconds of the system's clock, held to its range.
  func wakeTime(for instant: Context.Instant) -> Int64 {
    let (sum, overflow) = instant.nanoseconds.addingReportingOverflow(Self.epoch.load(ordering: .relaxed))
    return overflow ? .max : sum
  }

  private static func timespecification(of nanoseconds: Int64) -> timespec {
    // A wait of a year at most keeps the sum in range; the thread looks again when it wakes.
    let bounded = min(max(0, nanoseconds), monotonicNanoseconds() + 31_536_000_000_000_000)
    return timespec(tv_sec: Int(bounded / 1_000_000_000), tv_nsec: Int(bounded % 1_000_000_000))
  }

  private static func monotonicNanoseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
  }
}

extension TimeSource {
  /// The same for a path that isn't spelled yet.
  func tie(path: Path, wait: UInt64) -> UInt64 {
    // Real time leaves the order to chance.
    self === LiveTimeSource.shared ? 0 : tie(path: path.text, wait: wait)
  }
}
