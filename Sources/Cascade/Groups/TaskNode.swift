import Synchronization

/// The record of one task of a group. It is the task's context from birth, a child of the group's.
///
/// Sendable because `handle` is written before `stage` says that it is there, and read by the one who changes `stage`
/// after that. `gate` and `isSkipped` are written before the Swift task exists, by its spawner.
@usableFromInline
final class TaskNode: ContextNode, RunningCode, @unchecked Sendable {
  private enum Stage {
    static let unstarted: UInt8 = 0
    static let running: UInt8 = 1
    /// Told: the Swift task has been cancelled, or will be as soon as there is one.
    static let doomed: UInt8 = 2
    static let finished: UInt8 = 3
  }

  let name: String
  /// Safe because the chain of parents holds it.
  unowned(unsafe) let group: GroupNode
  /// What says that there is a slot, where there was none.
  var gate: Waiter?
  /// Whether the task never runs: the group is over, and an option says so.
  var isSkipped = false
  /// Those who wait for the task to be out. Under the tree's lock.
  private var joiners: [Waiter] = []
  var taskID: Path { scope.id }
  var environment: Environment { scope.environment }
  private let stage = Atomic<UInt8>(Stage.unstarted)
  /// The Swift task while it may have to be cancelled, as one whose result nobody looks at.
  private(set) var handle: Task<Void, any Error>?
  /// What is only noted for the events.
  private let notes: Locked<TaskNotes>?

  /// - Parameter scope: none for the group's.
  init(name: String, group: GroupNode, scope: Scope?) {
    self.name = name
    self.group = group
    notes = group.isObserved ? Locked(TaskNotes()) : nil
    super.init(kind: .task, parent: group, scope: scope)
  }

  // MARK: The Swift task

  /// Gives the record its Swift task, which is cancelled at once if the record is done.
  @usableFromInline
  func publish(_ task: Task<Void, any Error>) {
    if isDone {
      // Born done, or told before there was a task to cancel.
      _ = stage.compareExchange(expected: Stage.unstarted, desired: Stage.doomed, ordering: .acquiringAndReleasing)
      Running.sending(to: self) { task.cancel() }
      return
    }
    handle = task
    let (exchanged, found) = stage.compareExchange(
      expected: Stage.unstarted, desired: Stage.running, ordering: .acquiringAndReleasing)
    guard !exchanged else { return }
    handle = nil
    if found == Stage.doomed { Running.sending(to: self) { task.cancel() } }
  }

  var taskNode: TaskNode? { self }

  func isReached(by sender: UInt) -> Bool { sender == UInt(bitPattern: ObjectIdentifier(self)) }

  /// Whether the library has cancelled the task's Swift task, or is about to; no more once the task is out.
  var isDoomed: Bool { stage.load(ordering: .acquiring) == Stage.doomed }

  /// The task returned; its Swift task is nobody's concern any more.
  func finishStage() {
    if stage.exchange(Stage.finished, ordering: .acquiringAndReleasing) == Stage.running { handle = nil }
  }

  override func finishEnd() {
    let (exchanged, found) = stage.compareExchange(
      expected: Stage.running, desired: Stage.doomed, ordering: .acquiringAndReleasing)
    if exchanged {
      cancelHandle()
    } else if found == Stage.unstarted {
      let (doomed, now) = stage.compareExchange(
        expected: Stage.unstarted, desired: Stage.doomed, ordering: .acquiringAndReleasing)
      if !doomed, now == Stage.running,
        stage.compareExchange(expected: Stage.running, desired: Stage.doomed, ordering: .acquiringAndReleasing)
          .exchanged
      {
        cancelHandle()
      }
    }
    super.finishEnd()
  }

  private func cancelHandle() {
    guard let handle else { return }
    self.handle = nil
    Running.sending(to: self) { handle.cancel() }
  }

  // MARK: Waiting for it

  /// Whether the task has returned, or never runs.
  var isOut: Bool { withTreeLock { isSkipped } || stage.load(ordering: .acquiring) == Stage.finished }

  /// Wakes `joiner` when the task is out.
  ///
  /// - Returns: whether there is anything to wait for.
  func join(_ joiner: Waiter) -> Bool {
    withTreeLock {
      guard !isSkipped, stage.load(ordering: .acquiring) != Stage.finished else { return false }
      joiners.append(joiner)
      return true
    }
  }

  /// Takes back what ``join(_:)`` added.
  func unjoin(_ joiner: Waiter) {
    withTreeLock { joiners.removeAll { $0 === joiner } }
  }

  /// Those to wake now that the task is out. Under the tree's lock.
  func takeJoiners() -> [Waiter] {
    defer { joiners = [] }
    return joiners
  }

  // MARK: What it did, for the events

  /// The task looked at a context, and found it over.
  func sawCancellation() {
    notes?.withLock { $0.sawCancellation = true }
  }

  /// The task waited on a context, and that lived.
  func wentOn() {
    notes?.withLock { $0.sawCancellation = false }
  }

  /// The task waited for a nested group, which threw.
  func received(_ error: any Error, from group: Path) {
    notes?.withLock { $0.passedOn = (group, String(describing: error)) }
  }

  /// How often this task has waited, with this time.
  func countWait() -> UInt64 {
    notes?.withLock { notes in
      notes.waits += 1
      return notes.waits
    } ?? 0
  }

  /// How the task went, in the words of the events.
  func outcome(_ error: (any Error)?) -> TaskEnd {
    (notes?.withLock { $0 } ?? TaskNotes()).outcome(error)
  }
}
