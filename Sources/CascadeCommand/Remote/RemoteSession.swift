import ArgumentParser
import CascadeSockets
import CascadeText

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A screen that takes requests, by its name.
struct RemoteSession: Hashable {
  let name: String

  /// That of a talk, where none is given.
  static let usual = RemoteSession(name: "talk")

  /// - Throws: words for a name that can't be one.
  static func named(_ name: String) throws -> RemoteSession {
    guard SocketFolder.isName(name) else {
      throw ValidationError(
        "A session's name has 1 to 40 letters, digits, -, _ and ., and doesn't begin with a full stop.")
    }
    return RemoteSession(name: name)
  }

  private var socketName: String { "screen-" + name }

  /// Where this process listens under the name. What killed processes left behind there is taken away.
  ///
  /// - Throws: ``SocketProblem`` where another screen listens there: nothing could say which of the two is meant.
  func ownPath() throws(SocketProblem) -> String {
    let folder = try SocketFolder.ofUser()
    for path in folder.sockets(named: socketName) {
      do throws(SocketProblem) {
        _ = try UnixConnection(path: path)
      } catch {
        if error.kind == .absent { unlink(path) }
        continue
      }
      throw SocketProblem(.unusable, "another screen is called \(name); begin this one with --session and another name")
    }
    return folder.path(of: socketName)
  }

  /// Connects to the screen of that name.
  ///
  /// - Throws: ``SocketProblem/Kind/absent`` where there is none.
  func connect() throws(SocketProblem) -> RemoteClient {
    var found: [UnixConnection] = []
    for path in try SocketFolder.ofUser().sockets(named: socketName) {
      do throws(SocketProblem) {
        found.append(try UnixConnection(path: path))
      } catch {
        guard error.kind == .absent else { throw error }
      }
    }
    guard let connection = found.first else {
      let option = self == .usual ? "" : " --session \(name)"
      throw SocketProblem(
        .absent,
        "there is no \(self == .usual ? "talk" : "session \(name)"); begin one with: cascade talk FILE\(option)")
    }
    guard found.count == 1 else {
      throw SocketProblem(
        .unusable, "\(found.count) screens are called \(name); begin them with --session and other names")
    }
    return RemoteClient(connection)
  }
}

struct SessionOption: ParsableArguments {
  @Option(
    help: ArgumentHelp("The name of the session. (default: talk)", valueName: "name"),
    transform: RemoteSession.named)
  var session: RemoteSession?
}

/// The side that asks. One thread uses it.
final class RemoteClient {
  private let connection: UnixConnection
  private var incoming: [UInt8] = []

  /// No answer is longer, in bytes.
  private static let longest = 4 << 20

  fileprivate init(_ connection: UnixConnection) {
    self.connection = connection
  }

  /// Sends a line, and waits for the answer.
  ///
  /// - Parameter milliseconds: How long it is waited for.
  /// - Throws: ``SocketProblem/Kind/absent`` where the other end has gone.
  func ask(_ line: String, milliseconds: Int32 = 5_000) throws(SocketProblem) -> [UInt8] {
    var out = Array((line + "\n").utf8)[...]
    while !out.isEmpty {
      switch connection.write(out) {
      case .moved(let count): out = out.dropFirst(count)
      case .later: try wait(forWriting: true, milliseconds)
      case .closed: throw Self.gone
      }
    }
    while true {
      if let end = incoming.firstIndex(of: UInt8(ascii: "\n")) {
        defer { incoming.removeFirst(end + 1) }
        return Array(incoming[..<end])
      }
      guard incoming.count <= Self.longest else { throw SocketProblem(.unusable, "the answer is too long") }
      switch connection.read(into: &incoming) {
      case .moved: continue
      case .later: try wait(forWriting: false, milliseconds)
      case .closed: throw Self.gone
      }
    }
  }

  private func wait(forWriting: Bool, _ milliseconds: Int32) throws(SocketProblem) {
    var sources = [Waiting.Source(connection.descriptor, forReading: !forWriting, forWriting: forWriting)]
    Waiting.wait(for: &sources, milliseconds: milliseconds)
    guard sources[0].isReady else { throw SocketProblem(.unusable, "the screen doesn't answer") }
  }

  private static var gone: SocketProblem { SocketProblem(.absent, "the screen has gone") }
}
