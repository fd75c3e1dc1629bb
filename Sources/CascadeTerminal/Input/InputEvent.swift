/// Something that happened at the terminal and that the program may answer.
package enum InputEvent: Hashable, Sendable {
  case key(Key)
  /// Text that was pasted, in one piece. It is as untrusted as any text, and is never keys.
  case paste(String)
  /// The window has another size. Of several in a row only the last is told.
  case resize(Size)
  /// The program was stopped by the user and goes on; the screen is blank and wants to be presented again.
  case resumed
  /// Another thread used the `Waker`. Any number of wakes before the event come as one.
  case woken
  /// There is nothing more to come; leave and close the terminal. Asking again gives the same answer.
  case ended(Ending)
}

/// Why a terminal has no more input.
package enum Ending: Hashable, Sendable {
  /// SIGINT from outside. Control C typed at the terminal comes as a key.
  case interrupted
  /// SIGTERM.
  case terminated
  /// SIGHUP, or the terminal is gone: nothing can be drawn any more.
  case hungUp
}
