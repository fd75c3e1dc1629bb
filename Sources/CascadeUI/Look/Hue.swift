/// What a colour says. Everything that says nothing is drawn in the terminal's own colours.
enum Hue: CaseIterable, Hashable, Sendable {
  /// Not at work yet, or never.
  case pending
  case running
  case done
  case failed
  case cancelled
  /// Frames, rules and words that explain.
  case chrome
}
