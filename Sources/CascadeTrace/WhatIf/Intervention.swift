package import Cascade

/// What is to be done to a run from outside, when, and to what. Data only; the engine that runs scenarios does it.
package struct Intervention: Hashable, Sendable {
  package typealias Action = Event.Intervention.Action
  package typealias AddedTask = Event.Intervention.AddedTask

  /// It acts when so many events have happened and this time has come, at the first moment after that at which no code is
  /// running: one synchronous walk of a cancellation can't be interrupted.
  package var moment: Cursor
  /// The path of the task, group or context, as in events.
  package var target: String
  package var action: Action

  package init(at moment: Cursor, on target: String, _ action: Action) {
    self.moment = moment
    self.target = target
    self.action = action
  }
}

extension Intervention.Action {
  /// What is done, in words: `cancel`, `delay by 250ms`.
  package var words: String {
    switch self {
    case .cancel: "cancel"
    case .shutdown: "shutdown"
    case .other(let text): text
    case .fail(let text): "fail: \(text)"
    case .delay(let duration): "delay by \(duration.inWords)"
    case .finish: "finish"
    case .listen(true): "make it listen"
    case .listen(false): "deafen"
    case .panic(let text): "panic: \(text)"
    case .deadline(let instant): "end at \(Context.Instant.zero.duration(to: instant).inWords)"
    case .add(let task): "add " + task.words
    }
  }
}

extension Intervention.AddedTask {
  /// `retry: 300ms, deaf, fails: timeout`.
  package var words: String { "\(name): \(workInWords)" }

  /// `300ms, deaf, fails: timeout`.
  var workInWords: String {
    let ending =
      switch self.ending {
      case .returns: "returns"
      case .fails(let text): "fails: \(text)"
      }
    return "\(work.inWords), \(listens ? "" : "deaf, ")\(ending)"
  }
}
