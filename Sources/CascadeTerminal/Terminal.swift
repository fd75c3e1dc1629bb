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
