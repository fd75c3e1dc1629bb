import CascadeScenarios
import CascadeText

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How the program ends, for the shell. Thrown to end it; what there is to say has been said by then.
enum ExitStatus: Int32, Error {
  case ok = 0
  /// A scenario didn't do what its file claims, or a run that was printed ended in a deadlock.
  case failed = 1
  /// The command line, a file or the output can't be used.
  case unusable = 2
  /// As a shell reports a program that a signal ended: 128 and the signal's number.
  case hungUp = 129
  case interrupted = 130
  case terminated = 143
}

extension ExitStatus: Comparable {
  static func < (left: ExitStatus, right: ExitStatus) -> Bool { left.rawValue < right.rawValue }
}

/// What is wrong with a scenario or its run, with the place in the file where that is known. Safe to print.
func problem(_ error: any Error, with name: String) -> String {
  let place = (error as? RunError)?.place.map { "\($0.line):\($0.column):" } ?? ""
  return "\(SafeText.make(name)):\(place) \(error)"
}

/// Writes lines to standard error. Whatever is in them, nothing but text and line ends gets out.
func printError(_ text: String) {
  let text = SafeText.lines(text)
  var rest = Array((text.hasSuffix("\n") ? text : text + "\n").utf8)[...]
  while !rest.isEmpty {
    let written = rest.withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
    guard written > 0 else { return }
    rest = rest.dropFirst(written)
  }
}

/// Writes lines to standard output, many at a time, and notices when they can't be written.
struct LineWriter {
  private static let room = 1 << 16

  private var buffer: [UInt8] = []

  /// - Throws: ``ExitStatus/unusable``, after saying why, when the output can't be written.
  mutating func write(_ line: some StringProtocol) throws {
    buffer += line.utf8
    buffer.append(UInt8(ascii: "\n"))
    if buffer.count >= Self.room { try flush() }
  }

  /// Writes a text that has its own line ends.
  mutating func write(text: String) throws {
    buffer += text.utf8
    if buffer.count >= Self.room { try flush() }
  }

  /// Writes what is kept back. Call it at the end, or buffered lines are lost.
  mutating func flush() throws {
    var rest = buffer[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Self.write($0) }
      guard written > 0 else {
        if errno == EINTR { continue }
        printError("cascade: the output can't be written: \(String(cString: strerror(errno)))")
        throw ExitStatus.unusable
      }
      rest = rest.dropFirst(written)
    }
    buffer.removeAll(keepingCapacity: true)
  }

  /// Writes these lines and nothing else.
  static func write(_ lines: [String]) throws {
    var writer = LineWriter()
    for line in lines { try writer.write(line) }
    try writer.flush()
  }

  private static func write(_ bytes: UnsafeRawBufferPointer) -> Int {
    #if canImport(Glibc)
      Glibc.write(1, bytes.baseAddress, bytes.count)
    #else
      Darwin.write(1, bytes.baseAddress, bytes.count)
    #endif
  }
}
