extension EventMessage {
  /// What the subject does.
  package enum Verb: Hashable, Sendable, CaseIterable {
    case begins, ends, isMade, isReleased, opens, waits, keeps, returns, isSpawned, starts, isRefused, isSkipped
    case fails, passesOn, completes, isOut, reachesDeadline, isStopped, deadlocks, isMissing, isChanged, works, logs
    case attempts, pauses, calls, plans, cleansUp, signals, cancels, isCancelled, passes, isTold, asks
    case exits

    /// How it is written; one of these is in both texts.
    package var forms: [String] {
      switch self {
      case .begins: ["begins"]
      case .ends: ["is over", "is stopped", "ends"]
      case .isMade: [" is ", " gets ", " can be ", ": "]
      case .isReleased: ["is released"]
      case .opens: ["opens"]
      case .waits: ["waits for", "begins"]
      case .keeps: ["keeps", "throws"]
      case .returns: ["returns"]
      case .isSpawned: ["is spawned"]
      case .starts: ["starts"]
      case .isRefused: ["TryGo"]
      case .isSkipped: ["is skipped"]
      case .fails: ["FAILS", "fails late"]
      case .passesOn: ["passes on"]
      case .completes: ["completes"]
      case .isOut: ["is out"]
      case .reachesDeadline: ["reaches its own deadline"]
      case .isStopped: ["is stopped"]
      case .deadlocks: ["DEADLOCK"]
      case .isMissing: ["missing"]
      case .isChanged: ["from outside"]
      case .works: ["begins step", ": ", "waits to"]
      case .logs: ["logs", "reports"]
      case .attempts: ["begins attempt"]
      case .pauses: ["pauses for"]
      case .calls: ["asks another process", "does what another process asks"]
      case .plans: ["to do"]
      case .cleansUp: ["cleans up"]
      case .signals: ["signals"]
      case .cancels: ["cancels", "has its first success"]
      case .isCancelled: ["is cancelled"]
      case .passes: ["passes"]
      case .isTold: ["is told", "goes on"]
      case .exits: ["ends the program"]
      case .asks: ["asks its tasks to finish", "asked to finish"]
      }
    }
  }
}
