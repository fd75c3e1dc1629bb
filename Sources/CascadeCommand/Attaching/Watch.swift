import Cascade
import CascadeEvents
import CascadeNarration
import CascadeSockets
import CascadeText
import CascadeTrace

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One run of a program that is watched: its lines as they come.
final class WatchedRun {
  /// What it is called in the list.
  let name: String
  private let source: ByteSource
  private var stream: RecordingStream
  /// Whether everything has come.
  private(set) var isOver = false
  /// What has come and wasn't taken yet.
  private var bytes: [UInt8] = []

  init(name: String, source: ByteSource) {
    self.name = name
    self.source = source
    var limits = EventReader.Limits()
    // What is old is folded away; the stream has no end.
    limits.events = .max
    stream = RecordingStream(limits: limits)
  }

  /// The next events, as many as can be read in a short time.
  ///
  /// - Parameter patience: How long that may take; at least one piece is read.
  func take(within patience: Duration) -> [Event] {
    let end = ContinuousClock.now.advanced(by: patience)
    var events: [Event] = []
    repeat {
      bytes.removeAll(keepingCapacity: true)
      guard source.read(into: &bytes) else {
        if source.isOver, !isOver {
          isOver = true
          events += stream.finish()
        }
        break
      }
      events += stream.feed(bytes)
    } while ContinuousClock.now < end
    return events
  }

  var gaps: RecordingGaps { stream.gaps }

  func isReplaced(at path: String) -> Bool { source.isReplaced(at: path) }

  /// What tells that there is something to take; none where nothing does.
  fileprivate var telling: Int32? { source.telling }
}

/// What `cascade attach` looks for: finds programs as they appear.
final class Watch {
  enum Place {
    /// All processes that listen under a name.
    case name(String, SocketFolder)
    /// A socket, a pipe or a file.
    case path(String)
    case input
  }

  private let place: Place
  /// All that were found, in the order in which they were.
  private(set) var runs: [WatchedRun] = []
  /// The sockets that are connected, and by which run.
  private var connected: [String: WatchedRun] = [:]
  private var lastLook: ContinuousClock.Instant?
  /// Why nothing will come, where that is sure.
  private(set) var problem: String?

  /// How often to look for programs.
  private static let interval = Duration.milliseconds(100)

  /// - Parameter input: The descriptor in place of standard input, for `-`.
  init(_ place: Place, input: Int32) {
    self.place = place
    guard case .input = place else { return }
    runs = [WatchedRun(name: "standard input", source: ByteSource(taking: input, isFile: false))]
  }

  /// What stands in place of a list that is empty.
  var waiting: String {
    switch place {
    case .name(let name, let folder):
      "Waiting for a program that listens as \(name) (in \(SafeText.make(folder.path)))."
    case .path(let path): "Waiting for \(SafeText.make(path)): nothing is there yet."
    case .input: "Waiting for standard input."
    }
  }

  /// Waits until a run may have something to take, or another program may have appeared.
  func wait() {
    let open = runs.filter { !$0.isOver }
    var sources = open.compactMap(\.telling).map { Waiting.Source($0) }
    // A file that grows doesn't tell.
    let isTold = !open.isEmpty && sources.count == open.count
    Waiting.wait(for: &sources, milliseconds: isTold ? 500 : 50)
  }

  /// Looks for programs that have appeared since the last time.
  ///
  /// - Returns: whether there are any.
  func look() -> Bool {
    let now = ContinuousClock.now
    if let lastLook, lastLook.duration(to: now) < Self.interval { return false }
    lastLook = now
    switch place {
    case .name(let name, let folder):
      return folder.sockets(named: name).reduce(false) { connect(to: $1) || $0 }
    case .path(let path): return open(path)
    case .input: return false
    }
  }

  private func connect(to path: String) -> Bool {
    if let run = connected[path], !run.isOver { return false }
    do {
      add(path, ByteSource(try UnixConnection(path: path)), key: path)
      return true
    } catch {
      // Left behind by a process that was killed. The folder is this user's alone.
      if error.kind == .absent, case .name = place { unlink(path) }
      if error.kind == .unusable { problem = error.description }
      return false
    }
  }

  private func open(_ path: String) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0 else {
      if errno != ENOENT { problem = "\(SafeText.make(path)): \(String(cString: strerror(errno)))" }
      return false
    }
    if status.st_mode & S_IFMT == S_IFSOCK { return connect(to: path) }
    guard status.st_mode & S_IFMT != S_IFDIR else {
      problem = "\(SafeText.make(path)): this is a directory"
      return false
    }
    if let run = connected[path], !run.isReplaced(at: path) { return false }
    let isFile = status.st_mode & S_IFMT == S_IFREG
    if !isFile, connected[path] != nil { return false }
    let descriptor = openForReading(path)
    guard descriptor >= 0 else {
      problem = "\(SafeText.make(path)): \(String(cString: strerror(errno)))"
      return false
    }
    add(path, ByteSource(taking: descriptor, isFile: isFile), key: path)
    return true
  }

  /// - Parameter key: The path that it was found at.
  private func add(_ path: String, _ source: ByteSource, key: String) {
    let base = path.split(separator: "/").last.map(String.init) ?? path
    let count = runs.count { $0.name == base || $0.name.hasPrefix(base + " #") }
    let run = WatchedRun(name: count == 0 ? base : "\(base) #\(count + 1)", source: source)
    runs.append(run)
    connected[key] = run
  }
}

// Outside of the types, whose own names would be taken for the system's. A pipe without a writer doesn't hold it up.
private func openForReading(_ path: String) -> Int32 { open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
