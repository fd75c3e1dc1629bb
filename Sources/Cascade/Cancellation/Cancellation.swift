/// Everything there is to know about why a context is done.
///
/// Go has two questions, `Err` and `Cause`, and no answer to *who*, *when* and *from where*. Here one value answers
/// all. The first cancellation of a context wins; it never changes afterwards.
public struct Cancellation: Sendable {
  /// What kind of thing ended the context.
  public enum Reason: String, Hashable, Sendable, CaseIterable {
    /// Somebody called `cancel`.
    case requested
    /// A deadline passed, of this context or of one above it.
    case deadlineExceeded
    /// A task of the group failed, and the group told everybody else.
    case siblingFailed
    /// The scope, group or task that owned the context is over.
    case scopeEnded
    /// The surrounding Swift task was cancelled from outside.
    case taskCancelled
    /// The handle of the group was dropped before anybody waited.
    case handleDropped
    /// The group was told to shut down and its grace ran out.
    case shutdown
    /// The group's policy had seen enough: a first success, a quorum.
    case groupDecided
  }

  /// What kind of thing ended the context.
  public var reason: Reason

  /// The cause that somebody gave, if anybody did.
  public var givenCause: (any Error)?

  /// The path of the context or task where it began. Empty when nobody observes the run, since paths cost.
  public var origin: String

  /// When it happened; none for a context that merely ended with its task.
  public var instant: Instant?

  /// The caller's own words, if there were any.
  public var message: String?

  /// `Module/File.swift:12`, where the call stands that cancelled, if one did.
  public var location: String?

  package init(
    reason: Reason, givenCause: (any Error)? = nil, origin: String = "", instant: Instant? = nil,
    message: String? = nil, location: String? = nil
  ) {
    self.reason = reason
    self.givenCause = givenCause
    self.origin = origin
    self.instant = instant
    self.message = message
    self.location = location
  }

  /// Which of Go's two errors this is (Go: `ctx.Err()`).
  public var error: ContextError {
    reason == .deadlineExceeded ? .deadlineExceeded(self) : .cancelled(self)
  }

  /// The cause that was given, or the error itself when none was (Go: `context.Cause(ctx)`).
  public var cause: any Error {
    givenCause ?? error
  }
}
