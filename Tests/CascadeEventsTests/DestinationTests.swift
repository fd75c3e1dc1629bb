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

/// A program whose events go to a file or a socket, in one process with what reads them.
@Suite struct DestinationTests {
  /// A name that no other process has. The environment of a process whose tests run side by side can't be changed, so the
  /// sockets are in the user's own folder.
  private func own(_ name: String) -> String { "\(name)-\(getpid())" }

  private func file() -> String { "/tmp/cascade-run-\(getpid())-\(UInt32.random(in: 0 ... .max)).jsonl" }

  /// Waits until a file has something in it, or what it has.
  private func contents(_ path: String, until done: (RecordedRun) -> Bool) -> RecordedRun {
    for _ in 0..<2_000 {
      let run = RecordedRun(reading: (try? Data(contentsOf: URL(fileURLWithPath: path))) ?? Data())
      if done(run) { return run }
      usleep(10_000)
    }
    return RecordedRun(reading: (try? Data(contentsOf: URL(fileURLWithPath: path))) ?? Data())
  }

  private func work(in context: Context, times: Int = 1) async throws {
    for _ in 0..<times {
      try await withErrGroup(in: context, .named("request")) { group in
        for name in ["a", "b", "c"] { await group.go(name) { $0.note(.log(name)) } }
      }
    }
  }

  @Test func `to a file`() async throws {
    let path = file()
    defer { unlink(path) }
    try await work(in: .background(observedBy: .file(path), titled: "shop"))
    let run = contents(path) { !$0.gaps.isUnfinished }
    #expect(run.gaps.isComplete)
    #expect(run.events.count == 18)
    #expect(run.events.first?.kind == .runStarted(.init(clock: .live, scenario: "shop")))
    #expect(run.events.last?.kind == .runEnded(.completed))
    #expect(Set(run.events.map(\.id)) == ["", "request", "request/a", "request/b", "request/c"])
    // A recording gives way to the next one.
    try await work(in: .background(observedBy: .file(path)), times: 2)
    #expect(contents(path) { $0.events.count == 34 }.events.count == 34)
  }

  @Test(arguments: ["my notes\n", "{}", "{\"a\":1}\n"]) func `a file that holds something else stays`(text: String)
    throws
  {
    let path = file()
    defer { unlink(path) }
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    let said = Locked<[String]>([])
    let context = Context.background(observedBy: .file(path)) { line in said.withLock { $0.append(line) } }
    context.note(.log("x"))
    #expect(context.id == "")
    #expect(said.withLock { $0 }.count == 1)
    #expect(
      said.withLock { $0 }.first?.hasSuffix("holds something else than a recording, and is left as it is") == true)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
  }

  @Test(arguments: ["/nowhere/at/all.jsonl", "/tmp", "/tmp/a\u{1B}[2J/x"]) func `what can't be written is said once`(
    path: String
  ) {
    let said = Locked<[String]>([])
    _ = Context.background(observedBy: .file(path)) { line in said.withLock { $0.append(line) } }
    #expect(said.withLock { $0 }.count == 1)
    #expect(said.withLock { $0 }.joined().unicodeScalars.allSatisfy { $0.value >= 0x20 })
  }

  @Test(arguments: ["", "a/b", ".x", "a b"]) func `what can't be a name is said`(name: String) {
    let said = Locked<[String]>([])
    _ = Context.background(observedBy: .socket(name)) { line in said.withLock { $0.append(line) } }
    #expect(said.withLock { $0 }.first?.contains("can't be the name of a socket") == true)
  }

  // MARK: Sockets

  /// One that watches.
  private final class Viewer {
    let connection: UnixConnection
    private var stream = RecordingStream()
    private(set) var events: [Event] = []
    private(set) var isClosed = false

    init(_ path: String) throws { connection = try UnixConnection(path: path) }

    func read(until done: (Viewer) -> Bool) {
      for _ in 0..<2_000 where !isClosed && !done(self) {
        var sources = [Waiting.Source(connection.descriptor)]
        Waiting.wait(for: &sources, milliseconds: 10)
        var bytes: [UInt8] = []
        reading: while true {
          switch connection.read(into: &bytes) {
          case .moved: continue
          case .later: break reading
          case .closed:
            isClosed = true
            break reading
          }
        }
        events += stream.feed(bytes)
      }
    }

    var gaps: RecordingGaps { stream.gaps }
    var dropped: Int {
      events.reduce(0) { sum, event in if case .dropped(let count) = event.kind { sum + count } else { sum } }
    }
    /// All that the program itself did.
    var own: Int {
      events.count { event in
        switch event.kind {
        case .runStarted, .runEnded, .dropped: false
        default: true
        }
      }
    }
  }

  private func socket(_ name: String) throws -> String {
    let folder = try SocketFolder.ofUser()
    return try #require(folder.sockets(named: own(name)).last)
  }

  @Test func `several watch, and see all to the end`() async throws {
    var viewers: [Viewer] = []
    do {
      let context = Context.background(observedBy: .socket(own("several")))
      let path = try socket("several")
      for _ in 0..<3 { viewers.append(try Viewer(path)) }
      for viewer in viewers { viewer.read { !$0.events.isEmpty } }
      try await work(in: context, times: 10)
    }
    for viewer in viewers {
      viewer.read { _ in false }
      #expect(viewer.isClosed)
      #expect(viewer.gaps.isComplete)
      #expect(viewer.own == 160)
    }
    #expect(try SocketFolder.ofUser().sockets(named: own("several")) == [])
  }

  @Test func `one that comes late gets what there is, and is told what it missed`() throws {
    let context = Context.background(observedBy: .socket(own("late")), room: 100)
    for number in 0..<250 { context.makeCancelScope(name: "c").context.note(.log("\(number)")) }
    let viewer = try Viewer(try socket("late"))
    viewer.read { $0.own >= 100 }
    #expect(viewer.own == 100)
    #expect(viewer.dropped == viewer.gaps.missingAtStart)
    #expect(viewer.dropped > 0)
    #expect(viewer.gaps.joinedAt != nil)
    #expect(viewer.gaps.missing == 0)
    #expect(!context.isCancelled)
  }

  /// A reader that is stopped, with a program that is fast: nothing waits, and every event is received or counted.
  @Test func `a reader that is slow misses what is counted`() throws {
    let context = Context.background(observedBy: .socket(own("slow")), room: 1_000)
    let scope = context.makeCancelScope(name: "c")
    let path = try socket("slow")
    let slow = try Viewer(path)
    let quick = try Viewer(path)
    slow.read { $0.own > 0 }
    quick.read { $0.own > 0 }
    let text = String(repeating: "x", count: 500)
    for _ in 0..<100 {
      for _ in 0..<200 { scope.context.note(.log(text)) }
      quick.read { $0.gaps.problemCount == 0 }
    }
    scope.context.note(.log("last"))
    for viewer in [slow, quick] {
      viewer.read { $0.events.last?.kind == .note(.log("last")) }
      #expect(viewer.own + viewer.dropped == 20_002)
      #expect(viewer.gaps.problemCount == 0)
    }
    #expect(slow.dropped > 0)
  }

  @Test func `no more than eight watch`() throws {
    let context = Context.background(observedBy: .socket(own("many")))
    let path = try socket("many")
    let viewers = try (0..<8).map { _ in try Viewer(path) }
    for viewer in viewers { viewer.read { !$0.events.isEmpty } }
    let ninth = try Viewer(path)
    ninth.read { _ in false }
    #expect(ninth.isClosed && ninth.events.isEmpty)
    context.note(.log("on it goes"))
    for viewer in viewers { viewer.read { $0.events.count == 2 } }
    #expect(viewers.allSatisfy { $0.events.count == 2 && !$0.isClosed })
  }
}
