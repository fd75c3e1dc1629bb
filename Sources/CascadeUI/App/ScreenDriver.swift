package import Cascade
package import CascadeTerminal

/// What runs a screen: it owns the terminal, and does what the model asks for. The loop is the same for all: draw, wait,
/// take in what happened. It stays on one thread and never suspends.
package protocol ScreenDriver {
  var terminal: any Terminal { get }
  var model: Model { get set }
  var pacer: FramePacer { get set }
  var splitter: FrameSplitter { get set }
  /// What was drawn last: a click is about what the user saw.
  var drawn: Canvas? { get set }
  /// When the clock began from which the model's ticks are counted.
  var start: ContinuousClock.Instant { get }
  /// How long to wait at most for what doesn't come from the terminal; none where nothing else comes.
  var feedInterval: Duration? { get }

  /// Takes in what happened elsewhere, by this time.
  mutating func takeFeed(now: Context.Instant) -> [Effect]

  /// A key was pressed, and is taken in now.
  mutating func willPress()

  /// A frame was drawn; a new one, or what was there already.
  mutating func drew(_ canvas: Canvas, isNew: Bool)

  /// Does what the model asks for.
  ///
  /// - Returns: whether the program goes on.
  mutating func perform(_ effects: [Effect]) -> Bool
}

/// The process was ended from outside, by a signal or because the terminal is gone.
package struct EndedFromOutside: Error {
  package let ending: Ending
}

extension ScreenDriver {
  package mutating func willPress() {}
  package mutating func drew(_ canvas: Canvas, isNew: Bool) {}

  /// Runs until the user quits; the terminal is given back then, however it ends.
  package mutating func drive() throws(EndedFromOutside) {
    defer { terminal.close() }
    while true {
      draw()
      var event = terminal.next(within: patience)
      // What has piled up meanwhile goes into one frame.
      let pileEnds = sinceStart + longestPile
      while let next = event, sinceStart < pileEnds {
        if case .ended(let ending) = next { throw EndedFromOutside(ending: ending) }
        guard perform(take(next)) else { return }
        event = terminal.next(within: .zero)
      }
      if case .ended(let ending)? = event { throw EndedFromOutside(ending: ending) }
      guard perform(event.map { take($0) } ?? []), perform(takeTime()) else { return }
    }
  }

  /// For how long events are taken in before a frame is due.
  private var longestPile: Duration { .milliseconds(30) }

  private mutating func draw() {
    let canvas = model.view(size: terminal.size, capabilities: terminal.capabilities)
    let model = model
    if terminal.tracksMouse != model.settings.usesMouse { terminal.tracksMouse = model.settings.usesMouse }
    drawn = canvas
    let presentation = terminal.present(splitter.next(canvas) { model.besides })
    if presentation == .deferred { splitter.forget() }
    pacer.frame(deferred: presentation == .deferred, at: sinceStart)
    drew(canvas, isNew: presentation != .unchanged)
  }

  /// How soon the rest of a frame follows.
  private var follows: Duration { .milliseconds(20) }

  /// How long to wait for the next event: for ever while nothing moves.
  private var patience: Duration? {
    let waits = [model.nextTick, feedInterval, splitter.isBehind ? follows : nil].compactMap(\.self)
    return waits.min().map { max($0, pacer.shortest) }
  }

  /// For how long it has been running.
  package var sinceStart: Duration { start.duration(to: .now) }

  private mutating func take(_ event: InputEvent) -> [Effect] {
    switch event {
    case .key(let key):
      willPress()
      return model.update(.key(key))
    case .mouse(let mouse):
      let hit = drawn?.hit(at: mouse.point)
      if case .keys = hit?.spot, case .press = mouse.action { willPress() }
      return model.update(.pointed(mouse, hit))
    case .resize(let size): return model.update(.resized(size))
    case .resumed: return model.update(.resized(terminal.size)) + model.update(.resumed)
    case .paste(let text): return model.update(.pasted(text))
    case .woken, .ended: return []
    }
  }

  private mutating func takeTime() -> [Effect] {
    let now = Context.Instant.zero.advanced(by: sinceStart)
    let effects = takeFeed(now: now)
    return effects + (model.nextTick == nil ? [] : model.update(.tick(now: now)))
  }
}

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
