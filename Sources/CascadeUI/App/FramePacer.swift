/// How often frames are sent: as often as the model wants, but less often to a terminal that can't keep up.
///
/// Pure. Every frame that the terminal had no room for halves the rate, down to 5 a second; two seconds without one
/// double it again.
package struct FramePacer {
  /// The time between frames at each rate: 30, 15, 10 and 5 a second.
  private static let steps: [Duration] = [
    .milliseconds(33), .milliseconds(66), .milliseconds(100), .milliseconds(200),
  ]
  private static let patience = Duration.seconds(2)

  private var step = 0
  private var lastTrouble = Duration.zero

  package init() {}

  /// The shortest time until the next frame; at full speed the model alone decides.
  package var shortest: Duration { step == 0 ? .zero : Self.steps[step] }

  /// A frame was sent, or had to wait, at this time.
  package mutating func frame(deferred: Bool, at now: Duration) {
    if deferred {
      step = min(step + 1, Self.steps.count - 1)
      lastTrouble = now
    } else if step > 0, now - lastTrouble >= Self.patience {
      step -= 1
      lastTrouble = now
    }
  }
}
