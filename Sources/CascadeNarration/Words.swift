import Cascade
import CascadeText
package import CascadeTrace

// What things are called, with a meaning for each: in rows, in the legend, in the help and in sentences.

extension TaskState {
  /// The word for it.
  package var word: String { words.word }
  /// What the state means, in a few words.
  package var meaning: String { words.meaning }

  private var words: (word: String, meaning: String) {
    switch self {
    case .notSpawned: ("not spawned", "Go was not called for it yet")
    case .spawned: ("spawned", "Go was called; about to start")
    case .queued: ("queued", "waits for a slot")
    case .running: ("running", "at work")
    case .done: ("done", "returned nil")
    case .failedFirst: ("FAILED 1st", "returned the first error; its group keeps it")
    case .failedKept: ("failed", "returned an error; its group keeps it, too")
    case .failedNotKept: ("failed, dropped", "returned an error; its group drops it")
    case .passedOn: ("passed on", "returned the error of its own group")
    case .told: ("told", "told, not out yet")
    case .cleaningUp: ("cleaning up", "told, runs its cleanup")
    case .deaf: ("DEAF", "told, but works without looking at its context")
    case .listensElsewhere: ("LISTENS ELSEWHERE", "told, but looks at another context")
    case .detached: ("detached", "not told with its group (WithoutCancel)")
    case .cancelled: ("cancelled", "a cancellation ended it")
    case .toldCompleted: ("completed anyway", "told, but returned nil")
    case .failedLate: ("failed late", "told, then failed on its own")
    case .timedOutAlone: ("own deadline", "only its own deadline passed")
    case .refused: ("refused", "TryGo returned false; it never runs")
    case .skipped: ("skipped", "its group failed while it was queued")
    case .stuck: ("STUCK", "deadlock, it waits forever")
    case .exited: ("EXIT", "ended the program")
    case .cutOff: ("cut off", "the program ended before it returned")
    case .unknown: ("?", "events are missing")
    }
  }
}

extension ContextState {
  /// The word for it.
  package var word: String { words.word }
  /// What the state means, in a few words.
  package var meaning: String { words.meaning }

  private var words: (word: String, meaning: String) {
    switch self {
    case .notMade: ("not derived yet", "it comes later in the run")
    case .active: ("active", "not cancelled")
    case .asked: ("asked to finish", "its group was asked to finish")
    case .cancelled: ("cancelled", "its Done channel is closed")
    case .closed: ("closed", "Wait cancelled it: no task was left")
    case .leftOver: ("still active", "not cancelled before the run ended")
    case .unknown: ("?", "events are missing")
    }
  }
}

extension AfterState {
  /// The word for it.
  package var word: String { words.word }
  /// What the state means, in a few words.
  package var meaning: String { words.meaning }

  private var words: (word: String, meaning: String) {
    switch self {
    case .notMade: ("not registered", "it comes later in the run")
    case .waiting: ("waiting", "its context is active")
    case .fired: ("started", "its context is done")
    case .stopped: ("stopped", "stopped before it started")
    case .unknown: ("?", "events are missing")
    }
  }
}

extension RowState {
  /// The word for it.
  package var word: String {
    switch self {
    case .task(let state): state.word
    case .context(let state), .group(let state): state.word
    case .after(let state): state.word
    }
  }
}

extension CauseKind {
  /// What a sentence calls the first cause: `after the deadline`.
  package var word: String {
    switch self {
    case .failure: "failure"
    case .deadline: "deadline"
    case .cancellation: "cancellation"
    case .request: "request to finish"
    case .decision: "decision"
    case .exit: "exit"
    }
  }

  /// What its mark is called, in a word or two.
  package var label: String {
    switch self {
    case .failure: "first failure"
    case .deadline: "deadline"
    case .cancellation: "cancellation"
    case .request: "asked to finish"
    case .decision: "group's decision"
    case .exit: "program's exit"
    }
  }
}

extension RunState {
  /// What the first cause is called; `first failure`, too, before any.
  package var causeNoun: String { causeKind == .request ? "request to finish" : causeLabel }

  /// What the mark of the first cause is called.
  package var causeLabel: String { (causeKind ?? .failure).label }
}

extension Event.Intervention.Action {
  /// What becomes of the target, as a question or a sentence says it: `fails with "timeout"`.
  var predicate: String {
    switch self {
    case .cancel: "is cancelled"
    case .shutdown: "is shut down"
    case .fail(let text): "fails with \(SafeText.quoted(text))"
    case .delay(let duration): "is delayed by \(TimeText.duration(duration))"
    case .finish: "returns"
    case .listen(true): "listens"
    case .listen(false): "doesn't listen"
    case .panic(let text): "panics with \(SafeText.quoted(text))"
    case .deadline(let instant): "gets a deadline of \(TimeText.instant(instant))"
    case .add(let task): "has one more task, \(SafeText.make(task.name))"
    case .other(let text): "is changed (\(SafeText.make(text)))"
    }
  }

  /// The same after the target was named: `it fails with "timeout"`.
  var sentence: String {
    if case .other(let text) = self { SafeText.make(text) } else { "it \(predicate)" }
  }
}

/// Amounts of work, and what each of them is.
package enum WorkWords: String, CaseIterable {
  case after = "AFTER"
  case useful
  case wasted
  case saved = "SAVED"
  case extra = "EXTRA"
  case discarded = "DISCARDED"
  case sunk = "SUNK"
  case waiting = "WAITING"
  case since

  package var label: String { rawValue }

  package var meaning: String {
    switch self {
    case .after: "done after the failure"
    case .useful: "useful part of it"
    case .wasted: "the rest of it"
    case .saved: "planned work not done"
    case .extra: "cleanup beyond the plan"
    case .discarded: "done before, but Wait fails"
    case .sunk: "unfinished before the failure"
    case .waiting: "until Wait returns"
    case .since: "the first failure, inside"
    }
  }

  /// Instead of amounts, as long as there is no cause.
  package static let none = "Nothing has failed yet: no work is wasted or saved."
  /// The same, where events are missing.
  package static let unknown = "Events are missing: what is wasted or saved isn't known."
  /// Instead of what is saved, where that can't be known.
  package static let unplanned = "unknown: no task has a plan"

  /// What became of the result of a task, beside another run.
  package static let results = [
    (label: "usable", meaning: "returned nil, result usable"),
    (label: "lost", meaning: "returned nil, result dropped"),
  ]
}

/// What a step of a task does.
enum StepWords {
  static func deaf(_ listens: Event.Listening, isShort: Bool = false) -> String {
    switch listens {
    case .yes: ""
    case .no: isShort ? ", not listening" : ", without listening"
    case .elsewhere: isShort ? ", listening elsewhere" : ", listening to another context"
    }
  }

  /// What a step does that goes on until something happens: `work until it is told`.
  static func work(
    until awaited: Event.Awaited, listens: Event.Listening, in run: RunState, isShort: Bool = false
  ) -> String {
    let deaf = deaf(listens, isShort: isShort)
    return switch awaited {
    case .told: "work until it is told\(deaf)"
    case .start(let task): "a wait until \(run.phrase(task)) starts\(deaf)"
    case .out(let task): "a wait until \(run.phrase(task)) is out\(deaf)"
    case .failure(let task): "a wait until \(run.phrase(task)) fails\(deaf)"
    case .signal(let name) where isShort: "a wait for \(SafeText.make(name))\(deaf)"
    case .send(let channel): "a wait to send on \(SafeText.make(channel))\(deaf)"
    case .receive(let channel): "a wait to receive from \(SafeText.make(channel))\(deaf)"
    case .signal, .slot, .group, .context, .result, .nextResult, .first, .other:
      "a wait for \(run.awaited(awaited))\(deaf)"
    }
  }

  /// What a step does: `100 ms of work`, `500 ms of work without listening`, in short `500 ms without listening`; `100 ms of work,
  /// listening to another context`.
  static func work(
    _ label: String, _ planned: Duration?, listens: Event.Listening, isShort: Bool = false
  ) -> String {
    let isPlain = ["", "work", "busy"].contains(label)
    let deaf =
      switch listens {
      case .yes: ""
      case .no: " without listening"
      case .elsewhere: isShort ? ", listening elsewhere" : ", listening to another context"
      }
    guard let planned else { return (isPlain ? "work" : SafeText.make(label)) + deaf }
    let time = TimeText.duration(planned)
    if !isPlain { return "\(SafeText.make(label)), \(time)\(deaf)" }
    return isShort && listens == .no ? "\(time) without listening" : "\(time) of work\(deaf)"
  }
}

/// An error in fewer and fewer words.
enum ErrorWords {
  /// Of a context's error, where there is little room, the word in which the two of them differ.
  ///
  /// - Parameter text: The whole of it, safe to print.
  static func forms(of text: String) -> [String] {
    if text == Event.ErrorInfo.contextCanceled.description { return [text, "canceled"] }
    if text == Event.ErrorInfo.deadlineExceeded.description { return [text, "deadline exceeded", "deadline"] }
    return [text]
  }
}

/// What is said of code that ends its process in the middle of a run.
enum ExitWords {
  /// As Go writes it: `os.Exit(1)`, `log.Fatal("no config")`.
  static func call(_ status: Int, _ text: String?) -> String {
    guard let text else { return "os.Exit(\(status))" }
    return status == 1 ? "log.Fatal(\(SafeText.quoted(text)))" : "os.Exit(\(status)) after \(SafeText.quoted(text))"
  }

  /// Which code did it, and what became of the tasks that still ran; none before it happened.
  static func sentences(of run: RunState) -> [String] {
    guard let exit = run.exit, let t = run.time(at: run.fold.exit) else { return [] }
    let who = exit.row?.opening ?? "The caller"
    return ["\(who) ended the program at \(run.timeText(t)): \(call(exit.status, exit.text)).", cutOff(in: run)]
  }

  private static func cutOff(in run: RunState) -> String {
    let cut = run.tasks.filter { $0.taskState == .cutOff }
    guard !cut.isEmpty else { return "No other task was running." }
    let words =
      switch (cut.count { $0.isTold }, cut.count) {
      case (0, 1): "it was never told"
      case (_, 1): "it had been told"
      case (0, _): "none of them was told"
      case (cut.count, _): "all of them had been told"
      case (let told, _): "\(told) of them had been told"
      }
    return "\(English.subject(cut)) never got out; \(words)."
  }
}
