/// A screen to draw on and a keyboard to read from, for one thread.
///
/// The thread that made a terminal is the only one that may use it; it alternates between `present` and `next`, and
/// `next` is the one place where it waits. Other threads leave their news elsewhere and then use the `waker`, so that
/// `next` returns `.woken`. Nothing here is asynchronous.
package protocol Terminal: AnyObject {
  /// The size of the screen, as of the last `.resize` or `.resumed`.
  var size: Size { get }
  var capabilities: TerminalCapabilities { get }
  /// Ends a wait in `next` from any thread.
  var waker: Waker { get }
  /// Whether the mouse belongs to the program: clicks, drags and the wheel are events. While it doesn't, the terminal selects text
  /// with it, and what is reported nevertheless is dropped. Not so at first, and never where there are no means.
  var tracksMouse: Bool { get set }

  /// Shows a canvas. Only what changed since the last one is sent; nothing when nothing did. A canvas of another size
  /// than the screen is cut, or leaves the rest blank.
  func present(_ canvas: Canvas) -> Presentation

  /// Forgets what is on the screen, so that the next `present` draws everything.
  func invalidate()

  /// Waits for the next event.
  ///
  /// - Parameter limit: how long to wait at most; nil waits until something happens, zero doesn't wait.
  /// - Returns: the event, or nil when the time was over first.
  func next(within limit: Duration?) -> InputEvent?

  /// Gives the terminal back as it was found. Safe to call again.
  func close()
}

/// What became of a canvas that was presented.
package enum Presentation: Hashable, Sendable {
  /// It is what the screen shows already; nothing was sent.
  case unchanged
  /// It is on its way, with that many bytes.
  case sent(bytes: Int)
  /// The terminal is still busy with an earlier frame. The canvas is kept until there is room, in place of any other
  /// that was kept before. A program that gets this answer is drawing too often.
  case deferred
}

/// What a terminal can show.
package struct TerminalCapabilities: Hashable, Sendable {
  package var colors: ColorDepth
  package var charset: Charset
  /// Whether it can report what the mouse does.
  package var hasMouse: Bool

  package init(colors: ColorDepth = .full, charset: Charset = .unicode, hasMouse: Bool = true) {
    self.colors = colors
    self.charset = charset
    self.hasMouse = hasMouse
  }
}

/// Ends the wait of a terminal's thread from any other. Waking twice before it looks is the same as once.
package struct Waker: Sendable {
  private let action: @Sendable () -> Void

  package init(_ action: @escaping @Sendable () -> Void) {
    self.action = action
  }

  package func wake() {
    action()
  }
}

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
