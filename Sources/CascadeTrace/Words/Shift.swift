import Cascade

/// How much earlier or later something is.
enum Shift {
  static func words(from was: Instant, to now: Instant) -> String {
    now < was
      ? "\(TimeText.duration(now.duration(to: was))) earlier" : "\(TimeText.duration(was.duration(to: now))) later"
  }
}
