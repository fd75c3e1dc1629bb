import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The built program in a pseudo-terminal: what a person sees of it, and what they type.
final class ScreenProgram {
  private let process = Process()
  private var far: Int32 = -1
  private var near: Int32 = -1
  /// Everything it wrote so far.
  private(set) var output = ""
  private let modesBefore: [UInt32]

  convenience init(
    _ arguments: String..., columns: UInt16 = 100, rows: UInt16 = 30, environment: [String: String] = [:]
  ) throws {
    try self.init(arguments, columns: columns, rows: rows, environment: environment)
  }

  init(
    _ arguments: [String], program: URL = Program.url, columns: UInt16 = 100, rows: UInt16 = 30,
    environment: [String: String] = [:]
  ) throws {
    var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    try #require(openpty(&far, &near, nil, nil, &size) == 0)
    modesBefore = Self.modes(near)
    let handle = FileHandle(fileDescriptor: near, closeOnDealloc: false)
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = Program.root
    process.environment = ProcessInfo.processInfo.environment
      .merging(["TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "SWIFT_BACKTRACE": "enable=no"]) { $1 }
      .merging(environment) { $1 }
    process.standardInput = handle
    process.standardOutput = handle
    process.standardError = handle
    // A shell starts programs that hear all signals; the threads of the tests block some.
    var (none, mask) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, &mask)
    defer { pthread_sigmask(SIG_SETMASK, &mask, nil) }
    try process.run()
  }

  deinit {
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
    close(far)
    close(near)
  }

  func type(_ keys: String) {
    let bytes = Array(keys.utf8)
    #expect(write(far, bytes, bytes.count) == bytes.count)
  }

  func send(_ signal: Int32) {
    kill(process.processIdentifier, signal)
  }

  /// Waits until a signal has stopped it: what is sent before that to let it go on would be in vain.
  func waitUntilStopped() throws {
    var report = siginfo_t()
    #expect(waitid(P_PID, id_t(process.processIdentifier), &report, WSTOPPED | WNOWAIT) == 0)
  }

  /// Reads until the output since the last look has this in it.
  func wait(for text: String) throws {
    var fresh = ""
    let end = ContinuousClock.now.advanced(by: .seconds(60))
    while !fresh.contains(text) {
      // A screen with a clock on it is never silent.
      try #require(
        .now < end, "\(text.debugDescription) never came; last: \(fresh.suffix(400).debugDescription)")
      // The limit only turns a hang into a failure.
      var source = pollfd(fd: far, events: Int16(POLLIN), revents: 0)
      try #require(
        poll(&source, 1, 20_000) == 1,
        "\(text.debugDescription) never came; last: \(fresh.suffix(400).debugDescription)")
      var buffer = [UInt8](repeating: 0, count: 65536)
      let count = read(far, &buffer, buffer.count)
      try #require(count > 0, "the terminal closed before \(text.debugDescription) came")
      fresh += String(decoding: buffer.prefix(count), as: UTF8.self)
    }
    output += fresh
  }

  /// Waits for its end, and gives the status as a shell would.
  func status() throws -> Int32 {
    try wait(for: "\u{1B}[?1049l")
    process.waitUntilExit()
    // What it wrote since.
    var (source, buffer) = (pollfd(fd: far, events: Int16(POLLIN), revents: 0), [UInt8](repeating: 0, count: 65536))
    while poll(&source, 1, 0) == 1, source.revents & Int16(POLLIN) != 0 {
      let count = read(far, &buffer, buffer.count)
      guard count > 0 else { break }
      output += String(decoding: buffer.prefix(count), as: UTF8.self)
    }
    return process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus
  }

  /// Whether the line discipline is as it was found.
  var isRestored: Bool { Self.modes(near) == modesBefore }

  private static func modes(_ descriptor: Int32) -> [UInt32] {
    var modes = termios()
    tcgetattr(descriptor, &modes)
    return [modes.c_iflag, modes.c_oflag, modes.c_cflag, modes.c_lflag].map { UInt32(truncatingIfNeeded: $0) }
  }
}
