import CascadeText

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A Unix socket that waits for other processes of the same user. No call of it blocks.
///
/// Not concurrent: one thread uses it.
package struct UnixListener: ~Copyable {
  package let descriptor: Int32
  package let path: String
  /// Which file at the path is ours: it is taken away at the end, and no other.
  private let file: ino_t

  /// Listens at a path; what a process left behind there is taken away.
  ///
  /// - Throws: ``SocketProblem/Kind/taken`` where another process listens there; else why it can't be done.
  package init(path: String) throws(SocketProblem) {
    var address = try UnixAddress(path)
    var status = stat()
    if lstat(path, &status) == 0 {
      guard status.st_mode & S_IFMT == S_IFSOCK, status.st_uid == geteuid() else {
        throw SocketProblem(.unusable, "\(SafeText.make(path)): this isn't a socket of yours")
      }
      do throws(SocketProblem) {
        _ = try UnixConnection(path: path)
        throw SocketProblem(.taken, "\(SafeText.make(path)): another program listens here")
      } catch {
        guard error.kind == .absent else { throw error }
        unlink(path)
      }
    }
    let descriptor = UnixAddress.socket()
    guard descriptor >= 0 else { throw .system("no socket can be made", path) }
    // On Linux the file is made with these rights, so that it is never open to others.
    fchmod(descriptor, 0o600)
    guard address.withPointer({ bind(descriptor, $0, $1) }) == 0, chmod(path, 0o600) == 0,
      listen(descriptor, 8) == 0, lstat(path, &status) == 0
    else {
      let problem = SocketProblem.system("nothing can listen here", path)
      close(descriptor)
      throw problem
    }
    (self.descriptor, self.path, file) = (descriptor, path, status.st_ino)
  }

  deinit {
    close(descriptor)
    var status = stat()
    if lstat(path, &status) == 0, status.st_ino == file { unlink(path) }
  }

  /// The next process that asks, if there is one. Those of other users are turned away.
  package func accept() -> UnixConnection? {
    while true {
      let other = acceptOne(descriptor)
      if other < 0 {
        if errno == EINTR || errno == ECONNABORTED { continue }
        return nil
      }
      UnixAddress.prepare(other)
      let connection = UnixConnection(taking: other)
      if connection.isOfThisUser { return connection }
    }
  }
}

/// One end of a connection between two processes. No call of it blocks, and none raises SIGPIPE.
///
/// Not concurrent: one thread uses it.
package final class UnixConnection {
  package let descriptor: Int32

  /// What came of reading or writing.
  package enum Outcome: Hashable, Sendable {
    /// So many bytes were moved, at least 1.
    case moved(Int)
    /// Nothing can be moved now.
    case later
    /// The other end is gone.
    case closed
  }

  fileprivate init(taking descriptor: Int32) {
    self.descriptor = descriptor
  }

  /// Connects to what listens at a path.
  ///
  /// - Throws: ``SocketProblem/Kind/absent`` where nothing listens; else why it can't be done.
  package init(path: String) throws(SocketProblem) {
    var address = try UnixAddress(path)
    descriptor = UnixAddress.socket()
    guard descriptor >= 0 else { throw .system("no socket can be made", path) }
    guard address.withPointer({ connect(descriptor, $0, $1) }) == 0 else {
      throw .system("there is no program to connect to", path)
    }
    guard isOfThisUser else {
      throw SocketProblem(.unusable, "\(SafeText.make(path)): a program of another user listens here")
    }
  }

  deinit { close(descriptor) }

  /// Sends the first of these bytes, as many as can be sent now.
  package func write(_ bytes: ArraySlice<UInt8>) -> Outcome {
    #if os(Linux)
      let flags = Int32(MSG_NOSIGNAL)
    #else
      let flags: Int32 = 0
    #endif
    return outcome { bytes.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, flags) } }
  }

  /// Appends what has come in, not more than so many bytes.
  package func read(into bytes: inout [UInt8], most: Int = 1 << 16) -> Outcome {
    var result = Outcome.later
    bytes.append(most: most) { place in
      result = outcome { recv(descriptor, place, most, 0) }
      if case .moved(let count) = result { return count }
      return 0
    }
    return result
  }

  private func outcome(_ call: () -> Int) -> Outcome {
    while true {
      let count = call()
      if count > 0 { return .moved(count) }
      if count == 0 { return .closed }
      if errno == EINTR { continue }
      return errno == EAGAIN || errno == EWOULDBLOCK ? .later : .closed
    }
  }

  /// Whether the process at the other end belongs to the same user, or to the system's.
  fileprivate var isOfThisUser: Bool {
    #if os(Linux)
      // Process, user and group: `struct ucred`, which the headers show only to GNU's own.
      var peer: [UInt32] = [0, .max, .max]
      var size = socklen_t(MemoryLayout<UInt32>.size * peer.count)
      guard getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 else { return false }
      return peer[1] == geteuid() || peer[1] == 0
    #else
      var (user, group) = (uid_t(), gid_t())
      guard getpeereid(descriptor, &user, &group) == 0 else { return false }
      return user == geteuid() || user == 0
    #endif
  }
}

/// A path as the system wants it, and what goes with each socket.
private struct UnixAddress {
  private var address = sockaddr_un()

  init(_ path: String) throws(SocketProblem) {
    let bytes = Array(path.utf8)
    let room = MemoryLayout.size(ofValue: address.sun_path)
    guard bytes.count < room, !bytes.contains(0) else {
      throw SocketProblem(.unusable, "\(SafeText.make(path)): a path of a socket has at most \(room - 1) bytes")
    }
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
  }

  mutating func withPointer(_ call: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
    withUnsafePointer(to: &address) { pointer in
      // Right because the system reads no more than the size that goes with it.
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { call($0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
    }
  }

  /// A new socket that doesn't block; below 0 where there is none.
  static func socket() -> Int32 {
    let descriptor = newSocket()
    if descriptor >= 0 { prepare(descriptor) }
    return descriptor
  }

  /// Nothing that this process starts inherits it, and no call on it blocks.
  static func prepare(_ descriptor: Int32) {
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    #if !os(Linux)
      var on: Int32 = 1
      setsockopt(descriptor, SOL_SOCKET, SO_NOSIGPIPE, &on, socklen_t(MemoryLayout<Int32>.size))
    #endif
  }
}

// Outside of the types, whose own names would be taken for the system's.

private func acceptOne(_ descriptor: Int32) -> Int32 { accept(descriptor, nil, nil) }

private func newSocket() -> Int32 {
  #if canImport(Glibc)
    socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
  #else
    socket(AF_UNIX, SOCK_STREAM, 0)
  #endif
}
