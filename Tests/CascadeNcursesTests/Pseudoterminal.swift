import CascadeNcurses
import CascadeTerminal
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A real terminal device whose far end, where the person would sit, belongs to the test.
final class Pseudoterminal {
  private var far: Int32 = -1
  /// The end that a program gets as its input and output.
  private(set) var near: Int32 = -1
  /// How many bytes were taken from the far end so far.
  private(set) var taken = 0

  init(columns: Int = 80, rows: Int = 24) throws {
    var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    try #require(openpty(&far, &near, nil, nil, &size) == 0)
  }

  deinit {
    closeFarEnd()
    close(near)
  }

  /// Its name in the file system, for another process to open.
  var path: String { String(cString: ttyname(near)) }

  /// What makes up its line discipline.
  var modes: [UInt] {
    var modes = termios()
    tcgetattr(near, &modes)
    let characters = withUnsafeBytes(of: modes.c_cc) { $0.map { UInt($0) } }
    return [UInt(modes.c_iflag), UInt(modes.c_oflag), UInt(modes.c_cflag), UInt(modes.c_lflag)] + characters
  }

  func open(
    environment: TerminalEnvironment = TerminalEnvironment(term: "xterm-256color"),
    options: TerminalOptions = TerminalOptions()
  ) throws(TerminalRefusal) -> NcursesTerminal {
    try NcursesTerminal(environment: environment, options: options, input: near, output: near)
  }

  /// Types, and returns once it can be read.
  func type(_ text: String) {
    let bytes = Array(text.utf8)
    #expect(write(far, bytes, bytes.count) == bytes.count)
    var arrival = pollfd(fd: near, events: Int16(POLLIN), revents: 0)
    #expect(poll(&arrival, 1, 10_000) == 1)
  }

  /// Changes the size, and tells this process as the system would tell the one in front.
  func resize(columns: Int, rows: Int) {
    var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    #expect(ioctl(far, UInt(TIOCSWINSZ), &size) == 0)
    kill(getpid(), SIGWINCH)
  }

  func closeFarEnd() {
    if far >= 0 { close(far) }
    far = -1
  }

  /// Takes what arrives until the terminal's own count of what it sent is reached.
  func output(of terminal: NcursesTerminal) -> String {
    take { _ in self.taken >= terminal.statistics.bytes }
  }

  /// Takes all that was sent before.
  func outputSoFar() -> String {
    let mark = "(that was all)"
    #expect(write(near, mark, mark.utf8.count) == mark.utf8.count)
    return String(take { $0.hasSuffix(mark) }.dropLast(mark.count))
  }

  private func take(until isComplete: (String) -> Bool) -> String {
    var bytes: [UInt8] = []
    while !isComplete(String(decoding: bytes, as: UTF8.self)) {
      // The limit only turns a hang into a failure.
      var source = pollfd(fd: far, events: Int16(POLLIN), revents: 0)
      guard poll(&source, 1, 10_000) == 1 else {
        Issue.record("nothing more arrived after \(String(decoding: bytes, as: UTF8.self).debugDescription)")
        break
      }
      var buffer = [UInt8](repeating: 0, count: 65536)
      let count = read(far, &buffer, buffer.count)
      guard count > 0 else { break }
      bytes += buffer.prefix(count)
      taken += count
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
