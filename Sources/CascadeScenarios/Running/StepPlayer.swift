import Cascade

/// Performs steps in order, on a context.
///
/// An object, so that it isn't copied into each of the frames of a task that waits.
final class StepPlayer: Sendable {
  /// How a list of steps ended.
  struct Ended: Sendable {
    var outcome: TaskOutcome
    var error: (any Error)?
    /// When a step was cut short, if one was.
    var interruptedAt: Context.Instant?
    /// When the steps had seen that the task was told, if they went on after that.
    var heardAt: Context.Instant?

    /// How the task ends with it: whatever it returns once it has seen that it was told, that is what ended it.
    var settled: Ended {
      guard let heardAt else { return self }
      return Ended(outcome: .cancelled, error: error, interruptedAt: interruptedAt ?? heardAt)
    }
  }

  let opened: OpenGroup
  /// The path of the task, or of the group whose caller does this after wait.
  let owner: String
  let context: Context
  /// The context of the task itself, which `context` isn't where its author captured another one.
  let own: Context
  let isDeaf: Bool
  /// Whether `context` isn't the task's own, so that the code doesn't notice the end of that one.
  let looksElsewhere: Bool
  /// What is returned when a step was cut short, and how long cleaning up takes before that.
  let onCancel: CancelResult
  let cleanup: Duration
  /// Whether being asked to finish ends it without an error.
  let finishesWhenAsked: Bool
  /// Whether a step that is cut short is over, and the next one follows.
  let goesOnWhenTold: Bool
  /// The number of its first step: a caller counts on after those that it did before.
  let firstIndex: Int
  /// Whether what cuts a step short is a value for the code around it: the task neither cleans up nor leaves.
  let isTrying: Bool
  /// Pending interventions.
  let control: TaskControl
  /// Of a caller: the controls of the task that it is, if it is one, whose work this is.
  let caller: TaskControl?
  private var signals: Signals { opened.environment.signals }

  init(
    opened: OpenGroup, owner: String, context: Context, own: Context, isDeaf: Bool, looksElsewhere: Bool = false,
    onCancel: CancelResult, cleanup: Duration, finishesWhenAsked: Bool = false, goesOnWhenTold: Bool = false,
    firstIndex: Int = 0, isTrying: Bool = false, control: TaskControl, caller: TaskControl? = nil
  ) {
    self.opened = opened
    self.owner = owner
    self.context = context
    self.own = own
    self.isDeaf = isDeaf
    self.looksElsewhere = looksElsewhere
    self.onCancel = onCancel
    self.cleanup = cleanup
    self.finishesWhenAsked = finishesWhenAsked
    self.goesOnWhenTold = goesOnWhenTold
    self.firstIndex = firstIndex
    self.isTrying = isTrying
    self.control = control
    self.caller = caller
  }

  /// How far it has come.
  struct Progress {
    var context: Context
    var looksElsewhere: Bool
    /// When the task had seen that it was told and went on: after a step that serves until then, or in a try.
    var heardAt: Context.Instant?
    /// How many permits of each semaphore it holds.
    var held: [String: Int] = [:]
  }

  /// What a wait looks at, as interventions have it now.
  struct Look {
    var listens: Bool
    /// Where the end is seen.
    var context: Context
    /// What events call it: they mean the task's own context.
    var inEvents: Event.Listening
  }

  /// - Parameters:
  ///   - listens: Whether the code listens on its own.
  ///   - looksElsewhere: Whether `context` isn't the task's own. A task that is made to listen looks at its own.
  func look(listens: Bool, at context: Context, looksElsewhere: Bool) -> Look {
    let listens = control.listening ?? listens
    let isElsewhere = looksElsewhere && control.listening != true
    return Look(
      listens: listens, context: looksElsewhere && !isElsewhere ? own : context,
      inEvents: !listens ? .no : isElsewhere ? .elsewhere : .yes)
  }

  func look(listens: Bool, _ progress: Progress) -> Look {
    look(listens: listens, at: progress.context, looksElsewhere: progress.looksElsewhere)
  }

  func play(_ steps: [Step]) async -> Ended { await playAttempt(steps).settled }

  /// Does them as one attempt of a task, which may make others.
  func playAttempt(_ steps: [Step]) async -> Ended {
    var progress = Progress(context: context, looksElsewhere: looksElsewhere)
    var ended = await perform(steps, &progress)
    if ended == nil { ended = await obey(before: steps.count, progress) }
    release(after: steps, progress)
    var result = ended ?? Ended(outcome: .completed)
    result.heardAt = progress.heardAt
    return result
  }

  /// A step that others are inside of.
  struct Outer {
    /// The number of the step.
    var index: Int
    /// What the round is called that they are, and its number, from 1.
    var label: String?
    var round: Int?
  }

  /// - Returns: how the task ends, if it does.
  func perform(_ steps: [Step], inside outer: Outer? = nil, _ progress: inout Progress) async -> Ended? {
    for number in steps.indices {
      let context = progress.context
      let ended: Ended?
      if control.order == nil, isAsked(in: context) {
        ended = Ended(outcome: .completed)
      } else if case .work(let duration, let listens) = steps[number] {
        // Here, since the frame of what does all the others is large.
        let work = Work(
          index: outer?.index ?? firstIndex + number, label: outer?.label, planned: duration,
          listens: listens && !isDeaf, looksElsewhere: progress.looksElsewhere)
        ended = await self.work(work, in: context)
      } else {
        ended = await perform(steps, at: number, inside: outer, &progress)
      }
      guard let ended else { continue }
      if goesOnWhenTold, outer == nil, ended.interruptedAt != nil { continue }
      return ended
    }
    return nil
  }

  private func perform(
    _ steps: [Step], at number: Int, inside outer: Outer?, _ progress: inout Progress
  ) async -> Ended? {
    let step = steps[number]
    let index = outer?.index ?? firstIndex + number
    let context = progress.context
    if let ended = await obey(before: index, progress) { return ended }
    switch step {
    case .work: return nil
    case .wait(let awaited):
      switch await wait(for: awaited, index: index, progress) {
      case .happened: return nil
      case .ended(let ended): return ended
      case .needless:
        if goesOnWhenTold { return Ended(outcome: .completed, interruptedAt: context.now) }
        // What it would have done then is no longer planned.
        var rest = Duration.zero
        _ = Array(steps[(number + 1)...]).plan(into: &rest)
        plan(more: .zero - rest)
        return Ended(outcome: .completed)
      case .told(let error, let context):
        guard awaited == .told, outer == nil, number + 1 < steps.count else {
          return await cutShort(by: error, in: context)
        }
        progress.heardAt = context.now
        control.leave()
      }
    case .channel(let step): if let ended = await perform(step, index: index, &progress) { return ended }
    case .permits(let step): if let ended = await perform(step, index: index, &progress) { return ended }
    case .attempt(let step): if let ended = await perform(step, index: index, &progress) { return ended }
    case .flight(let step): if let ended = await perform(step, index: index, &progress) { return ended }
    case .handling(let step):
      if let ended = await perform(step, index: index, inside: outer, &progress) { return ended }
    case .timed(let step):
      if let ended = await perform(step, index: index, inside: outer, &progress) { return ended }
    case .rounds(let rounds):
      if let ended = await perform(rounds, index: index, inside: outer, &progress) { return ended }
    case .group(let template, let ignoreError):
      let plan = outer?.round.map(template.inRound) ?? template
      own.note(
        .step(
          index: index, label: plan.isNamed ? "group \(plan.name)" : "a group", planned: nil,
          listens: control.listening ?? !isDeaf ? .yes : .no))
      let player = GroupPlayer(
        environment: opened.environment, plan: plan, path: "\(owner)/\(plan.name)", control: control,
        lasting: context.id == own.id ? opened.lasting : nil)
      let error = await failure(of: { try await player.play(in: context) })
      if let order = control.order { return ended(by: order) }
      if let error, !ignoreError {
        // Where wait was without an error, what ended the caller came after it.
        let after = opened.environment.ledger.groups[player.path]?.afterWait
        return Ended(
          outcome: after ?? .propagated, error: error, interruptedAt: after == .cancelled ? context.now : nil)
      }
    case .spawn(let template):
      let plan = outer?.round.map(template.inRound) ?? template
      return await opened.spawn(
        plan, by: own, control, asStep: goesOnWhenTold ? nil : index, listens: look(listens: false, progress).inEvents,
        looks: goesOnWhenTold && opened.spawnsUntilTold)
    case .cancel(let cause):
      opened.cancelLayer?.cancel(cause: cause)
      await own.letOthersFirst()
    case .useGroupContext:
      progress.context = opened.group?.taskContext ?? opened.context
      progress.looksElsewhere = false
    case .signal(let name):
      own.note(.signal(name))
      signals.give(name)
      await own.letOthersFirst()
    case .keep(let text):
      own.note(.log("keeps \(text)"))
      opened.kept.add(ScriptedError(text))
    case .log(let text): own.note(.log(text))
    case .finish: return Ended(outcome: .completed)
    case .fail(let text): return Ended(outcome: .failed, error: ScriptedError(text))
    case .panic(let text): return Ended(outcome: .failed, error: PanicError(text))
    case .exit(let exit):
      await opened.environment.exit(exit, from: own)
      return Ended(outcome: .exited)
    }
    return nil
  }

  /// Says that more is to be done than was known before.
  func plan(more work: Duration) {
    guard work != .zero, let control = control.plan == nil ? caller : control else { return }
    own.note(.plan(total: control.plan(more: work)))
  }

  /// Waits between two attempts.
  ///
  /// - Returns: how the task ends, when it was cut short.
  func pause(_ duration: Duration) async -> Ended? {
    await work(
      Work(index: nil, planned: duration, listens: !isDeaf, looksElsewhere: looksElsewhere), in: context)
  }

  // MARK: Waiting

  private enum WaitEnd {
    case happened
    /// It will never happen, so that what follows isn't needed.
    case needless
    /// Its context was done first.
    case told(ContextError, in: Context)
    case ended(Ended)
  }

  private func wait(for awaited: Awaited, index: Int, _ progress: Progress) async -> WaitEnd {
    let instant: Context.Instant? =
      if case .any(_, let time?) = awaited { progress.context.now.advanced(by: time) } else { nil }
    while true {
      if let order = control.order { return .ended(ended(by: order)) }
      let look = look(listens: !isDeaf, progress)
      let context = look.context
      own.note(.wait(index: index, for: signals.inEvents(awaited), listens: look.inEvents))
      do {
        let end = try await context.wait(
          for: signals.latches(for: awaited), until: instant,
          orUntil: finishesWhenAsked ? context.shutdownSignal : nil, listens: look.listens, alarm: control.alarm,
          doing: signals.inEvents(awaited))
        switch end {
        case .happened:
          let isOver = instant.map { $0 <= context.now } ?? false
          return !isOver && signals.isNeedless(awaited) ? .needless : .happened
        case .signalled: return .ended(Ended(outcome: .completed))
        case .alarmed: continue
        }
      } catch {
        // What it waits for was over before, in the same instant, and may have told it.
        if signals.isNeedless(awaited) { return .needless }
        return .told(error, in: context)
      }
    }
  }

  // MARK: Interventions

  func ended(by order: TaskControl.Order) -> Ended {
    Ended(outcome: order == .finish ? .completed : .failed, error: order.error)
  }

  /// Does what interventions asked for meanwhile, before a step that isn't work, or at the end.
  private func obey(before index: Int, _ progress: Progress) async -> Ended? {
    if let order = control.order { return ended(by: order) }
    guard control.isDelayed else { return nil }
    let work = Work(
      index: index, label: "delay", planned: .zero, listens: !isDeaf, looksElsewhere: progress.looksElsewhere)
    return await self.work(work, in: progress.context)
  }

  // MARK: Work

  struct Work {
    /// The number of the step; none for what isn't counted as work, such as the pause between two attempts.
    var index: Int?
    /// What it is called; none for what it is.
    var label: String?
    var planned: Duration
    var listens: Bool
    var looksElsewhere: Bool
  }

  func work(_ work: Work, in given: Context) async -> Ended? {
    if let order = control.order { return ended(by: order) }
    var end = given.now.advanced(by: work.planned)
    extend(&end, by: control.takeDelay(), of: work)
    while true {
      let look = look(listens: work.listens, at: given, looksElsewhere: work.looksElsewhere)
      begin(work, until: end, listens: look.inEvents)
      if let ended = await sleep(until: end, listens: look.listens, in: look.context) { return ended }
      if let order = control.order { return ended(by: order) }
      extend(&end, by: control.takeDelay(), of: work)
      if given.now >= end { return nil }
    }
  }

  /// What the events call listening is to the task's own context.
  private func begin(_ work: Work, until end: Context.Instant, listens: Event.Listening) {
    guard let index = work.index else { return }
    let label = work.label ?? (listens == .no ? "busy" : "work")
    own.note(.step(index: index, label: label, planned: context.now.duration(to: end), listens: listens))
  }

  private func extend(_ end: inout Context.Instant, by delay: Duration, of work: Work) {
    guard delay > .zero else { return }
    end = end.advanced(by: delay)
    if work.index != nil { own.note(.plan(total: control.plan(more: delay))) }
  }

  private func sleep(until end: Context.Instant, listens: Bool, in context: Context) async -> Ended? {
    guard listens else {
      await context.pause(until: end, alarm: control.alarm)
      return nil
    }
    do {
      guard finishesWhenAsked else {
        try await context.sleep(until: end, alarm: control.alarm)
        return nil
      }
      let isOver = try await context.sleep(until: end, orUntil: context.shutdownSignal, alarm: control.alarm)
      return isOver ? nil : Ended(outcome: .completed)
    } catch {
      return await cutShort(by: error, in: context)
    }
  }

  /// Whether it is to finish, and isn't cancelled.
  private func isAsked(in context: Context) -> Bool {
    finishesWhenAsked && control.listening != false && context.shutdownSignal.isCancelled && !context.isCancelled
  }

  func cutShort(by error: ContextError, in context: Context) async -> Ended {
    let instant = context.now
    if isTrying {
      let error: any Error = context.isCancelled ? error : CancellationError()
      return Ended(outcome: .cancelled, error: error, interruptedAt: instant)
    }
    control.leave()
    if cleanup > .zero || control.isDelayed { await cleanUp(in: context) }
    let returned: (any Error)? =
      if let order = control.order {
        order.error
      } else {
        switch onCancel {
        // What Swift calls it, where nothing but Swift's own cancellation was there.
        case .contextError: context.isCancelled ? error : CancellationError()
        case .cause: context.cause ?? error
        case .wrapped(let text):
          WrappedError(text: text, error: context.isCancelled ? error : CancellationError())
        case .success: nil
        case .error(let text): ScriptedError(text)
        }
      }
    return Ended(outcome: .cancelled, error: returned, interruptedAt: instant)
  }

  private func cleanUp(in context: Context) async {
    var end = context.now.advanced(by: cleanup)
    while control.order == nil {
      end = end.advanced(by: control.takeDelay())
      let rest = context.now.duration(to: end)
      guard rest > .zero else { return }
      own.note(.cleanup(planned: rest))
      await context.pause(until: end, alarm: control.alarm)
    }
  }
}

extension Context {
  /// What the code has just woken may go first, as in Go: with one seed in four it does.
  func letOthersFirst() async {
    if chance(of: "turn") % 4 == 3 { await Task.yield() }
  }
}
