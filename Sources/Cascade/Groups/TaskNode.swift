import Synchronization

/// The record of one task of a group. It is the task's context from birth, a child of the group's.
///
/// Sendable because `handle` is written before `stage` says that it is there; the thread that changes `stage` after that
/// lets go of the hold that comes with it. `extras` is written before the Swift task exists, by its spawner.
@usableFromInline
final class TaskNode: ContextNode, RunningCode, SpareRecord, @unchecked Sendable {
  private enum Stage {
    static let unstarted: UInt8 = 0
    static let running: UInt8 = 1
    /// Told: the Swift task has been cancelled, or will be as soon as there is one.
    static let doomed: UInt8 = 2
    static let finished: UInt8 = 3
    /// Running, and some thread is raising the priority of the Swift task. If the stage has moved on when it is done, it does
    /// what is then to be done with the handle.
    static let escalating: UInt8 = 4
    /// Finished, and the handle is still held, for ``letGoOfHandle()``.
    static let kept: UInt8 = 5
  }

  // First, so that it lies beside the small ones of the superclass.
  private let stage = Atomic<UInt8>(Stage.unstarted)
  /// Of a task without a name its index among those of the group. Under the tree's lock until the task is handed out.
  final var index: UInt32 = 0
  /// Which task of those that had this record.
  private let generation = Atomic<UInt32>(0)
  /// As given; where the run is observed and none was, the index in the group.
  @exclusivity(unchecked) private(set) final var name: String
  /// What few tasks have.
  private var extras = Extras.none
  /// The Swift task, held while it may have to be cancelled; after that only an address.
  private var handle: Unmanaged<SwiftTask>?

  /// Stands for the object that a `Task` is a reference to: all objects of Swift's own are held and let go in the same way.
  final class SwiftTask {}

  /// What is only there for tasks that have to wait for a slot, or that never run, or whose run is observed.
  private enum Extras {
    case none
    /// What says that there is a slot, where there was none.
    case gate(Waiter)
    /// The task never runs: the group is over, and an option says so.
    case skipped
    /// The task takes turns with others in a Swift task.
    case shared(SharedWork)
    case observed(Observed)
  }

  /// The same where the run is observed, with what is only noted for the events.
  private final class Observed {
    var gate: Waiter?
    var isSkipped = false
    private let lock = Lock()
    // Under that lock.
    @exclusivity(unchecked) private var notes = TaskNotes()

    func withNotes<Result>(_ body: (inout TaskNotes) -> Result) -> Result { lock.withLock { body(&notes) } }
  }

  /// - Parameter scope: none for the group's.
  init(name: String, group: GroupNode, scope: Scope?) {
    self.name = name
    extras = group.isObserved ? .observed(Observed()) : .none
    super.init(kind: .task, parent: group, scope: scope)
  }

  /// A task of a group that isn't observed.
  init(name: String?, of group: GroupNode) {
    self.name = name ?? ""
    if group.shared != nil { extras = .shared(SharedWork()) }
    super.init(taskOf: group)
  }

  /// Whether there is a number left for another task.
  var canBeginAnew: Bool { number < .max }

  /// Makes it the record of another task of the same group, which isn't observed. No other code may have it.
  ///
  /// - Returns: the Swift task of the last one, if it is held; now by the caller.
  func beginAnew(name: String?) -> Unmanaged<SwiftTask>? {
    let last = stage.load(ordering: .relaxed) == Stage.kept ? handle : nil
    generation.store(number + 1, ordering: .relaxed)
    self.name = name ?? ""
    index = 0
    if case .shared(let work) = extras { work.beginAnew() } else { extras = initialExtras }
    handle = nil
    stage.store(Stage.unstarted, ordering: .releasing)
    beginAnew()
    return last
  }

  deinit { letGoOfHandle() }

  /// The next one of ``SpareTasks``.
  var nextSpare: Unmanaged<TaskNode>? {
    get { next.map { .fromOpaque($0.toOpaque()) } }
    set { next = newValue.map { .fromOpaque($0.toOpaque()) } }
  }

  /// Its parent is always a group.
  var group: GroupNode {
    guard let parent else { preconditionFailure("a task without a group") }
    return unsafeDowncast(parent, to: GroupNode.self)
  }

  /// The same, without counting.
  @inline(__always)
  func withGroup<Result>(_ body: (GroupNode) -> Result) -> Result {
    guard let result = withParent({ body(unsafeDowncast($0, to: GroupNode.self)) }) else {
      preconditionFailure("a task without a group")
    }
    return result
  }

  var taskID: Path { scope.id }

  /// What a failure and a cancellation call the task, where there are no paths.
  var label: String { name.isEmpty ? String(index) : name }

  /// How debuggers call the Swift task.
  @usableFromInline var swiftName: String? { name.isEmpty ? nil : name }

  var environment: Environment { scope.environment }
  private func withNotes<Result>(_ body: (inout TaskNotes) -> Result) -> Result? {
    guard isObserved, case .observed(let observed) = extras else { return nil }
    return observed.withNotes(body)
  }

  /// What says that there is a slot, where there was none.
  var gate: Waiter? {
    get {
      switch extras {
      case .none, .skipped, .shared: nil
      case .gate(let gate): gate
      case .observed(let observed): observed.gate
      }
    }
    set {
      switch extras {
      case .none, .gate, .shared: extras = newValue.map { .gate($0) } ?? initialExtras
      case .skipped: break
      case .observed(let observed): observed.gate = newValue
      }
    }
  }

  /// Whether the task never runs: the group is over, and an option says so.
  var isSkipped: Bool {
    switch extras {
    case .none, .gate, .shared: false
    case .skipped: true
    case .observed(let observed): observed.isSkipped
    }
  }

  /// The task never runs. There is nothing to wait for any more.
  func skip() {
    if case .observed(let observed) = extras { observed.isSkipped = true } else { extras = .skipped }
  }

  /// Whether the shortest way to run it will do: it has a slot, the run isn't observed, time is real.
  @usableFromInline var isLean: Bool {
    guard case .none = extras else { return false }
    return isUnobservedAndReal
  }

  /// What says that there is a slot, if this is all that its spawner has to wait for. From now on the spawner has it.
  @usableFromInline
  func takeLeanGate() -> Waiter? {
    guard case .gate(let gate) = extras, isUnobservedAndReal, withGroup({ $0.queued == .start }) else { return nil }
    extras = initialExtras
    return gate
  }

  private var initialExtras: Extras { withGroup { $0.shared == nil } ? .none : .shared(SharedWork()) }

  /// What the task shares its Swift task with others by, if it does.
  var sharedWork: SharedWork? {
    if case .shared(let work) = extras { work } else { nil }
  }

  /// Whether the task can take turns in a Swift task with others.
  @usableFromInline var isSharing: Bool { sharedWork != nil && Running.canAdopt }

  // MARK: The Swift task

  /// Gives the record its Swift task, which is cancelled at once if the record is done.
  @usableFromInline
  func publish<Value>(_ task: Task<Value, any Error>) {
    // Safe because a task is one reference, whatever it returns, and the class isn't asked for anything.
    adopt(unsafeBitCast(task, to: Unmanaged<SwiftTask>.self))
  }

  /// Gives it the current one, which has this address.
  func adopt(current address: UInt) {
    guard let task = UnsafeRawPointer(bitPattern: address) else { return }
    // Safe for the same reason; the current task is alive.
    adopt(.fromOpaque(task))
  }

  private func adopt(_ task: Unmanaged<SwiftTask>) {
    if isDone {
      // Born done, or told before there was a task to cancel.
      _ = stage.compareExchange(expected: Stage.unstarted, desired: Stage.doomed, ordering: .acquiringAndReleasing)
      task._withUnsafeGuaranteedRef { cancel($0) }
      return
    }
    handle = task.retain()
    let (exchanged, found) = stage.compareExchange(
      expected: Stage.unstarted, desired: Stage.running, ordering: .acquiringAndReleasing)
    guard !exchanged else { return }
    if found == Stage.doomed { task._withUnsafeGuaranteedRef { cancel($0) } }
    task.release()
  }

  private func cancel(_ task: SwiftTask) {
    // Safe because that is what a task was made into, and cancelling it doesn't touch the result.
    Running.sending(to: self) { unsafeBitCast(task, to: Task<Void, any Error>.self).cancel() }
  }

  /// Raises the priority of the Swift task, if there is one.
  @available(macOS 26, iOS 26, tvOS 26, watchOS 26, visionOS 26, *)
  func escalate(to priority: TaskPriority) {
    while true {
      let (exchanged, found) = stage.compareExchange(
        expected: Stage.running, desired: Stage.escalating, ordering: .acquiringAndReleasing)
      if exchanged { break }
      // Another thread is at it, and done in a moment; this priority may be the higher one.
      guard found == Stage.escalating else { return }
    }
    if let handle {
      // Safe because that is what `publish` made the handle of, and raising the priority doesn't touch the result.
      unsafeBitCast(handle, to: Task<Void, any Error>.self).escalatePriority(to: priority)
    }
    let (exchanged, found) = stage.compareExchange(
      expected: Stage.escalating, desired: Stage.running, ordering: .acquiringAndReleasing)
    guard !exchanged else { return }
    if found == Stage.doomed { cancelHandle() } else { handle?.release() }
  }

  func isReached(by sender: UInt) -> Bool { sender == UInt(bitPattern: ObjectIdentifier(self)) }

  func isAlone(in task: UInt) -> Bool {
    guard isUnobservedAndReal else { return false }
    // The code may be faster than the spawner, which publishes the Swift task at this moment.
    var looks = 50
    while stage.load(ordering: .acquiring) == Stage.unstarted, looks > 0 { looks -= 1 }
    guard stage.load(ordering: .acquiring) == Stage.running, let handle else { return false }
    return UInt(bitPattern: handle.toOpaque()) == task
  }

  /// Whether the library has cancelled the task's Swift task, or is about to; no more once the task is out.
  var isDoomed: Bool { stage.load(ordering: .acquiring) == Stage.doomed }

  /// Which task this is the record of, for ``code(of:)``.
  var number: UInt32 { generation.load(ordering: .relaxed) }

  override func code(of number: UInt32) -> (any RunningCode)? {
    let isAtWork =
      !Self.isFinished(stage.load(ordering: .acquiring)) && generation.load(ordering: .relaxed) == number
    return isAtWork ? self : nil
  }

  private static func isFinished(_ stage: UInt8) -> Bool { stage == Stage.finished || stage == Stage.kept }

  /// The task returned; its Swift task isn't needed any more.
  func finishStage() {
    if stage.exchange(Stage.finished, ordering: .acquiringAndReleasing) == Stage.running { handle?.release() }
  }

  /// The same, but the handle stays held, if it is.
  func finishStageKeepingHandle() {
    let (exchanged, _) = stage.compareExchange(
      expected: Stage.running, desired: Stage.kept, ordering: .acquiringAndReleasing)
    if !exchanged { finishStage() }
  }

  /// Whether it was kept; for tests.
  var isHandleKept: Bool { stage.load(ordering: .acquiring) == Stage.kept }

  /// Lets go of the handle, where it was kept.
  func letGoOfHandle() {
    if stage.load(ordering: .relaxed) == Stage.kept {
      stage.store(Stage.finished, ordering: .relaxed)
      handle?.release()
    }
  }

  override func finishEnd() {
    // Most tasks are running when they are told.
    var expected = Stage.running
    while expected != Stage.doomed, !Self.isFinished(expected) {
      let (exchanged, found) = stage.compareExchange(
        expected: expected, desired: Stage.doomed, ordering: .acquiringAndReleasing)
      if exchanged {
        if expected == Stage.running { cancelHandle() }
        break
      }
      expected = found
    }
    super.finishEnd()
  }

  private func cancelHandle() {
    guard let handle else { return }
    handle._withUnsafeGuaranteedRef { cancel($0) }
    handle.release()
  }

  // MARK: Waiting for it

  /// Whether the task has returned, or never runs.
  var isOut: Bool { withTreeLock { isSkipped } || Self.isFinished(stage.load(ordering: .acquiring)) }

  /// Wakes `joiner` when the task is out.
  ///
  /// - Returns: whether there is anything to wait for.
  func join(_ joiner: Waiter) -> Bool {
    withTreeLock {
      guard !isSkipped, !Self.isFinished(stage.load(ordering: .acquiring)) else { return false }
      group.taskJoiners[ObjectIdentifier(self), default: []].append(joiner)
      return true
    }
  }

  /// Takes back what ``join(_:)`` added.
  func unjoin(_ joiner: Waiter) {
    withTreeLock {
      let rest = group.taskJoiners.removeValue(forKey: ObjectIdentifier(self))?.filter { $0 !== joiner } ?? []
      if !rest.isEmpty { group.taskJoiners[ObjectIdentifier(self)] = rest }
    }
  }

  /// Those to wake now that the task is out. Under the tree's lock.
  func takeJoiners() -> [Waiter] {
    withGroup { group in
      group.taskJoiners.isEmpty ? [] : group.taskJoiners.removeValue(forKey: ObjectIdentifier(self)) ?? []
    }
  }

  // MARK: What it did, for the events

  /// The task looked at a context, and found it over.
  func sawCancellation() {
    withNotes { $0.foundContextOver() }
  }

  /// The task waited on a context, and that lived.
  func wentOn() {
    withNotes { $0.wentOn() }
  }

  /// The task waited for a nested group, which threw.
  func received(_ error: any Error, from group: Path) {
    guard isObserved else { return }
    let info = Event.ErrorInfo(error)
    withNotes { $0.received(info, from: group) }
  }

  /// How often this task has waited, with this time.
  func countWait() -> UInt64 {
    withNotes { notes in
      notes.waits += 1
      return notes.waits
    } ?? 0
  }

  /// How the task went, in the words of the events.
  func outcome(_ error: (any Error)?) -> TaskEnd {
    let info = error.map { Event.ErrorInfo($0) }
    return withNotes { $0.outcome(error, info) } ?? TaskNotes().outcome(error, info)
  }
}
