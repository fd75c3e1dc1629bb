import Cascade

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Executes the tasks of a run one job at a time, when it is told to.
///
/// Sendable because everything that changes is behind the lock.
final class VirtualExecutor: TaskExecutor, Sendable {
  private struct State {
    var ready = ReadyQueue<UnownedJob>()
    var tie: UInt64 = 0
    var thread: pthread_t?
    var jobsRun = 0
    /// What left the run, in order, and the same as a set: each counts once.
    var departures: [Simulation.Escape] = []
    var known: Set<Simulation.Escape> = []
    /// Whether anything came in from outside.
    var wasEntered = false

    func isInside(_ current: pthread_t) -> Bool {
      thread.map { pthread_equal($0, current) != 0 } ?? false
    }
  }

  private let state = Locked(State())

  init() {
    let current: pthread_t = pthread_self()
    state.withLock { $0.thread = current }
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let unowned = UnownedJob(job)
    let current: pthread_t = pthread_self()
    state.withLock { state in
      let isInside = state.isInside(current)
      if !isInside { state.wasEntered = true }
      state.ready.append(unowned, tie: isInside ? state.tie : 0)
    }
  }

  /// Notes it when the caller isn't part of the run.
  func noteCaller() {
    let current: pthread_t = pthread_self()
    state.withLock { state in
      if !state.isInside(current) { state.wasEntered = true }
    }
  }

  /// The code that runs at this moment leaves the run in this way.
  func note(_ kind: Simulation.Escape.Kind) {
    let escape = Simulation.Escape(who: Context.runningTask, kind: kind)
    state.withLock { state in
      if state.known.insert(escape).inserted { state.departures.append(escape) }
    }
  }

  /// What left, or if nothing did, that something came in.
  var escapes: [Simulation.Escape] {
    state.withLock { state in
      guard state.departures.isEmpty, state.wasEntered else { return state.departures }
      return [Simulation.Escape(who: "", kind: .enteredFromOutside)]
    }
  }

  /// Runs the next job, on the calling thread.
  ///
  /// - Returns: whether there was one.
  func runNext() -> Bool {
    guard
      let job = state.withLock({ state in
        let job = state.ready.popFirst()
        if job != nil { state.jobsRun += 1 }
        return job
      })
    else { return false }
    job.runSynchronously(on: asUnownedTaskExecutor())
    return true
  }

  /// Gives the jobs that `body` makes ready this tie.
  func ordering(by tie: UInt64, _ body: () -> Void) {
    let before = state.withLock { state in
      defer { state.tie = tie }
      return state.tie
    }
    body()
    state.withLock { $0.tie = before }
  }

  var isIdle: Bool { state.withLock { $0.ready.isEmpty } }
  var jobsRun: Int { state.withLock { $0.jobsRun } }
}

// MARK: The run of the current thread

extension VirtualExecutor {
  /// Whose run the current thread is busy with.
  static var current: VirtualExecutor? {
    slot.pointer.map { Unmanaged.fromOpaque($0).takeUnretainedValue() }
  }

  /// Performs `body`, which drives this executor's run. Runs may nest.
  func drive<Result>(_ body: () -> Result) -> Result {
    let outer = Self.slot.pointer
    Self.slot.pointer = Unmanaged.passUnretained(self).toOpaque()
    defer { Self.slot.pointer = outer }
    return body()
  }

  private static let slot = ThreadSlot()
}

#if os(Linux) && compiler(>=6.3) && compiler(<6.4)
  @_spi(ExperimentalScheduling) import _Concurrency

  /// How a wait on a real clock is noticed, even one that a cancellation cuts short: the runtime asks the executor of the
  /// task that sleeps to schedule its waking. The interface is an experimental one of this version's; a test says so when
  /// it changes. Without it only a sleep that ends by itself is noticed, as anything that comes in from outside.
  extension VirtualExecutor: SchedulingExecutor {
    func enqueue<C: Clock>(
      _ job: consuming ExecutorJob, after delay: C.Duration, tolerance: C.Duration?, clock: C
    ) {
      note(.sleptOnRealClock)
      Self.pool.enqueue(job, after: delay, tolerance: tolerance, clock: clock)
    }

    func enqueue<C: Clock>(
      _ job: consuming ExecutorJob, at instant: C.Instant, tolerance: C.Duration?, clock: C
    ) {
      note(.sleptOnRealClock)
      Self.pool.enqueue(job, at: instant, tolerance: tolerance, clock: clock)
    }

    /// Where the sleep goes on as it would have without us.
    private static var pool: any SchedulingExecutor {
      guard let pool = globalConcurrentExecutor as? any SchedulingExecutor else {
        preconditionFailure("the global pool has no clock")
      }
      return pool
    }
  }
#endif

/// Jobs that are ready. Pure.
///
/// In a round the tie decides, then the order of arrival. What becomes ready while a round runs joins it where it has a tie: in
/// Go, too, what a goroutine wakes may run before others that were ready earlier, and any seed may show it. What has none, as
/// everything under seed 0, belongs to the next round: a task that yields keeps no other waiting.
struct ReadyQueue<Job> {
  private struct Entry {
    var tie: UInt64
    var order: UInt64
    var job: Job

    func precedes(_ other: Entry) -> Bool { (tie, order) < (other.tie, other.order) }
  }

  /// What the current round began with, last first.
  private var round: [Entry] = []
  /// What has joined it: a binary heap, the first at its top.
  private var joined: [Entry] = []
  private var arriving: [Entry] = []
  private var nextOrder: UInt64 = 0

  var isEmpty: Bool { isOver && arriving.isEmpty }
  private var isOver: Bool { round.isEmpty && joined.isEmpty }

  /// O(1) for the next round, O(log n) to join one.
  mutating func append(_ job: Job, tie: UInt64) {
    let entry = Entry(tie: tie, order: nextOrder, job: job)
    nextOrder += 1
    if tie == 0 || isOver { arriving.append(entry) } else { join(entry) }
  }

  mutating func popFirst() -> Job? {
    if isOver {
      swap(&round, &arriving)
      round.sort { $1.precedes($0) }
    }
    guard let first = joined.first, round.last.map(first.precedes) ?? true else { return round.popLast()?.job }
    leave()
    return first.job
  }

  private mutating func join(_ entry: Entry) {
    joined.append(entry)
    var place = joined.count - 1
    while place > 0, joined[place].precedes(joined[(place - 1) / 2]) {
      joined.swapAt(place, (place - 1) / 2)
      place = (place - 1) / 2
    }
  }

  /// Removes the top.
  private mutating func leave() {
    joined.swapAt(0, joined.count - 1)
    joined.removeLast()
    var place = 0
    while 2 * place + 1 < joined.count {
      let (left, right) = (2 * place + 1, 2 * place + 2)
      let child = right < joined.count && joined[right].precedes(joined[left]) ? right : left
      guard joined[child].precedes(joined[place]) else { return }
      joined.swapAt(place, child)
      place = child
    }
  }
}

/// Notices work that a run gives to the global pool, through the hook that the runtime has for that.
enum GlobalPool {
  private typealias Enqueue = @convention(thin) (UnownedJob) -> Void
  private typealias Hook = @convention(thin) (UnownedJob, Enqueue) -> Void

  /// Looks from now on. What was hooked in before is still asked. A runtime without the hook notices nothing.
  static func watch() { _ = hooked }

  private static let hooked: Void = {
    guard let symbol = dlsym(dlopen(nil, RTLD_LAZY), "swift_task_enqueueGlobal_hook") else { return }
    let hook = symbol.assumingMemoryBound(to: Hook?.self)
    earlier = hook.pointee
    hook.pointee = { job, enqueue in
      VirtualExecutor.current?.note(.startedTaskOutside)
      if let earlier = GlobalPool.earlier { earlier(job, enqueue) } else { enqueue(job) }
    }
  }()

  /// The hook that was there. Safe because it is written once, before ours can be called.
  nonisolated(unsafe) private static var earlier: Hook?
}
