extension Context {
  /// A point in time, counted in whole nanoseconds since a run began.
  ///
  /// In a simulation the run begins when `Simulation.run` is called; outside of one, when the process first asks for
  /// the time. Instants of different runs can't be compared.
  public struct Instant: InstantProtocol, Hashable, Sendable, CustomStringConvertible {
    /// Nanoseconds since the run began. Never negative for an instant that a clock gave.
    public var nanoseconds: Int64

    /// The beginning of the run.
    public static let zero = Context.Instant(nanoseconds: 0)

    /// A point so many nanoseconds after the beginning of the run.
    public init(nanoseconds: Int64) {
      self.nanoseconds = nanoseconds
    }

    /// The instant that lies `duration` after this one, held to the range that can be represented.
    public func advanced(by duration: Duration) -> Context.Instant {
      let (sum, overflow) = nanoseconds.addingReportingOverflow(duration.wholeNanoseconds)
      guard overflow else { return Context.Instant(nanoseconds: sum) }
      return Context.Instant(nanoseconds: duration < .zero ? .min : .max)
    }

    /// How long after this instant the other one lies.
    public func duration(to other: Context.Instant) -> Duration {
      .nanoseconds(other.nanoseconds) - .nanoseconds(nanoseconds)
    }

    /// Whether the left instant is the earlier one.
    public static func < (left: Context.Instant, right: Context.Instant) -> Bool {
      left.nanoseconds < right.nanoseconds
    }

    /// The time since the run began, as a duration prints itself: `1.5 seconds`.
    public var description: String {
      Duration.nanoseconds(nanoseconds).description
    }
  }

}

extension Duration {
  /// This duration in nanoseconds, rounded towards zero and held to the range of `Int64` (292 years either way).
  package var wholeNanoseconds: Int64 {
    Int64(clamping: attoseconds / 1_000_000_000)
  }
}
