package import Cascade

/// One fact of plain mode.
package struct PlainLine: Hashable, Sendable, CustomStringConvertible {
  package let t: Instant
  /// The number of the event at which it can be said.
  package let event: Int
  /// Safe to print.
  package let text: String

  /// `1.200 s  fetch-orders FAILED with "503".`
  package var description: String { "\(TimeText.instant(t))  \(text)" }
}

/// A run as plain text: one fact a line, stable words, no drawing, nothing that a terminal could obey.
///
/// It follows a recording, also one that grows; only the walk of `told` of one instant is held back until it is
/// complete, because it makes one line.
package struct PlainText: Sendable {
  private var fold = Fold()
  private var walk: Walk?

  /// A cancellation on its way down the tree.
  private struct Walk {
    var first: Int
    var told: Event.Told
    var t: Instant
    var reached: [String]
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
      if continueWalk(event, number: number, run: run) { continue }
      lines += closeWalk(in: run)
      if beginWalk(event, number: number) { continue }
      lines += EventText(run: run, event: event, number: number).facts.map {
        PlainLine(t: event.t, event: number, text: $0)
      }
    }
    return lines
  }

  /// The line that was held back, when nothing more will come.
  package mutating func finish(_ recording: Recording) -> [PlainLine] {
    closeWalk(in: RunState(log: recording.log, roster: recording.roster, fold: fold))
  }

  private mutating func continueWalk(_ event: Event, number: Int, run: RunState) -> Bool {
    guard let walk, let told = event.told, walk.t == event.t || run.isLive else { return false }
    guard told.origin == walk.told.origin, told.reason == walk.told.reason else { return false }
    guard !event.tellsItself else { return true }
    self.walk?.reached.append(run.phrase(event.id))
    return true
  }

  private mutating func beginWalk(_ event: Event, number: Int) -> Bool {
    guard let told = event.told, !event.tellsItself else { return false }
    walk = Walk(first: number, told: told, t: event.t, reached: [])
    return true
  }

  private mutating func closeWalk(in run: RunState) -> [PlainLine] {
    guard let walk else { return [] }
    self.walk = nil
    let event = run.log[walk.first]
    var text = EventText(run: run, event: event, number: walk.first).telling(walk.told)
    if !walk.reached.isEmpty { text += " Told: \(walk.reached.joined(separator: ", "))." }
    return [PlainLine(t: walk.t, event: walk.first, text: text)]
  }
}

extension Event {
  /// A failed task is reached by the walk that it began itself; that is no news.
  fileprivate var tellsItself: Bool {
    if case .taskTold(let told) = kind { return told.reason == .siblingFailed && told.origin == id }
    return false
  }
}

extension Recording {
  /// What plain mode says about one event by itself, without its time.
  package func facts(ofEvent number: Int) -> [String] {
    EventText(run: state(at: number + 1), event: log[number], number: number).facts
  }
}
