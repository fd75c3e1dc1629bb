import Cascade

/// What every part of a scenario's run shares.
final class RunEnvironment: Sendable {
  /// A context of the run that never ends.
  let root: Context
  let ledger: RunLedger
  /// What runs in it, where something acts from outside.
  let registry: LiveRegistry
  /// What an interrupted task returns when its plan doesn't say.
  let onCancel: CancelResult
  /// Whether wait is called a second time, to see what it answers then.
  let waitsTwice: Bool
  /// What steps wait for.
  let signals: Signals
  /// By name.
  let channels: [String: Channel]
  let semaphores: [String: Semaphore]
  let limiters: [String: Limiter]
  /// The calls that tasks share.
  let flights = SingleFlight<String, Void>()
  private let asides = Locked<[Latch]>([])
  /// Opened when a step has ended the process.
  let hasExited = Latch()

  /// - Parameter isChanged: Whether interventions act on the run.
  init(root: Context, ledger: RunLedger, scenario: Scenario, waitsTwice: Bool, isChanged: Bool = false) {
    registry = LiveRegistry(isUsed: isChanged)
    self.root = root
    self.ledger = ledger
    self.onCancel = scenario.onCancel
    self.waitsTwice = waitsTwice
    signals = Signals(scenario)
    semaphores = Dictionary(
      uniqueKeysWithValues: scenario.semaphores.map { ($0.name, Semaphore(permits: $0.permits, name: $0.name)) })
    limiters = Dictionary(uniqueKeysWithValues: scenario.limiters.map { ($0.name, Limiter($0)) })
    channels = Dictionary(uniqueKeysWithValues: scenario.channels.map { ($0.name, Channel($0)) })
  }

  /// Ends the process: nothing of the run goes on, and the caller never does.
  ///
  /// - Parameter path: What events call it that does so; none for the code that runs.
  func exit(_ exit: Exit, from context: Context, as path: String? = nil) async {
    context.exit(as: path, status: exit.status, text: exit.text)
    hasExited.open()
    _ = try? await root.wait(
      for: [Latch()], orUntil: nil, listens: false, alarm: nil, doing: .other("the process to end"))
  }

  /// Something that no wait waits for goes on until this is open.
  func goesOn(until latch: Latch) {
    asides.withLock { $0.append(latch) }
  }

  /// Waits for all of that.
  func waitForAsides() async {
    // One may bring others.
    while let latch = asides.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) {
      _ = try? await root.wait(
        for: [latch], orUntil: nil, listens: false, alarm: nil, doing: .other("an after-function to return"))
    }
  }
}

/// A group that is open, as far as what acts from outside needs it.
protocol LiveGroup: Sendable {
  /// The group's path.
  var path: String { get }
  /// None for one of Swift's own groups, which no code but its body's can spawn in.
  var group: ErrGroup? { get }

  /// Spawns a task at once, from outside.
  func spawnFromOutside(_ plan: TaskPlan, at now: Context.Instant)
}

/// The groups, tasks and contexts that live at this moment, by the paths of events: what an intervention acts on.
final class LiveRegistry: Sendable {
  private struct State {
    var groups: [String: any LiveGroup] = [:]
    /// The groups whose caller waits.
    var awaited: Set<String> = []
    var tasks: [String: TaskControl] = [:]
    var contexts: [String: Context] = [:]
  }

  private let state = Locked(State())
  private let isUsed: Bool

  init(isUsed: Bool) {
    self.isUsed = isUsed
  }

  private func change(_ change: (inout State) -> Void) {
    if isUsed { state.withLock(change) }
  }

  /// The group at this path, while it is open.
  func group(at path: String) -> (any LiveGroup)? { state.withLock { $0.groups[path] } }

  /// Whether only its own tasks can still spawn.
  func isAwaited(_ group: String) -> Bool { state.withLock { $0.awaited.contains(group) } }

  /// The controls of the task at this path, while it runs.
  func task(at path: String) -> TaskControl? { state.withLock { $0.tasks[path] } }

  /// The context at this path that is no task's and no group's, while it is held.
  func context(at path: String) -> Context? { state.withLock { $0.contexts[path] } }

  /// The open groups that the task at this path opened.
  func groups(of task: String) -> [any LiveGroup] {
    state.withLock { state in state.groups.values.filter { $0.path.parentPath == task } }
  }

  func open(_ opened: some LiveGroup) {
    change { $0.groups[opened.path] = opened }
  }

  func callerWaits(for group: String) {
    change { _ = $0.awaited.insert(group) }
  }

  func close(_ group: String) {
    change { _ = $0.groups.removeValue(forKey: group) }
  }

  func enter(_ control: TaskControl, as task: String) {
    change { $0.tasks[task] = control }
  }

  func leave(_ task: String) {
    change { _ = $0.tasks.removeValue(forKey: task) }
  }

  func enter(_ layer: Layer?) {
    guard let context = layer?.context else { return }
    change { $0.contexts[context.id] = context }
  }

  func leave(_ layer: Layer?) {
    guard let context = layer?.context else { return }
    change { _ = $0.contexts.removeValue(forKey: context.id) }
  }
}

/// A derived context that can be ended from outside, for as long as this lives.
final class Layer: Sendable {
  private let scope: CancelScope
  var context: Context { scope.context }

  init(_ scope: consuming CancelScope) {
    self.scope = scope
  }

  /// Ends it as its caller's return does.
  func release() { scope.release() }

  func cancel(cause: String?) {
    scope.cancel(cause: cause.map(ScriptedError.init), fileID: "", line: 0)
  }
}
