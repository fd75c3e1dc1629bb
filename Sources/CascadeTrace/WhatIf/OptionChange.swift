/// A group that is made with another option than its file says.
package struct OptionChange: Hashable, Sendable {
  /// The option, with its other value. What a kind of group doesn't know is refused when the scenario is run.
  package enum Option: Hashable, Sendable {
    /// How many tasks may run at once; none for no limit.
    case limit(Int?)
    /// The word for the kind, as in files and events: `errgroup`, `waitgroup`, `collect-all`, `swift-discarding`.
    case kind(String)
    /// So long after its start it ends by itself; none for never.
    case timeout(Duration?)
    /// What becomes of tasks that wait for a slot when the group's context ends, as files spell it.
    case queued(String)
    /// Whether a task that was cancelled alone counts as a failure.
    case ignoresLoneCancellations(Bool)
  }

  /// The path of the group.
  package var group: String
  package var option: Option

  package init(_ group: String, _ option: Option) {
    self.group = group
    self.option = option
  }
}
