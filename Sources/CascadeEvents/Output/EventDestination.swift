public import Cascade
import CascadeSockets
import CascadeText

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Where the events of a running program go, while it runs.
///
///     let context = Context.background(observedBy: .file("run.jsonl"))
///
/// The program never waits for the destination and never grows with it. The newest events are kept in a ring; a thread of
/// its own takes them from there. What is replaced before it was taken is counted exactly, and stands as `dropped` in
/// what is written. Where the destination can't be used, the program says so once and runs on, unobserved.
public struct EventDestination: Hashable, Sendable {
  enum Place: Hashable, Sendable {
    case file(String)
    case socket(String)
  }

  let place: Place

  /// A file, which `cascade replay` shows afterwards, and `cascade attach` while it is written.
  ///
  /// A recording that is there already is replaced; a file that holds anything else is left as it is, and refused. Lines
  /// are written 20 ms after they happened, and when the process exits; what happens in the last 20 ms before it is killed
  /// is lost.
  ///
  /// - Parameter path: Where it is.
  public static func file(_ path: String) -> EventDestination { EventDestination(place: .file(path)) }

  /// A Unix socket in a folder of this user, at which `cascade attach NAME` looks.
  ///
  /// The program listens, and whatever watches connects: as long as nothing does, nothing is written and no thread wakes. Up
  /// to eight can watch at a time, each at its own speed: one that is slow, or stopped, misses events and is told how many.
  /// One that comes late gets what the ring still has.
  ///
  /// The folder is `cascade` in `$XDG_RUNTIME_DIR`, or else `cascade-UID` in the folder for temporary files. Only
  /// this user may look into it (mode 0700), or connect to the socket (0600).
  ///
  /// - Parameter name: What the program is called: 1 to 40 letters and digits of ASCII, `-`, `_` and `.`, which isn't the
  ///   first. Several processes may have the same name.
  public static func socket(_ name: String) -> EventDestination { EventDestination(place: .socket(name)) }

  /// How many events are kept for the destination where nothing else is said: 65,536.
  public static let usualRoom = 65_536
}

extension Context {
  /// A root whose whole tree is observed: everything that happens to its contexts, groups and tasks is written to a file,
  /// or to whatever watches at a socket, from now on and in real time.
  ///
  /// When nothing is left that was derived from it, or the process exits, the rest is written, for at most a second. What is
  /// wrong with the destination goes to standard error, if you don't take it.
  ///
  /// - Parameters:
  ///   - destination: Where the events go.
  ///   - title: What the run is called where it is shown; none by default.
  ///   - room: How many events are kept for the destination, some 200 bytes each; 65,536 by default.
  ///   - problem: Called once at most, on any thread, with one line of plain text: why the destination can't be used.
  /// - Returns: a root that is observed; `Context.background` where the destination can't be used.
  public static func background(
    observedBy destination: EventDestination, titled title: String? = nil, room: Int = EventDestination.usualRoom,
    problem: @escaping @Sendable (String) -> Void = { EventDestination.complain($0) }
  ) -> Context {
    do {
      guard let waker = Waker() else { throw PumpProblem(description: "no more files can be opened") }
      let ring = EventRing(capacity: room) { waker.wake() }
      let start = Event(
        seq: 0, t: .zero, id: "", kind: .runStarted(Event.RunStart(clock: .live, scenario: title)))
      switch destination.place {
      case .file(let path):
        let output = try EventFileOutput(path: path)
        FilePump.start(FilePump(ring, waker, start: start, output: output, problem: problem))
      case .socket(let name):
        let listener = try EventDestination.listen(as: name)
        SocketPump.start(SocketPump(ring, waker, start: start, listener: listener))
      }
      return .background(observedBy: EventRecorder(ring: ring))
    } catch {
      problem("cascade: \(error)")
      return .background
    }
  }
}

/// Why there is no destination; safe to print.
struct PumpProblem: Error, CustomStringConvertible {
  let description: String
}

extension EventDestination {
  /// Writes one line to standard error.
  public static func complain(_ line: String) {
    let bytes = Array((SafeText.make(line) + "\n").utf8)
    _ = bytes.withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
  }

  fileprivate static func listen(as name: String) throws -> UnixListener {
    guard SocketFolder.isName(name) else {
      throw PumpProblem(
        description: "\(SafeText.quoted(name)) can't be the name of a socket: it takes 1 to 40 letters, digits, - _ .")
    }
    let folder = try SocketFolder.ofUser()
    for number in 1...64 {
      do {
        return try UnixListener(path: folder.path(of: name, number: number))
      } catch {
        guard error.kind == .taken else { throw error }
      }
    }
    throw PumpProblem(description: "this process listens as \(name) 64 times already")
  }
}
