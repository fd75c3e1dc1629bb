/// How ``retry(in:_:body:)-(_,Retry.Option...,_)`` goes about it: its options, and what its body may throw.
public enum Retry {
  /// How something is retried. Use the options; this is what they change.
  public struct Configuration: OptionConfiguration {
    /// How many attempts there are at most, the first one included. The default is 3.
    public var attempts = 3

    /// How long the pauses are. The default is exponential: 100 ms, 200 ms, 400 ms, and so on up to 30 s.
    public var backoff = Backoff.exponential()

    /// By which part of itself a pause may be shorter or longer, from 0 to 1. The default is 0: not at all.
    public var jitter = 0.0

    /// What determines the jitter. The default is none: chance, or in a simulation its seed.
    public var jitterSeed: UInt64?

    /// How much time there is, from the first attempt to the end of the last pause; none, the default, means any.
    public var budget: Duration?

    /// How long one attempt may take; none, the default, means as long as the context lives.
    public var attemptTimeout: Duration?

    /// Whether an error is worth another attempt. The default says yes to every one.
    public var isWorthRetrying: @Sendable (any Error) -> Bool = { _ in true }

    /// What is done before each pause. The default is nothing.
    public var onRetry: @Sendable (FailedAttempt) -> Void = { _ in }

    /// The defaults.
    public init() {}
  }

  /// An option of a retry.
  public typealias Option = FunctionalOption<Configuration>

  /// An error that no further attempt can help: thrown by the body, it ends the retry at once, which throws the error
  /// inside.
  public struct Permanent: Error, Sendable, CustomStringConvertible {
    /// What is wrong.
    public var underlying: any Error

    /// Marks `underlying` as permanent.
    public init(_ underlying: any Error) {
      self.underlying = underlying
    }

    /// That of the error inside.
    public var description: String { String(describing: underlying) }
  }

  /// An attempt that failed and will be followed by another.
  public struct FailedAttempt: Sendable {
    /// Which one it was, from 1.
    public var number: Int
    /// How many there may be at most.
    public var limit: Int
    /// What it threw.
    public var error: any Error
    /// The pause that follows, jitter included.
    public var pause: Duration
  }
}

extension FunctionalOption where Root == Retry.Configuration {
  /// Makes so many attempts at most, the first one included. The default is 3.
  ///
  /// - Throws: when applied, an ``OptionError`` for less than 1.
  public static func attempts(_ attempts: Int) -> Self {
    Self(validating: "attempts(\(attempts))") { configuration throws(OptionError) in
      guard attempts > 0 else {
        throw OptionError(option: "attempts", value: "\(attempts)", reason: "there has to be a first attempt")
      }
      configuration.attempts = attempts
    }
  }

  /// Pauses in this way between two attempts. The default is exponential: 100 ms, 200 ms, 400 ms, and so on up to 30 s.
  ///
  /// - Throws: when applied, an ``OptionError`` for a backoff that can't be: see ``Retry/Backoff``.
  public static func backoff(_ backoff: Retry.Backoff) -> Self {
    Self(validating: "backoff(\(backoff))") { configuration throws(OptionError) in
      if let reason = backoff.reasonToRefuse {
        throw OptionError(option: "backoff", value: "\(backoff)", reason: reason)
      }
      configuration.backoff = backoff
    }
  }

  /// Makes each pause shorter or longer by chance, so that clients that failed together don't come back together.
  ///
  /// - Parameters:
  ///   - part: By which part of the pause at most, from 0 to 1: with 0.2 a pause of 10 s takes from 8 s to 12 s.
  ///   - seed: What determines the pauses. The default is chance, or in a simulation its seed and the task's path.
  /// - Throws: when applied, an ``OptionError`` for a part outside of 0 to 1.
  public static func jitter(_ part: Double, seed: UInt64? = nil) -> Self {
    Self(validating: "jitter(\(part)\(seed.map { ", seed: \($0)" } ?? ""))") { configuration throws(OptionError) in
      guard part >= 0, part <= 1 else {
        throw OptionError(option: "jitter", value: "\(part)", reason: "a part is from 0 to 1")
      }
      configuration.jitter = part
      configuration.jitterSeed = seed
    }
  }

  /// Begins no pause that would end later than so long after the first attempt began. The default is any time.
  ///
  /// An attempt isn't cut short by it: for that there are ``attemptTimeout(_:)`` and a timeout around the whole.
  ///
  /// - Throws: when applied, an ``OptionError`` for a negative time.
  public static func budget(_ budget: Duration) -> Self {
    Self(validating: "budget(\(budget))") { configuration throws(OptionError) in
      guard budget >= .zero else {
        throw OptionError(option: "budget", value: "\(budget)", reason: "a budget can't be negative")
      }
      configuration.budget = budget
    }
  }

  /// Lets each attempt take so long at most. Its context is then over, and its Swift task cancelled; what it throws
  /// counts as the attempt's failure. The default is as long as the context lives.
  ///
  /// - Throws: when applied, an ``OptionError`` for a time that isn't positive.
  public static func attemptTimeout(_ timeout: Duration) -> Self {
    Self(validating: "attemptTimeout(\(timeout))") { configuration throws(OptionError) in
      guard timeout > .zero else {
        throw OptionError(
          option: "attemptTimeout", value: "\(timeout)", reason: "a timeout has to be longer than nothing")
      }
      configuration.attemptTimeout = timeout
    }
  }

  /// Makes another attempt only after errors of which `isWorthIt` says so. The default is every error. A
  /// ``Retry/Permanent`` isn't asked about.
  public static func retryIf(_ isWorthIt: @escaping @Sendable (any Error) -> Bool) -> Self {
    Self("retryIf") { $0.isWorthRetrying = isWorthIt }
  }

  /// Does something before each pause: writes a line into a log, counts. It isn't called for the attempt whose error is
  /// thrown. The default is nothing.
  public static func onRetry(_ action: @escaping @Sendable (Retry.FailedAttempt) -> Void) -> Self {
    Self("onRetry") { $0.onRetry = action }
  }
}
