import CascadeSockets
import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Sockets in a folder of their own, each test in another one.
@Suite struct SocketTests {
  /// A folder for the test, short enough for a socket in it.
  private final class Place {
    let path = "/tmp/cascade-test-\(getpid())-\(UInt32.random(in: 0 ... .max))"
    init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false) }
    deinit { try? FileManager.default.removeItem(atPath: path) }
  }

  private func mode(_ path: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return try #require(attributes[.posixPermissions] as? Int)
  }

  private func problem(_ body: () throws(SocketProblem) -> Void) -> SocketProblem? {
    do { try body() } catch { return error }
    return nil
  }

  @Test func `folder and socket are the user's alone`() throws {
    let place = try Place()
    let folder = try SocketFolder(path: place.path + "/cascade")
    let listener = try UnixListener(path: folder.path(of: "shop"))
    #expect(try mode(folder.path) == 0o700)
    let path = listener.path
    #expect(try mode(path) == 0o600)
    // One that was open before is closed.
    #expect(chmod(folder.path, 0o755) == 0)
    _ = try SocketFolder(path: folder.path)
    #expect(try mode(folder.path) == 0o700)
  }

  @Test func `a folder that is a file or a link is refused`() throws {
    let place = try Place()
    try Data().write(to: URL(fileURLWithPath: place.path + "/file"))
    try FileManager.default.createSymbolicLink(atPath: place.path + "/link", withDestinationPath: "/tmp")
    for name in ["/file", "/link"] {
      let problem = problem { () throws(SocketProblem) in _ = try SocketFolder(path: place.path + name) }
      #expect(problem?.description == "\(place.path)\(name): sockets need a folder here, and this is none")
    }
    // Of which no test can be the owner.
    if geteuid() != 0 { #expect(problem { () throws(SocketProblem) in _ = try SocketFolder(path: "/usr") } != nil) }
  }

  @Test(arguments: [
    ("shop", true), ("a.b-c_D9", true), ("", false), (".hidden", false), ("a/b", false), ("a@b", false), ("ü", false),
    (String(repeating: "x", count: 40), true), (String(repeating: "x", count: 41), false), ("a\u{1B}", false),
  ])
  func `what may be a name`(name: String, isOne: Bool) {
    #expect(SocketFolder.isName(name) == isOne)
  }

  @Test func `bytes go both ways, and the end is seen`() throws {
    let place = try Place()
    let listener = try UnixListener(path: place.path + "/s")
    var near: UnixConnection? = try UnixConnection(path: listener.path)
    var sources = [Waiting.Source(listener.descriptor)]
    Waiting.wait(for: &sources, milliseconds: 10_000)
    #expect(sources[0].isReady)
    let asked = listener.accept()
    let far = try #require(asked)
    let another = listener.accept()
    #expect(another?.descriptor == nil)
    #expect(near?.write([1, 2, 3]) == .moved(3))
    var bytes: [UInt8] = [0]
    #expect(far.read(into: &bytes) == .moved(3))
    #expect(bytes == [0, 1, 2, 3])
    #expect(far.read(into: &bytes) == .later)
    #expect(far.write([9]) == .moved(1))
    near = nil
    #expect(far.read(into: &bytes) == .closed)
    // No signal ends the process.
    #expect(far.write([9]) == .closed)
    #expect(bytes == [0, 1, 2, 3])
  }

  @Test func `a full connection doesn't block`() throws {
    let place = try Place()
    let listener = try UnixListener(path: place.path + "/s")
    let near = try UnixConnection(path: listener.path)
    let piece = [UInt8](repeating: 7, count: 1 << 16)
    var sent = 0
    while case .moved(let count) = near.write(piece[...]) { sent += count }
    #expect(near.write([1]) == .later)
    let asked = listener.accept()
    let far = try #require(asked)
    var bytes: [UInt8] = []
    while case .moved = far.read(into: &bytes) {}
    #expect(bytes.count == sent)
  }

  @Test func `who listens is known, and what was left behind is taken away`() throws {
    let place = try Place()
    let folder = try SocketFolder(path: place.path)
    let path = folder.path(of: "shop")
    do {
      let listener = try UnixListener(path: path)
      let second = folder.path(of: "shop", number: 2)
      let other = try UnixListener(path: second)
      #expect(folder.sockets(named: "shop") == [path, second])
      #expect(folder.sockets(named: "sho") == [])
      let problem = problem { () throws(SocketProblem) in _ = try UnixListener(path: path) }
      #expect(problem?.kind == .taken)
      _ = (listener.descriptor, other.descriptor)
    }
    #expect(folder.sockets(named: "shop") == [])
    #expect(problem { () throws(SocketProblem) in _ = try UnixConnection(path: path) }?.kind == .absent)
    // As a process leaves it that is killed.
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
    #if canImport(Glibc)
      let left = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    #else
      let left = socket(AF_UNIX, SOCK_STREAM, 0)
    #endif
    let bound = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(left, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
    }
    #expect(bound == 0)
    close(left)
    #expect(problem { () throws(SocketProblem) in _ = try UnixConnection(path: path) }?.kind == .absent)
    let again = try UnixListener(path: path)
    let connection = try UnixConnection(path: again.path)
    #expect(connection.descriptor >= 0)
  }

  @Test func `a file that is no socket stays`() throws {
    let place = try Place()
    try Data("mine".utf8).write(to: URL(fileURLWithPath: place.path + "/s"))
    let problem = problem { () throws(SocketProblem) in _ = try UnixListener(path: place.path + "/s") }
    #expect(problem?.kind == .unusable)
    #expect(try String(contentsOfFile: place.path + "/s", encoding: .utf8) == "mine")
  }

  @Test func `a path that is too long is refused in words`() {
    let path = "/tmp/" + String(repeating: "x", count: 200)
    let problem = problem { () throws(SocketProblem) in _ = try UnixListener(path: path) }
    #expect(problem?.description.hasSuffix("bytes") == true)
  }

  @Test func `a waker wakes, once for any number of calls`() throws {
    let waker = try #require(Waker())
    var sources = [Waiting.Source(waker.descriptor)]
    Waiting.wait(for: &sources, milliseconds: 0)
    #expect(!sources[0].isReady)
    for _ in 0..<100_000 { waker.wake() }
    Waiting.wait(for: &sources, milliseconds: nil)
    #expect(sources[0].isReady)
    waker.reset()
    Waiting.wait(for: &sources, milliseconds: 0)
    #expect(!sources[0].isReady)
  }
}
