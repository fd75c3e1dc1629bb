extension Event {
  /// What was done to a run from outside, and to what.
  public struct Intervention: Hashable, Sendable {
    /// What is done.
    @nonexhaustive
    public enum Action: Hashable, Sendable {
      /// Ends the context of a task, a group, or a context of its own.
      case cancel
      /// Asks the tasks of a group to finish.
      case shutdown
      /// A task throws an error with this text as soon as it can.
      case fail(String)
      /// What a task does next takes so much longer.
      case delay(Duration)
      /// A task returns without an error.
      case finish
      /// A task looks at its context from now on, or never again.
      case listen(Bool)
      /// A task panics with this text.
      case panic(String)
      /// A context ends by itself at this time of the run.
      case deadline(Context.Instant)
      /// A group gets one task more.
      case add(AddedTask)
      /// Anything else, in the words of what recorded the run.
      case other(String)
    }

    /// A task that the code of the run doesn't have.
    public struct AddedTask: Hashable, Sendable {
      /// How it ends when nothing stops it.
      public enum Ending: Hashable, Sendable {
        /// Without an error.
        case returns
        /// With an error of this text.
        case fails(String)
      }

      /// Unique in its group.
      public var name: String
      /// How long it works.
      public var work: Duration
      /// Whether it looks at its context meanwhile.
      public var listens: Bool
      /// How it ends.
      public var ending: Ending

      /// Makes the value. By default the task listens and returns.
      public init(name: String, work: Duration, listens: Bool = true, ending: Ending = .returns) {
        self.name = name
        self.work = work
        self.listens = listens
        self.ending = ending
      }
    }

    /// What was done.
    public var action: Action
    /// The path of what it was done to.
    public var target: String

    /// Makes the payload.
    public init(_ action: Action, on target: String) {
      self.action = action
      self.target = target
    }
  }
}
