/// A terminal without a screen: input comes from a script, and what is presented is kept for a test to look at.
package final class InMemoryTerminal: Terminal {
  package private(set) var size: Size
  package let capabilities: TerminalCapabilities
  /// Every canvas that was shown, in order, without those that equal the one before.
  package private(set) var frames: [Canvas] = []
  /// The limit of each wait, in order.
  package private(set) var waits: [Duration?] = []
  package private(set) var isClosed = false
  package var tracksMouse = false
  /// Whether `present` answers that the terminal is busy. The last canvas shows up once this is false again.
  package var isBusy = false {
    didSet {
      guard !isBusy, let waiting else { return }
      self.waiting = nil
      _ = present(waiting)
    }
  }

  private var script: ArraySlice<InputEvent?>
  private var shown: Canvas?
  private var waiting: Canvas?

  /// - Parameter script: what `next` returns, in order. nil stands for a wait whose time is over; a wait without a
  ///   limit passes over it. At the end of the script the terminal ends with `.hungUp`.
  package init(
    size: Size = Size(columns: 80, rows: 24), capabilities: TerminalCapabilities = TerminalCapabilities(),
    script: [InputEvent?] = []
  ) {
    self.size = size
    self.capabilities = capabilities
    self.script = script[...]
  }

  /// A script that types these keys.
  package static func typing(_ keys: Key...) -> [InputEvent?] { keys.map(InputEvent.key) }

  /// Adds to the end of the script.
  package func enqueue(_ event: InputEvent?) {
    script.append(event)
  }

  /// Does nothing: in a test, `.woken` comes from the script.
  package var waker: Waker { Waker {} }

  package func present(_ canvas: Canvas) -> Presentation {
    guard !isBusy else {
      waiting = canvas
      return .deferred
    }
    let changes = canvas.changes(since: shown)
    guard !changes.isEmpty else { return .unchanged }
    shown = canvas
    frames.append(canvas)
    return .sent(bytes: changes.reduce(0) { $0 + $1.cells.count })
  }

  package func invalidate() {
    shown = nil
  }

  package func next(within limit: Duration?) -> InputEvent? {
    waits.append(limit)
    script = script.drop { step in
      if case .mouse = step { return !tracksMouse }
      return step == nil && limit == nil
    }
    guard let step = script.popFirst() else { return .ended(.hungUp) }
    if case .resize(let newSize) = step { size = newSize }
    if case .resumed = step { shown = nil }
    if case .ended = step { script = [step] }
    return step
  }

  package func close() {
    isClosed = true
  }
}
