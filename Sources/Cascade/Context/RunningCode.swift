import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What the code that runs at this moment belongs to: a task of a group, or a body that was given a context of its own.
/// Code that it calls sees it, and so do its structured child tasks. A `Task {}` that it starts belongs to nothing: it may
/// outlive all of this, and a cancel that reaches it is never the library's.
protocol RunningCode: AnyObject, Sendable {
  /// The path of the task, when the run is observed; else empty.
  var taskID: Path { get }

  /// Where the task runs.
  var environment: Environment { get }

  /// Whether the library has cancelled the Swift task that runs the code, or is about to.
  var isDoomed: Bool { get }

  /// Whether `sender` is the address of this code, or of code around it: then a cancel of the sender's Swift task reaches
  /// this one, too.
  func isReached(by sender: UInt) -> Bool

  /// Whether the Swift task with this address is the very one that the library made for the code: no other code has it, so
  /// none can cancel it. Not for runs that are observed or simulated.
  func isAlone(in task: UInt) -> Bool

  /// Whether this is the code of a body that the Swift task of this address runs and waits for.
  func isBody(of task: UInt) -> Bool

  /// Whether a cancel that isn't the library's has reached the Swift task around the code, although its own had been
  /// cancelled by the library before.
  var isCancelledAround: Bool { get }

  /// Performs `action` when such a cancel comes, at once if it has. More than once, perhaps.
  ///
  /// - Parameter key: What it is taken back by.
  func whenCancelledAround(_ key: ObjectIdentifier, _ action: @escaping @Sendable () -> Void)

  /// Takes back what was asked for with that key.
  func forgetCancelAround(_ key: ObjectIdentifier)

  /// The code looked at a context, and found it over.
  func sawCancellation()

  /// The code waited on a context, and that lived.
  func wentOn()

  /// The code waited for a group, which threw.
  func received(_ error: any Error, from group: Path)

  /// How often the task has waited, with this time.
  func countWait() -> UInt64
}

extension RunningCode {
  func isAlone(in task: UInt) -> Bool { false }
  func isBody(of task: UInt) -> Bool { false }
  // The Swift task of a group's task is the library's own, with nothing around it.
  var isCancelledAround: Bool { false }
  func whenCancelledAround(_ key: ObjectIdentifier, _ action: @escaping @Sendable () -> Void) {}
  func forgetCancelAround(_ key: ObjectIdentifier) {}
}

/// Where the code that runs finds what it belongs to.
@usableFromInline
enum Running {
  /// What is bound, seen from outside as one piece, so that code inlined into callers can bind it.
  ///
  /// It doesn't hold the code: the frame that binds it does. An unstructured task gets a copy, which may outlive that frame.
  /// A copy lies elsewhere, not at ``home``, and says nothing.
  @usableFromInline
  struct Binding: Sendable {
    /// The task whose code it is; none for other code. Of a task that has returned only the memory is kept, in which its
    /// stage can still be read.
    private unowned let held: ContextNode?
    /// The same task. Safe because `held` keeps its memory, and ``ContextNode/code(of:)`` may be asked of that.
    fileprivate let task: Unmanaged<ContextNode>?
    /// Which task of those that have the record.
    fileprivate let number: UInt32
    /// For code of no task.
    fileprivate let frame: Frame?
    /// The address of the value in the storage of the Swift task that bound it.
    fileprivate var home: UInt = 0

    init(code: (any RunningCode)?) {
      held = nil
      task = nil
      number = 0
      frame = code.map(Frame.init)
    }

    /// The code of a task: it counts until that returns, and needs no ``leave()``.
    ///
    /// - Parameters:
    ///   - task: The record of the task.
    ///   - number: Which task of those that have the record.
    init(task: ContextNode, number: UInt32) {
      held = task
      self.task = .passUnretained(task)
      self.number = number
      frame = nil
    }

    /// Has to be called last in every closure that runs with a binding of code that is no task's: from then on it counts
    /// nowhere.
    func leave() {
      frame?.isOver.store(true, ordering: .releasing)
    }
  }

  /// The frame that a binding belongs to. Copies of the binding hold it, and nothing else: of what they were bound for
  /// they keep nothing alive.
  fileprivate final class Frame: Sendable {
    // Safe because it is read only while the frame, which holds the code, isn't over.
    unowned(unsafe) let code: any RunningCode
    let isOver = Atomic(false)

    init(_ code: any RunningCode) {
      self.code = code
    }
  }

  @usableFromInline static let local = TaskLocal(wrappedValue: Binding(code: nil))

  /// What the current code belongs to.
  static var code: (any RunningCode)? {
    guard let place = currentPlace, place.pointee.home == UInt(bitPattern: place) else { return nil }
    // A copy of a copy may come to lie where the value once lay that it goes back to; then that task or frame is over.
    if let task = place.pointee.task {
      return task._withUnsafeGuaranteedRef { $0.code(of: place.pointee.number) }
    }
    guard let frame = place.pointee.frame, !frame.isOver.load(ordering: .acquiring) else { return nil }
    return frame.code
  }

  /// Has to be called first in every closure that runs with a binding: from then on the binding counts.
  @usableFromInline
  static func arrive() {
    // Before any other code runs with this binding, so that nothing reads it at the same time.
    guard let place = currentPlace else { return }
    place.pointee.home = UInt(bitPattern: place)
  }

  /// Where the value lies that ``local`` has at this moment: in the storage of the Swift task that bound it, for that task
  /// and its structured children; in a copy, for an unstructured task.
  private static var currentPlace: UnsafeMutablePointer<Binding>? {
    taskLocalValue(Unmanaged.passUnretained(local).toOpaque())?.assumingMemoryBound(to: Binding.self)
  }

  /// Performs `body` as code of `code`, or of nothing. The caller keeps `code` alive until then.
  static func with<Result>(_ code: (any RunningCode)?, _ body: () throws -> Result) rethrows -> Result {
    let binding = Binding(code: code)
    return try local.withValue(binding) {
      arrive()
      defer { binding.leave() }
      return try body()
    }
  }

  /// The path of the task that runs the current code; where none of ours does, `path`.
  static func path(else path: Path) -> Path {
    guard Observation.hasBegun, let id = code?.taskID, !id.isEmpty else { return path }
    return id
  }

  /// The current code looked at a context, and found it over.
  static func sawCancellation() {
    if Observation.hasBegun { code?.sawCancellation() }
  }

  /// Whether the current Swift task prefers an executor. Asking for which one takes ten times as long.
  @usableFromInline static var prefersExecutor: Bool { preferredTaskExecutor().identity != 0 }

  /// Where the current Swift task prefers to be executed; none for the global pool.
  @usableFromInline static var preferredExecutor: (any TaskExecutor)? {
    guard #available(macOS 26.4, iOS 26.4, tvOS 26.4, watchOS 26.4, visionOS 26.4, *) else { return nil }
    return withUnsafeCurrentTask { $0?.unownedTaskExecutor?.asTaskExecutor() }
  }

  // MARK: Cancels of the library's own

  /// Whether the current Swift task has been cancelled, and not by the library.
  static var isCancelledFromOutside: Bool { Task.isCancelled && !(code?.isDoomed ?? false) }

  /// The address of the current Swift task; 0 outside of any. Only to be compared with that of a task that is alive.
  static var currentTask: UInt {
    guard MemoryLayout<UnsafeCurrentTask>.size == MemoryLayout<UInt>.size else { return 0 }
    // Safe because it is one reference, of which only the address is used.
    return withUnsafeCurrentTask { $0.map { unsafeBitCast($0, to: UInt.self) } ?? 0 }
  }

  /// Whether a record can be given the Swift task that runs the current code.
  static var canAdopt: Bool { MemoryLayout<UnsafeCurrentTask>.size == MemoryLayout<UInt>.size }

  /// Whether the current code runs in the very Swift task that the library made for it, and that hasn't been cancelled:
  /// while the code waits, only the library can cancel it. Structured children have Swift tasks of their own.
  static var isInOwnTask: Bool {
    guard MemoryLayout<UnsafeCurrentTask>.size == MemoryLayout<UInt>.size, let code else { return false }
    return withUnsafeCurrentTask { task in
      guard let task, !task.isCancelled else { return false }
      // Safe because it is one reference, of which only the address is used.
      return code.isAlone(in: unsafeBitCast(task, to: UInt.self))
    }
  }

  /// The code whose Swift task the library cancels at this moment, on this thread.
  private static let sender = ThreadSlot()

  /// Performs `body`, which cancels the Swift task of `code`: the cancellation handlers that this calls, which it does
  /// at once and on this thread, are called by the library.
  static func sending(to code: any RunningCode, _ body: () -> Void) {
    let outer = sender.pointer
    sender.pointer = UnsafeMutableRawPointer(bitPattern: UInt(bitPattern: ObjectIdentifier(code)))
    body()
    sender.pointer = outer
  }

  /// A judge of the cancels that reach one piece of the current code while it runs with a cancellation handler.
  struct Judge: Sendable {
    fileprivate let code: (any RunningCode)?
    /// The thread on which the handler was set.
    private let thread: UInt

    /// Made before the handler is set, on the same thread.
    init(code: (any RunningCode)? = Running.code) {
      self.code = code
      thread = code == nil ? 0 : Self.currentThread
    }

    /// The path of the task whose code is judged; none for code of no task.
    var taskID: Path? { code.flatMap { $0.taskID.isEmpty ? nil : $0.taskID } }

    /// Called by the handler: whether the cancel isn't the library's own.
    ///
    /// - Parameter hasBegun: Whether the code that the handler is there for has begun.
    func isForeign(hasBegun: @autoclosure () -> Bool) -> Bool {
      // Nothing around this code is cancelled by the library.
      guard let code else { return true }
      if let sender = Running.sender.pointer, code.isReached(by: UInt(bitPattern: sender)) { return false }
      // A Swift task that had been cancelled before calls the handler when it is set. Which cancel that was isn't known
      // any more: the library's, if it has sent one.
      if thread == Self.currentThread, !hasBegun() { return !code.isDoomed }
      return true
    }

    /// Called by the handler: performs `action` if the cancel isn't the library's own. If it is, Swift calls no handler
    /// for a later one; ``forget(_:)`` has to follow, since one that comes to the Swift task around is heard all the same.
    ///
    /// - Parameter key: An object that lives as long as the wait.
    func hear(
      _ key: AnyObject, hasBegun: @autoclosure () -> Bool, _ action: @escaping @Sendable () -> Void
    ) {
      if isForeign(hasBegun: hasBegun()) {
        action()
      } else {
        code?.whenCancelledAround(ObjectIdentifier(key), action)
      }
    }

    /// Called when the handler is gone.
    func forget(_ key: AnyObject) {
      if let code, Task.isCancelled { code.forgetCancelAround(ObjectIdentifier(key)) }
    }

    private static var currentThread: UInt {
      #if canImport(Glibc)
        UInt(pthread_self())
      #else
        UInt(bitPattern: pthread_self())
      #endif
    }
  }
}

/// Where the value of a task-local is stored that the current code sees; none where it has none. The key is the address of
/// the `TaskLocal`.
///
/// This is how the standard library's own `TaskLocal.get` asks, inlined into every client; the address is what says
/// whether the value was bound by this task (or one around it), or copied into an unstructured one.
@_silgen_name("swift_task_localValueGet")
private func taskLocalValue(_ key: UnsafeRawPointer) -> UnsafeMutableRawPointer?

/// Where the current Swift task prefers to be executed, as its two words; the identity is 0 where it prefers nothing.
///
/// This is what the standard library's `UnsafeCurrentTask.unownedTaskExecutor` asks.
@_silgen_name("swift_task_getPreferredTaskExecutor")
private func preferredTaskExecutor() -> (identity: UInt, implementation: UInt)
