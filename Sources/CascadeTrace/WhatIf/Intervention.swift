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
