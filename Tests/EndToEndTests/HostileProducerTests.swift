import Cascade
import CascadeEvents
import CascadeSockets
import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What listens at a socket and isn't a program of this library. What it says is shown as far as it is true, in words, on a
/// terminal that stays whole.
@Suite struct HostileProducerTests {
  private static let start = #"{"seq":0,"t":0,"kind":"run.started","id":"","clock":"live","version":2}"# + "\n"

  /// Serves these bytes to the first that connects, and stays; the thread ends with the process.
  private static func serve(_ bytes: [UInt8], at path: String, ends: Bool = false) throws {
    let listener = Handed(listener: try UnixListener(path: path))
    Thread.detachNewThread {
      while true {
        if let connection = listener.listener.accept() {
          var sent = 0
          while sent < bytes.count {
            switch connection.write(bytes[sent...]) {
            case .moved(let count): sent += count
            case .later: usleep(1_000)
            case .closed: return
            }
          }
          if ends { return }
          var rest: [UInt8] = []
          while connection.read(into: &rest) != .closed { usleep(5_000) }
          return
        }
        usleep(5_000)
      }
    }
  }

  /// Sendable because it is handed to one thread, which alone uses it.
  private final class Handed: @unchecked Sendable {
    let listener: UnixListener
    init(listener: consuming UnixListener) { self.listener = listener }
  }

  struct Producer: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let bytes: [UInt8]
    /// What is on the screen in the end.
    let words: String
    /// Whether it dies when all is said.
    let ends: Bool

    init(_ name: String, _ text: String, says words: String, ends: Bool = false) {
      testDescription = name
      self.ends = ends
      bytes = Array(text.utf8)
      self.words = words
    }
  }

  private static func line(_ seq: Int, _ rest: String) -> String { "{\"seq\":\(seq),\(rest)}\n" }
  private static let task = #""t":5,"kind":"task.started","id":"honest""#

  private static let producers = [
    Producer(
      "a line of 2 MiB",
      start + "{\"seq\":1,\"id\":\"" + String(repeating: "x", count: 2 << 20) + "\"}\n" + line(2, task),
      says: "honest"),
    Producer("a gap of nearly all numbers", start + line(.max - 1, task), says: "9223372036854775805 events missing"),
    Producer(
      "more dropped than there are numbers",
      start + line(1, #""t":5,"kind":"dropped","id":"","count":9223372036854775807"#)
        + line(2, #""t":5,"kind":"dropped","id":"","count":9223372036854775807"#) + line(3, task), says: "honest"),
    Producer(
      "a negative count", start + line(1, #""t":5,"kind":"dropped","id":"","count":-5"#) + line(2, task), says: "honest"
    ),
    Producer("numbers that don't grow", start + line(7, task) + line(3, task), says: "6 events missing"),
    Producer(
      "times that go back",
      start + line(1, task) + line(2, #""t":1,"kind":"task.out","id":"honest","kept":0,"outcome":"completed""#),
      says: "1 line with times that go back"),
    Producer(
      "a path that is used again and again",
      start
        + (0..<50).map {
          line(
            $0 * 3 + 1, #""t":5,"kind":"task.spawned","id":"g/honest","group":"g","name":"honest""#)
            + line($0 * 3 + 2, #""t":5,"kind":"task.started","id":"g/honest""#)
            + line($0 * 3 + 3, #""t":5,"kind":"task.out","id":"g/honest","kept":0,"outcome":"completed""#)
        }.joined(),
      says: "honest"),
    Producer(
      "an end in the middle of a line", start + line(1, task) + #"{"seq":2,"t":7,"kind":"task.ou"#,
      says: "cut off in line 3", ends: true),
    Producer(
      "times of 292 years", start + line(1, #""t":9223372036854775807,"kind":"task.started","id":"honest""#),
      says: "honest"),
    Producer(
      "a version to come", String(start.replacing("\"version\":2", with: "\"version\":99")) + line(1, task),
      says: "honest"),
    Producer("no JSON", "\u{1B}[2J\u{1B}]0;owned\u{7}GET / HTTP/1.1\r\n\r\n" + start + line(1, task), says: "honest"),
    Producer(
      "names that steer a terminal", start + line(1, #""t":5,"kind":"task.started","id":"honest\u001b[2J\u202e""#),
      says: "honest"),
    Producer(
      "a group that is its own parent",
      start + line(1, #""t":5,"kind":"group.opened","id":"a","name":"a","parent":"a","policy":"errgroup""#)
        + line(2, task),
      says: "honest"),
  ]

  @Test(arguments: producers) func isShownAsFarAsItIsTrue(producer: Producer) throws {
    let file = try TemporaryFile("", name: "x")
    let path = (file.path as NSString).deletingLastPathComponent + "/s"
    try Self.serve(producer.bytes, at: path, ends: producer.ends)
    let program = try ScreenProgram("attach", path, columns: 150, rows: 20)
    try program.wait(for: producer.words)
    program.type("q")
    #expect(try program.status() == 0)
    #expect(program.isRestored)
    // What a terminal would obey isn't the producer's.
    #expect(!program.output.contains("owned\u{7}") && !program.output.contains("\u{202E}"))
  }

  /// Tasks that go on can't be folded away as old ones can: of too many, the later ones aren't taken in, and that is said.
  @Test func tooManyTasksThatGoOn() throws {
    let count = ProcessInfo.processInfo.environment["CASCADE_FLOOD"].flatMap { Int($0) } ?? 40_000
    var text = Self.start
    for number in 0..<count {
      text += Self.line(
        number * 2 + 1, #""t":5,"kind":"task.spawned","id":"g/\#(number)","group":"g","name":"\#(number)""#)
      text += Self.line(number * 2 + 2, #""t":5,"kind":"task.started","id":"g/\#(number)""#)
    }
    let file = try TemporaryFile("", name: "x")
    let path = (file.path as NSString).deletingLastPathComponent + "/s"
    try Self.serve(Array(text.utf8), at: path)
    let program = try ScreenProgram("attach", path, columns: 150, rows: 20)
    try program.wait(for: "go on")
    program.type("q")
    #expect(try program.status() == 0)
    #expect(program.isRestored)
  }

  private static let canBeAnother =
    geteuid() == 0
    && ["/usr/bin/setpriv", "/usr/bin/perl"].allSatisfy { FileManager.default.isExecutableFile(atPath: $0) }

  /// A socket of another user, in a folder that all may look into.
  @Test(.enabled(if: canBeAnother, "only root can be another user, too"))
  func aSocketOfAnotherUserIsRefused() throws {
    let file = try TemporaryFile("", name: "x")
    let folder = (file.path as NSString).deletingLastPathComponent
    chmod(folder, 0o777)
    let other = Process()
    other.executableURL = URL(fileURLWithPath: "/usr/bin/setpriv")
    other.arguments = [
      "--reuid=65534", "--clear-groups", "/usr/bin/perl", "-MIO::Socket::UNIX", "-e",
      "$s = IO::Socket::UNIX->new(Local => '\(folder)/s', Listen => 1) or die; chmod 0666, '\(folder)/s';"
        + " print qq(there\\n); close STDOUT; sleep 60 while $s->accept()",
    ]
    let output = Pipe()
    other.standardOutput = output
    // What holds on to the output of the tests keeps its reader waiting; and TERM may be blocked.
    other.standardError = FileHandle.nullDevice
    other.standardInput = FileHandle.nullDevice
    try other.run()
    defer {
      kill(other.processIdentifier, SIGKILL)
      other.waitUntilExit()
    }
    #expect(String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self) == "there\n")
    let result = try Program.run("attach", folder + "/s", "--plain")
    #expect(result.status == 2)
    #expect(result.errors.contains("a program of another user listens here"))
    #expect(result.output == "")
  }

  /// Several programs by one name at the same time are one tree each.
  @Test func severalAreOneTreeEach() async throws {
    let name = "e2e-several-\(getpid())"
    // Only what changes is sent to a terminal: names that have no letter in common.
    let places = ["quay", "BRIDGE", "hill"]
    let contexts = places.map { Context.background(observedBy: .socket(name), titled: "The \($0) shop") }
    let program = try ScreenProgram("attach", name)
    for (context, place) in zip(contexts, places) {
      try await withErrGroup(in: context, .named(place)) { group in await group.go("serve") { _ in } }
    }
    try program.wait(for: "LIVE")
    for (keys, place) in [("gg\r", "quay"), ("j\r", "BRIDGE"), ("j\r", "hill")] {
      program.type("s")
      // The last words of the list's screen: what comes after them is of the next.
      try program.wait(for: "choose")
      program.type(keys)
      try program.wait(for: place)
    }
    program.type("q")
    #expect(try program.status() == 0)
    #expect(program.isRestored)
    withExtendedLifetime(contexts) {}
  }
}
