extension TaskState {
  /// What the state means, in a few words.
  package var meaning: String {
    switch self {
    case .notSpawned: "nobody has asked for it so far"
    case .spawned: "asked for, about to start"
    case .queued: "the limit holds it back"
    case .running: "at work"
    case .done: "returned without an error"
    case .failedFirst: "the first error: its group keeps this one"
    case .failedKept: "an error that is kept beside the first"
    case .failedNotKept: "an error that nobody keeps"
    case .passedOn: "threw the error of a group inside it"
    case .told: "told, not out yet"
    case .cleaningUp: "told, and tidying up"
    case .deaf: "told, but it doesn't listen"
    case .detached: "told, and meant to go on"
    case .cancelled: "cut short, and out"
    case .toldCompleted: "told, and returned without an error"
    case .failedLate: "told, and then failed by itself"
    case .timedOutAlone: "its own deadline passed, nobody else's"
    case .refused: "the limit is reached: it never runs"
    case .skipped: "dropped while it waited"
    case .stuck: "waits for what can't come"
    case .unknown: "events are missing"
    }
  }
}

extension ContextState {
  /// What the state means, in a few words.
  package var meaning: String {
    switch self {
    case .notMade: "nobody has made it so far"
    case .active: "a context or group that goes on"
    case .asked: "its group was asked to finish"
    case .cancelled: "done before its time"
    case .closed: "its scope is over"
    case .leftOver: "the run is over, nobody cancelled it"
    case .unknown: "events are missing"
    }
  }
}

extension AfterState {
  /// What the state means, in a few words.
  package var meaning: String {
    switch self {
    case .notMade: "nobody has made it so far"
    case .waiting: "its context isn't over"
    case .fired: "its context is over: it runs"
    case .stopped: "it will never run"
    case .unknown: "events are missing"
    }
  }
}
