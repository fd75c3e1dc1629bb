package import Cascade
import CascadeText
package import CascadeTrace

/// One fact of plain mode.
package struct PlainLine: Hashable, Sendable, CustomStringConvertible {
  package let t: Context.Instant
  /// The number of the event that it is about, the first of several.
  package let event: Int
  /// The number of the last event of which it says something.
  package let last: Int
  /// Safe to print.
  package let text: String
  /// When it happened, as it is written in this run.
  package let time: String
  /// What it says of its event; nil for what says more or something else, such as the author's sentence.
  package let message: EventMessage?

  /// `1.200 s  fetch-orders FAILS: "503".`
  package var description: String { "\(time)  \(text)" }

  init(
    _ text: String, event: Int, last: Int? = nil, at t: Context.Instant? = nil, message: EventMessage? = nil,
    in run: RunState
  ) {
    self.t = t ?? run.log[event].t
    self.event = event
    self.last = last ?? event
    self.text = text
    self.message = message
    time = run.timeText(self.t)
  }

  static func lines(_ message: EventMessage, event: Int, last: Int, in run: RunState) -> [PlainLine] {
    if message.isKnown { return [] }
    return [PlainLine(message.full, event: event, last: last, message: message, in: run)]
      + message.more.map { PlainLine($0, event: event, in: run) }
  }
}

/// A run as plain text: one fact a line, stable words, no drawing, nothing that a terminal could obey. What the author
/// of the scenario says stands at its place, after `--`.
///
/// It follows a recording, also one that grows. What makes one line with something that may still come is held back
/// until that is clear: the walk of `told`; a task that is spawned, starts and begins its first step at the same moment;
/// an intervention and the cancellation that it begins.
package struct PlainText: Sendable {
  /// So many columns a line takes at most, if its names aren't long.
  package static let mostColumns = 90

  private var fold = Fold()
  private var walk: Walk?
  /// What waits for its other half.
  private var held = HeldLines()
  /// The task that has started, as long as the step that begins with it may come. Live, others come between.
  private var starting: String?
  /// How many of the author's beats have been passed.
  private var passedBeats = 0
  /// The author's beats that wait for the end of a walk.
  private var waiting: [Beat] = []

  /// A cancellation on its way down the tree.
  private struct Walk {
    var first: Int
    var told: Event.Told
    var t: Context.Instant
    var isOutside: Bool
    /// The names of the tasks that it tells, the one left out that began it.
    var tasks: [String] = []
    var deaf: [String] = []
    var elsewhere: [String] = []
    var detached: [String] = []
  }

  package init() {}

  /// Tells only what is added to a recording.
  package init(after recording: Recording) { recording.advance(&fold, to: recording.count) }

  /// All lines of a recording.
  package static func lines(of recording: Recording) -> [PlainLine] {
    var text = PlainText()
    return text.follow(recording) + text.finish(recording)
  }

  /// The lines for what has been added to the recording, or happened up to `position`, since the last time.
  package mutating func follow(_ recording: Recording, to position: Int? = nil) -> [PlainLine] {
    var lines: [PlainLine] = []
    let end = min(position ?? recording.count, recording.count)
    while fold.position < end {
      let number = fold.position
      let event = recording.log[number]
      recording.advance(&fold, to: number + 1)
      let run = RunState(log: recording.log, roster: recording.roster, fold: fold, secrets: recording.secrets)
      if continueWalk(event, run: run) {
        lines += authorLines(recording, upTo: number, run: run)
        continue
      }
      lines += closeWalk(in: run)
      if let task = starting, !event.subjects.contains(task) {
        lines += held.release(about: task)
        starting = nil
      }
      let absorbed = held.take(about: event.subjects) { one in
        run.fold.isSameMoment(run.log[one.event].t, event.t) && event.absorbs(run.log[one.event], in: run)
      }
      if !event.isSilent(after: absorbed) {
        lines += held.release(about: event.id) { one in
          !run.fold.isSameMoment(run.log[one.event].t, event.t)
        } keeping: { one in
          event.mayFollow(run.log[one.event])
        }
        lines += say(event, number: number, absorbed: absorbed, run: run)
      } else {
        for entry in absorbed { held.hold(entry) }
      }
      lines += authorLines(recording, upTo: number, run: run)
    }
    return lines
  }

  /// The lines that were held back for what didn't come.
  package mutating func finish(_ recording: Recording) -> [PlainLine] {
    let run = RunState(log: recording.log, roster: recording.roster, fold: fold, secrets: recording.secrets)
    let lines = closeWalk(in: run)
    return lines + held.releaseAll() + sayWaiting(run)
  }

  // MARK: One event

  /// What there is to say of an event now; nothing where it begins a walk or is held back.
  private mutating func say(
    _ event: Event, number: Int, absorbed: [HeldLines.Entry], run: RunState
  ) -> [PlainLine] {
    if beginWalk(event, number: number, absorbed: absorbed, run: run) { return [] }
    let (message, about) = message(of: event, number: number, absorbed: absorbed, run: run)
    let lines = PlainLine.lines(message, event: about, last: number, in: run)
    guard event.mayMerge else { return lines }
    held.hold(HeldLines.Entry(event: about, id: event.heldID, lines: lines))
    if event.isStart, !run.isLive { starting = event.id }
    return []
  }

  /// What it says together with what was held back for it, and which of the events that is about.
  private func message(
    of event: Event, number: Int, absorbed: [HeldLines.Entry], run: RunState
  ) -> (EventMessage, about: Int) {
    if let work = event.work(in: run), let start = absorbed.first(where: { run.log[$0.event].isStart }) {
      let total = absorbed.compactMap { run.log[$0.event].plannedTotal }.last
      let step = (work.text, total == work.planned ? nil : total)
      return (EventMessage(start: event.id, run.phrase(event.id), in: run, step: step), start.event)
    }
    if let outside = absorbed.first, case .intervention = run.log[outside.event].kind, event.told != nil {
      let asked = run.row(event.id)?.parent?.label ?? "the run"
      return (
        EventMessage(asked, .asks, full: "\(asked) is shut down from outside: its tasks are asked to finish"),
        outside.event
      )
    }
    return (EventMessage(ofEvent: number, in: run), number)
  }

  // MARK: Walks

  private mutating func continueWalk(_ event: Event, run: RunState) -> Bool {
    guard let walk, let told = event.told, walk.t == event.t || run.isLive else { return false }
    if run.row(event.id)?.contextState == .asked { return false }
    guard told.origin == walk.told.origin, told.reason == walk.told.reason else { return false }
    note(event, told, run: run)
    return true
  }

  private mutating func beginWalk(
    _ event: Event, number: Int, absorbed: [HeldLines.Entry], run: RunState
  ) -> Bool {
    guard let told = event.told, run.row(event.id)?.contextState != .asked else { return false }
    // The signal of a group that is cancelled, and a failed task that is told of its own failure, are no news.
    guard !run.isSignal(event.id), !event.tellsItself else { return true }
    let isOutside = absorbed.contains { if case .intervention = run.log[$0.event].kind { true } else { false } }
    walk = Walk(first: number, told: told, t: event.t, isOutside: isOutside)
    note(event, told, run: run)
    return true
  }

  /// Takes note of a task that a walk tells, or of a context, where there are no tasks. One that began it itself isn't told by it.
  private mutating func note(_ event: Event, _ told: Event.Told, run: RunState) {
    guard let row = run.row(event.id), event.id != told.origin, Self.isListed(row) else { return }
    let waits = row.kind == .task && row.isKnownNotToHaveStarted
    let why = waits ? row.marks.queued.isSet ? " (queued)" : " (not started)" : ""
    guard !row.isSpared else {
      walk?.detached.append(row.label)
      return
    }
    walk?.tasks.append(row.label + why)
    if row.taskState == .deaf { walk?.deaf.append(row.label) }
    if row.taskState == .listensElsewhere { walk?.elsewhere.append(row.label) }
  }

  private static func isListed(_ row: Row) -> Bool {
    row.kind == .task || row.isContext && row.run.roster.isOfContextsAlone
  }

  private mutating func closeWalk(in run: RunState) -> [PlainLine] {
    guard let walk else { return [] }
    self.walk = nil
    let id = run.log[walk.first].id
    var lines: [PlainLine] = []
    func add(_ text: String, _ message: EventMessage? = nil) {
      lines.append(PlainLine(text, event: walk.first, message: message, in: run))
    }
    let cancelling = Cancelling(run: run, told: walk.told, id: id)
    // What is told alone, by a cancellation that began elsewhere and before, is the subject itself.
    let message =
      EventMessage.begins(cancelling)
      ? EventMessage(walk: cancelling, isOutside: walk.isOutside, reached: walk.tasks.count)
      : EventMessage(ofEvent: walk.first, in: run)
    // What the sentence is about isn't named again.
    let isNamed = run.row(id).map { Self.isListed($0) } == true && walk.told.origin != id
    let told = Self.toldList(Array(walk.tasks.dropFirst(isNamed ? 1 : 0)))
    if told.isEmpty {
      add(message.full, message)
    } else if message.full.count + 1 + told.count <= Self.mostColumns {
      add("\(message.full) \(told)", message)
    } else {
      add(message.full, message)
      add(told)
    }
    if !walk.deaf.isEmpty {
      add(
        "\(English.list(walk.deaf)) \(walk.deaf.count == 1 ? "is told but doesn't" : "are told but don't") listen: DEAF."
      )
    }
    if !walk.elsewhere.isEmpty {
      add(
        "\(English.list(walk.elsewhere)) \(walk.elsewhere.count == 1 ? "is told but listens" : "are told but listen") elsewhere."
      )
    }
    if !walk.detached.isEmpty {
      add(
        "\(English.list(walk.detached)) \(walk.detached.count == 1 ? "is detached and goes" : "are detached and go") on."
      )
    }
    return lines + sayWaiting(run)
  }

  /// `Told: a, b and 4 more.`
  private static func toldList(_ names: [String]) -> String {
    guard !names.isEmpty else { return "" }
    let whole = "Told: \(names.joined(separator: ", "))."
    if whole.count <= mostColumns { return whole }
    var shown = 1
    func list(_ count: Int) -> String {
      "Told: \(names.prefix(count).joined(separator: ", ")) and \(names.count - count) more."
    }
    while shown < names.count - 1, list(shown + 1).count <= mostColumns { shown += 1 }
    return list(shown)
  }

  // MARK: The author

  private mutating func authorLines(_ recording: Recording, upTo number: Int, run: RunState) -> [PlainLine] {
    guard let beats = recording.givenBeats else { return [] }
    while passedBeats < beats.count, Self.place(of: beats[passedBeats], in: recording) <= number {
      waiting.append(beats[passedBeats])
      passedBeats += 1
    }
    return walk == nil ? sayWaiting(run) : []
  }

  /// The event after which the sentence of a beat is said: where the screen stops for it, but not behind the end of the run.
  private static func place(of beat: Beat, in recording: Recording) -> Int {
    let last = beat.range.last { if case .runEnded = recording.log[$0].kind { false } else { true } }
    return last ?? beat.range.lowerBound
  }

  private mutating func sayWaiting(_ run: RunState) -> [PlainLine] {
    // What happened before comes first.
    let before = waiting.contains { $0.sentence != nil } ? held.releaseAll() : []
    let said = waiting.compactMap { beat in
      beat.sentence.map { PlainLine("-- \(SafeText.make($0))", event: beat.range.lowerBound, at: beat.t, in: run) }
    }
    waiting = []
    return before + said
  }
}

/// What plain mode holds back until something else is clear, by event: in the order of events, and quick to find by what
/// it is about, however much is held.
private struct HeldLines: Sendable {
  /// An event that says nothing of its own if the right one follows.
  struct Entry: Sendable {
    let event: Int
    let id: String
    let lines: [PlainLine]
  }

  /// In order; nil for what was taken out.
  private var entries: [Entry?] = []
  /// Where in `entries` those before have all been taken out.
  private var first = 0
  /// The places of those about one row, in order.
  private var places: [String: [Int]] = [:]

  mutating func hold(_ entry: Entry) {
    places[entry.id, default: []].append(entries.count)
    entries.append(entry)
  }

  /// Takes out those about these rows of which something holds, and gives them.
  mutating func take(about ids: [String], where holds: (Entry) -> Bool) -> [Entry] {
    // A damaged line may be about one row twice.
    var found: [Int] = []
    for (index, id) in ids.enumerated() where !ids[..<index].contains(id) {
      found += (places[id] ?? []).filter { entries[$0].map(holds) == true }
    }
    let taken = found.compactMap { entries[$0] }
    for place in found { take(place) }
    return taken
  }

  /// Takes out those about a row, and gives their lines.
  mutating func release(about id: String) -> [PlainLine] { take(about: [id]) { _ in true }.flatMap(\.lines) }

  /// Takes out those about a row, and those before the first of which `isOver` doesn't hold, and gives their lines.
  mutating func release(
    about id: String, orWhile isOver: (Entry) -> Bool, keeping isKept: (Entry) -> Bool
  ) -> [PlainLine] {
    var released: [Int] = []
    var place = first
    while place < entries.count, entries[place].map(isOver) ?? true {
      if entries[place] != nil { released.append(place) }
      place += 1
    }
    released += (places[id] ?? []).filter { $0 >= place && entries[$0].map(isKept) == false }
    let lines = released.compactMap { entries[$0]?.lines }.flatMap(\.self)
    for place in released { take(place) }
    return lines
  }

  /// Takes out all.
  mutating func releaseAll() -> [PlainLine] {
    defer { self = HeldLines() }
    return entries.compactMap { $0?.lines }.flatMap(\.self)
  }

  private mutating func take(_ place: Int) {
    guard let entry = entries[place] else { return }
    entries[place] = nil
    places[entry.id]?.removeAll { $0 == place }
    if places[entry.id]?.isEmpty == true { places[entry.id] = nil }
    while first < entries.count, entries[first] == nil { first += 1 }
    if first == entries.count { self = HeldLines() }
  }
}

extension RunState {
  /// Whether this is the path of a shutdown signal.
  fileprivate func isSignal(_ id: String) -> Bool { row(id)?.isShutdownSignal == true }
}

/// What makes one line with what.
extension Event {
  /// A failed task is reached by the walk that it began itself; that is no news.
  fileprivate var tellsItself: Bool {
    if case .taskTold(let told) = kind { return told.reason == .siblingFailed && told.origin == id }
    return false
  }

  fileprivate var isStart: Bool { kind == .taskStarted }

  /// What a step that begins does, in words.
  fileprivate func work(in run: RunState) -> (text: String, planned: Duration?)? {
    if case .note(.step(_, let label, let planned, let listens)) = kind {
      return (StepWords.work(label, planned, listens: listens), planned)
    }
    if case .note(.wait(_, let awaited, let listens)) = kind {
      return (StepWords.work(until: awaited, listens: listens, in: run), nil)
    }
    return nil
  }

  fileprivate var plannedTotal: Duration? { if case .note(.plan(let total)) = kind { total } else { nil } }

  /// Whether it says nothing new if the right event follows.
  fileprivate var mayMerge: Bool {
    if case .intervention(let done) = kind { return done.action == .cancel || done.action == .shutdown }
    if case .note(.step(_, _, nil, _)) = kind { return true }
    if case .taskSpawned = kind { return true }
    return isStart || plannedTotal != nil
  }

  /// What it is about where it is held back: an intervention is about the run, whatever it changes.
  fileprivate var heldID: String { if case .intervention = kind { "" } else { id } }

  /// What the events that it may absorb are about.
  fileprivate var subjects: [String] {
    if case .groupOpened(let opened) = kind { return [opened.parent] }
    return told == nil ? [id] : [id, ""]
  }

  /// Whether it says all that an earlier event says.
  fileprivate func absorbs(_ earlier: Event, in run: RunState) -> Bool {
    if let done = earlier.kind.intervention, let told {
      return switch done.action {
      case .cancel: told.reason == .requested && !run.isSignal(id)
      case .shutdown: run.row(id)?.contextState == .asked
      case .fail, .delay, .finish, .listen, .panic, .deadline, .add, .other: false
      }
    }
    if case .taskSpawned = earlier.kind, case .taskTold = kind {
      return run.row(id).map { run.fold.wasBornDone($0.number, roster: run.roster) } ?? false
    }
    if case .taskSpawned = earlier.kind { return isStart }
    if case .note(.plan) = earlier.kind, case .note(.step(_, _, _?, _)) = kind { return true }
    if case .note(.step) = earlier.kind, case .groupOpened = kind { return true }
    guard earlier.isStart else { return false }
    if case .note(.step) = kind { return true }
    if case .groupOpened = kind { return true }
    return false
  }

  /// Whether what was held back before is still open after it, though it is about the same row.
  fileprivate func mayFollow(_ earlier: Event) -> Bool {
    if case (.taskStarted, .note(.plan)) = (earlier.kind, kind) { true } else { false }
  }

  /// A task that is told as it is spawned: the line of the spawn says it.
  fileprivate func isSilent(after absorbed: [HeldLines.Entry]) -> Bool {
    guard case .taskTold = kind else { return false }
    return absorbed.contains { $0.id == id }
  }
}
