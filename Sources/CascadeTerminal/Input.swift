/// A key as a program wants to know it.
package enum Key: Hashable, Sendable {
  /// A key that types something, the space bar included.
  case character(Character)
  /// Control with a letter (lower case) or with one of `@ [ \ ] ^ _`. What has a key of its own comes as that:
  /// Tab for control I, Enter for control M and J, Backspace for control H, Escape for control `[`.
  case control(Character)
  case up, down, left, right
  case pageUp, pageDown, home, end
  case enter, escape, tab, backTab
  case backspace, delete, insert
  /// F1 is 1.
  case function(Int)
}

/// Something that happened at the terminal and that the program may answer.
package enum InputEvent: Hashable, Sendable {
  case key(Key)
  /// Text that was pasted, in one piece. It is as untrusted as any text, and is never keys.
  case paste(String)
  /// The mouse was used, where the terminal reports it.
  case mouse(MouseEvent)
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

/// A sequence that is no key, dropped as it arrives: nothing of it is kept, however long it is.
enum DroppedSequence {
  /// The rest of a control sequence: parameters, and a final byte.
  case control
  /// The rest of a string, as terminals send in answer to questions. It ends with `ESC \`; an operating system command
  /// (`ESC ]`) also with BEL.
  case string(endsWithBell: Bool)

  /// The string that `ESC` with this byte begins; nil where it begins none.
  init?(introducedBy byte: UInt8) {
    switch byte {
    case UInt8(ascii: "]"): self = .string(endsWithBell: true)
    // DCS, SOS, PM and APC.
    case UInt8(ascii: "P"), UInt8(ascii: "X"), UInt8(ascii: "^"), UInt8(ascii: "_"): self = .string(endsWithBell: false)
    default: return nil
    }
  }

  /// Takes what belongs to it off the front. Returns whether it is over; what broke it off is left there.
  func drop(from bytes: inout ArraySlice<UInt8>) -> Bool {
    switch self {
    case .control:
      bytes = bytes.drop { (0x20...0x3F).contains($0) }
      guard let end = bytes.first else { return false }
      if (0x40...0x7E).contains(end) { bytes = bytes.dropFirst() }
      return true
    case .string(let endsWithBell):
      bytes = bytes.drop { $0 != 0x1B && !(endsWithBell && $0 == 0x07) }
      guard let end = bytes.first else { return false }
      if end == 0x07 {
        bytes = bytes.dropFirst()
        return true
      }
      guard bytes.count > 1 else { return false }
      if bytes[bytes.startIndex + 1] == UInt8(ascii: "\\") { bytes = bytes.dropFirst(2) }
      return true
    }
  }
}
