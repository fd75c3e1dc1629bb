extension Cancellation {
  /// What kind of thing ended the context.
  @nonexhaustive
  public enum Reason: String, Hashable, Sendable, CaseIterable {
    /// `cancel` was called, on a scope, a group or a task.
    case requested
    /// A deadline passed, of this context or of one above it.
    case deadlineExceeded
    /// A task of the group failed, and that ended the context of the others.
    case siblingFailed
    /// The scope, group or task that owned the context is over.
    case scopeEnded
    /// The surrounding Swift task was cancelled from outside.
    case taskCancelled
    /// The last handle of the group was dropped before any wait.
    case handleDropped
    /// The group was told to shut down and its grace ran out.
    case shutdown
    /// The group's policy had seen enough: a first success, a quorum.
    case groupDecided
  }
}

extension Cancellation.Reason {
  /// Which of Go's two errors it comes to.
  var error: Event.ErrorInfo { self == .deadlineExceeded ? .deadlineExceeded : .contextCanceled }
}
