package import CascadeTerminal

/// Keeps single frames small on a wide screen: where much changes at once, what lies beside the lanes takes turns with the rest,
/// frame by frame.
///
/// Pure. No part is later than one frame, and as soon as little changes, or nothing may wait, a frame is whole.
package struct FrameSplitter {
  /// So many changed cells make a frame large, about 2,000 bytes.
  package static let mostCells = 500

  /// What is on the screen; none where that isn't known.
  private var shown: Canvas?
  /// Whether something is still to follow.
  package private(set) var isBehind = false
  /// Whether it is the turn of what lies beside.
  private var isTurnOfBesides = false

  package init() {}

  /// What to send now.
  ///
  /// - Parameter besides: The parts that may follow; asked for only where the frame is large.
  package mutating func next(_ canvas: Canvas, besides: () -> [Rect]) -> Canvas {
    var frame = canvas
    defer {
      shown = frame
      isBehind = frame != canvas
    }
    guard let shown, shown.size == canvas.size,
      canvas.changes(since: shown).reduce(0, { $0 + $1.cells.count }) > Self.mostCells
    else {
      isTurnOfBesides = false
      return frame
    }
    let areas = besides()
    if isTurnOfBesides, !areas.isEmpty {
      frame = shown
      frame.take(areas, from: canvas)
      isTurnOfBesides = false
    } else {
      frame.take(areas, from: shown)
      isTurnOfBesides = frame != canvas
    }
    return frame
  }

  /// What was to be sent last wasn't.
  package mutating func forget() {
    shown = nil
    (isBehind, isTurnOfBesides) = (false, false)
  }
}
