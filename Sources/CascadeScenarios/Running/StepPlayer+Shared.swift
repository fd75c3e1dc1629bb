import Cascade

/// Steps that have to do with semaphores and single flights of the library's.
extension StepPlayer {
  /// - Returns: how the task ends, if it does.
  func perform(_ step: PermitStep, index: Int, _ progress: inout Progress) async -> Ended? {
    guard let semaphore = opened.environment.semaphores[step.semaphore] else { return nil }
    switch step {
    case .release(let name, let count):
      guard semaphore.giveBack(count) else {
        return Ended(outcome: .failed, error: PanicError("semaphore: released more than held"))
      }
      progress.held[name, default: 0] -= count
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
          context.note(.wait(index: index, for: awaited, listens: look.inEvents))
        }
        do throws(ContextError) {
          let end = try await context.wait(
            for: [request.latch], orUntil: nil, listens: look.listens, alarm: control.alarm, doing: awaited)
          guard end == .happened else { continue }
          progress.held[name, default: 0] += count
          return nil
        } catch {
          semaphore.withdraw(request)
          return await cutShort(by: error, in: context)
        }
      }
    }
  }

  /// Gives back what the steps hold that they don't give back themselves.
  func release(after steps: [Step], _ progress: Progress) {
    let released = steps.released
    for (name, count) in progress.held where count > 0 && !released.contains(name) {
      _ = opened.environment.semaphores[name]?.giveBack(count)
    }
  }

  /// While the task waits for the call, no intervention ends its wait.
  ///
  /// - Returns: how the task ends, if it does.
  func perform(_ step: FlightStep, index: Int, _ progress: inout Progress) async -> Ended? {
    let look = look(listens: step.listens && !isDeaf, progress)
    let context = look.context
    context.note(.wait(index: index, for: .other("the call for \(step.key)"), listens: look.inEvents))
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
