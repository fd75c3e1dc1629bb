import Cascade
import CascadeText

/// Texts and durations of a file as literals of a program. Whatever is in a text stays text.
enum Literal {
  static func swift(_ text: String) -> String { SafeText.swiftLiteral(text) }

  static func go(_ text: String) -> String { SafeText.goLiteral(text) }

  /// `2`, `1.5`
  static func number(_ number: Double) -> String {
    number == number.rounded() && abs(number) < 1e9 ? String(Int(number)) : String(number)
  }

  // MARK: Durations, in the largest unit that holds them whole

  /// `.milliseconds(800)`
  static func swift(_ duration: Duration) -> String {
    let (count, unit) = parts(duration)
    return switch unit {
    case .seconds: ".seconds(\(count))"
    case .milliseconds: ".milliseconds(\(count))"
    case .microseconds: ".microseconds(\(count))"
    case .nanoseconds: ".nanoseconds(\(count))"
    }
  }

  /// `800*time.Millisecond`, as it stands among other arguments.
  static func go(_ duration: Duration) -> String { go(duration, times: "*") }

  /// `800 * time.Millisecond`, as it stands alone.
  static func goAlone(_ duration: Duration) -> String { go(duration, times: " * ") }

  private static func go(_ duration: Duration, times: String) -> String {
    let (count, unit) = parts(duration)
    let name =
      switch unit {
      case .seconds: "time.Second"
      case .milliseconds: "time.Millisecond"
      case .microseconds: "time.Microsecond"
      case .nanoseconds: "time.Nanosecond"
      }
    return count == 1 ? name : "\(count)\(times)\(name)"
  }

  private enum Unit { case seconds, milliseconds, microseconds, nanoseconds }

  private static func parts(_ duration: Duration) -> (Int64, Unit) {
    let nanoseconds = duration.wholeNanoseconds
    if nanoseconds == 0 || nanoseconds.isMultiple(of: 1_000_000_000) {
      return (nanoseconds / 1_000_000_000, .seconds)
    }
    if nanoseconds.isMultiple(of: 1_000_000) { return (nanoseconds / 1_000_000, .milliseconds) }
    if nanoseconds.isMultiple(of: 1_000) { return (nanoseconds / 1_000, .microseconds) }
    return (nanoseconds, .nanoseconds)
  }
}
