package import Cascade
import CascadeText
package import CascadeTrace

/// One fact of plain mode.
package struct PlainLine: Hashable, Sendable, CustomStringConvertible {
  package let t: Context.Instant
  /// The number of the event at which it can be said.
  package let event: Int
  /// Safe to print.
  package let text: String
  /// When it happened, as it is written in this run.
  package let time: String

  /// `1.200 s  fetch-orders FAILED with "503".`
  package var description: String { "\(time)  \(text)" }

  init(_ text: String, event: Int, in run: RunState) {
    t = run.log[event].t
    self.event = event
    self.text = text
    time = run.timeText(t)
  }
}

/// A run as plain text: one fact a line, stable words, no drawing, nothing that a terminal could obey. What the author
/// of the scenario says stands at its place, after `--`.
///
/// It follows a recording, also one that grows. What makes one line with something that may still come is held back
/// until that is clear: the walk of `told`, a task that is spawned and starts at the same moment, and a plan that is
/// the same as its first step.
package struct PlainText: Sendable {
  private var fold = Fold()
  private var walk: Walk?
  /// What waits for its other half.
  private var held = HeldLines()
  /// How many of the author's beats have been passed.
  private var passedBeats = 0
  /// The author's beats that wait for the end of a walk.
  private var waiting: [Beat] = []

  /// A cancellation on its way down the tree.
  private struct Walk {
    var first: Int
    var told: Event.Told
    var t: Context.Instant
    var reached: [String] = []
    var deaf: [String] = []
    var detached: [String] = []
  }

  package init() {}

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
      let run = RunState(log: recording.log, roster: recording.roster, fold: fold)
      let isWalking = continueWalk(event, run: run)
      if !isWalking { lines += closeWalk(in: run) }
      let isMerged = mergeHeld(with: event, run: run)
      lines += releaseHeld(before: event, run: run)
      if !isWalking, !beginWalk(event, number: number, run: run) {
        let said =
          isMerged && event.isStart
          ? [PlainLine("\(run.phrase(event.id)) starts\(place(of: event, run))", event: number, in: run)]
          : EventText(run: run, event: event, number: number).facts.map { PlainLine($0, event: number, in: run) }
        if event.mayMerge {
          held.hold(HeldLines.Entry(event: number, id: event.id, lines: said))
        } else {
          lines += said
        }
      }
      lines += authorLines(recording, upTo: number, run: run)
    }
    return lines
  }

  /// What was held back, when nothing more will come.
  package mutating func finish(_ recording: Recording) -> [PlainLine] {
    let run = RunState(log: recording.log, roster: recording.roster, fold: fold)
    let rest = held.releaseAll()
    return rest + closeWalk(in: run)
  }

  // MARK: What makes one line with what came before

  private func place(of event: Event, _ run: RunState) -> String {
    run.row(event.id)?.parent.map { " in \($0.phrase)." } ?? "."
  }

  /// Forgets what an event says as well.
  private mutating func mergeHeld(with event: Event, run: RunState) -> Bool {
    // A late start has words of its own.
    if event.isStart, run.row(event.id)?.startedAfterCancel == true { return false }
    return held.forget(about: event.id) { one in
      run.fold.isSameMoment(run.log[one.event].t, event.t) && event.saysAll(of: run.log[one.event])
    }
  }

  /// Says what no other event will say: something else happened to its task, or its moment is over.
  private mutating func releaseHeld(before event: Event, run: RunState) -> [PlainLine] {
    held.release(about: event.id) { one in !run.fold.isSameMoment(run.log[one.event].t, event.t) }
  }

  // MARK: Walks

  private mutating func continueWalk(_ event: Event, run: RunState) -> Bool {
    guard let walk, let told = event.told, walk.t == event.t || run.isLive else { return false }
    if run.row(event.id)?.contextState == .asked { return false }
    guard told.origin == walk.told.origin, told.reason == walk.told.reason else { return false }
    // The signal of a group that is cancelled is news for nobody.
    guard !event.tellsItself, !run.isSignal(event.id) else { return true }
    self.walk?.reached.append(run.phrase(event.id))
    noteDeaf(event, run: run)
    return true
  }

  private mutating func beginWalk(_ event: Event, number: Int, run: RunState) -> Bool {
    guard let told = event.told, !event.tellsItself, !run.isSignal(event.id) else { return false }
    walk = Walk(first: number, told: told, t: event.t)
    noteDeaf(event, run: run)
    return true
  }

  private mutating func noteDeaf(_ event: Event, run: RunState) {
    guard let row = run.row(event.id) else { return }
    if row.taskState == .deaf { walk?.deaf.append(row.label) }
    if row.taskState == .detached { walk?.detached.append(row.label) }
  }

  private mutating func closeWalk(in run: RunState) -> [PlainLine] {
    guard let walk else { return [] }
    self.walk = nil
    let event = run.log[walk.first]
    var text = EventText(run: run, event: event, number: walk.first).telling(walk.told)
    if !walk.reached.isEmpty { text += " Told: \(walk.reached.joined(separator: ", "))." }
    var lines = [PlainLine(text, event: walk.first, in: run)]
    if !walk.deaf.isEmpty {
      let verbs = walk.deaf.count == 1 ? "is told, but doesn't" : "are told, but don't"
      lines.append(PlainLine("\(English.list(walk.deaf)) \(verbs) listen: DEAF.", event: walk.first, in: run))
    }
    if !walk.detached.isEmpty {
      let verbs = walk.detached.count == 1 ? "is detached and goes" : "are detached and go"
      lines.append(PlainLine("\(English.list(walk.detached)) \(verbs) on.", event: walk.first, in: run))
    }
    return lines + sayWaiting(run)
  }

  // MARK: The author

  private mutating func authorLines(_ recording: Recording, upTo number: Int, run: RunState) -> [PlainLine] {
    guard let beats = recording.givenBeats else { return [] }
    while passedBeats < beats.count, beats[passedBeats].range.lowerBound <= number {
      waiting.append(beats[passedBeats])
      passedBeats += 1
    }
    return walk == nil ? sayWaiting(run) : []
  }

  private mutating func sayWaiting(_ run: RunState) -> [PlainLine] {
    // What happened before comes first.
    let before = waiting.contains { $0.sentence != nil } ? held.releaseAll() : []
    let said = waiting.compactMap { beat in
      beat.sentence.map { PlainLine("-- \(SafeText.make($0))", event: beat.range.lowerBound, in: run) }
    }
    waiting = []
    return before + said
  }
}

extension RunState {
  /// Whether this is the path of a shutdown signal.
  fileprivate func isSignal(_ id: String) -> Bool { row(id)?.isShutdownSignal == true }
}

extension Event {
  /// A failed task is reached by the walk that it began itself; that is no news.
  fileprivate var tellsItself: Bool {
    if case .taskTold(let told) = kind { return told.reason == .siblingFailed && told.origin == id }
    return false
  }

  fileprivate var isStart: Bool {
    if case .taskStarted = kind { return true }
    return false
  }

  /// Whether it says nothing new if the right event follows.
  fileprivate var mayMerge: Bool {
    switch kind {
    case .taskSpawned, .note(.plan): true
    default: false
    }
  }

  /// Whether it says all that an earlier event about the same task says.
  fileprivate func saysAll(of earlier: Event) -> Bool {
    switch (earlier.kind, kind) {
    case (.taskSpawned, .taskStarted): true
    case (.note(.plan(let total)), .note(.step(_, _, let planned, _))): planned == total
    default: false
    }
  }
}

extension Recording {
  /// What plain mode says about one event by itself, without its time.
  package func facts(ofEvent number: Int) -> [String] {
    EventText(run: state(at: number + 1), event: log[number], number: number).facts
  }
}
