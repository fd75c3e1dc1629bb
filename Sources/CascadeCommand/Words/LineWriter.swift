#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

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

  /// Hands over what is kept back. Nothing is lost silently only if this is called at the end.
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
