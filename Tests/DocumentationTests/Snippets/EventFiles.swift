import Cascade
import CascadeEvents
import Testing

@Suite struct EventFiles {
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
    // snippet: events-stream
    var reader = EventReader()
    for await piece in pieces { show(reader.feed(piece)) }
    show(reader.finish())
    for problem in reader.problems { print("events.jsonl:\(problem)") }
    // snippet: end
    #expect(shown == events)
  }
}
