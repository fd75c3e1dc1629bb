package import Cascade
import CascadeText
package import CascadeTrace

/// One event in a few words.
package enum EventLine {
  package static func words(for event: Event, in state: RunState) -> String {
    let who = state.phrase(event.id)
    switch event.kind {
    case .runStarted: return "the run begins"
    case .runEnded(.completed): return "the run is over"
    case .runEnded(let ending): return "the run is over: \(ending.rawValue)"
    case .contextMade(let made):
      let value = state.row(event.id)?.valueWords.map { " with \($0)" } ?? ""
      return "\(who) is made\(value)\(made.deadline.map { ", deadline \(state.timeText($0))" } ?? "")"
    case .contextTold where state.row(event.id)?.contextState == .asked:
      return "the tasks of \(state.row(event.id)?.parent?.phrase ?? "the run") are asked to finish"
    case .contextTold(let told): return "\(who) is cancelled: \(SafeText.make(told.error.description))"
    case .contextEnded: return "\(who) is released"
    case .groupOpened: return "\(who) opens"
    case .groupWaiting(let waiter): return "\(waiter.isEmpty ? "the caller" : state.phrase(waiter)) waits for \(who)"
    case .groupFailureKept(let task, let error):
      return "\(who) keeps \(SafeText.quoted(error.description)) of \(state.phrase(task))"
    case .groupClosed(let error):
      return "wait for \(who) returns \(error.map { SafeText.quoted($0.description) } ?? "without an error")"
    case .taskSpawned: return "\(who) is spawned"
    case .taskQueued: return "\(who) waits for a free slot"
    case .taskStarted: return "\(who) starts"
    case .taskRefused(let why): return "\(who) is refused: \(SafeText.make(why))"
    case .taskSkipped(let why): return "\(who) is skipped: \(SafeText.make(why))"
    case .taskTold: return "\(who) is TOLD: its context is cancelled"
    case .taskOut(let out):
      let error = out.error.map { " with \(SafeText.quoted($0.description))" } ?? ""
      return "\(who) is OUT: \(state.row(event.id)?.state.word ?? out.outcome.rawValue)\(error)"
    case .afterFired: return "\(who) starts"
    case .afterStopped: return "\(who) is prevented from starting"
    case .deadlock: return "nothing can go on"
    case .dropped(let count): return "events are missing here: \(count)"
    case .intervention(let done):
      return "from outside, on \(state.phrase(done.target)): \(SafeText.make(done.action.words))"
    case .note(.log(let text)) where state.row(event.id)?.isContext == true:
      return "\(who) is asked, and answers \(SafeText.quoted(text))"
    case .note(let note): return "\(event.id.isEmpty ? "the caller" : who) \(words(for: note))"
    }
  }

  private static func words(for note: Event.Note) -> String {
    switch note {
    case .step(_, let label, _, let listens):
      let name = label.isEmpty ? "its next step" : SafeText.make(label)
      return "begins \(name)\(listens ? "" : ", without listening")"
    case .cleanup(let planned): return "cleans up, for \(TimeText.duration(planned))"
    case .pause(let planned): return "pauses for \(TimeText.duration(planned))"
    case .plan(let total): return "plans \(TimeText.duration(total)) of work"
    case .log(let text): return "says \(SafeText.quoted(text))"
    case .retry(let attempt, let limit): return "begins attempt \(attempt) of \(limit)"
    }
  }
}
