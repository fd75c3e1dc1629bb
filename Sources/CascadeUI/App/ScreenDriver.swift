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
