/// One thing that a task does, or the caller of a group once wait has returned.
package indirect enum Step: Hashable, Sendable {
  /// Works for so long. Where it listens, a cancelled context cuts it short, at once if it is cancelled already.
  case work(Duration, listens: Bool)
  /// Opens a group under the task's context, fills it and waits. What wait throws ends the task, unless `ignoreError`.
  case group(GroupPlan, ignoreError: Bool)
  /// Adds a sibling to the task's own group. Its arrival counts from this step.
  case spawn(TaskPlan)
  /// Cancels the context of the task's group (after wait: of the group that was waited for) by hand. Takes no time.
  case cancel(cause: String?)
  /// The steps that follow look at the context of the task's group (after wait: of the group that was waited for).
  case useGroupContext
  /// Says a line.
  case log(String)
  /// Returns without an error.
  case finish
  /// Throws an error with this text.
  case fail(String)
  /// Throws a `PanicError` with this text.
  case panic(String)

  /// Whether it cancels by hand.
  var isCancel: Bool {
    if case .cancel = self { true } else { false }
  }
}
