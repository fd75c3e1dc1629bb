import Cascade
import CascadeText
package import CascadeTrace

/// What a change in a run comes to: a branch, compared with the run that it was made from, both at their ends.
package struct Consequences {
  private let before: RunState
  private let after: RunState
  private let work: WorkChange?

  /// - Parameters:
  ///   - branch: What happened with the change.
  ///   - parent: What happened without.
  package init(of branch: Recording, comparedWith parent: Recording) {
    before = parent.latestState
    after = branch.latestState
    work = WorkChange(of: branch, comparedWith: parent)
  }

  /// How many sentences tell what matters; one more may tell what is left.
  private static let most = 3

  /// What matters, the most important first, in at most five short sentences; of contexts alone one for each that is
  /// different. Safe to print. Never empty.
  ///
  /// Tasks that end differently and for which there is no sentence left are counted in the last one.
  package var sentences: [String] {
    var sentences = Array([cause, told, deadlock, exit, wait].compactMap(\.self).prefix(Self.most))
    let room = Self.most - sentences.count
    // Beside tasks there is a place for one sentence about contexts and after-functions.
    let contexts = ContextChanges(before: before, after: after).sentences
    sentences += after.roster.isOfContextsAlone ? contexts : Array(contexts.prefix(1))
    let changes = OutcomeChanges(before: before, after: after, wait: newWait, spoken: spoken).all
    // For one more there is the place of the count.
    let named = changes.count == room + 1 ? changes[...] : changes.prefix(room)
    sentences += named.map(\.sentence)
    let rest = Set(changes.dropFirst(named.count).flatMap(\.tasks).map(\.number)).count
    if rest > 0 {
      sentences.append(
        "\(English.count(rest, named.isEmpty ? "task" : "more task")) \(rest == 1 ? "ends" : "end") differently.")
    }
    if sentences.isEmpty { sentences = ["Nothing else changes: every task ends as before."] }
    if sentences.count <= Self.most, let work { sentences += [work.sentence].compactMap(\.self) }
    return sentences
  }

  /// The rows of which all has been said before the ends of the tasks are told.
  private var spoken: Set<Int> {
    // A hold-up that was the last out before, too, is late by as much as wait: the sentence on wait says it.
    let late = holdUps.filter { before.row($0.id)?.outAt == outermostGroup(before)?.closedAt }
    // Of an added task that is the first failure the first sentence tells.
    let first =
      cause == nil ? nil : Turn(after)?.task.flatMap(after.row).flatMap { before.row($0.id) == nil ? $0 : nil }
    return Set((late + [first].compactMap(\.self)).map(\.number))
  }

  // MARK: The first failure

  /// The first failure, deadline or cancellation, if it is another one now.
  private var cause: String? {
    let (was, now) = (Turn(before), Turn(after))
    guard was != now else { return nil }
    guard let now else { return was?.task == nil ? "No task fails or is cancelled." : "No task fails." }
    guard let task = now.task.flatMap(after.row) else { return cancellation(now) }
    if was?.task == now.task, was?.error == now.error { return moved(task, from: was, to: now) }
    let verb = task.panicText == nil ? "fails" : "panics"
    let text = (task.panicText ?? task.error).map { ", with \(SafeText.quoted($0))" } ?? ""
    guard let group = task.parent, group.kind == .group, task.isKept else {
      let group = task.parent.map { "; \($0.label) drops its error" } ?? ""
      return "\(task.label) \(verb)\(text)\(group)."
    }
    return "\(task.label) \(verb) first\(text). \(group.label) keeps it and \(reach(of: task, in: group))."
  }

  private func moved(_ task: Row, from was: Turn?, to now: Turn) -> String? {
    guard let was, was.t != now.t else { return nil }
    return
      "\(task.label) fails first as before, but \(TimeText.shift(from: was.t, to: now.t)), at \(TimeText.instant(now.t))."
  }

  private func cancellation(_ turn: Turn) -> String? {
    let event = after.log[turn.event]
    let time = TimeText.instant(event.t)
    if let done = event.kind.intervention {
      let label = after.row(done.target)?.cancelledRow.opening ?? after.opening(done.target)
      return "\(label) is cancelled from outside at \(time)\(beforeFailures)."
    }
    if let told = event.told {
      let cancelling = Cancelling(run: after, told: told, id: event.id)
      let clause = cancelling.present(isOutside: false)
      let rest = cancelling.isFirstSuccess ? " and cancels the rest" : beforeFailures
      return "\(English.opening(clause.subject)) \(clause.brief) at \(time)\(rest)."
    }
    if event.kind.exit != nil { return exitWords }
    guard case .groupFailureKept(_, let error) = event.kind else { return nil }
    return "The caller's code returns \(SafeText.quoted(error.description)): the first error."
  }

  /// Contexts alone never fail.
  private var beforeFailures: String { after.roster.isOfContextsAlone ? "" : ", before any task fails" }

  /// Which tasks the group of a failed task cancels.
  private func reach(of task: Row, in group: Row) -> String {
    guard group.telling?.told.origin == task.id else { return "cancels no task" }
    return toldTasks(of: after).contains { $0.telling?.told.origin == task.id }
      ? "cancels the rest" : "cancels its context"
  }

  // MARK: Told

  private func toldTasks(of run: RunState) -> [Row] {
    ToldTasks(run).all
  }

  private var told: String? {
    let was = Dictionary(uniqueKeysWithValues: toldTasks(of: before).map { ($0.id, $0) })
    let now = toldTasks(of: after)
    // Of a new task all is said in one place.
    let new = now.filter { was[$0.id] == nil && before.row($0.id) != nil }
    let kept = Set(now.map(\.id))
    let spared = toldTasks(of: before).filter { !kept.contains($0.id) }
    var parts: [String] = []
    var beginsWithName = true
    // That the rest is cancelled has been said.
    if !new.isEmpty, Turn(before) == Turn(after) || !new.allSatisfy({ $0.telling?.told.reason == .siblingFailed }) {
      parts.append("\(English.subject(new)) \(new.count == 1 ? "is" : "are") told")
    }
    if !spared.isEmpty {
      beginsWithName = !parts.isEmpty || !now.isEmpty
      parts.append(
        now.isEmpty ? "no task is told" : "\(English.subject(spared)) \(English.be(spared.count)) no longer told")
    }
    guard !parts.isEmpty else { return nil }
    let text = parts.joined(separator: "; ") + "."
    // A name is written as it is.
    return beginsWithName ? text : English.sentence(text)
  }

  // MARK: Wait

  private var deadlock: String? {
    guard let waiting = after.deadlock, before.deadlock == nil else { return nil }
    return "Deadlock\(waiting.first.map { ": \(after.waitingWords($0))" } ?? "")."
  }

  /// That the program ends early now, or no longer does; none where that is the first cause.
  private var exit: String? {
    switch (before.exit == nil, after.exit == nil) {
    case (true, false): after.cause == after.fold.exit.value ? nil : exitWords
    case (false, true): "The program no longer ends early."
    case (true, true), (false, false): nil
    }
  }

  private var exitWords: String? {
    guard let exit = after.exit, let t = after.time(at: after.fold.exit) else { return nil }
    let call = ExitWords.call(exit.status, exit.text)
    return "\(exit.row?.opening ?? "The caller") ends the program at \(TimeText.instant(t)): \(call)."
  }

  /// When wait returns, if that is another time than before.
  private var newWait: Context.Instant? {
    let now = outermostGroup(after)?.closedAt
    return now == outermostGroup(before)?.closedAt ? nil : now
  }

  /// When wait returns, and with what, if either is new.
  private var wait: String? {
    guard let now = outermostGroup(after), let t = now.closedAt else { return nil }
    let was = outermostGroup(before)
    func words(_ error: String?) -> String { error.map(SafeText.quoted) ?? "nil" }
    let returned = words(now.closingError)
    let isSameError = was?.closedAt != nil && was?.closingError == now.closingError
    guard let earlier = was?.closedAt, isSameError || earlier != t else {
      guard !isSameError else { return nil }
      let instead = was?.closedAt == nil ? "" : " instead of \(words(was?.closingError)),"
      return "Wait returns \(returned)\(instead) at \(TimeText.instant(t))."
    }
    guard earlier != t else { return nil }
    let what =
      isSameError
      ? now.closingError == nil ? "Wait returns nil as before, " : "Wait returns the same error, "
      : "Wait returns \(returned) instead of \(words(was?.closingError)), "
    let why = English.clause(holdUps, "starts only after the cancellation", "tasks start only after the cancellation")
    return
      "\(what)\(TimeText.shift(from: earlier, to: t)), at \(TimeText.instant(t))\(why.map { ", because \($0)" } ?? "")."
  }

  /// The tasks that start only after the cancellation and thereby hold wait up.
  private var holdUps: [Row] {
    guard let t = newWait, let earlier = outermostGroup(before)?.closedAt, earlier < t else { return [] }
    return after.tasks.filter { task in
      task.startedAfterCancel && task.outAt == t && before.row(task.id)?.startedAfterCancel == false
    }
  }

  private func outermostGroup(_ run: RunState) -> Row? {
    run.groups.first { run.roster.isOutermost(group: $0.number) }
  }
}

/// What a change in a run saves, or costs, in work.
private struct WorkChange {
  /// How much more is saved.
  let saved: Duration
  /// How much more is done after the first cause.
  let after: Duration

  /// Nil where the two runs are no pair whose work can be compared by number.
  init?(of branch: Recording, comparedWith parent: Recording) {
    let comparison = Comparison((name: "before", recording: parent), (name: "after", recording: branch))
    guard comparison.footing.isSame else { return nil }
    let moment = comparison.moment(at: comparison.endTime)
    guard let before = moment.a.waste?.total, let after = moment.b.waste?.total else { return nil }
    saved = after.saved - before.saved
    self.after = after.wasted - before.wasted
  }

  /// `1.200 s more work is saved.` Nil where there is nothing to tell.
  var sentence: String? {
    if saved != .zero { return "\(Self.more(saved)) work is saved." }
    return after == .zero ? nil : "\(Self.more(after)) work is done after the failure."
  }

  private static func more(_ amount: Duration) -> String {
    "\(TimeText.duration(amount < .zero ? .zero - amount : amount)) \(amount < .zero ? "less" : "more")"
  }
}

extension Variation.Change {
  /// The change as a question: `What if fetch-recs is cancelled at 1.000 s?`
  ///
  /// - Parameter name: What a path is called.
  package func question(naming name: (String) -> String) -> String {
    switch self {
    case .seed(let seed): return "What if the seed is \(seed)?"
    case .option(let change): return "What if \(name(change.group)) \(change.option.question)?"
    case .intervention(let intervention):
      return "What if \(name(intervention.target)) \(intervention.question)?"
    }
  }
}

extension Intervention {
  fileprivate var question: String {
    let time = " at \(TimeText.instant(moment.t))"
    return switch action {
    case .listen: "\(action.predicate) from \(TimeText.instant(moment.t)) on"
    case .add: "\(action.predicate),\(time)"
    case .cancel, .shutdown, .fail, .delay, .finish, .panic, .deadline, .other: "\(action.predicate)\(time)"
    }
  }
}
