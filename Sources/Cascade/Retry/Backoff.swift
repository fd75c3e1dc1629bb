extension Retry {
  /// How long the pauses between attempts are, before jitter.
  public struct Backoff: Sendable, CustomStringConvertible {
    private enum Form: Sendable {
      case constant(Duration)
      case exponential(from: Duration, factor: Double, upTo: Duration)
      case custom(@Sendable (Int) -> Duration)
    }

    private let form: Form

    /// No pause: the next attempt begins at once.
    public static let none = Backoff(form: .constant(.zero))

    /// Every pause takes so long. A negative time is refused by ``FunctionalOption/backoff(_:)``.
    public static func constant(_ pause: Duration) -> Backoff {
      Backoff(form: .constant(pause))
    }

    /// Every pause takes `factor` times as long as the one before, up to a longest.
    ///
    /// ``FunctionalOption/backoff(_:)`` refuses a first pause below zero, a factor below 1, and a longest pause that is shorter
    /// than the first.
    ///
    /// - Parameters:
    ///   - first: The first pause. The default is 100 ms.
    ///   - factor: How much longer the next pause is. The default is 2.
    ///   - longest: No pause is longer, jitter aside. The default is 30 s.
    public static func exponential(
      from first: Duration = .milliseconds(100), factor: Double = 2, upTo longest: Duration = .seconds(30)
    ) -> Backoff {
      Backoff(form: .exponential(from: first, factor: factor, upTo: longest))
    }

    /// Pauses as `pause` says.
    ///
    /// - Parameter pause: The pause after so many failed attempts, from 1. Less than zero counts as zero.
    public static func custom(_ pause: @escaping @Sendable (_ failed: Int) -> Duration) -> Backoff {
      Backoff(form: .custom(pause))
    }

    /// The pause after so many failed attempts.
    ///
    /// - Parameter failed: From 1.
    /// - Complexity: O(1) for the library's own.
    public func pause(after failed: Int) -> Duration {
      switch form {
      case .constant(let pause): return pause
      case .custom(let pause): return max(.zero, pause(failed))
      case .exponential(let first, let factor, let longest):
        guard first > .zero else { return .zero }
        // In floating point first: the product may be greater than a duration can be.
        let wanted = first.inSeconds * factor.toThePower(of: failed - 1)
        return wanted < longest.inSeconds ? first.scaled(by: factor.toThePower(of: failed - 1)) : longest
      }
    }

    /// Why this can't be, if it can't.
    var reasonToRefuse: String? {
      switch form {
      case .constant(let pause): pause < .zero ? "a pause can't be negative" : nil
      case .custom: nil
      case .exponential(let first, let factor, let longest):
        if first < .zero {
          "a pause can't be negative"
        } else if !(factor >= 1) || !factor.isFinite {
          "the factor has to be at least 1"
        } else if longest < first {
          "the longest pause is shorter than the first"
        } else {
          nil
        }
      }
    }

    /// As it was given: `exponential(from: 0.1 seconds, factor: 2.0, upTo: 30.0 seconds)`.
    public var description: String {
      switch form {
      case .constant(let pause): pause == .zero ? "none" : "constant(\(pause))"
      case .exponential(let first, let factor, let longest):
        "exponential(from: \(first), factor: \(factor), upTo: \(longest))"
      case .custom: "custom"
      }
    }
  }

  /// By how much pauses differ from what the backoff says. Pure.
  package struct Jitter: Sendable {
    /// By which part of itself at most.
    let part: Double
    private var state: UInt64

    package init(part: Double, seed: UInt64) {
      self.part = part
      state = seed
    }

    /// The pause to make where the backoff says `pause`.
    package mutating func applied(to pause: Duration) -> Duration {
      guard part > 0, pause > .zero else { return pause }
      return max(.zero, pause.scaled(by: 1 + part * (2 * fraction() - 1)))
    }

    /// A number from 0 up to 1 (SplitMix64).
    private mutating func fraction() -> Double {
      state &+= 0x9e37_79b9_7f4a_7c15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
      mixed ^= mixed >> 31
      return Double(mixed >> 11) * 0x1p-53
    }
  }
}

extension Duration {
  /// In seconds, rounded.
  fileprivate var inSeconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }

  /// So many times as long, in whole nanoseconds, held to the range of `Int64`.
  fileprivate func scaled(by factor: Double) -> Duration {
    let nanoseconds = (Double(wholeNanoseconds) * factor).rounded()
    return nanoseconds >= 0x1p63 ? .nanoseconds(Int64.max) : .nanoseconds(Int64(nanoseconds))
  }
}

extension Double {
  /// This number multiplied by itself so often; infinite where that is too much. O(log of the exponent).
  fileprivate func toThePower(of exponent: Int) -> Double {
    var result = 1.0
    var base = self
    var rest = exponent
    while rest > 0 {
      if rest & 1 == 1 { result *= base }
      base *= base
      rest >>= 1
    }
    return result
  }
}
