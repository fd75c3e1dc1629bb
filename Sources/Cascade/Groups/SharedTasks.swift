/// The tasks of a group that take turns in a few Swift tasks, the workers (``FunctionalOption/sharingSwiftTasks``).
///
/// While a task waits in the queue, there is a worker that hasn't begun; so a task that suspends keeps no other from
/// starting. A worker takes one task after the other, until it has been cancelled, or there is none left.
final class SharedTasks: Sendable {
  private struct State {
    var first: SharedWork?
    var last: SharedWork?
    /// Whether there is a worker that hasn't begun.
    var isOneComing = false
    /// As a number: that is faster to copy.
    var priority: UInt8

    mutating func pop() -> SharedWork? {
      guard let work = first else { return nil }
      first = work.next.take()
      if first == nil { last = nil }
      return work
    }
  }

  /// After so many turns a worker lets the pool do something else.
  private static let turns = 64
  /// How often in a row a worker comes and finds nothing to do before it ends.
  private static let waits = 3

  private let state: Locked<State>

  init(priority: TaskPriority) {
    state = Locked(State(priority: priority.rawValue))
  }

  /// Adds a task.
  func enqueue(_ work: SharedWork) {
    let priority = state.withLock { state -> UInt8? in
      if let last = state.last { last.next = work } else { state.first = work }
      state.last = work
      return state.isOneComing ? nil : Self.call(&state)
    }
    if let priority { startWorker(priority) }
  }

  /// Raises the priority of the workers to come. Those that are at work have one each.
  func raise(to priority: TaskPriority) {
    let isNeeded = state.withLock { state in
      guard priority.rawValue > state.priority else { return false }
      state.priority = priority.rawValue
      // The one that is coming may be late.
      return state.first != nil
    }
    if isNeeded { startWorker(priority.rawValue) }
  }

  private static func call(_ state: inout State) -> UInt8 {
    state.isOneComing = true
    return state.priority
  }

  private func startWorker(_ priority: UInt8) {
    Task.detached(priority: TaskPriority(rawValue: priority)) { await self.work() }
  }

  /// What a worker does.
  @concurrent
  private func work() async {
    let worker = Running.currentTask
    var waits = 0
    while waits <= Self.waits {
      var next = begin()
      var turns = 0
      while let work = next {
        waits = 0
        turns += 1
        guard await work.run(in: worker) else { return }
        next = turns < Self.turns ? state.withLock { $0.pop() } : nil
      }
      waits += 1
      // Where one is coming anyway, this one isn't needed.
      guard comeAgain() else { return }
      await Task.yield()
    }
    leave()
  }

  /// A worker has done its turns, or found nothing to do. It comes again after the others in the pool, in place of a new one:
  /// mostly the spawner has gone on by then.
  ///
  /// - Returns: whether it is needed.
  private func comeAgain() -> Bool {
    state.withLock { state in
      defer { state.isOneComing = true }
      return !state.isOneComing
    }
  }

  /// A worker doesn't come again.
  private func leave() {
    let priority = state.withLock { state -> UInt8? in
      state.isOneComing = false
      return state.first == nil ? nil : Self.call(&state)
    }
    if let priority { startWorker(priority) }
  }

  /// Takes the first task. If that leaves others, the next worker is called: this one may be suspended for long.
  private func begin() -> SharedWork? {
    let (work, priority) = state.withLock { state -> (SharedWork?, UInt8?) in
      state.isOneComing = false
      let work = state.pop()
      return (work, state.first == nil ? nil : Self.call(&state))
    }
    if let priority { startWorker(priority) }
    return work
  }
}

/// What a worker does for one task. It belongs to the task's record, and is used again with that.
///
/// Sendable because it is touched by the spawner until it is in the queue, under the queue's lock there, by its worker
/// after that, and once the task is out only read.
final class SharedWork: @unchecked Sendable {
  @exclusivity(unchecked) fileprivate(set) var next: SharedWork?
  @exclusivity(unchecked) private var task: TaskNode?
  @exclusivity(unchecked) private var body: (@Sendable @concurrent () async -> Void)?
  /// What the task threw.
  @exclusivity(unchecked) var failure: (any Error)?

  /// - Parameter body: Runs the operation, and says how that went.
  func set(_ task: TaskNode, _ body: @escaping @Sendable @concurrent () async -> Void) {
    self.task = task
    self.body = body
  }

  func beginAnew() { failure = nil }

  /// Runs the task in the current Swift task.
  ///
  /// - Parameter worker: The address of that.
  /// - Returns: whether that may run another one: not if a cancel has reached it, or still may.
  fileprivate func run(in worker: UInt) async -> Bool {
    guard let task = task.take(), let body = body.take() else { return true }
    task.adopt(current: worker)
    await body()
    return task.hasEndedQuietly && !Task.isCancelled
  }
}

/// What a task returned that shares its Swift task.
///
/// Sendable because the value is written before the task is out, and read after that.
@usableFromInline
final class SharedResult<Value: Sendable>: @unchecked Sendable {
  @usableFromInline @exclusivity(unchecked) var value: Value?

  @inlinable
  init() {}
}
