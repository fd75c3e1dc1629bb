import Cascade

/// Steps that have to do with semaphores and single flights of the library's, and with limiters.
extension StepPlayer {
  /// - Returns: how the task ends, if it does.
  func perform(_ step: PermitStep, index: Int, _ progress: inout Progress) async -> Ended? {
    if case .token(let name) = step {
      guard let limiter = opened.environment.limiters[name] else { return nil }
      return await take(of: limiter, named: name, index: index, progress)
    }
    guard let semaphore = step.semaphore.flatMap({ opened.environment.semaphores[$0] }) else { return nil }
    switch step {
    case .token: return nil
    case .release(let name, let count):
      guard semaphore.giveBack(count) else {
        return Ended(outcome: .failed, error: PanicError("semaphore: released more than held"))
      }
      progress.held[name, default: 0] -= count
      await own.letOthersFirst()
      return nil
    case .acquire(let name, let count, let isSelect):
      let request = semaphore.request(count)
      while true {
        if let order = control.order {
          semaphore.withdraw(request)
          return ended(by: order)
        }
        let look = look(listens: isSelect && !isDeaf, progress)
        let context = look.context
        let awaited = Event.Awaited.other("\(count == 1 ? "a permit" : "\(count) permits") of \(name)")
        if !request.isServed, !(look.listens && context.isCancelled) {
          own.note(.wait(index: index, for: awaited, listens: look.inEvents))
        }
        do throws(ContextError) {
          let end = try await context.wait(
            for: [request.latch], orUntil: nil, listens: look.listens, alarm: control.alarm, doing: awaited)
          guard end == .happened else { continue }
          // As x/sync does: a permit that comes with the end of the context is given back.
          if look.listens, let error = context.error {
            _ = semaphore.giveBack(count)
            return await cutShort(by: error, in: context)
          }
          progress.held[name, default: 0] += count
          return nil
        } catch {
          semaphore.withdraw(request)
          return await cutShort(by: error, in: context)
        }
      }
    }
  }

  /// Takes a token, or waits for the next one.
  private func take(of limiter: Limiter, named name: String, index: Int, _ progress: Progress) async -> Ended? {
    let awaited = Event.Awaited.other("a token of \(name)")
    var taken: Context.Instant?
    while true {
      let look = look(listens: !isDeaf, progress)
      let context = look.context
      if control.order == nil, taken == nil, !(look.listens && context.isCancelled) {
        taken = limiter.take(at: context.now, until: look.listens ? context.deadline : nil)
        if taken == nil { return Ended(outcome: .failed, error: ScriptedError(PermitStep.wouldExceed)) }
      }
      if let order = control.order {
        if let taken { limiter.giveBack(taken) }
        return ended(by: order)
      }
      if let taken {
        guard context.now < taken else { return nil }
        own.note(.wait(index: index, for: awaited, listens: look.inEvents))
      }
      do throws(ContextError) {
        let end = try await context.wait(
          for: [Latch()], until: taken, orUntil: nil, listens: look.listens, alarm: control.alarm, doing: awaited)
        if end == .happened { return nil }
      } catch {
        if let taken { limiter.giveBack(taken) }
        return await cutShort(by: error, in: context)
      }
    }
  }

  /// - Returns: how the task ends, if it does.
  func perform(_ step: AttemptStep, index: Int, _ progress: inout Progress) async -> Ended? {
    let environment = opened.environment
    switch step.action {
    case .send(let name):
      if let result = environment.channels[name]?.attempt(.send, in: own) {
        if case .ended(let ended) = ended(with: result) { return ended }
        return nil
      }
    case .receive(let name):
      if environment.channels[name]?.attempt(.receive, in: own) != nil { return nil }
    case .acquire(let name, let count):
      if environment.semaphores[name]?.tryAcquire(permits: count) == true {
        progress.held[name, default: 0] += count
        return nil
      }
    }
    var planned = Duration.zero
    _ = step.otherwise.plan(into: &planned)
    plan(more: planned)
    return await perform(step.otherwise, inside: Outer(index: index), &progress)
  }

  /// Gives back what the steps hold that they don't give back themselves.
  func release(after steps: [Step], _ progress: Progress) {
    opened.giveBack(progress.held, unless: steps.released)
  }

  /// While the task waits for the call, no intervention ends its wait.
  ///
  /// - Returns: how the task ends, if it does.
  func perform(_ step: FlightStep, index: Int, _ progress: inout Progress) async -> Ended? {
    let look = look(listens: step.listens && !isDeaf, progress)
    let context = look.context
    own.note(.wait(index: index, for: .other("the call for \(step.key)"), listens: look.inEvents))
    do throws(ContextError) {
      let outcome = try await opened.environment.flights.outcome(
        for: step.key, in: look.listens ? context : opened.environment.root
      ) { [opened, owner] call in
        let player = StepPlayer(
          opened: opened, owner: owner, context: call, own: call, isDeaf: false, onCancel: .contextError,
          cleanup: .zero, control: TaskControl())
        if let error = await player.play(step.call).error { throw error }
      }
      if let order = control.order { return ended(by: order) }
      if case .failure(let error) = outcome.result { return Ended(outcome: .failed, error: error) }
      return nil
    } catch {
      return await cutShort(by: error, in: context)
    }
  }
}

/// Steps that have to do with channels.
extension StepPlayer {
  /// - Returns: how the task ends, if it does.
  func perform(_ step: ChannelStep, index: Int, _ progress: inout Progress) async -> Ended? {
    guard let channel = opened.environment.channels[step.channel] else { return nil }
    switch step {
    case .send(_, let count, _):
      for _ in 0..<count {
        if case .ended(let ended) = await pass(.send, on: channel, step, index, progress) { return ended }
      }
    case .receive(_, let count, _):
      for _ in 0..<count {
        // One that is closed and empty is received from at once.
        if case .ended(let ended) = await pass(.receive, on: channel, step, index, progress) { return ended }
      }
    case .range(_, let each, _, _):
      var round = 0
      while true {
        switch await pass(.receive, on: channel, step, index, progress) {
        case .ended(let ended): return ended
        case .done(.received(let job)):
          round += 1
          if let ended = await work(off: job ?? [], then: each, index, round, &progress) { return ended }
        case .done: return nil
        }
      }
    case .close:
      if !channel.close() { return Ended(outcome: .failed, error: PanicError("close of closed channel")) }
      await own.letOthersFirst()
    }
    return nil
  }

  /// Does what there is to do with one item.
  private func work(
    off job: [Step], then each: [Step], _ index: Int, _ round: Int, _ progress: inout Progress
  ) async -> Ended? {
    var planned = Duration.zero
    _ = (job + each).plan(into: &planned)
    // Which task would do it wasn't known before.
    plan(more: planned)
    let here = Outer(index: index, round: round)
    // A job is a function that is given a context: it doesn't know that the task which does it is asked to finish.
    let worker =
      finishesWhenAsked
      ? StepPlayer(
        opened: opened, owner: owner, context: context, own: own, isDeaf: isDeaf, looksElsewhere: looksElsewhere,
        onCancel: onCancel, cleanup: cleanup, control: control, caller: caller) : self
    if let ended = await worker.perform(job, inside: here, &progress) { return ended }
    return await perform(each, inside: here, &progress)
  }

  private enum PassEnd {
    case done(Channel.Result)
    case ended(Ended)
  }

  /// Sends or receives one item. As in Go's `select`, what is ready first goes first, and chance decides between an item and
  /// the end of the context where a task finds both.
  private func pass(
    _ operation: Channel.Operation, on channel: Channel, _ step: ChannelStep, _ index: Int, _ progress: Progress
  ) async -> PassEnd {
    while true {
      if let order = control.order { return .ended(ended(by: order)) }
      let look = look(listens: step.listens && !isDeaf, progress)
      let context = look.context
      let asked = look.listens && finishesWhenAsked ? context.shutdownSignal : nil
      let turn = OneWait(in: context)
      let isOver = look.listens && (context.isCancelled || asked?.isCancelled == true)
      let wait: Channel.Wait
      switch channel.begin(operation, turn, isOver: isOver) {
      case .done(let result): return ended(with: result)
      case .over:
        if let error = context.error { return .ended(await cutShort(by: error, in: context)) }
        return .ended(Ended(outcome: .completed))
      case .waits(let begun): wait = begun
      }
      let awaited = operation == .send ? Event.Awaited.send(channel: channel.name) : .receive(channel: channel.name)
      own.note(.wait(index: index, for: awaited, listens: look.inEvents))
      do throws(ContextError) {
        let end = try await context.wait(
          for: turn, orUntil: asked, listens: look.listens, alarm: control.alarm, doing: awaited)
        if let result = channel.end(wait) { return ended(with: result) }
        if end == .signalled { return .ended(Ended(outcome: .completed)) }
      } catch {
        _ = channel.end(wait)
        return .ended(await cutShort(by: error, in: context))
      }
    }
  }

  private func ended(with result: Channel.Result) -> PassEnd {
    guard case .refused = result else { return .done(result) }
    return .ended(Ended(outcome: .failed, error: PanicError("send on closed channel")))
  }
}
