/// How much moves between two events while playing. Nothing that matters is told by motion alone.
package enum Motion: String, CaseIterable, Hashable, Sendable {
  /// Lanes grow smoothly.
  case full
  /// A few steps a second.
  case reduced
  /// A frame for each event and none between.
  case off

  /// How long one frame stays, in nanoseconds; none where only events make frames.
  var frame: Int64? {
    switch self {
    case .full: 33_000_000
    case .reduced: 250_000_000
    case .off: nil
    }
  }
}
