package import Cascade

/// Which lines are executing, as the events of a run say.
extension CodeListing {
  /// A line that a task or a caller is at.
  package struct Place: Hashable, Sendable {
    /// The row of the task, of the group whose caller it is, or of the context that it is about; none where the program
    /// sleeps.
    package var row: Int?
    package var line: Int

    package init(row: Int?, line: Int) {
      self.row = row
      self.line = line
    }
  }

  /// Where all are at a moment: each task that has begun and isn't out in its step, and the caller of each open group
  /// where it hands tasks over or waits. In a story about contexts alone what happens at that instant, or the sleep between
  /// two of them.
  ///
  /// - Parameter t: the time of the moment, which may be later than that of the last event.
  package func executing(in state: RunState, at t: Context.Instant) -> [Place] {
    guard state.ending == nil || state.ending == .deadlocked else { return [] }
    if spawns.isEmpty { return contextPlaces(in: state, at: t) }
    return state.rows.compactMap { row in line(of: row, at: t).map { Place(row: row.number, line: $0) } }
  }

  /// Where a row's code is at a moment; none when it isn't running.
  package func line(of row: Row, at t: Context.Instant) -> Int? {
    switch row.kind {
    case .task: taskLine(row, at: t)
    case .group: callerLine(row)
    case .context, .after: nil
    }
  }

  /// The line that names a row: where a task is handed over, where a group or a context is made, where an after-function
  /// is registered.
  package func home(of row: Row) -> Int? {
    switch row.kind {
    case .task: parts[.spawn(row.id)].map { $0.upperBound - 1 }
    case .group: parts[.group(row.id)].map { $0.upperBound - 1 }
    case .context: parts[.context(row.id)]?.lowerBound
    case .after: parts[.after(row.id)]?.lowerBound
    }
  }

  // MARK: Tasks

  private func taskLine(_ row: Row, at t: Context.Instant) -> Int? {
    guard row.marks.started.isSet, !row.marks.ended.isSet else { return nil }
    let attempt = row.attempt?.number ?? 1
    guard let step = row.step, isLater(row.marks.step, than: row.marks.retry) else { return home(of: row) }
    if isLater(row.marks.cleanup, than: row.marks.step) {
      return parts[.cleanup(task: row.id, attempt: attempt, index: step.index)]?.lowerBound
    }
    // Inside of a group, and after its wait, it is the caller of that group.
    if let group = latestGroup(below: row), callerLine(group) != nil { return nil }
    if row.pause != nil, let pause = parts[.pause(task: row.id)] { return pause.lowerBound }
    return parts[.step(task: row.id, attempt: attempt, index: step.index)]?.lowerBound
  }

  private func latestGroup(below row: Row) -> Row? {
    row.children.filter { $0.kind == .group && $0.marks.born.isSet }.max { left, right in
      (left.marks.born.value ?? 0) < (right.marks.born.value ?? 0)
    }
  }

  // MARK: Callers

  /// Where the code is that made a group.
  private func callerLine(_ group: Row) -> Int? {
    guard group.marks.born.isSet else { return nil }
    if group.marks.ended.isSet { return afterWaitLine(group) }
    let wait = parts[.wait(group.id)]?.lowerBound
    if group.marks.waited.isSet { return wait }
    let tasks = spawns[group.id] ?? []
    guard let next = tasks.firstIndex(where: { group.run.row($0)?.marks.born.isSet != true }) else {
      return tasks.last.flatMap { isHeldBack($0, in: group.run) ? parts[.spawn($0)].map { $0.upperBound - 1 } : wait }
    }
    if next > 0, isHeldBack(tasks[next - 1], in: group.run) {
      return parts[.spawn(tasks[next - 1])].map { $0.upperBound - 1 }
    }
    return parts[.spawn(tasks[next])]?.lowerBound
  }

  /// Whether the limit keeps what hands this task over waiting.
  private func isHeldBack(_ task: String, in run: RunState) -> Bool {
    guard let marks = run.row(task)?.marks else { return false }
    return marks.queued.isSet && !marks.started.isSet && !marks.turnedAway.isSet
  }

  /// What the caller does once wait has returned bears the name of the code that the group was made in.
  private func afterWaitLine(_ group: Row) -> Int? {
    let index: Int
    if let caller = group.parent {
      guard !caller.marks.ended.isSet, let step = caller.step, isLater(caller.marks.step, than: group.marks.ended)
      else { return nil }
      index = step.index
    } else if let step = namelessStep(since: group) {
      index = step
    } else {
      return nil
    }
    return parts[.afterWait(group: group.id, index: index)]?.lowerBound
  }

  /// The latest step of the outermost group's caller, which has no name and so no row, since the group ended.
  private func namelessStep(since group: Row) -> Int? {
    let run = group.run
    guard let end = group.marks.ended.value else { return nil }
    for number in (end..<run.position).reversed() where run.log[number].id.isEmpty {
      if case .note(.step(let index, _, _, _)) = run.log[number].kind { return index }
    }
    return nil
  }

  private func isLater(_ mark: Marks.Number, than other: Marks.Number) -> Bool {
    (mark.value ?? -1) > (other.value ?? -1)
  }
}
