package import Cascade

/// A program in lines, and which of them belong to which part of a scenario.
package struct CodeListing: Hashable, Sendable {
  /// The language that it is written in.
  package enum Language: String, Hashable, Sendable, CaseIterable {
    case swift
    case go

    /// How its people write it.
    package var name: String {
      switch self {
      case .swift: "Swift"
      case .go: "Go"
      }
    }
  }

  /// A part of a scenario that lines are written for. Paths are those of events; attempts count from 1, steps from 0, as
  /// in notes.
  package enum Part: Hashable, Sendable {
    /// Where a group is made.
    case group(String)
    /// Where a task or a caller waits for a group.
    case wait(String)
    /// Where a task is handed to its group.
    case spawn(String)
    /// A step of a task.
    case step(task: String, attempt: Int = 1, index: Int)
    /// What a task does when this step was cut short.
    case cleanup(task: String, attempt: Int = 1, index: Int)
    /// Where a task waits between two attempts.
    case pause(task: String)
    /// A step of the caller, before it waits: those before the first task come first.
    case beforeWait(group: String, index: Int)
    /// A step of the caller, once wait has returned.
    case afterWait(group: String, index: Int)

    // Of a story about contexts alone:

    /// Where a context is made.
    case context(String)
    /// Where a context is cancelled by a call.
    case cancel(String)
    /// Where an after-function is registered; what it does is in the second line.
    case after(String)
    /// Where an after-function is stopped.
    case stop(String)
    /// Where a context is asked, for the first time or the `number`th.
    case check(String, number: Int)
    /// Where nothing happens between two instants of the run.
    case sleep(from: Context.Instant, until: Context.Instant)
  }

  package let language: Language
  /// Without line ends.
  package let lines: [String]
  /// The numbers of a part's lines, from 0.
  package let parts: [Part: Range<Int>]
  /// For each group the tasks that its caller hands over, in the order of the program. Those that are added by its tasks
  /// aren't among them.
  package let spawns: [String: [String]]
  /// The first line of any part: where the story begins.
  package let start: Int
  /// For each line that is the ``home(of:)`` of one task, context or after-function, its path. A loop is the home of many.
  private let owners: [Int: String]

  package init(
    language: Language, lines: [String], parts: [Part: Range<Int>], spawns: [String: [String]] = [:]
  ) {
    self.language = language
    self.lines = lines
    self.parts = parts
    self.spawns = spawns
    start = parts.values.lazy.map(\.lowerBound).min() ?? 0
    var owners: [Int: String] = [:]
    var shared: Set<Int> = []
    for (part, lines) in parts {
      guard let (owner, line) = part.home(lines) else { continue }
      if owners.updateValue(owner, forKey: line) != nil { shared.insert(line) }
    }
    self.owners = owners.filter { !shared.contains($0.key) }
  }

  /// The whole program, with a line end after each line.
  package var text: String { lines.map { $0 + "\n" }.joined() }
}

extension CodeListing.Part {
  /// The line that names a task, a context or an after-function, and its path.
  fileprivate func home(_ lines: Range<Int>) -> (owner: String, line: Int)? {
    switch self {
    case .spawn(let path): (path, lines.upperBound - 1)
    case .context(let path), .after(let path): (path, lines.lowerBound)
    case .group, .wait, .step, .cleanup, .pause, .beforeWait, .afterWait, .cancel, .stop, .check, .sleep: nil
    }
  }
}

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
    guard state.exit == nil, state.ending == nil || state.ending == .deadlocked else { return [] }
    if spawns.isEmpty { return contextPlaces(in: state, at: t) }
    func place(_ row: Row) -> Place? { line(of: row, at: t).map { Place(row: row.number, line: $0) } }
    if state.rows.count <= Self.mostLookedAt { return state.rows.compactMap(place) }
    return latestRows(in: state).compactMap { place(state.row(number: $0)) }
  }

  /// How many rows are looked at for what is executing. Of more, those that something happened to last, and the outermost
  /// group, so that no step of a run of very many tasks takes long.
  private static let mostLookedAt = 2_000

  private func latestRows(in state: RunState) -> [Int] {
    var numbers = Set(state.rows.first.map { [$0.number] } ?? [])
    let first = max(0, state.position - Self.mostLookedAt)
    for number in first..<state.position {
      if let row = state.row(state.log[number].id) { numbers.insert(row.number) }
    }
    return numbers.sorted()
  }

  /// The task, context or after-function whose home a line is, where it is that of one alone.
  package func owner(ofLine line: Int, in state: RunState) -> Row? {
    owners[line].flatMap { state.row($0) }
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
    if case .slot(let group)? = row.stuckOn,
      let held = row.run.row(group)?.children.last(where: { $0.taskState == .queued || $0.taskState == .stuck }),
      let spawn = parts[.spawn(held.id)]
    {
      return spawn.upperBound - 1
    }
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
      if let line = stepLine(of: group, since: group.marks.born, { .beforeWait(group: group.id, index: $0) }) {
        return line
      }
      return tasks.last.flatMap { isHeldBack($0, in: group.run) ? parts[.spawn($0)].map { $0.upperBound - 1 } : wait }
    }
    if next > 0, isHeldBack(tasks[next - 1], in: group.run) {
      return parts[.spawn(tasks[next - 1])].map { $0.upperBound - 1 }
    }
    if next == 0,
      let line = stepLine(of: group, since: group.marks.born, { .beforeWait(group: group.id, index: $0) })
    {
      return line
    }
    return parts[.spawn(tasks[next])]?.lowerBound
  }

  /// Whether the limit keeps what hands this task over waiting.
  private func isHeldBack(_ task: String, in run: RunState) -> Bool {
    guard let marks = run.row(task)?.marks else { return false }
    return marks.queued.isSet && !marks.started.isSet && !marks.turnedAway.isSet
  }

  private func afterWaitLine(_ group: Row) -> Int? {
    stepLine(of: group, since: group.marks.ended) { .afterWait(group: group.id, index: $0) }
  }

  /// Where the caller's latest step since a moment is. What the caller does bears the name of the code that the group was
  /// made in.
  private func stepLine(of group: Row, since mark: Marks.Number, _ part: (Int) -> Part) -> Int? {
    let index: Int
    // Between the two may be contexts of the group's own.
    if let caller = group.ancestors.first(where: { !$0.isContext }) {
      guard !caller.marks.ended.isSet, let step = caller.step, isLater(caller.marks.step, than: mark) else {
        return nil
      }
      index = step.index
    } else if let step = namelessStep(in: group.run, since: mark) {
      index = step
    } else {
      return nil
    }
    return parts[part(index)]?.lowerBound
  }

  /// The latest step of the outermost group's caller, who has no name and so no row; none where that is over.
  private func namelessStep(in run: RunState, since mark: Marks.Number) -> Int? {
    let step = run.fold.callerStep
    guard isLater(step, than: mark) else { return nil }
    if case .note(.step(let index, _, _, _))? = run.kind(at: step) { return index }
    if case .note(.wait(let index, _, _))? = run.kind(at: step) { return index }
    return nil
  }

  private func isLater(_ mark: Marks.Number, than other: Marks.Number) -> Bool {
    (mark.value ?? -1) > (other.value ?? -1)
  }
}

/// Which lines of a story about contexts alone are executing: everything in it takes no time, but for the sleeps between.
extension CodeListing {
  /// The line of what the program does at an instant, as far as it has come; the line of every context that was told then,
  /// and of every after-function that began. Between two instants it is where the program sleeps.
  func contextPlaces(in state: RunState, at t: Context.Instant) -> [Place] {
    var places: [Place] = []
    var program: Place?
    var number = state.position
    while number > 0, state.log[number - 1].t == t {
      number -= 1
      let event = state.log[number]
      let row = state.row(event.id)?.number
      if program == nil { program = line(of: event, in: state, before: number).map { Place(row: row, line: $0) } }
      if let line = consequence(of: event) { places.append(Place(row: row, line: line)) }
    }
    if program == nil, let line = sleep(at: t) { program = Place(row: nil, line: line) }
    return (program.map { [$0] } ?? []) + places.reversed()
  }

  /// The line of the program itself that an event comes from.
  private func line(of event: Event, in state: RunState, before number: Int) -> Int? {
    let id = event.id
    var part: Part?
    if case .contextMade = event.kind { part = parts[.context(id)] == nil ? .after(id) : .context(id) }
    if case .contextTold(let told) = event.kind, told.reason == .requested, told.origin == id { part = .cancel(id) }
    if case .afterStopped = event.kind { part = .stop(id) }
    if case .note(.log) = event.kind { part = .check(id, number: answers(of: id, in: state, before: number) + 1) }
    return part.flatMap { parts[$0]?.lowerBound }
  }

  /// How often a context has been asked.
  private func answers(of id: String, in state: RunState, before number: Int) -> Int {
    (0..<number).count { earlier in
      guard state.log[earlier].id == id, case .note(.log) = state.log[earlier].kind else { return false }
      return true
    }
  }

  /// The line of what an event happens to.
  private func consequence(of event: Event) -> Int? {
    if case .contextTold = event.kind { return parts[.context(event.id)]?.lowerBound }
    if case .afterFired = event.kind { return parts[.after(event.id)].map { $0.lowerBound + 1 } }
    return nil
  }

  private func sleep(at t: Context.Instant) -> Int? {
    for case (.sleep(let from, let until), let lines) in parts where from < t && t < until { return lines.lowerBound }
    return nil
  }
}
