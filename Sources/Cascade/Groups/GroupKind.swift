/// The kinds of groups that come with the library or with Swift: the one list of them.
package enum GroupKind: String, Hashable, Sendable, CaseIterable {
  /// The first error is kept and cancels the other tasks (Go: `errgroup.WithContext`).
  case errgroup
  /// The first error is kept, no task is cancelled (Go: the zero `errgroup.Group`).
  case zeroErrgroup = "zero-errgroup"
  /// No errors, no cancellation (Go: `sync.WaitGroup`).
  case waitgroup
  /// Every task runs to the end, all errors are thrown together.
  case collectAll = "collect-all"
  /// The first success cancels the rest.
  case firstSuccess = "first-success"
  /// The first task that returns, with an error or without, cancels the rest.
  case firstReturn = "first-return"
  /// An error is its task's own affair.
  case supervised
  /// Swift's `withThrowingTaskGroup`, whose body ends in `waitForAll()`: every task runs to the end, and then the first
  /// error is thrown.
  case swiftWaitForAll = "swift-waitforall"
  /// Swift's `withThrowingTaskGroup`, whose body ends in `for try await`: the first error that comes out of the loop
  /// cancels the rest.
  case swiftForEach = "swift-foreach"
  /// Swift's `withThrowingDiscardingTaskGroup`: the first error cancels the rest.
  case swiftDiscarding = "swift-discarding"

  /// What a group is made of in a Go program.
  package enum GoForm: Hashable, Sendable, CaseIterable {
    /// An errgroup.
    case errgroup
    /// A `sync.WaitGroup`; what its tasks return is dropped.
    case dropping
    /// The same; what its tasks return comes together in a channel.
    case reporting
    /// The same; whether its end cut a task short comes through a channel.
    case noticing
    /// The same, and the first success ends the others.
    case racing
    /// The same, and whatever returns first ends the others.
    case ending
  }

  /// What there is to know about a kind.
  private struct Facts {
    /// The library's policy; none for Swift's own groups.
    var policy: JoinPolicy?
    /// How Swift code chooses that policy, where a group has to be given it.
    var choice: String?
    /// What it is in Go.
    var goForm = GoForm.errgroup
    /// Why there is no such group in Go, and what comes nearest; none where there is.
    var refusalByGo: String?
    /// For Swift's own groups, which of the two their policies would be.
    var cancelsOn = JoinPolicy.Trigger.never
  }

  private var facts: Facts {
    switch self {
    case .errgroup: Facts(policy: .failFast)
    case .zeroErrgroup: Facts(policy: .keepFirst)
    case .waitgroup: Facts(policy: .ignoreErrors, goForm: .dropping)
    case .collectAll: Facts(policy: .collectAll, choice: "collectAll", goForm: .reporting)
    case .firstSuccess: Facts(policy: .firstSuccess, choice: "firstSuccess", goForm: .racing)
    case .firstReturn: Facts(policy: .firstReturn, choice: "firstReturn", goForm: .ending)
    case .supervised: Facts(policy: .supervised, choice: "supervised", goForm: .dropping)
    case .swiftWaitForAll:
      Facts(
        refusalByGo:
          "that is a group of Swift's own library; the zero errgroup.Group comes nearest (kind: zero-errgroup)")
    case .swiftForEach, .swiftDiscarding:
      Facts(
        refusalByGo: "that is a group of Swift's own library; errgroup.WithContext comes nearest (kind: errgroup)",
        cancelsOn: .failure)
    }
  }

  /// The library's policy that it is; none for Swift's own groups.
  package var joinPolicy: JoinPolicy? { facts.policy }

  /// How Swift code chooses the policy, as `collectAll`; none where the way in which the group is made says it.
  package var choice: String? { facts.choice }

  /// What it is in Go, where Go has such a group.
  package var goForm: GoForm { facts.goForm }

  /// Why there is no such group in Go, and what comes nearest; none where there is.
  package var refusalByGo: String? { facts.refusalByGo }

  /// Whether a task that returns may be enough for it: then its context is cancelled, and what wait throws is known.
  package var endsWithItsOwn: Bool { self == .firstSuccess || self == .firstReturn }

  /// Whether it is one of the standard library's own, which have no contexts.
  package var isSwift: Bool { facts.policy == nil }

  /// What its events say about it.
  package var policy: Event.Policy {
    facts.policy?.facts ?? Event.Policy(rawValue, keeps: .first, cancelsOn: facts.cancelsOn)
  }
}

extension Event.Policy {
  /// The kind of group that comes with the library or with Swift, where this is one.
  package var kind: GroupKind? { GroupKind(rawValue: name) }
}
