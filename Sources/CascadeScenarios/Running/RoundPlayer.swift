import Cascade

/// Steps whose error the task handles itself, and such as have only so long.
extension StepPlayer {
  /// - Returns: how the task ends, if it does.
  func perform(_ step: TryStep, index: Int, inside outer: Outer?, _ progress: inout Progress) async -> Ended? {
    let here = Outer(index: index, label: outer?.label, round: outer?.round)
    let before = progress.held
    let trying = StepPlayer(
      opened: opened, owner: owner, context: context, own: own, isDeaf: isDeaf, looksElsewhere: looksElsewhere,
      onCancel: .contextError, cleanup: .zero, isTrying: true, control: control, caller: caller)
    let ended = await trying.perform(step.steps, inside: here, &progress)
    giveBack(since: before, unless: step.steps.released, &progress)
    guard let ended else { return nil }
    if let order = control.order { return self.ended(by: order) }
    // A panic is no error that a caller gets.
    guard let error = ended.error, !(error is PanicError) else { return ended }
    if ended.outcome == .cancelled { progress.heardAt = progress.heardAt ?? ended.interruptedAt }
    // The group never learns of it, so no event says it.
    own.note(.log("handles \(error)"))
    if !step.failsForSure {
      var planned = Duration.zero
      _ = step.otherwise.plan(into: &planned)
      plan(more: planned)
    }
    return await perform(step.otherwise, inside: here, &progress)
  }

  /// Gives back what steps hold that they don't give back themselves, as they are over (Go: `defer s.Release(n)`).
  private func giveBack(since before: [String: Int], unless released: Set<String>, _ progress: inout Progress) {
    guard progress.held != before else { return }
    var more = progress.held
    for (name, count) in before { more[name, default: 0] -= count }
    more = more.filter { $0.value > 0 && !released.contains($0.key) }
    opened.giveBack(more, unless: [])
    for (name, count) in more { progress.held[name, default: 0] -= count }
  }

  /// - Returns: how the task ends, if it does.
  func perform(_ step: TimedStep, index: Int, inside outer: Outer?, _ progress: inout Progress) async -> Ended? {
    let given = progress.context
    let layer = Layer(given.makeCancelScope(timeout: step.timeout, fileID: "", line: 0))
    opened.environment.registry.enter(layer)
    progress.context = layer.context
    let limited = StepPlayer(
      opened: opened, owner: owner, context: layer.context, own: own, isDeaf: isDeaf, looksElsewhere: looksElsewhere,
      onCancel: .contextError, cleanup: .zero, isTrying: true, control: control, caller: caller)
    let here = Outer(index: index, label: outer?.label, round: outer?.round)
    let ended = await limited.perform(step.steps, inside: here, &progress)
    progress.context = given
    opened.environment.registry.leave(layer)
    layer.release()
    guard let ended, control.order == nil, ended.outcome == .cancelled else { return ended }
    if let error = given.error { return await cutShort(by: ended.error as? ContextError ?? error, in: given) }
    // It was late, and the task hasn't been told: that is an error as any other.
    given.goesOn()
    return Ended(outcome: .failed, error: ended.error)
  }
}

/// What is done again and again.
extension StepPlayer {
  /// - Returns: how the task ends, if it does.
  func perform(_ rounds: Rounds, index: Int, inside around: Outer?, _ progress: inout Progress) async -> Ended? {
    let start = progress.context.now
    var ticks: Int64 = 0
    // What has no end of its own serves until it is told.
    if rounds.times == nil { note(.told, index: index, progress) }
    for round in 1...(rounds.times ?? Rounds.most) {
      if let every = rounds.every {
        if let ended = await pause(to: every, since: start, &ticks, index: index, progress) { return ended }
      } else if rounds.times == nil, !rounds.listens, control.listening ?? !isDeaf {
        do { try progress.context.checkCancellation() } catch { return await cutShort(by: error, in: progress.context) }
      }
      if let order = control.order { return ended(by: order) }
      let number = "\(round)" + (rounds.times.map { " of \($0)" } ?? "")
      let label = around?.label.map { "\($0), \(number)" } ?? "round \(number)"
      let outer = Outer(index: index, label: label, round: round)
      if let ended = await perform(rounds.steps(ofRound: round), inside: outer, &progress) { return ended }
    }
    guard rounds.times == nil else { return nil }
    opened.environment.ledger.stopRounds(of: owner)
    return await perform([.wait(.told)], inside: Outer(index: index), &progress)
  }

  /// Waits for the next tick of a ticker: one that is past isn't waited for, and the others that are past are dropped.
  private func pause(
    to every: Duration, since start: Context.Instant, _ ticks: inout Int64, index: Int, _ progress: Progress
  ) async -> Ended? {
    let now = progress.context.now
    let passed = start.duration(to: now).wholeNanoseconds / every.wholeNanoseconds
    ticks = max(passed, ticks + 1)
    let instant = start.advanced(by: .nanoseconds(every.wholeNanoseconds * ticks))
    guard instant > now else { return nil }
    note(.other("the next round"), index: index, progress)
    let pause = Work(
      index: nil, planned: now.duration(to: instant), listens: !isDeaf, looksElsewhere: progress.looksElsewhere)
    return await work(pause, in: progress.context)
  }

  /// Says that it waits, with the context that it listens to meanwhile.
  private func note(_ awaited: Event.Awaited, index: Int, _ progress: Progress) {
    own.note(.wait(index: index, for: awaited, listens: look(listens: !isDeaf, progress).inEvents))
  }
}
