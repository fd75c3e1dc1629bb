import Synchronization

/// The record of a task, which can be that of a later task, too.
protocol SpareRecord: AnyObject {
  /// The next one of ``SpareTasks``.
  var nextSpare: Unmanaged<Self>? { get set }
  /// Whether there is a number left for another task.
  var canBeginAnew: Bool { get }
  /// Lets go of the Swift task of its last task, if it still holds it.
  func letGoOfHandle()
}

/// Records of tasks that are out, in the order in which those returned, for new tasks of the same group.
///
/// Memory that one thread takes and another gives back costs more than all else about a short task. So a record that no
/// other code has is used again, and holds its last Swift task until then: the spawner, which took that memory, gives it
/// back. There are never more records than tasks that ran at the same time.
///
/// Each holds the group, so this has to be closed when the group's last handle goes.
struct SpareTasks<Record: SpareRecord>: ~Copyable {
  /// No more are kept than this.
  static var limit: UInt32 { 64 }

  private var first: Unmanaged<Record>?
  private var last: Unmanaged<Record>?
  private let count = Atomic<UInt32>(0)
  private var isClosed = false

  /// Whether there is none at this moment. May be asked without the lock that guards the rest.
  var isEmpty: Bool { count.load(ordering: .relaxed) == 0 }

  /// Keeps a record with the caller's hold on it.
  ///
  /// - Returns: the record, if it isn't kept: then the hold stays with the caller.
  mutating func put(_ task: Unmanaged<Record>) -> Unmanaged<Record>? {
    let count = self.count.load(ordering: .relaxed)
    guard !isClosed, count < Self.limit else { return task }
    if let last { last._withUnsafeGuaranteedRef { $0.nextSpare = task } } else { first = task }
    last = task
    self.count.store(count + 1, ordering: .relaxed)
    return nil
  }

  /// Takes the oldest one.
  ///
  /// - Returns: none if there is none, or other code has it: then the list doesn't any more.
  mutating func take() -> Record? {
    guard let task = first else { return nil }
    first = task._withUnsafeGuaranteedRef { $0.nextSpare }
    if first == nil { last = nil }
    count.store(count.load(ordering: .relaxed) - 1, ordering: .relaxed)
    guard task.isUnique, task._withUnsafeGuaranteedRef({ $0.canBeginAnew }) else {
      Self.drop(task)
      return nil
    }
    return task.takeRetainedValue()
  }

  /// Lets go of a record that isn't used again. Other code may still have it; its Swift task isn't needed for that.
  static func drop(_ task: Unmanaged<Record>) {
    task._withUnsafeGuaranteedRef { $0.letGoOfHandle() }
    task.release()
  }

  /// Whether there is one, and no other code has the oldest; for tests.
  var isFirstUnique: Bool { first?.isUnique ?? false }

  /// Keeps none from now on.
  ///
  /// - Returns: the first of those that were kept, for ``release(_:)``.
  mutating func close() -> Unmanaged<Record>? {
    isClosed = true
    count.store(0, ordering: .relaxed)
    last = nil
    return first.take()
  }

  /// Lets go of what ``close()`` gave, without a lock.
  static func release(_ first: Unmanaged<Record>?) {
    var current = first
    while let task = current {
      current = task._withUnsafeGuaranteedRef { $0.nextSpare }
      drop(task)
    }
  }
}
