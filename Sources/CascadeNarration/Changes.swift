import Cascade
import CascadeText
import CascadeTrace

/// How tasks end differently in a branch than in the run that it was made from, the largest change first. Tasks of which
/// the same can be said share a sentence.
struct OutcomeChanges {
  /// What is said of some tasks.
  struct Change {
    /// In the order in which they are shown.
    fileprivate(set) var tasks: [Row]
    fileprivate let words: Predicate
    /// How large it is.
    fileprivate let weight: Weight

    /// `audit-log returns 1.230 s later.`
    var sentence: String {
      "\(English.subject(tasks)) \(words.of(tasks.count))."
    }
  }

  fileprivate struct Weight: Comparable {
    /// Whether wait returns at another time and this task is the last that it waits for.
    var holdsWait = false
    var size: Int64

    static func < (one: Weight, other: Weight) -> Bool {
      (one.holdsWait ? 1 : 0, one.size) < (other.holdsWait ? 1 : 0, other.size)
    }
  }

  let all: [Change]

  /// - Parameters:
  ///   - wait: When wait returns, if that is another time than before.
  ///   - spoken: The numbers of the rows of which all has been said.
  init(before: RunState, after: RunState, wait: Context.Instant?, spoken: Set<Int>) {
    var changes: [Change] = []
    var places: [Predicate: Int] = [:]
    let vanished = before.tasks.filter { after.row($0.id) == nil }.map { ($0, Self.gone, Int64.max - 1) }
    let changed = after.tasks.compactMap { task in
      spoken.contains(task.number)
        ? nil : Self.change(of: task, from: before.row(task.id)).map { (task, $0.0, $0.size) }
    }
    for (task, words, size) in changed + vanished {
      let weight = Weight(holdsWait: wait != nil && task.outAt == wait && words != Self.gone, size: size)
      if let place = places[words] {
        changes[place].tasks.append(task)
      } else {
        places[words] = changes.count
        changes.append(Change(tasks: [task], words: words, weight: weight))
      }
    }
    all = changes.enumerated().sorted { one, other in
      one.element.weight == other.element.weight
        ? one.offset < other.offset : one.element.weight > other.element.weight
    }.map(\.element)
  }

  private static let gone = Predicate("is never spawned", "are never spawned")

  private static func change(of task: Row, from was: Row?) -> (Predicate, size: Int64)? {
    guard let was else { return (added(task), .max) }
    switch (was.outAt, task.outAt) {
    case (let earlier?, let t?): return moved(task, from: was, earlier, t)
    case (nil, let t?):
      let time = TimeText.instant(t)
      return (Predicate("runs now and returns at \(time)", "run now and return at \(time)"), .max - 1)
    case (.some, nil):
      let state = word(task)
      let never = task.turnedAwayBecause == nil ? ("never returns", "never return") : ("never runs", "never run")
      return (Predicate("\(never.0) (\(state))", "\(never.1) (\(state))"), .max - 1)
    case (nil, nil): return nil
    }
  }

  private static func moved(
    _ task: Row, from was: Row, _ earlier: Context.Instant, _ t: Context.Instant
  ) -> (Predicate, size: Int64)? {
    let size = Int64(clamping: earlier.duration(to: t).wholeNanoseconds.magnitude)
    if task.startedAfterCancel, !was.startedAfterCancel, task.startedAt == t {
      let words = Predicate(
        "starts only after the cancellation and does no work", "start only after the cancellation and do no work")
      return (words, size)
    }
    guard earlier != t else {
      guard was.taskState != task.taskState else { return nil }
      let deed = deed(task, "")
      let state = word(was)
      return (Predicate("\(deed.singular) (before: \(state))", "\(deed.plural) (before: \(state))"), size)
    }
    let shift = TimeText.shift(from: earlier, to: t)
    guard was.taskState != task.taskState else { return (Predicate("returns \(shift)", "return \(shift)"), size) }
    return (deed(task, shift), size)
  }

  private static func added(_ task: Row) -> Predicate {
    guard let t = task.outAt else {
      return Predicate("is a new task and doesn't return", "are new tasks and don't return")
    }
    let deed = deed(task, "")
    let told = task.toldAt.flatMap { $0 == t || task.taskState == .toldCompleted ? nil : $0 }
    let when = "\(told.map { "told at \(TimeText.instant($0)), " } ?? "")"
    return Predicate(
      "is a new task: \(when)it \(deed.singular) at \(TimeText.instant(t))",
      "are new tasks: \(when)they \(deed.plural) at \(TimeText.instant(t))")
  }

  private static func word(_ task: Row) -> String { task.taskState?.word ?? "" }

  /// What it does in the end, and how much earlier or later; empty for no shift.
  private static func deed(_ task: Row, _ shift: String) -> Predicate {
    let when = shift.isEmpty ? "" : ", \(shift)"
    let returns = shift.isEmpty ? "" : " and returns \(shift)"
    let areBack = shift.isEmpty ? "" : " and return \(shift)"
    let group = task.parent?.label ?? "its group"
    return switch task.taskState {
    case .failedFirst: Predicate("fails first\(when)", "fail first\(when)")
    case .failedKept:
      Predicate("fails\(when); \(group) keeps its error, too", "fail\(when); \(group) keeps their errors, too")
    case .failedNotKept: Predicate("fails\(when); \(group) drops its error", "fail\(when); \(group) drops their errors")
    case .failedLate:
      Predicate("fails on its own\(when), after it was told", "fail on their own\(when), after they were told")
    case .passedOn: Predicate("passes on an error\(when)", "pass on an error\(when)")
    case .toldCompleted: Predicate("is told but completes\(when)", "are told but complete\(when)")
    case .timedOutAlone: Predicate("reaches its own deadline\(when)", "reach their own deadlines\(when)")
    case .done: Predicate("completes\(when)", "complete\(when)")
    case .cancelled: Predicate("is cancelled\(returns)", "are cancelled\(areBack)")
    case .notSpawned, .spawned, .queued, .running, .told, .cleaningUp, .deaf, .listensElsewhere, .detached, .refused,
      .skipped, .stuck, .exited, .cutOff, .unknown, nil:
      Predicate("is \(word(task))\(returns)", "are \(word(task))\(areBack)")
    }
  }
}

/// How contexts that belong to no task and no group, and after-functions, end differently in a branch than in the run
/// that it was made from. Those of which the same can be said share a sentence.
struct ContextChanges {
  let sentences: [String]

  init(before: RunState, after: RunState) {
    var said: [(words: Predicate, rows: [Row])] = []
    let counterparts = Counterparts(in: before, of: after)
    for row in after.rows {
      guard let words = Self.change(of: row, from: counterparts.row(for: row)) else { continue }
      if let place = said.firstIndex(where: { $0.words == words }) {
        said[place].rows.append(row)
      } else {
        said.append((words, [row]))
      }
    }
    sentences = said.map { change in
      let names = change.rows.map(\.label)
      return "\(English.list(names)) \(change.words.of(names.count))."
    }
  }

  private static func change(of row: Row, from was: Row?) -> Predicate? {
    switch row.kind {
    // Of a context around a group or in a task the sentences on those tell.
    case .context where !row.isShutdownSignal && row.cancelledRow.number == row.number:
      let (old, new) = (was.flatMap(\.cancelledAt), row.cancelledAt)
      return times(old, new, "cancelled") ?? (old == nil ? nil : cause(of: row, from: was))
    case .after: return starts(was?.firedAt, row.firedAt)
    case .context, .group, .task: return nil
    }
  }

  private static func times(_ was: Context.Instant?, _ now: Context.Instant?, _ what: String) -> Predicate? {
    switch (was, now) {
    case (let was?, let now?) where was != now:
      let when = "\(what) \(TimeText.shift(from: was, to: now)), at \(TimeText.instant(now))"
      return Predicate("is \(when)", "are \(when)")
    case (nil, let now?):
      let when = "\(what) at \(TimeText.instant(now))"
      return Predicate("is \(when)", "are \(when)")
    case (.some, nil): return Predicate("is no longer \(what)", "are no longer \(what)")
    case (nil, nil), (.some, .some): return nil
    }
  }

  private static func cause(of row: Row, from was: Row?) -> Predicate? {
    guard let text = row.telling?.told.causeText, text != was?.telling?.told.causeText else { return nil }
    let words = "with another cause: \(SafeText.quoted(text))"
    return Predicate("is cancelled \(words)", "are cancelled \(words)")
  }

  private static func starts(_ was: Context.Instant?, _ now: Context.Instant?) -> Predicate? {
    switch (was, now) {
    case (let was?, let now?) where was != now:
      let when = "\(TimeText.shift(from: was, to: now)), at \(TimeText.instant(now))"
      return Predicate("starts \(when)", "start \(when)")
    case (nil, let now?): return Predicate("starts at \(TimeText.instant(now))", "start at \(TimeText.instant(now))")
    case (.some, nil): return Predicate("never starts", "never start")
    case (nil, nil), (.some, .some): return nil
    }
  }
}

extension Row {
  /// When the context was cancelled, rather than merely released.
  fileprivate var cancelledAt: Context.Instant? {
    guard let telling, telling.told.reason != .scopeEnded else { return nil }
    return toldAt
  }
}
