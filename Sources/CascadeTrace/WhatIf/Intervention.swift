package import Cascade

/// An outside hand in a run: when it acts, on whom, and what it does. Data only; whoever can run scenarios carries it out.
package struct Intervention: Hashable, Sendable {
  /// What the hand does.
  package enum Action: Hashable, Sendable {
    /// Ends the context of a task, a group or a context of its own.
    case cancel
    /// A task throws an error with this text as soon as it can.
    case fail(String)
    /// What a task does next takes so much longer.
    case delay(Duration)
    /// A task returns without an error.
    case finish
    /// A task looks at its context from now on, or never again.
    case listen(Bool)
    /// A task throws a `PanicError` with this text.
    case panic(String)
    /// A context ends by itself at this time of the run.
    case deadline(Context.Instant)
    /// A group gets one task more.
    case add(AddedTask)
  }

  /// A task that isn't in the file.
  package struct AddedTask: Hashable, Sendable {
    /// How it ends when nobody stops it.
    package enum Ending: Hashable, Sendable {
      case returns
      case fails(String)
    }

    /// Unique in its group.
    package var name: String
    /// How long it works.
    package var work: Duration
    /// Whether it looks at its context meanwhile.
    package var listens: Bool
    package var ending: Ending

    package init(name: String, work: Duration, listens: Bool = true, ending: Ending = .returns) {
      self.name = name
      self.work = work
      self.listens = listens
      self.ending = ending
    }
  }

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
