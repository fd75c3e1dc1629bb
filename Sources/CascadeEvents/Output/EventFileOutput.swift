package import Cascade
import CascadeText

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file that events are written to. It never takes the place of a file that holds something else.
///
/// Sendable because the descriptor never changes, and the system lets several threads use it; lines stay whole as long as
/// one thread writes.
package final class EventFileOutput: Sendable {
  /// Why a file can't be written; the description is safe to print.
  package struct Problem: Error, Hashable, CustomStringConvertible {
    package let description: String

    init(_ path: String, _ words: String) { description = "\(SafeText.make(path)): \(words)" }

    fileprivate static func system(_ path: String, _ what: String) -> Problem {
      Problem(path, "\(what): \(strerror(errno).map { String(cString: $0) } ?? "error \(errno)")")
    }
  }

  package let path: String
  private let descriptor: Int32

  /// Opens a file for a new recording: one that isn't there yet, one that is empty, or in place of an earlier recording.
  package init(path: String) throws(Problem) {
    self.path = path
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .system(path, "the file can't be written") }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size > 0 else { return }
    var start = [UInt8](repeating: 0, count: 4096)
    let count = read(descriptor, &start, start.count)
    guard count > 0, Self.isRecording(start.prefix(count)) else {
      close(descriptor)
      throw Problem(path, "this file holds something else than a recording, and is left as it is")
    }
    do { try restart() } catch {
      close(descriptor)
      throw error
    }
  }

  deinit { close(descriptor) }

  /// Forgets what was written so far.
  package func restart() throws(Problem) {
    lseek(descriptor, 0, SEEK_SET)
    guard ftruncate(descriptor, 0) == 0 else { throw .system(path, "the file can't be written") }
  }

  /// Writes events as lines.
  package func write(_ events: some Sequence<Event>) throws(Problem) {
    var bytes: [UInt8] = []
    for event in events {
      EventWriter.append(event, to: &bytes)
      bytes.append(UInt8(ascii: "\n"))
      if bytes.count >= 1 << 16 {
        try write(bytes[...])
        bytes.removeAll(keepingCapacity: true)
      }
    }
    try write(bytes[...])
  }

  /// Writes lines that are there as bytes.
  package func write(_ bytes: ArraySlice<UInt8>) throws(Problem) {
    var rest = bytes
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { put(descriptor, $0) }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { throw .system(path, "the file can't be written") }
      rest = rest.dropFirst(written)
    }
  }

  /// Whether a file begins as a recording does: its first line, which may be cut off here, is an event.
  package static func isRecording(_ start: some Collection<UInt8>) -> Bool {
    let line = start.prefix { $0 != UInt8(ascii: "\n") }
    if line.count < start.count { return !EventReader.read(Array(line)).events.isEmpty || beginsAsLine(line) }
    return beginsAsLine(line)
  }

  /// Also of a line that is cut off, or of a newer version.
  private static func beginsAsLine(_ line: some Collection<UInt8>) -> Bool {
    let text = String(decoding: line, as: UTF8.self)
    return text.hasPrefix("{\"seq\":") || text.hasPrefix("{") && text.contains("\"seq\"") && text.contains("\"kind\"")
  }
}

// Outside of the type, whose own names would be taken for the system's.
private func put(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  write(descriptor, bytes.baseAddress, bytes.count)
}
