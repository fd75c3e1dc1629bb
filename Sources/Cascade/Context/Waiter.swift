import Synchronization

/// One suspension of one task: the first to wake it decides why it goes on.
///
/// Sendable because `continuation` is written before the state says that it is there and read by the thread that
/// changes the state after that, and `place` and `wasTurnedAway` are touched only under the lock that they name.
@usableFromInline
final class Waiter: @unchecked Sendable {
  @usableFromInline
  enum Outcome: UInt8, Sendable {
    /// The time is over, or what was waited for is there.
    case elapsed
    /// The context is done.
    case contextDone
    /// The Swift task was cancelled from outside.
    case foreign
    /// A second context is done, and the first wasn't by then.
    case signalled
  }

  private static let fresh: UInt8 = 0x80
  private static let suspended: UInt8 = 0x81

  private let environment: Environment
  /// The task that waits, where a deadlock report will ask.
  private let wait: Wait?
  private let state = Atomic<UInt8>(fresh)
  /// Whether it waited for a slot of a group that ended, and doesn't hold one. Under the lock of the group's tree.
  var wasTurnedAway = false
  /// Where it waits for a slot of a group. Under the lock of the group's tree.
  var place = Queue<Waiter>.Ticket.none
  private var continuation: UnsafeContinuation<Outcome, Never>?

  private final class Wait: Sendable {
    let tie: UInt64
    /// The path of the task that waits.
    let who: String

    init(tie: UInt64, who: String) {
      self.tie = tie
      self.who = who
    }
  }

  var tie: UInt64 { wait?.tie ?? 0 }

  /// Whether no report needs to know that it waits: then ``suspend(_:)`` alone will do.
  var isPlain: Bool { wait == nil }

  /// A waiter for the current task.
  init(in environment: Environment) {
    self.environment = environment
    guard let observation = environment.observation, observation.findsDeadlocks else {
      wait = nil
      return
    }
    let task = Running.code
    let who = task?.taskID.text ?? ""
    wait = Wait(tie: environment.time.tie(path: who, wait: task?.countWait() ?? observation.countWait()), who: who)
  }

  /// Whether the task has been suspended, or was about to be when it was woken.
  var hasSuspended: Bool { state.load(ordering: .acquiring) != Self.fresh }

  /// Suspends until ``wake(_:)`` is called; not at all if it has been. Called once.
  @discardableResult
  func value(doing what: @autoclosure () -> Event.Awaited) async -> Outcome {
    let token = wait.flatMap { environment.observation?.beginWait(who: $0.who, what: what()) }
    let outcome = await withUnsafeContinuation { suspend($0) }
    if let token { environment.observation?.endWait(token) }
    return outcome
  }

  /// Takes what resumes the task, and does so if ``wake(_:)`` has been called already. Called once.
  @usableFromInline
  func suspend(_ continuation: UnsafeContinuation<Outcome, Never>) {
    self.continuation = continuation
    let (exchanged, found) = state.compareExchange(
      expected: Self.fresh, desired: Self.suspended, ordering: .acquiringAndReleasing)
    if !exchanged {
      self.continuation = nil
      continuation.resumeTask(returning: Outcome(rawValue: found) ?? .elapsed)
    }
  }

  /// Lets the task go on, unless an earlier call has.
  ///
  /// - Returns: whether this call did.
  @discardableResult
  func wake(_ outcome: Outcome) -> Bool {
    var expected = state.load(ordering: .acquiring)
    while expected == Self.fresh || expected == Self.suspended {
      let (exchanged, found) = state.compareExchange(
        expected: expected, desired: outcome.rawValue, ordering: .acquiringAndReleasing)
      guard exchanged else {
        expected = found
        continue
      }
      if expected == Self.suspended {
        let continuation = self.continuation
        self.continuation = nil
        if environment === Environment.live {
          continuation?.resumeTask(returning: outcome)
        } else {
          environment.time.ordering(by: tie) { continuation?.resumeTask(returning: outcome) }
        }
      }
      return true
    }
    return false
  }
}

/// Wakes one sleeper before its time, again and again: for an engine that can interrupt the work it plays.
package final class Alarm: Sendable {
  private let sleeper = Locked<Waiter?>(nil)

  package init() {}

  /// Wakes the sleeper with this alarm, if there is one.
  package func ring() {
    let waiter = sleeper.withLock { $0.take() }
    waiter?.wake(.elapsed)
  }

  func set(for waiter: Waiter?) {
    sleeper.withLock { $0 = waiter }
  }
}

/// Resumes tasks in a way that ThreadSanitizer understands.
///
/// Where a task hasn't suspended yet when it is resumed, Swift's runtime tells it so by an atomic that ThreadSanitizer
/// doesn't see: it then takes the next use of the task's memory for a race with the call of `resume`. So what that call
/// reads and writes is hidden from it, in a build with `-DCASCADE_TSAN`.
extension UnsafeContinuation where E == Never {
  @inline(__always)
  func resumeTask(returning value: sending T) {
    #if CASCADE_TSAN
      ignoreReadsBegin("", 0)
      ignoreWritesBegin("", 0)
      defer {
        ignoreWritesEnd("", 0)
        ignoreReadsEnd("", 0)
      }
    #endif
    resume(returning: value)
  }
}

extension UnsafeContinuation where T == Void, E == Never {
  @inline(__always)
  func resumeTask() { resumeTask(returning: ()) }
}

#if CASCADE_TSAN
  // What ThreadSanitizer's runtime has for this. Each takes the place of the call, for its reports.
  @_silgen_name("AnnotateIgnoreReadsBegin")
  private func ignoreReadsBegin(_ file: UnsafePointer<CChar>, _ line: CInt)
  @_silgen_name("AnnotateIgnoreReadsEnd")
  private func ignoreReadsEnd(_ file: UnsafePointer<CChar>, _ line: CInt)
  @_silgen_name("AnnotateIgnoreWritesBegin")
  private func ignoreWritesBegin(_ file: UnsafePointer<CChar>, _ line: CInt)
  @_silgen_name("AnnotateIgnoreWritesEnd")
  private func ignoreWritesEnd(_ file: UnsafePointer<CChar>, _ line: CInt)
#endif
