package import Cascade

/// A scenario that is being played on the real clock and the real thread pool. Its events appear in ``recorder`` as they
/// happen.
package final class LiveRun: Sendable {
  package let recorder: EventRecorder
  private let task: Task<RunOutcome, Never>
  private let finished: Locked<Bool>

  /// Starts playing.
  ///
  /// - Parameter eventLimit: How many events are kept; the rest are counted. The default is 1,000,000.
  package init(_ scenario: Scenario, eventLimit: Int = 1_000_000) {
    let recorder = EventRecorder(capacity: eventLimit)
    let root = Context.background(observedBy: recorder)
    root.record(.runStarted(Event.RunStart(clock: .live, scenario: scenario.title)))
    let ledger = RunLedger()
    let stage = Stage(root: root, ledger: ledger, onCancel: scenario.onCancel, waitsTwice: false)
    let finished = Locked(false)
    self.recorder = recorder
    self.finished = finished
    task = Task.detached {
      _ = await failure(of: { try await scenario.play(in: root, on: stage) })
      root.record(.runEnded(.completed))
      finished.withLock { $0 = true }
      return RunOutcome(scenario, ledger, recorder.events)
    }
  }

  /// Whether nothing more will happen.
  package var isOver: Bool { finished.withLock { $0 } }

  /// How it ended, once it has.
  package var outcome: RunOutcome {
    get async { await task.value }
  }
}
