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
