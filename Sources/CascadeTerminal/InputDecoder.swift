/// Turns the bytes that a terminal sends into events. Pure: it knows no descriptor and no clock.
///
/// Keys come as the sequences of the terminal's own description and, whatever that says, as those of xterm; the mouse in every
/// form that terminals have for it, whether it was asked for or another program left it on. A sequence
/// that nothing knows, and an answer of the terminal, is dropped whole, so that its letters never act as keys. Pasted
/// text (between the marks of mode 2004) becomes one event and never keys. The caller counts the time: when nothing
/// follows within the `patience`, `giveUp` settles what is unfinished.
package struct InputDecoder {
  /// How much of a paste is kept, in bytes; what goes beyond is dropped.
  package static let pasteLimit = 1 << 20
  /// How long the rest of a key's sequence may take: a lone Escape is known as such after so long.
  package static let keyPatience = Duration.milliseconds(25)
  /// How long there may be nothing new of a paste or an answer. On a slow line it comes in pieces; without an end it
  /// would keep the keyboard from the user.
  package static let passagePatience = Duration.milliseconds(500)

  private var bytes: ArraySlice<UInt8> = []
  private var paste: [UInt8]?
  private var dropped: DroppedSequence?
  /// Whether the last paste was given up and its end has not come since.
  private var awaitsLateEnd = false
  private let described: [[UInt8]: Key]
  private let longestDescribed: Int

  /// - Parameter sequences: what keys send according to the terminal's description. Only those that begin with Escape
  ///   are used; no single byte can be given another meaning.
  package init(sequences: [(bytes: [UInt8], key: Key)] = []) {
    described = Dictionary(
      sequences.filter { $0.bytes.first == Byte.escape && $0.bytes.count > 1 }.map { ($0.bytes, $0.key) },
      uniquingKeysWith: { first, _ in first })
    longestDescribed = described.keys.map(\.count).max() ?? 0
  }

  package mutating func feed(_ more: some Sequence<UInt8>) {
    bytes += more
  }

  /// How long to wait for more before `giveUp`; nil when nothing is unfinished.
  package var patience: Duration? {
    if paste != nil || dropped != nil { return Self.passagePatience }
    // A person can have typed an Escape with one key after it, and no more than that so quickly.
    return bytes.isEmpty ? nil : bytes.count > 2 ? Self.passagePatience : Self.keyPatience
  }

  /// The next event, or nil when there is none in what was fed so far.
  package mutating func next() -> InputEvent? {
    takeUpPaste()
    while !bytes.isEmpty || paste != nil {
      if paste != nil { return endOfPaste() }
      if let sequence = dropped {
        guard sequence.drop(from: &bytes) else { return nil }
        dropped = nil
        continue
      }
      switch step() {
      case .event(let key, let length):
        bytes = bytes.dropFirst(length)
        return .key(key)
      case .mouse(let event, let length):
        bytes = bytes.dropFirst(length)
        return .mouse(event)
      case .nothing(let length):
        bytes = bytes.dropFirst(length)
      case .drop(let sequence, let length):
        bytes = bytes.dropFirst(length)
        dropped = sequence
      case .pasteBegins(let length):
        bytes = bytes.dropFirst(length)
        paste = []
        awaitsLateEnd = false
      case .incomplete:
        return nil
      }
    }
    return nil
  }

  /// Nothing followed: an Escape was the key, a sequence that broke off is dropped, a paste is over.
  package mutating func giveUp() -> InputEvent? {
    if let text = paste {
      defer { (paste, bytes, awaitsLateEnd) = (nil, [], true) }
      return .paste(String(decoding: (text + bytes).prefix(Self.pasteLimit), as: UTF8.self))
    }
    guard dropped == nil else {
      (dropped, bytes) = (nil, [])
      return nil
    }
    guard let first = bytes.first else { return nil }
    guard first == Byte.escape else {
      bytes = []
      return .key(.character("\u{FFFD}"))
    }
    // An introducer alone is a key that was typed right after Escape; with parameters it can't have been typed.
    guard bytes.count <= 2 || bytes[bytes.startIndex + 2] == Byte.escape else {
      bytes = []
      return nil
    }
    bytes = bytes.dropFirst()
    return .key(.escape)
  }
}

// MARK: - Steps

extension InputDecoder {
  private enum Byte {
    static let escape: UInt8 = 0x1B
  }

  private enum Step {
    case event(Key, length: Int)
    case mouse(MouseEvent, length: Int)
    case nothing(length: Int)
    /// The sequence goes on after so many bytes.
    case drop(DroppedSequence, length: Int)
    case pasteBegins(length: Int)
    case incomplete
  }

  private static let pasteBegin = Array("\u{1B}[200~".utf8)
  private static let pasteEnd = Array("\u{1B}[201~".utf8)

  private mutating func step() -> Step {
    let first = bytes[bytes.startIndex]
    guard first == Byte.escape else {
      return first < 0x80 ? .event(Self.key(ofASCII: first), length: 1) : multiByteCharacter()
    }
    if let known = describedKey() { return known }
    guard bytes.count > 1 else { return .incomplete }
    let second = bytes[bytes.startIndex + 1]
    if let string = DroppedSequence(introducedBy: second) { return begin(string) }
    switch second {
    case UInt8(ascii: "["): return controlSequence()
    case UInt8(ascii: "O"):
      guard bytes.count > 2 else { return .incomplete }
      let final = bytes[bytes.startIndex + 2]
      guard (0x40...0x7E).contains(final) else { return .event(.escape, length: 1) }
      return Self.keys[final].map { .event($0, length: 3) } ?? .nothing(length: 3)
    default:
      // Escape, and then another key; Alt with a key looks the same.
      return .event(.escape, length: 1)
    }
  }

  /// The longest sequence of the terminal's description that the bytes begin with.
  private func describedKey() -> Step? {
    guard longestDescribed > 0 else { return nil }
    for length in stride(from: min(longestDescribed, bytes.count), through: 2, by: -1) {
      if let key = described[Array(bytes.prefix(length))] { return .event(key, length: length) }
    }
    let couldGrow = described.keys.contains { $0.count > bytes.count && $0.starts(with: bytes) }
    return couldGrow ? .incomplete : nil
  }

  /// `ESC [`, parameters, and a final byte.
  private func controlSequence() -> Step {
    var end = bytes.startIndex + 2
    while end < bytes.endIndex, (0x20...0x3F).contains(bytes[end]) { end += 1 }
    let length = end - bytes.startIndex
    guard end < bytes.endIndex else { return length > 64 ? .drop(.control, length: length) : .incomplete }
    // Broken off by something else, which is then read on its own.
    guard (0x40...0x7E).contains(bytes[end]) else { return .nothing(length: length) }
    let parameters = bytes[bytes.startIndex + 2..<end]
    if bytes[end] == UInt8(ascii: "[") && parameters.isEmpty { return linuxFunctionKey() }
    if bytes[end] == UInt8(ascii: "M") && parameters.isEmpty { return oldMouseReport() }
    if bytes.prefix(length + 1).elementsEqual(Self.pasteBegin) { return .pasteBegins(length: length + 1) }
    let isRelease = bytes[end] == UInt8(ascii: "m")
    if isRelease || bytes[end] == UInt8(ascii: "M"),
      let event = MouseEvent(parameters: parameters, isRelease: isRelease)
    {
      return .mouse(event, length: length + 1)
    }
    let key = parameters.isEmpty ? Self.keys[bytes[end]] : Self.numberedKey(parameters, final: bytes[end])
    return key.map { .event($0, length: length + 1) } ?? .nothing(length: length + 1)
  }

  private func oldMouseReport() -> Step {
    switch OldMouseReport(bytes.dropFirst(3)) {
    case .incomplete: .incomplete
    case .whole(let event?, let length): .mouse(event, length: 3 + length)
    case .whole(nil, let length): .nothing(length: 3 + length)
    }
  }

  /// `ESC` and the letter of a string, which may be two keys: that is settled by what comes together with them.
  private func begin(_ string: DroppedSequence) -> Step {
    let following = bytes.dropFirst(2).prefix(2)
    guard following.first == Byte.escape else { return following.isEmpty ? .incomplete : .drop(string, length: 2) }
    guard let last = following.dropFirst().first else { return .incomplete }
    return last == UInt8(ascii: "\\") ? .nothing(length: 4) : .event(.escape, length: 1)
  }

  /// `ESC [ [ A` to `E`: F1 to F5 of the Linux console.
  private func linuxFunctionKey() -> Step {
    guard bytes.count > 3 else { return .incomplete }
    let letter = bytes[bytes.startIndex + 3]
    guard (0x41...0x45).contains(letter) else { return .nothing(length: 3) }
    return .event(.function(Int(letter) - 0x40), length: 4)
  }

  private func multiByteCharacter() -> Step {
    let first = bytes[bytes.startIndex]
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    let following = bytes.dropFirst().prefix(length - 1).prefix { $0 & 0xC0 == 0x80 }.count
    if (0xC2...0xF4).contains(first) && following + 1 < length && following + 1 == bytes.count { return .incomplete }
    let text = String(decoding: bytes.prefix(length), as: UTF8.self)
    guard following + 1 == length, let character = text.first, text.unicodeScalars.count == 1 else {
      return .event(.character("\u{FFFD}"), length: 1 + following)
    }
    return .event(.character(character), length: length)
  }

  /// No key types the end of a paste: what comes together with it, after the paste was given up, was pasted too.
  private mutating func takeUpPaste() {
    guard awaitsLateEnd, paste == nil else { return }
    let mark = bytes.indices.first {
      bytes[$0...].starts(with: Self.pasteEnd) || bytes[$0...].starts(with: Self.pasteBegin)
    }
    guard let mark, bytes[mark...].starts(with: Self.pasteEnd) else { return }
    paste = []
    awaitsLateEnd = false
  }

  /// Moves bytes to the paste, and returns it when its end is among them.
  private mutating func endOfPaste() -> InputEvent? {
    let mark = Self.pasteEnd
    var text = paste ?? []
    while let first = bytes.first {
      if first == Byte.escape {
        let candidate = bytes.prefix(mark.count)
        if candidate.elementsEqual(mark) {
          bytes = bytes.dropFirst(mark.count)
          paste = nil
          return .paste(String(decoding: text, as: UTF8.self))
        }
        if mark.starts(with: candidate) { break }
      }
      if text.count < Self.pasteLimit { text.append(first) }
      bytes = bytes.dropFirst()
    }
    paste = text
    return nil
  }
}

// MARK: - Tables

extension InputDecoder {
  private static func key(ofASCII byte: UInt8) -> Key {
    switch byte {
    case 0x08, 0x7F: .backspace
    case 0x09: .tab
    case 0x0A, 0x0D: .enter
    case Byte.escape: .escape
    case 0x00..<0x20: .control(Character(Unicode.Scalar(byte | (byte == 0 || byte > 26 ? 0x40 : 0x60))))
    default: .character(Character(Unicode.Scalar(byte)))
    }
  }

  /// By the final byte, after `ESC [` without parameters or `ESC O`.
  private static let keys: [UInt8: Key] = [
    UInt8(ascii: "A"): .up, UInt8(ascii: "B"): .down, UInt8(ascii: "C"): .right, UInt8(ascii: "D"): .left,
    UInt8(ascii: "H"): .home, UInt8(ascii: "F"): .end, UInt8(ascii: "Z"): .backTab, UInt8(ascii: "M"): .enter,
    UInt8(ascii: "P"): .function(1), UInt8(ascii: "Q"): .function(2), UInt8(ascii: "R"): .function(3),
    UInt8(ascii: "S"): .function(4),
  ]

  /// `ESC [ number ~`. Keys with modifiers have a second number and are none of a program's.
  private static func numberedKey(_ parameters: ArraySlice<UInt8>, final: UInt8) -> Key? {
    guard final == UInt8(ascii: "~"), let number = Int(String(decoding: parameters, as: UTF8.self)) else { return nil }
    switch number {
    case 1, 7: return .home
    case 2: return .insert
    case 3: return .delete
    case 4, 8: return .end
    case 5: return .pageUp
    case 6: return .pageDown
    case 11...15: return .function(number - 10)
    case 17...21: return .function(number - 11)
    case 23, 24: return .function(number - 12)
    default: return nil
    }
  }
}
