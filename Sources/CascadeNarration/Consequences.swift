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

  /// What matters, the most important first, in at most five short sentences; of contexts alone in one for each that is
  /// different. Safe to print. Never empty.
  ///
  /// Changes in how tasks come out for which there is no sentence left are counted in the last one.
  package var sentences: [String] {
    var sentences = Array([cause, told, deadlock, wait].compactMap(\.self).prefix(Self.most))
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
        "\(English.count(rest, named.isEmpty ? "task" : "more task")) \(rest == 1 ? "comes" : "come") out differently.")
    }
    if sentences.isEmpty { sentences = ["Nothing else changes: everybody is told and out as before."] }
    if sentences.count <= Self.most, let work { sentences += [work.sentence].compactMap(\.self) }
    return sentences
  }

  /// The rows of which all has been said before it comes to how each task is out.
  private var spoken: Set<Int> {
    // A hold-up that was the last out before, too, is late by as much as wait: the sentence on wait says it.
    let late = holdUps.filter { before.row($0.id)?.outAt == outermostGroup(before)?.closedAt }
    // Of an added task that is the first failure the first sentence tells.
    let first =
      cause == nil ? nil : Turn(after)?.task.flatMap(after.row).flatMap { before.row($0.id) == nil ? $0 : nil }
    return Set((late + [first].compactMap(\.self)).map(\.number))
  }

  // MARK: The first failure

  /// Whose failure is the first now, if that is another, or whose deadline or hand it is.
  private var cause: String? {
    let (was, now) = (Turn(before), Turn(after))
    guard was != now else { return nil }
    guard let now else {
      let who = was?.task.flatMap(after.row).map(\.label)
      return who.map { "\($0) doesn't fail, and nobody else does." } ?? "Nobody fails, and nobody is cancelled."
    }
    guard let task = now.task.flatMap(after.row) else { return cancellation(now) }
    if was?.task == now.task, was?.error == now.error { return moved(task, from: was, to: now) }
    let what =
      task.panicText.map { "\(task.label) panics with \(SafeText.quoted($0))" }
      ?? task.error.map { "\(task.label) returns \(SafeText.quoted($0))" } ?? "\(task.label) fails"
    guard let group = task.parent, group.kind == .group, task.isKept else { return "\(what). Nobody keeps that error." }
    return
      "\(what). That is an error, so \(group.label) keeps it as the FIRST failure and \(reach(of: task, in: group))."
  }

  private func moved(_ task: Row, from was: Turn?, to now: Turn) -> String? {
    guard let was, was.t != now.t else { return nil }
    return
      "\(task.label) fails first as before, but \(Shift.words(from: was.t, to: now.t)), at \(TimeText.instant(now.t))."
  }

  private func cancellation(_ turn: Turn) -> String? {
    let event = after.log[turn.event]
    let time = TimeText.instant(event.t)
    switch event.kind {
    case .intervention(let done): return "A hand cancels \(after.phrase(done.target)) at \(time)\(beforeFailures)."
    case .contextTold(let told), .taskTold(let told):
      let who = told.origin.isEmpty ? event.id : told.origin
      return told.reason == .deadlineExceeded
        ? "The deadline of \(after.phrase(who)) passes at \(time)\(beforeFailures)."
        : "\(after.opening(who)) is cancelled at \(time)\(beforeFailures)."
    case .groupFailureKept(_, let error):
      return
        "The code that runs \(after.phrase(event.id)) returns \(SafeText.quoted(error.description)): that is the FIRST failure."
    default: return nil
    }
  }

  /// Contexts alone never fail.
  private var beforeFailures: String { after.roster.isOfContextsAlone ? "" : ", before anybody fails" }

  /// Whom the group of a failed task cancels.
  private func reach(of task: Row, in group: Row) -> String {
    guard group.telling?.told.origin == task.id else { return "cancels nobody" }
    return toldTasks(of: after).contains { $0.telling?.told.origin == task.id }
      ? "cancels everybody" : "cancels its context"
  }

  // MARK: Told

  private func toldTasks(of run: RunState) -> [Row] {
    ToldTasks(run).all
  }

  private var told: String? {
    let was = Dictionary(uniqueKeysWithValues: toldTasks(of: before).map { ($0.id, $0) })
    let now = toldTasks(of: after)
    // Of whoever is there as well all is said in one place.
    let new = now.filter { was[$0.id] == nil && before.row($0.id) != nil }
    let kept = Set(now.map(\.id))
    let spared = toldTasks(of: before).filter { !kept.contains($0.id) }
    var parts: [String] = []
    // That everybody is cancelled has been said.
    if !new.isEmpty, Turn(before) == Turn(after) || !new.allSatisfy({ $0.telling?.told.reason == .siblingFailed }) {
      parts.append("\(English.subject(new)) \(new.count == 1 ? "is" : "are") told")
    }
    if !spared.isEmpty {
      parts.append(
        now.isEmpty
          ? "nobody is told any more"
          : "\(English.subject(spared)) \(spared.count == 1 ? "isn't" : "aren't") told any more")
    }
    guard !parts.isEmpty else { return nil }
    let text = parts.joined(separator: "; ") + "."
    // Somebody's name is written as it is.
    return text.hasPrefix("nobody ") ? English.sentence(text) : text
  }

  // MARK: Wait

  private var deadlock: String? {
    guard let waiting = after.deadlock, before.deadlock == nil else { return nil }
    let first = waiting.first.map { line in
      ": \(line.who.isEmpty ? "the caller" : after.phrase(line.who)) waits for \(SafeText.make(line.what))"
    }
    return "Nothing can go on\(first ?? "")."
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
    let returned = now.closingError.map(SafeText.quoted) ?? "no error"
    let isSameError = was?.closedAt != nil && was?.closingError == now.closingError
    guard let earlier = was?.closedAt, isSameError || earlier != t else {
      return isSameError ? nil : "Wait returns \(returned) at \(TimeText.instant(t))."
    }
    guard earlier != t else { return nil }
    let what =
      isSameError
      ? now.closingError == nil ? "Wait returns no error as before, " : "Wait returns the same error, "
      : "Wait returns \(returned), "
    let why = English.clause(holdUps, "starts only after the cancel", "tasks start only after the cancel")
    return "\(what)\(Shift.words(from: earlier, to: t)), at \(TimeText.instant(t))\(why.map { ": \($0)" } ?? "")."
  }

  /// Who started only after the cancel and thereby holds wait up.
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
