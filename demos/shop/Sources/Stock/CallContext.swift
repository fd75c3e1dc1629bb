public import Cascade

/// What ties a gRPC call to contexts, on both sides of the wire.
public enum CallContext {
  /// The context that calls are made in, or that answers a call; none outside of both.
  @TaskLocal public static var current: Context?

  /// Carries how long the call may take: gRPC's own.
  static let timeoutKey = "grpc-timeout"
  /// Carries the id that both processes know the call by.
  static let callKey = "cascade-call"
}

/// The client took the call back, or is gone.
public struct CallerLeft: Error, CustomStringConvertible {
  /// There is nothing more to say.
  public init() {}

  /// `the client has left the call`.
  public var description: String { "the client has left the call" }
}

/// A duration as gRPC writes it: at most eight digits and a unit.
struct CallTimeout: Hashable, Sendable {
  let duration: Duration

  private static let units: [(mark: Character, nanoseconds: Int64)] = [
    ("n", 1), ("u", 1_000), ("m", 1_000_000), ("S", 1_000_000_000), ("M", 60_000_000_000), ("H", 3_600_000_000_000),
  ]

  /// What is over already counts as none.
  init(_ duration: Duration) { self.duration = max(.zero, duration) }

  init?(_ text: String) {
    guard let mark = text.last, let unit = Self.units.first(where: { $0.mark == mark }),
      (2...9).contains(text.utf8.count), text.dropLast().allSatisfy(\.isASCII), let number = Int64(text.dropLast()),
      number >= 0
    else { return nil }
    duration = .nanoseconds(unit.nanoseconds) * number
  }

  /// In the smallest unit that it fits into, rounded down: a server never works longer than its client waits.
  var text: String {
    let (seconds, attoseconds) = duration.components
    let whole = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let nanoseconds = whole.overflow ? .max : whole.partialValue + attoseconds / 1_000_000_000
    let unit = Self.units.first { nanoseconds / $0.nanoseconds < 100_000_000 } ?? ("H", 3_600_000_000_000)
    return "\(min(nanoseconds / unit.nanoseconds, 99_999_999))\(unit.mark)"
  }
}
