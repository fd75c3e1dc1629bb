import Cascade
import CascadeTrace

/// How an intervention is done to those who are on stage, with the library's real means.
struct HandReach: Sendable {
  let cast: ScenarioCast
  let stage: Stage

  private var troupe: Troupe { stage.troupe }

  /// Says in an event what the hand does, and does it.
  ///
  /// - Throws: a ``VariationError`` when it can't be done at this moment; nothing has happened then.
  func carryOut(_ intervention: Intervention, at now: Context.Instant) throws(VariationError) {
    let target = intervention.target
    switch intervention.action {
    case .cancel:
      let context = try liveContext(of: target, at: now)
      context.intervene(intervention.action.words, on: target)
      context.cancelFromOutside(cause: ScriptedError("cancelled by hand"))
    case .deadline(let instant):
      let context = try liveContext(of: target, at: now)
      guard instant > now else {
        throw VariationError("an end at \(instant.inWords) can't be set at \(now.inWords): that is over")
      }
      if let earlier = context.deadline, earlier <= instant {
        throw VariationError("\(name(target)) ends at \(earlier.inWords) anyway: the earlier end counts")
      }
      context.intervene(intervention.action.words, on: target)
      context.endFromOutside(at: instant)
    case .add(let task): try add(task, to: target, intervention, at: now)
    case .fail(let text): try order(.fail(text), intervention, at: now)
    case .panic(let text): try order(.panic(text), intervention, at: now)
    case .finish: try order(.finish, intervention, at: now)
    case .delay(let duration):
      let control = try runningTask(target, at: now)
      stage.root.intervene(intervention.action.words, on: target)
      control.delay(by: duration)
    case .listen(let listens):
      let control = try runningTask(target, at: now)
      if let complaint = complaint(about: control, listening: listens) {
        throw VariationError("\(name(target)) \(complaint)")
      }
      stage.root.intervene(intervention.action.words, on: target)
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
      throw VariationError("\(name(target)) is about to end by hand already at \(now.inWords)")
    }
    stage.root.intervene(intervention.action.words, on: target)
    control.end(order)
    // Whoever leaves a scope early cancels it, and waits for everybody in it.
    for crew in troupe.groups(of: target) { crew.group?.taskContext.cancelFromOutside(cause: order.error) }
  }

  private func complaint(about control: TaskControl, listening: Bool) -> String? {
    guard let plan = control.plan else { return nil }
    if control.isLeaving { return "is cleaning up: it has listened" }
    if listening, plan.looksElsewhere, plan.timeout != nil {
      return "looks at a context with a timeout of its own, and can't look at two"
    }
    switch (control.listening, listening) {
    case (true?, true): return "listens already"
    case (false?, false): return "is deaf already"
    case (nil, true): return plan.listensThroughout ? "listens already, all the time" : nil
    case (nil, false): return plan.listensSometimes ? nil : "is deaf already, all the time"
    case (true?, false), (false?, true): return nil
    }
  }

  /// - Throws: what the task is doing instead of running.
  private func runningTask(_ path: String, at now: Context.Instant) throws(VariationError) -> TaskControl {
    if let control = troupe.task(at: path) { return control }
    throw VariationError(absence(ofTask: path, at: now))
  }

  private func absence(ofTask path: String, at now: Context.Instant) -> String {
    guard let seen = stage.ledger.tasks[path] else { return "\(name(path)) isn't spawned yet at \(now.inWords)" }
    if let end = seen.end { return "\(name(path)) is over at \(now.inWords): it returned at \(end.inWords)" }
    if seen.outcome == .rejected { return "\(name(path)) never runs: it was refused at \(seen.spawnCalledAt.inWords)" }
    return "\(name(path)) hasn't started yet at \(now.inWords): it was spawned at \(seen.spawnCalledAt.inWords)"
  }

  // MARK: Contexts

  /// The context of a task, a group, or a context of its own.
  ///
  /// - Throws: why there is none at this moment that could still end.
  private func liveContext(of path: String, at now: Context.Instant) throws(VariationError) -> Context {
    guard let context = try context(of: path, at: now) else {
      throw VariationError("\(name(path)) is told already at \(now.inWords)")
    }
    guard let cancellation = context.cancellation else { return context }
    let instant = cancellation.instant.map { " at \($0.inWords)" } ?? ""
    throw VariationError("\(name(path)) was told already\(instant): \(escaped(String(describing: cancellation.cause)))")
  }

  private func context(of path: String, at now: Context.Instant) throws(VariationError) -> Context? {
    switch cast.parts[path] {
    case .group: return try openGroup(path, at: now).group?.taskContext
    case .task:
      guard let seen = stage.ledger.tasks[path], seen.end == nil, seen.outcome == nil else {
        throw VariationError(absence(ofTask: path, at: now))
      }
      // Its record is its context from birth, whether it has started or not.
      return troupe.task(at: path)?.context ?? troupe.group(at: path.parentPath)?.group?.taskContext.child(id: path)
    case .context:
      guard let context = troupe.context(at: path) else {
        throw VariationError("\(name(path)) isn't made yet at \(now.inWords)")
      }
      return context
    case .afterFunction, nil:
      guard let context = troupe.context(at: path) else { throw VariationError(cast.unknown(path)) }
      return context
    }
  }

  // MARK: Groups

  private func openGroup(_ path: String, at now: Context.Instant) throws(VariationError) -> Crew {
    if let crew = troupe.group(at: path) { return crew }
    guard let seen = stage.ledger.groups[path] else {
      throw VariationError("\(name(path)) isn't open yet at \(now.inWords)")
    }
    let end = seen.end.map { ": its wait returned at \($0.inWords)" } ?? ""
    throw VariationError("\(name(path)) is over at \(now.inWords)\(end)")
  }

  private func add(
    _ task: Intervention.AddedTask, to path: String, _ intervention: Intervention, at now: Context.Instant
  ) throws(VariationError) {
    let crew = try openGroup(path, at: now)
    if troupe.isAwaited(path), crew.group?.isEmpty == true {
      throw VariationError("\(name(path)) is over at \(now.inWords): every task is out, and its wait returns")
    }
    stage.root.intervene(intervention.action.words, on: path)
    crew.spawnFromOutside(TaskPlan(task), at: now)
  }

  private func name(_ path: String) -> String { cast.name(of: path) }
}
