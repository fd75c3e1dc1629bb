import Cascade
import CascadeSockets

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Writes to whatever connects to a socket, to each at its own speed.
///
/// As long as nothing is connected it sleeps, and the ring turns alone. A reader that is slow holds up nothing: what it
/// misses meanwhile is replaced in the ring, and counted for it.
final class SocketPump: Pump {
  /// How many may watch at a time; one more is turned away.
  static let mostReaders = 8

  let ring: EventRing
  private let waker: Waker
  private let start: Event
  private let listener: UnixListener
  private var readers: [Reader] = []
  /// Until when the last lines may take, once nothing more comes.
  private var deadline: ContinuousClock.Instant?

  /// One that watches.
  private struct Reader {
    let connection: UnixConnection
    var feed: LineFeed
    /// Lines on their way, and how much of them is sent.
    var bytes: [UInt8]
    var sent = 0

    var hasMore: Bool { sent < bytes.count }

    /// Sends what can be sent now.
    ///
    /// - Returns: false where the other end is gone, or has everything.
    mutating func send() -> Bool {
      while true {
        while hasMore {
          switch connection.write(bytes[sent...]) {
          case .moved(let count): sent += count
          case .later: return true
          case .closed: return false
          }
        }
        sent = 0
        bytes.removeAll(keepingCapacity: true)
        guard feed.take(into: &bytes) else { return !feed.isOver }
      }
    }

    /// Whether the other end is still there. What it says is passed over.
    mutating func listen() -> Bool {
      var bytes: [UInt8] = []
      while true {
        switch connection.read(into: &bytes, most: 4_096) {
        case .moved: bytes.removeAll(keepingCapacity: true)
        case .later: return true
        case .closed: return false
        }
      }
    }
  }

  init(_ ring: EventRing, _ waker: Waker, start: Event, listener: consuming UnixListener) {
    (self.ring, self.waker, self.start) = (ring, waker, start)
    self.listener = listener
  }

  func run() {
    while true {
      readers = readers.compactMap { reader in
        var reader = reader
        return reader.send() ? reader : nil
      }
      if !ring.isOpen {
        // The last lines, but not for ever.
        let until = deadline ?? ContinuousClock.now.advanced(by: .seconds(1))
        deadline = until
        if !hasRest || ContinuousClock.now >= until { return }
      }
      // Woken only for those that have everything so far.
      let isAwake = readers.contains { !$0.hasMore && !$0.feed.arm() }
      if isAwake { continue }
      wait()
    }
  }

  /// Whether a reader hasn't everything yet, with nothing more to come.
  private var hasRest: Bool { readers.contains { $0.hasMore || !$0.feed.isOver } }

  private func wait() {
    var sources = [Waiting.Source(waker.descriptor), Waiting.Source(listener.descriptor)]
    sources += readers.map { Waiting.Source($0.connection.descriptor, forWriting: $0.hasMore) }
    Waiting.wait(for: &sources, milliseconds: deadline == nil ? nil : 50)
    let isWoken = sources[0].isReady
    if isWoken { waker.reset() }
    for index in readers.indices.reversed() where sources[index + 2].isReady {
      if !readers[index].listen() { readers.remove(at: index) }
    }
    if sources[1].isReady { welcome() }
    if isWoken, ring.isOpen { usleep(useconds_t(pumpInterval) * 1_000) }
  }

  private func welcome() {
    while let connection = listener.accept() {
      guard readers.count < Self.mostReaders else { continue }
      var bytes: [UInt8] = []
      let feed = LineFeed(ring, start: start, into: &bytes)
      readers.append(Reader(connection: connection, feed: feed, bytes: bytes))
    }
  }
}
