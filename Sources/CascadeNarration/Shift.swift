import Cascade
import CascadeTrace

/// How much earlier or later something is.
enum Shift {
  static func words(from was: Context.Instant, to now: Context.Instant) -> String {
    now < was
      ? "\(TimeText.duration(now.duration(to: was))) earlier" : "\(TimeText.duration(was.duration(to: now))) later"
  }
}
