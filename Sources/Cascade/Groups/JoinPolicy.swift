/// What a group makes of how its tasks end: when it has seen enough, and what waiting for it throws.
///
/// The default is ``failFast``, as in Go. Make others with ``init(_:keeps:cancelsOn:judge:conclude:)``:
///
///     extension JoinPolicy {
///       /// Enough is enough: so many answers will do.
///       static func quorum(_ needed: Int) -> JoinPolicy {
///         JoinPolicy("quorum(\(needed))", cancelsOn: .success) { tally in
///           tally.succeeded >= needed ? .end(cause: nil) : .goOn
///         } conclude: { tally in
///           tally.succeeded >= needed ? nil : GroupError(tally)
///         }
///       }
///     }
public struct JoinPolicy: Sendable {
  /// What is to happen after a task returned.
  @nonexhaustive
  public enum Verdict: Sendable {
    /// Nothing.
    case goOn
    /// The group's context ends, with this cause, and every other task is told.
    case end(cause: (any Error)?)
  }

  /// The policies whose rules are built in, for speed, and those that are asked.
  enum Form: Sendable {
    case failFast, keepFirst, ignoreErrors
    case asked(
      judge: @Sendable (ErrGroup.Tally) -> Verdict, conclude: @Sendable (ErrGroup.Tally) -> (any Error)?)
  }

  /// What a policy consists of. One reference, because a policy is handed on more often than it is asked.
  private final class Content: Sendable {
    let name: String
    let keeps: Keeping
    let cancelsOn: Trigger
    let form: Form
    // What `form` says, for code that needn't know more.
    let isAsked: Bool
    let hasContext: Bool
    let overlooksFailures: Bool

    init(_ name: String, _ keeps: Keeping, _ cancelsOn: Trigger, _ form: Form) {
      self.name = name
      self.keeps = keeps
      self.cancelsOn = cancelsOn
      self.form = form
      (isAsked, hasContext, overlooksFailures) =
        switch form {
        case .failFast: (false, true, false)
        case .asked: (true, true, false)
        case .keepFirst: (false, false, false)
        case .ignoreErrors: (false, false, true)
        }
    }
  }

  private let content: Content

  /// How the policy is called in events.
  public var name: String { content.name }
  /// Which failures count, in the events.
  public var keeps: Keeping { content.keeps }
  /// What ends the group's context early.
  public var cancelsOn: Trigger { content.cancelsOn }
  var form: Form { content.form }

  /// What events say about it.
  var facts: Event.Policy { Event.Policy(name, keeps: keeps, cancelsOn: cancelsOn) }

  /// Whether there are rules that have to be asked.
  var isAsked: Bool { content.isAsked }

  /// Whether a group with this policy has a context of its own, derived from the one that it is made in.
  var hasContext: Bool { content.hasContext }

  /// Whether no failure ever counts.
  var overlooksFailures: Bool { content.overlooksFailures }

  private init(_ name: String, keeps: Keeping, cancelsOn: Trigger, form: Form) {
    content = Content(name, keeps, cancelsOn, form)
  }

  /// Makes a policy.
  ///
  /// - Parameters:
  ///   - name: How it is called in events.
  ///   - keeps: Which failures count, in the events. The default is none.
  ///   - cancelsOn: What makes `judge` end the group's context, for the events. The default is nothing.
  ///   - judge: Asked after each task that returned, with no lock held; by several tasks at the same time, perhaps.
  ///   - conclude: What waiting for the group throws, asked when every task is out; none for success.
  public init(
    _ name: String, keeps: Keeping = .none, cancelsOn: Trigger = .never,
    judge: @escaping @Sendable (ErrGroup.Tally) -> Verdict,
    conclude: @escaping @Sendable (ErrGroup.Tally) -> (any Error)?
  ) {
    self.init(name, keeps: keeps, cancelsOn: cancelsOn, form: .asked(judge: judge, conclude: conclude))
  }

  /// The first failure is kept, ends the group's context, and is thrown (Go: `errgroup.WithContext`).
  public static let failFast = JoinPolicy("errgroup", keeps: .first, cancelsOn: .failure, form: .failFast)

  /// The first failure is kept and thrown, and no other task is told (Go: the zero `errgroup.Group`).
  ///
  /// A group with this policy has no context of its own: its tasks hang on the context that it is made in.
  public static let keepFirst = JoinPolicy("zero-errgroup", keeps: .first, cancelsOn: .never, form: .keepFirst)

  /// Failures vanish, and no task is told (Go: `sync.WaitGroup`, see ``WaitGroup``).
  ///
  /// A group with this policy has no context of its own: its tasks hang on the context that it is made in.
  public static let ignoreErrors = JoinPolicy("waitgroup", keeps: .none, cancelsOn: .never, form: .ignoreErrors)

  /// Every task runs to its end; all failures are thrown together, as a ``GroupError``.
  public static let collectAll = JoinPolicy("collect-all", keeps: .all) { _ in
    .goOn
  } conclude: { tally in
    tally.failed == 0 ? nil : GroupError(tally)
  }

  /// The first success ends the group's context; if no task succeeds, all failures are thrown together, as a
  /// ``GroupError``.
  public static let firstSuccess = JoinPolicy("first-success", cancelsOn: .success) { tally in
    tally.succeeded > 0 ? .end(cause: nil) : .goOn
  } conclude: { tally in
    tally.succeeded > 0 || tally.failed == 0 ? nil : GroupError(tally)
  }

  /// The first task that returns, with an error or without, ends the group's context; its error is thrown. For tasks that
  /// belong together: where one is over, so are all.
  public static let firstReturn = JoinPolicy("first-return", keeps: .first, cancelsOn: .success) { tally in
    tally.succeeded + tally.failed > 0 ? .end(cause: nil) : .goOn
  } conclude: { tally in
    tally.beganWithSuccess ? nil : tally.failures.first?.error
  }

  /// A failure is its task's own affair: no other task is told, nothing is thrown. It can be read from
  /// ``ErrGroup/failures``, and from the task's handle. Only a group that was cut short from elsewhere, by a deadline or
  /// the end of the context around it, throws what that says (``ErrGroup/Tally/interruption``).
  public static let supervised = JoinPolicy("supervised") { _ in
    .goOn
  } conclude: { tally in
    tally.interruption
  }
}
