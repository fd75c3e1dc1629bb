import CascadeSockets
import CascadeText

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where the lines of one run come from, read without ever waiting.
///
/// Not concurrent.
final class ByteSource {
  private enum Kind {
    case connection(UnixConnection)
    /// A pipe, or a file that is still written.
    case descriptor(Int32, isFile: Bool)
  }

  private let kind: Kind
  /// Which file it is, so that another one by the same name is noticed.
  private let file: (device: dev_t, number: ino_t)?
  /// How far a file has been read.
  private var offset: Int64 = 0
  /// Whether nothing more can come.
  private(set) var isOver = false

  init(_ connection: UnixConnection) {
    kind = .connection(connection)
    file = nil
  }

  /// Takes over a descriptor, and closes it in the end.
  init(taking descriptor: Int32, isFile: Bool) {
    kind = .descriptor(descriptor, isFile: isFile)
    var status = stat()
    file = isFile && fstat(descriptor, &status) == 0 ? (status.st_dev, status.st_ino) : nil
  }

  /// What tells that there is something to read. A file that grows tells nothing.
  var telling: Int32? {
    switch kind {
    case .connection(let connection): connection.descriptor
    case .descriptor(let descriptor, let isFile): isFile ? nil : descriptor
    }
  }

  deinit {
    if case .descriptor(let descriptor, _) = kind { close(descriptor) }
  }

  /// Appends what is there, at most so many bytes.
  ///
  /// - Returns: whether there was anything.
  func read(into bytes: inout [UInt8], most: Int = 1 << 16) -> Bool {
    guard !isOver else { return false }
    switch kind {
    case .connection(let connection):
      switch connection.read(into: &bytes, most: most) {
      case .moved: return true
      case .later: return false
      case .closed:
        isOver = true
        return false
      }
    case .descriptor(let descriptor, let isFile):
      if !isFile {
        // Not marked as non-blocking: whatever else has it open would see that.
        var sources = [Waiting.Source(descriptor)]
        Waiting.wait(for: &sources, milliseconds: 0)
        guard sources[0].isReady else { return false }
      }
      var count = 0
      bytes.append(most: most) { place in
        count = take(descriptor, place, most)
        return count
      }
      if count < 0, errno != EINTR, errno != EAGAIN { isOver = true }
      // A file may grow; the other end of a pipe is gone.
      if count == 0, !isFile { isOver = true }
      offset += Int64(max(0, count))
      return count > 0
    }
  }

  /// Whether another file has taken the place of this one at its path, or it begins anew.
  func isReplaced(at path: String) -> Bool {
    guard let file else { return false }
    var status = stat()
    guard stat(path, &status) == 0 else { return false }
    return status.st_dev != file.device || status.st_ino != file.number || Int64(status.st_size) < offset
  }
}

// Outside of the type, whose own names would be taken for the system's.
private func take(_ descriptor: Int32, _ place: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(descriptor, place, count)
}
