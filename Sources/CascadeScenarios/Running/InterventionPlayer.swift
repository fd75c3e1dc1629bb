import Cascade
import CascadeSimulation
import CascadeText
import CascadeTrace

/// Carries the interventions of a variation out, each at the first moment at or after its own at which no code runs.
final class InterventionSchedule: OutsideHand {
  private struct State {
    var environment: RunEnvironment?
    var pending: [(change: Int, intervention: Intervention)]
    var refusal: VariationError?
    var places: [Int] = []
  }

  private let recorder: EventRecorder
  private let table: NameTable
  private let state: Locked<State>

  /// - Parameters:
  ///   - table: What they may be about.
  ///   - recorder: Where the events of the run go.
  init(_ variation: Variation, table: NameTable, recorder: EventRecorder) {
    self.table = table
    self.recorder = recorder
    var pending: [(change: Int, intervention: Intervention)] = []
    for (index, change) in variation.changes.enumerated() {
      if case .intervention(let intervention) = change { pending.append((index, intervention)) }
    }
    state = Locked(State(pending: pending))
  }

  /// The run has begun, and can be changed.
  func begin(with environment: RunEnvironment) {
    state.withLock { $0.environment = environment }
  }

  /// What can't be, if something couldn't: the rest wasn't tried.
  var refusal: VariationError? { state.withLock { $0.refusal } }

  /// The numbers of the events at which it acted, in order.
  var places: [Int] { state.withLock { $0.places } }

  /// The changes whose moment hasn't come.
  var pending: [(change: Int, intervention: Intervention)] { state.withLock { $0.pending } }

  func nextInstant(after now: Context.Instant) -> Context.Instant? {
    state.withLock { $0.pending.map(\.intervention.moment.t).filter { $0 > now }.min() }
  }

  func act(at now: Context.Instant) {
    while carryOutNext(at: now, reached: recorder.count, isLast: false) {}
  }

  func actLast(at now: Context.Instant) -> Bool { carryOutNext(at: now, reached: recorder.count, isLast: true) }

  /// A run that is stuck ends with two events more: what is due at those is done before them.
  func actBeforeTheEnd(at now: Context.Instant) -> Bool {
    let reached = recorder.count
    var acted = false
    while carryOutNext(at: now, reached: max(recorder.count, reached + 2), isLast: false) { acted = true }
    return acted
  }

  /// - Parameters:
  ///   - reached: How many events count as having happened.
  ///   - isLast: Whether nothing else is due at this instant.
  /// - Returns: whether anything was to be done.
  private func carryOutNext(at now: Context.Instant, reached: Int, isLast: Bool) -> Bool {
    let next = state.withLock { state in
      state.pending.firstIndex {
        let intervention = $0.intervention
        return intervention.isLast == isLast && intervention.moment.position <= reached && intervention.moment.t <= now
      }.map { state.pending.remove(at: $0) }
    }
    guard let next else { return false }
    let place = recorder.count
    do {
      try carryOut(next.intervention, at: now)
      state.withLock { $0.places.append(place) }
    } catch {
      state.withLock { state in
        state.refusal = VariationError(error.description, change: next.change)
        state.pending = []
      }
    }
    return true
  }

  private func carryOut(_ intervention: Intervention, at now: Context.Instant) throws(VariationError) {
    guard let environment = state.withLock({ $0.environment }) else {
      throw VariationError("nothing exists yet at \(TimeText.instant(now)) that could be changed")
    }
    try InterventionPlayer(table: table, environment: environment).carryOut(intervention, at: now)
  }
}

/// Carries out an intervention on what runs at this moment, by the library's real means.
struct InterventionPlayer: Sendable {
  let table: NameTable
  let environment: RunEnvironment

  private var registry: LiveRegistry { environment.registry }

  /// Records the intervention as an event, and does it.
  ///
  /// - Throws: a ``VariationError`` when it can't be done at this moment; nothing has happened then.
  func carryOut(_ intervention: Intervention, at now: Context.Instant) throws(VariationError) {
    let target = intervention.target
    switch intervention.action {
    case .cancel:
      let context = try liveContext(of: target, at: now)
      context.intervene(intervention.action, on: target)
      context.cancelFromOutside(cause: ScriptedError("cancelled from outside"))
    case .deadline(let instant):
      let context = try liveContext(of: target, at: now)
      guard instant > now else {
        throw VariationError("\(TimeText.instant(instant)) is in the past: the run is at \(TimeText.instant(now))")
      }
      if let earlier = context.deadline, earlier <= instant {
        throw VariationError(
          "\(name(target)) already has the deadline \(TimeText.instant(earlier)), and the earlier one wins")
      }
      context.intervene(intervention.action, on: target)
      context.endFromOutside(at: instant)
    case .add(let task): try add(task, to: target, intervention, at: now)
    case .shutdown, .other: throw VariationError("\(intervention.action.words) can't be done from outside")
    case .fail(let text): try order(.fail(text), intervention, at: now)
    case .panic(let text): try order(.panic(text), intervention, at: now)
    case .finish: try order(.finish, intervention, at: now)
    case .delay(let duration):
      let control = try runningTask(target, at: now)
      environment.root.intervene(intervention.action, on: target)
      control.delay(by: duration)
    case .listen(let listens):
      let control = try runningTask(target, at: now)
      if let complaint = complaint(about: control, listening: listens) {
        throw VariationError("\(name(target)) \(complaint)")
      }
      environment.root.intervene(intervention.action, on: target)
      control.listen(listens)
    }
  }

  // MARK: Tasks

  private func order(_ order: TaskControl.Order, _ intervention: Intervention, at now: Context.Instant)
    throws(VariationError)
  {
    let target = intervention.target
    let control = try runningTask(target, at: now)
    guard control.order == nil else {
      throw VariationError("\(name(target)) is already made to return at \(TimeText.instant(now))")
    }
    environment.root.intervene(intervention.action, on: target)
    control.end(order)
    // A task that leaves a scope early cancels it, and waits for the tasks in it.
    for opened in registry.groups(of: target) { opened.group?.taskContext.cancelFromOutside(cause: order.error) }
  }

  private func complaint(about control: TaskControl, listening: Bool) -> String? {
    guard let plan = control.plan else { return nil }
    if control.isLeaving { return "is already cleaning up" }
    if listening, plan.looksElsewhere, plan.timeout != nil {
      return "listens to its own timeout and can't be changed"
    }
    switch (control.listening, listening) {
    case (true?, true): return "already listens"
    case (false?, false): return "is already deaf"
    case (nil, true): return plan.listensThroughout ? "already listens" : nil
    case (nil, false): return plan.listensSometimes ? nil : "is already deaf"
    case (true?, false), (false?, true): return nil
    }
  }

  /// - Throws: what the task is doing instead of running.
  private func runningTask(_ path: String, at now: Context.Instant) throws(VariationError) -> TaskControl {
    if let control = registry.task(at: path) { return control }
    throw VariationError(absence(ofTask: path, at: now))
  }

  private func absence(ofTask path: String, at now: Context.Instant) -> String {
    guard let seen = environment.ledger.task(path) else {
      return "\(name(path)) doesn't exist yet at \(TimeText.instant(now))"
    }
    if let end = seen.end {
      return "\(name(path)) has already returned, at \(TimeText.instant(end))"
    }
    if seen.outcome == .rejected {
      return
        "\(name(path)) never runs: TryGo returned false at \(TimeText.instant(seen.spawnCalledAt))"
    }
    return
      "\(name(path)) hasn't started yet at \(TimeText.instant(now)); it was spawned at \(TimeText.instant(seen.spawnCalledAt))"
  }

  // MARK: Contexts

  /// The context of a task, a group, or a context of its own.
  ///
  /// - Throws: why there is none at this moment that could still end.
  private func liveContext(of path: String, at now: Context.Instant) throws(VariationError) -> Context {
    guard let context = try context(of: path, at: now) else {
      throw VariationError("\(name(path)) was already told at \(TimeText.instant(now))")
    }
    guard let cancellation = context.cancellation else { return context }
    let instant = cancellation.instant.map { " at \(TimeText.instant($0))" } ?? ""
    throw VariationError(
      "\(name(path)) was already told\(instant) (\(SafeText.quoted(String(describing: cancellation.cause))))")
  }

  private func context(of path: String, at now: Context.Instant) throws(VariationError) -> Context? {
    switch table.parts[path] {
    case .group: return try openGroup(path, at: now).group?.taskContext
    case .task:
      guard let seen = environment.ledger.task(path), seen.end == nil, seen.outcome == nil else {
        throw VariationError(absence(ofTask: path, at: now))
      }
      // Its record is its context from birth, whether it has started or not.
      return registry.task(at: path)?.context ?? registry.group(at: path.parentPath)?.group?.taskContext.child(id: path)
    case .context:
      guard let context = registry.context(at: path) else {
        throw VariationError("\(name(path)) doesn't exist yet at \(TimeText.instant(now))")
      }
      return context
    case .afterFunction, nil:
      guard let context = registry.context(at: path) else { throw VariationError(table.unknown(path)) }
      return context
    }
  }

  // MARK: Groups

  private func openGroup(_ path: String, at now: Context.Instant) throws(VariationError) -> any LiveGroup {
    if let opened = registry.group(at: path) { return opened }
    guard let seen = environment.ledger.groups[path] else {
      throw VariationError("\(name(path)) doesn't exist yet at \(TimeText.instant(now))")
    }
    let end = seen.end.map { ", at \(TimeText.instant($0))" } ?? ""
    throw VariationError("Wait of \(name(path)) has already returned\(end)")
  }

  private func add(
    _ task: Intervention.AddedTask, to path: String, _ intervention: Intervention, at now: Context.Instant
  ) throws(VariationError) {
    let opened = try openGroup(path, at: now)
    if registry.isAwaited(path), opened.group?.isEmpty == true {
      throw VariationError("Wait of \(name(path)) returns at \(TimeText.instant(now)): every task is out")
    }
    environment.root.intervene(intervention.action, on: path)
    opened.spawnFromOutside(TaskPlan(task), at: now)
  }

  private func name(_ path: String) -> String { table.name(of: path) }
}
