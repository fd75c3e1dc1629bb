#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Waits for several files and sockets at once.
package enum Waiting {
  /// One of them, and what is waited for.
  package struct Source: Hashable, Sendable {
    package let descriptor: Int32
    package let forReading: Bool
    package let forWriting: Bool
    /// Whether a call would get on, be it only to learn that the other end is gone.
    package fileprivate(set) var isReady = false

    package init(_ descriptor: Int32, forReading: Bool = true, forWriting: Bool = false) {
      (self.descriptor, self.forReading, self.forWriting) = (descriptor, forReading, forWriting)
    }
  }

  /// Waits until one is ready.
  ///
  /// - Parameter milliseconds: At most for so long; none for ever.
  package static func wait(for sources: inout [Source], milliseconds: Int32?) {
    var polled = sources.map { source in
      pollfd(
        fd: source.descriptor,
        events: Int16((source.forReading ? POLLIN : 0) | (source.forWriting ? POLLOUT : 0)), revents: 0)
    }
    let count = poll(&polled, nfds_t(polled.count), milliseconds ?? -1)
    for index in sources.indices { sources[index].isReady = count > 0 && polled[index].revents != 0 }
  }
}

extension [UInt8] {
  /// Appends what `call` puts into fresh memory, which isn't filled with zeros before.
  ///
  /// - Parameter call: Gets the memory, and returns how many bytes it has put there.
  package mutating func append(most: Int, from call: (UnsafeMutableRawPointer?) -> Int) {
    self += [UInt8](unsafeUninitializedCapacity: most) { buffer, count in
      count = Swift.max(0, Swift.min(call(buffer.baseAddress), most))
    }
  }
}

/// Wakes a thread that waits, from any other thread. It costs a call of the system that doesn't block.
///
/// Sendable because its two descriptors never change, and the system lets several threads use them.
package final class Waker: Sendable {
  /// Ready for reading once it was woken.
  package let descriptor: Int32
  private let other: Int32

  /// None where the process has no room for more files.
  package init?() {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return nil }
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, fcntl(end, F_GETFL) | O_NONBLOCK)
    }
    (descriptor, other) = (ends[0], ends[1])
  }

  deinit {
    close(descriptor)
    close(other)
  }

  package func wake() {
    var byte: UInt8 = 1
    // Full is as good as written.
    _ = write(other, &byte, 1)
  }

  /// Forgets all calls to ``wake()`` so far.
  package func reset() {
    var bytes = [UInt8](repeating: 0, count: 64)
    while read(descriptor, &bytes, bytes.count) > 0 {}
  }
}
