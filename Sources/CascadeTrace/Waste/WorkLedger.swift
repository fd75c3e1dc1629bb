package import Cascade

/// The work of a run, task by task: made once, kept up with the run, and asked for many moments.
package struct WorkLedger: Sendable {
  /// By the number of the row; rows that no event was about yet may be missing at the end.
  private var work: [TaskWork] = []
  /// What each task planned, by path.
  package private(set) var plans: [String: Duration] = [:]
  /// Those that are known from elsewhere.
  private var foreign: [String: Duration] = [:]
  /// How many events were taken in.
  private var position = 0

  package init(_ recording: Recording) {
    follow(recording)
  }

  /// The same with what is known from elsewhere of what tasks plan, by path: from another run of the same scenario, in
  /// which tasks came as far as to say so that never do in this one. What a task said itself counts.
  package func knowing(_ others: [String: Duration]) -> WorkLedger {
    var copy = self
    copy.plans.merge(others) { own, _ in own }
    copy.foreign.merge(others) { own, _ in own }
    return copy
  }

  /// Takes in what has been added to the recording since the last time.
  package mutating func follow(_ recording: Recording) {
    for number in position..<max(position, recording.count) {
      guard let row = recording.subject(ofEvent: number) else { continue }
      while work.count <= row { work.append(TaskWork()) }
      let event = recording.log[number]
      work[row].take(event)
      if case .note(.plan) = event.kind { plans[event.id] = work[row].planned }
    }
    position = recording.count
  }

  /// All that a task had worked by then, beyond its plan, too; nothing for other rows.
  package func done(ofRow number: Int, by t: Context.Instant) -> Duration {
    work.indices.contains(number) ? work[number].done(by: t) : .zero
  }

  /// Whether any task has announced a plan.
  package var isPlanned: Bool { !plans.isEmpty }

  /// What a task planned; nil where nothing is known of any plan. In a run in which any task plans, a task that says
  /// nothing has planned nothing.
  private func plan(ofRow number: Int, in run: RunState) -> Duration? {
    isPlanned ? work[number].planned ?? plans[run.roster.members[number].id] ?? .zero : nil
  }

  /// What it has all cost by now; nil as long as nothing has gone wrong, or where events are missing.
  ///
  /// A plan counts from the first cause on, even where its task says so only when it starts: it was made before.
  package func waste(in run: RunState, at now: Context.Instant) -> Waste? {
    // Where events are missing no amount would be true.
    guard let event = run.costlyCause, !run.isPartlyUnknown else { return nil }
    let cause = run.log[event].t
    // Nothing goes on when the run is over.
    let now = min(now, run.time(at: run.fold.runEnded) ?? now)
    var waste = Waste(
      event: event, cause: cause, isPlanned: isPlanned,
      rows: Array(repeating: Waste.Amounts(), count: run.roster.members.count))
    let fates = ResultFates(run)
    for number in run.roster.order {
      guard number < work.count, run.roster.members[number].kind == .task else { continue }
      let work = work[number]
      let state = run.taskState(of: number)
      let isThrownAway = fates.isThrownAway(number)
      var amounts = spent(
        work, plan: plan(ofRow: number, in: run), cause: cause, now: now,
        isOver: state.isOver || run.ending != nil)
      let marks = run.fold.marks(of: number)
      let outcome = marks.end?.outcome
      let wasOut = run.time(at: marks.ended).map { $0 <= cause } == true
      // What the failure itself came from isn't lost by it; what a task had done that fails later is.
      if isThrownAway, !(wasOut && outcome == .failed), !work.serves(at: cause) {
        if wasOut, outcome == .completed {
          amounts.discarded = work.done(by: cause)
        } else {
          amounts.sunk = work.done(by: cause)
        }
      }
      if outcome == .completed {
        if isThrownAway {
          waste.thrownAway.append(number)
        } else {
          waste.usable += 1
          (amounts.used, amounts.cleaning) = (amounts.wasted, .zero)
        }
      }
      waste.rows[number] = amounts
      waste.total += amounts
    }
    for (id, planned) in foreign where run.roster.number(of: id) == nil {
      waste.total.undone += planned
      if run.ending != nil { waste.total.saved += planned } else { waste.total.open += planned }
    }
    waste.callerWaiting = callerWaiting(cause, in: run, now: now)
    return waste
  }

  private func spent(_ work: TaskWork, plan: Duration?, cause: Context.Instant, now: Context.Instant, isOver: Bool)
    -> Waste.Amounts
  {
    var amounts = Waste.Amounts()
    // What serves until it is told costs nothing by being told, and spares nothing.
    if work.serves(at: cause) { return amounts }
    let before = work.done(by: cause)
    let all = work.done(by: now)
    amounts.wasted = all - before
    amounts.cleaning = min(amounts.wasted, work.cleaned(by: now))
    // Without any plans a task is taken to have planned what it did.
    let plan = plan ?? all
    amounts.extra = max(.zero, all - plan) - max(.zero, before - plan)
    amounts.undone = max(.zero, plan - before)
    let left = max(.zero, plan - all)
    guard isOver else {
      amounts.open = left
      return amounts
    }
    amounts.saved = left
    let cleaned = work.cleaned(by: now)
    amounts.cleaned = cleaned
    amounts.tidied = isPlanned ? min(cleaned, max(.zero, plan - (all - cleaned))) : .zero
    return amounts
  }

  /// What another group's failure was, its caller may have dropped: the caller of the outermost one waits for nothing more
  /// only since its own group got its cause.
  private func callerWaiting(_ cause: Context.Instant, in run: RunState, now: Context.Instant) -> Duration? {
    guard let group = run.outermostGroup else { return nil }
    let left = run.time(at: run.fold.callerReturned) ?? now
    return max(.zero, (group.causeOfWait ?? cause).duration(to: min(group.closedAt ?? now, left)))
  }
}

extension RunState {
  /// The event from which costs are counted: the first cause. What failed in a group inside, and was handled by a caller there,
  /// cost nothing outside: then it is what the outermost wait got, if it got anything.
  package var costlyCause: Int? {
    guard let cause, row(log[cause].id)?.handledBy != nil else { return cause }
    return outermostGroup?.causeOfWaitEvent
  }

  /// The group that the run is about: the first that stands in no other.
  package var outermostGroup: Row? {
    roster.members.indices.first { roster.members[$0].kind == .group }.map { Row(run: self, number: $0) }
  }
}

extension Recording {
  /// What it has all cost at a cursor; nil as long as nothing has gone wrong. To ask often, keep a ``WorkLedger``.
  package func waste(at cursor: Cursor) -> Waste? {
    WorkLedger(self).waste(in: state(at: cursor), at: cursor.t)
  }
}

// MARK: One task

/// What one task worked and when, as its notes tell it.
///
/// A step is work from its note until its planned duration is over, or until the next note or the task's return if
/// that comes first: of a step that was cut short only what was done counts. So is a cleanup. A step that doesn't say
/// how long it takes, such as waiting for a group, is no work; nor is anything that no note announces. A task that only
/// serves until it is told does no work that could be wasted or saved.
struct TaskWork: Sendable {
  /// The whole of the task's plan; nil where it announced none.
  private(set) var planned: Duration?
  /// In order of time, none overlapping another.
  private var stretches: [Stretch] = []
  /// Since when it only serves until it is told.
  private var servingSince: Context.Instant?
  /// The latest one, as long as nothing has ended it before its time.
  private var open: Stretch?

  private struct Stretch {
    let from: Context.Instant
    var to: Context.Instant
    let isCleanup: Bool

    /// What of it lies before an instant.
    func part(before t: Context.Instant) -> Duration { from < t ? from.duration(to: min(to, t)) : .zero }
  }

  /// Takes in the next event about the task.
  mutating func take(_ event: Event) {
    // The same path again is a new life.
    if case .taskSpawned = event.kind { (planned, stretches, open, servingSince) = (nil, [], nil, nil) }
    if event.kind.out != nil || event.kind.refusal != nil { close(at: event.t) }
    if let note = event.kind.note { take(note, at: event.t) }
  }

  private mutating func take(_ note: Event.Note, at t: Context.Instant) {
    switch note {
    case .plan(let total): planned = max(.zero, total)
    case .step(_, _, let planned, _):
      close(at: t)
      if let planned { begin(at: t, for: planned, isCleanup: false) }
    case .cleanup(let planned):
      close(at: t)
      begin(at: t, for: planned, isCleanup: true)
    case .wait(_, let awaited, _):
      close(at: t)
      if awaited == .told { servingSince = servingSince ?? t }
    case .retry, .pause: close(at: t)
    case .log, .signal, .returns, .call, .exit: break
    }
  }

  private mutating func begin(at t: Context.Instant, for planned: Duration, isCleanup: Bool) {
    open = Stretch(from: t, to: t.advanced(by: max(.zero, planned)), isCleanup: isCleanup)
  }

  private mutating func close(at t: Context.Instant) {
    guard var stretch = open else { return }
    open = nil
    stretch.to = min(stretch.to, t)
    if stretch.from < stretch.to { stretches.append(stretch) }
  }

  /// Whether it had come so far by then that it only serves until it is told. What it does after that ends its service, and
  /// is no work that anything could have spared.
  func serves(at t: Context.Instant) -> Bool { servingSince.map { $0 <= t } ?? false }

  /// All that it had worked by then, the plan or not.
  func done(by t: Context.Instant) -> Duration { sum(by: t) { _ in true } }

  /// The part of it that was cleaning up.
  func cleaned(by t: Context.Instant) -> Duration { sum(by: t, where: \.isCleanup) }

  private func sum(by t: Context.Instant, where counts: (Stretch) -> Bool) -> Duration {
    var sum = Duration.zero
    for stretch in stretches {
      guard stretch.from < t else { break }
      if counts(stretch) { sum += stretch.part(before: t) }
    }
    if let open, counts(open) { sum += open.part(before: t) }
    return sum
  }
}
