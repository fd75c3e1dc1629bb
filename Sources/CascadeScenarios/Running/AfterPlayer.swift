import Cascade

/// Does what an after-function does, beside everything else: nothing waits for it but the end of the run.
struct AfterPlayer: Sendable {
  let environment: RunEnvironment
  let cancelLayer: Layer?
  let function: GroupPlan.AfterFunction
  /// Opened when it has returned.
  let isOut = Latch()

  /// Registers it.
  ///
  /// - Parameter fired: Called when it starts.
  func register(on context: Context, fired: @escaping @Sendable () -> Void = {}) -> CancelRegistration {
    context.afterCancel(called: function.name) { path in
      fired()
      await play(on: context, as: path)
      isOut.open()
    }
  }

  /// Takes it back, unless it has started: then the run lasts until it returns.
  func release(_ registration: CancelRegistration) {
    if !registration.stop(), !function.steps.isEmpty { environment.goesOn(until: isOut) }
  }

  private func play(on context: Context, as path: String) async {
    for (index, step) in function.steps.enumerated() {
      switch step {
      case .work(let duration, _):
        context.record(
          .note(.step(index: index, label: "busy", planned: duration, listens: .no)), about: path)
        await context.pause(for: duration)
      case .cancel(let cause):
        cancelLayer?.cancel(cause: cause)
        await context.letOthersFirst()
      case .signal(let name):
        context.record(.note(.signal(name)), about: path)
        environment.signals.give(name)
        await context.letOthersFirst()
      case .log(let text): context.record(.note(.log(text)), about: path)
      case .channel(let step): if case .close(let name) = step { _ = environment.channels[name]?.close() }
      case .exit(let exit): await environment.exit(exit, from: context, as: path)
      // The reader takes no others.
      case .permits, .attempt, .flight, .wait, .rounds, .handling, .timed, .group, .spawn, .useGroupContext, .keep,
        .finish,
        .fail, .panic:
        continue
      }
    }
  }
}
