import Cascade
import CascadeEvents
import Testing

@Suite struct EventFiles {
  /// Not run: one would write a file where the tests are.
  private func watched(_ isFile: Bool) -> Context {
    func toFile() -> Context {
      // snippet: events-file
      let context = Context.background(observedBy: .file("run.jsonl"))
      // snippet: end
      return context
    }
    func toSocket() -> Context {
      // snippet: events-socket
      let context = Context.background(observedBy: .socket("shop"))
      // snippet: end
      return context
    }
    return isFile ? toFile() : toSocket()
  }

  @Test func writtenAndRead() async throws {
    let recorder = EventRecorder()
    try await withErrGroup(in: .background(observedBy: recorder)) { group in await group.go { _ in } }
    // snippet: events-write-and-read
    let bytes = EventWriter.write(recorder.events)
    let (events, problems) = EventReader.read(bytes)
    // snippet: end
    #expect(events.dropFirst().map(\.kind) == recorder.events.map(\.kind))
    #expect(problems.isEmpty)
    var shown: [Event] = []
    func show(_ events: [Event]) { shown += events }
    let pieces = AsyncStream { continuation in
      for byte in bytes { continuation.yield([byte]) }
      continuation.finish()
    }
    // snippet: events-recorded
    let run = RecordedRun(reading: bytes)
    if !run.gaps.isComplete { print("\(run.gaps.missing) events are missing") }
    // snippet: end
    #expect(run.events == events)
    #expect(run.gaps.isUnfinished)
    // snippet: events-stream
    var reader = EventReader()
    for await piece in pieces { show(reader.feed(piece)) }
    show(reader.finish())
    for problem in reader.problems { print("events.jsonl:\(problem)") }
    // snippet: end
    #expect(shown == events)
  }
}
