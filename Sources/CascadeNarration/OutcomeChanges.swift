import Cascade
import CascadeTrace

/// How tasks come out otherwise in a branch than in the run that it was made from, the largest change first. Tasks of
/// which the same can be said share a sentence.
struct OutcomeChanges {
  /// What is said of some tasks.
  struct Change {
    /// Who they are, in the order in which they are shown.
    fileprivate(set) var tasks: [Row]
    fileprivate let words: Predicate
    /// How large it is.
    fileprivate let weight: Weight

    /// `audit-log comes out 1.230 s later.`
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
      return (Predicate("runs now, and comes out at \(time)", "run now, and come out at \(time)"), .max - 1)
    case (.some, nil):
      let state = word(task)
      return (Predicate("doesn't come out: \(state)", "don't come out: \(state)"), .max - 1)
    case (nil, nil): return nil
    }
  }

  private static func moved(
    _ task: Row, from was: Row, _ earlier: Context.Instant, _ t: Context.Instant
  ) -> (Predicate, size: Int64)? {
    let size = Int64(clamping: earlier.duration(to: t).wholeNanoseconds.magnitude)
    if task.startedAfterCancel, !was.startedAfterCancel, task.startedAt == t {
      let words = Predicate(
        "starts only after the cancel and does no work", "start only after the cancel and do no work")
      return (words, size)
    }
    guard earlier != t else {
      guard was.taskState != task.taskState else { return nil }
      let deed = deed(task)
      let state = word(was)
      return (Predicate("\(deed.singular), where it was \(state)", "\(deed.plural), where they were \(state)"), size)
    }
    let shift = Shift.words(from: earlier, to: t)
    let out = Predicate("comes out \(shift)", "come out \(shift)")
    return (was.taskState == task.taskState ? out : out.then(deed(task)), size)
  }

  private static func added(_ task: Row) -> Predicate {
    guard let t = task.outAt else {
      return Predicate("is there, and doesn't come out", "are there, and don't come out")
    }
    let told =
      switch task.toldAt {
      case nil: ""
      case _ where task.taskState == .toldCompleted: ""
      case t?: "told and "
      case let told?: "told at \(TimeText.instant(told)), "
      }
    let end = "there as well: \(told)\(word(task)) at \(TimeText.instant(t))"
    return Predicate("is \(end)", "are \(end)")
  }

  private static func word(_ task: Row) -> String { task.taskState?.word ?? "" }

  /// What it does in the end.
  private static func deed(_ task: Row) -> Predicate {
    switch task.taskState {
    case .failedFirst: Predicate("fails as the first", "fail as the first")
    case .failedKept: Predicate("fails, and its error is kept, too", "fail, and their errors are kept, too")
    case .failedNotKept: Predicate("fails, and nobody keeps its error", "fail, and nobody keeps their errors")
    case .failedLate: Predicate("fails late, of itself", "fail late, of themselves")
    case .passedOn: Predicate("passes on an error", "pass on an error")
    case .toldCompleted: Predicate("completes, although it is told", "complete, although they are told")
    case .timedOutAlone: Predicate("runs out of its own time", "run out of their own time")
    default: Predicate("is \(word(task))", "are \(word(task))")
    }
  }
}
