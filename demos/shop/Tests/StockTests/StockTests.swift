import Cascade
import CascadeEvents
import Foundation
import GRPCCore
import Synchronization
import Testing

@testable import Stock

/// The third service, over real connections: what a client's context does, its server's does.
@Suite(.serialized, .timeLimit(.minutes(2))) struct StockTests {
  /// Waits for the lines that a server says.
  private final class Lines: Sendable {
    private let lines: AsyncStream<String>
    private let continuation: AsyncStream<String>.Continuation

    init() { (lines, continuation) = AsyncStream.makeStream() }

    @Sendable func say(_ line: String) { continuation.yield(line) }

    func wait(for start: String) async -> String? { await lines.first { $0.hasPrefix(start) } }
  }

  /// A server of this process while `body` runs, and what it recorded.
  private func serving(
    _ body: @Sendable (_ port: Int, _ lines: Lines) async throws -> Void
  ) async throws -> [Event] {
    let recorder = EventRecorder()
    let lines = Lines()
    let server = StockServer(root: .background(observedBy: recorder), say: lines.say)
    let ports = AsyncStream<Int>.makeStream()
    async let served: Void = server.run { ports.continuation.yield($0) }
    let port = try #require(await ports.stream.first { _ in true })
    do { try await body(port, lines) } catch {
      server.stop()
      try await served
      throw error
    }
    server.stop()
    // Returns when every call is answered, and its work out.
    try await served
    return recorder.events
  }

  private func told(_ id: String, in events: [Event]) -> Event.Told? {
    events.lazy.compactMap { event in
      if event.id == id, case .taskTold(let told) = event.kind { told } else { nil }
    }.first
  }

  private func out(_ id: String, in events: [Event]) -> Event.TaskOut? {
    events.lazy.compactMap { if $0.id == id, case .taskOut(let out) = $0.kind { out } else { nil } }.first
  }

  private func calls(_ side: Event.CallSide, in events: [Event]) -> [String: String] {
    var calls: [String: String] = [:]
    for event in events {
      if case .note(.call(let id, side)) = event.kind { calls[id] = event.id }
    }
    return calls
  }

  /// The path of what answers the only call, in a server's events.
  private func answer(in events: [Event]) throws -> String { try #require(calls(.taken, in: events).values.first) }

  @Test func `a call is answered, and both sides know it by one id`() async throws {
    let recorder = EventRecorder()
    let server = try await serving { port, _ in
      let left = try await StockClient.with(port: port) { client in
        try await withErrGroup(in: .background(observedBy: recorder), .named("page")) { group in
          await group.go("stock") { try await client.reserve($0, Reservation(item: "tea")).left }
        }.value()
      }
      #expect(left == 5)
    }
    let (made, taken) = (calls(.made, in: recorder.events), calls(.taken, in: server))
    #expect(made.count == 1 && Set(made.keys) == Set(taken.keys))
    #expect(made.values.first == "page/stock")
    #expect(out(try answer(in: server), in: server)?.outcome == .completed)
  }

  /// The deadline goes along: no cancel call and no closed connection tells the server.
  @Test func `the deadline of the client ends the work of the server`() async throws {
    let server = try await serving { port, lines in
      try await StockClient.with(port: port) { client in
        let error = await #expect(throws: ContextError.self) {
          try await Context.background.withTimeout(.milliseconds(300)) { ctx in
            try await client.reserve(ctx, Reservation(item: "tea", slowness: 600_000))
          }
        }
        #expect(error?.isTimeout == true)
        _ = await lines.wait(for: "stock told")
      }
    }
    let answer = try answer(in: server)
    // Whichever of the two that leave at the same moment is first.
    let reason = try #require(told(answer, in: server)).reason
    #expect([.deadlineExceeded, .requested].contains(reason))
    #expect(out(answer, in: server)?.outcome == .propagated)
  }

  /// A client that doesn't look at its own deadline: the server alone does.
  @Test func `a server heeds the deadline by itself`() async throws {
    let server = try await serving { port, lines in
      try await StockClient.with(port: port) { client in
        let error = await #expect(throws: RPCError.self) {
          try await client.reserveWithoutContext(Reservation(item: "tea", slowness: 600_000), timeout: "300m")
        }
        #expect(error?.code == .deadlineExceeded)
        _ = await lines.wait(for: "stock told: context deadline exceeded")
      }
    }
    let answer = try answer(in: server)
    #expect(told(answer, in: server)?.reason == .deadlineExceeded)
    #expect(out(answer, in: server)?.outcome == .propagated)
  }

  @Test func `a call that is cancelled is cancelled on the other side`() async throws {
    struct Enough: Error {}
    let server = try await serving { port, lines in
      try await StockClient.with(port: port) { client in
        let scope = Context.background.makeCancelScope(name: "page")
        let asked = Task { [ctx = scope.context] in
          try await client.reserve(ctx, Reservation(item: "tea", slowness: 600_000))
        }
        _ = await lines.wait(for: "stock begins")
        scope.cancel(cause: Enough())
        let error = await #expect(throws: ContextError.self) { try await asked.value }
        #expect(error?.cancellation.cause is Enough)
        let line = await lines.wait(for: "stock told")
        #expect(line == "stock told: the client has left the call")
      }
    }
    let answer = try answer(in: server)
    #expect(told(answer, in: server)?.cause?.text == "the client has left the call")
    for event in server where event.id.hasSuffix("/shelf") || event.id.hasSuffix("/ledger") {
      if case .taskOut(let out) = event.kind { #expect(out.outcome == .cancelled) }
    }
  }

  /// Another process, killed while its call is being answered. It has no time to say anything.
  @Test func `the work for a client that is killed is told, and out`() async throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("stock-\(UUID().uuidString).jsonl")
    defer { try? FileManager.default.removeItem(at: file) }
    let server = try await serving { port, lines in
      let client = Process()
      client.executableURL = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        .deletingLastPathComponent().appendingPathComponent("stock")
      client.arguments = ["ask", "--port", "\(port)", "--slow", "600000", "--record", file.path]
      client.standardOutput = FileHandle.nullDevice
      try client.run()
      _ = await lines.wait(for: "stock begins")
      // What it did by then is in its file soon.
      var known = RecordedRun(reading: Data())
      while calls(.made, in: known.events).isEmpty {
        await Task.yield()
        known = RecordedRun(reading: (try? Data(contentsOf: file)) ?? Data())
      }
      kill(client.processIdentifier, SIGKILL)
      client.waitUntilExit()
      let line = await lines.wait(for: "stock told")
      #expect(line == "stock told: the client has left the call")
    }
    let answer = try answer(in: server)
    let told = try #require(self.told(answer, in: server))
    #expect(told.reason == .requested && told.cause?.text == "the client has left the call")
    // Every task that started is out.
    let started = server.filter { $0.kind == .taskStarted }.map(\.id)
    #expect(started.count == 3)
    for id in started {
      // It passes on what its own two were cut short by.
      #expect(out(id, in: server)?.outcome == (id == answer ? .propagated : .cancelled), "\(id)")
    }
    // What the client recorded ends in the middle, and knows the call.
    let run = RecordedRun(reading: try Data(contentsOf: file))
    #expect(run.gaps.isUnfinished)
    #expect(Set(calls(.made, in: run.events).keys) == Set(calls(.taken, in: server).keys))
  }

  @Test(
    arguments: [
      ("1n", Duration.nanoseconds(1)), ("300m", .milliseconds(300)), ("99999999S", .seconds(99_999_999)),
      ("2M", .seconds(120)), ("1H", .seconds(3_600)), ("7u", .microseconds(7)), ("", nil), ("m", nil), ("-1m", nil),
      ("1x", nil), ("999999999S", nil), ("1.5S", nil), ("١m", nil),
    ])
  func `timeouts are read or refused`(text: String, duration: Duration?) {
    #expect(CallTimeout(text)?.duration == duration)
  }

  @Test(arguments: [0, 1, 99_999_999, 100_000_000, 1_234_567_890, 86_400_000_000_000, Int64.max])
  func `timeouts are written in eight digits, and never too long`(nanoseconds: Int64) throws {
    let text = CallTimeout(.nanoseconds(nanoseconds)).text
    let read = try #require(CallTimeout(text)?.duration)
    #expect(text.count <= 9)
    #expect(read <= .nanoseconds(nanoseconds))
    #expect(Double(nanoseconds) - read / .nanoseconds(1) <= Double(nanoseconds) / 1e5 + 1)
    #expect(CallTimeout(.seconds(-1)).text == "0n")
  }
}
