import Cascade

/// Steps whose error the task handles itself.
extension StepPlayer {
  /// - Returns: how the task ends, if it does.
  func perform(_ step: TryStep, index: Int, inside outer: Outer?, _ progress: inout Progress) async -> Ended? {
    let here = Outer(index: index, label: outer?.label, round: outer?.round)
    let trying = StepPlayer(
      opened: opened, owner: owner, context: context, own: own, isDeaf: isDeaf, looksElsewhere: looksElsewhere,
      onCancel: .contextError, cleanup: .zero, isTrying: true, control: control, caller: caller)
    guard let ended = await trying.perform(step.steps, inside: here, &progress) else { return nil }
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
}

/// What is done again and again.
extension StepPlayer {
  /// - Returns: how the task ends, if it does.
  func perform(_ rounds: Rounds, index: Int, _ progress: inout Progress) async -> Ended? {
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
      let label = "round \(round)" + (rounds.times.map { " of \($0)" } ?? "")
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
