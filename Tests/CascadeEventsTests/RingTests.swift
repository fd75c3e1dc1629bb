import Cascade
import CascadeEvents
import CascadeSimulation
import Testing

/// The newest events of a long run: spelled as a log spells them, and counted to the last one.
@Suite struct RingTests {
  struct Boom: Error {}

  /// Some of everything that the library says.
  private func story(_ context: Context) async throws {
    context.note(.log("begins"))
    let scope = context.makeCancelScope(timeout: .seconds(9), name: "request")
    _ = scope.context.afterCancel {}
    _ = try? await withErrGroup(in: scope.context, .named("root"), .limit(2)) { group in
      for name in ["a", "b", "b", "c"] {
        await group.go(name) { context in
          context.note(.step(index: 0, label: name, planned: .seconds(1), listens: .yes))
          context.note(.plan(total: .seconds(1)))
          if name == "c" { throw Boom() }
          _ = try? await withErrGroup(in: context, .policy(.ignoreErrors)) { inner in
            await inner.go { try await $0.sleep(for: .milliseconds(name == "a" ? 5 : 90)) }
          }
          context.note(.cleanup(planned: .milliseconds(1)))
          try await context.sleep(for: .milliseconds(1))
        }
      }
      _ = group.tryGo("late") { _ in }
    }
    scope.cancel()
  }

  @Test func `events are spelled as those of a log`() throws {
    let log = EventRecorder()
    _ = try Simulation([.seed(5), .recorder(log)]).run { try await story($0) }
    let ring = EventRing(capacity: 10_000) {}
    _ = try Simulation([.seed(5), .recorder(EventRecorder(ring: ring))]).run { try await story($0) }
    let batch = ring.batch(from: 0, most: .max / 2)
    #expect(batch.events == log.events)
    #expect(Set(log.events.map { EventWriter.line($0).split(separator: "\"")[7] }).count > 12)
    #expect(batch.missed == 0)
    #expect(batch.end?.why == .released)
  }

  @Test(arguments: [1, 2, 7, 24, 25, 100]) func `the newest stay, and those before are counted`(capacity: Int) {
    let ring = EventRing(capacity: capacity) {}
    let context = Context.background(observedBy: EventRecorder(ring: ring))
    for number in 0..<25 { context.note(.log("\(number)")) }
    let batch = ring.batch(from: 0, most: 100)
    #expect(batch.missed == max(0, 25 - capacity))
    #expect(batch.events.map(\.seq) == Array(max(0, 25 - capacity)..<25))
    #expect(batch.events.last?.kind == .note(.log("24")))
    #expect(batch.next == 25)
    #expect(batch.end == nil)
    _ = context.id
  }

  @Test func `each reader has its own place`() {
    let ring = EventRing(capacity: 10) {}
    let context = Context.background(observedBy: EventRecorder(ring: ring))
    for number in 0..<8 { context.note(.log("\(number)")) }
    let first = ring.batch(from: 0, most: 5)
    #expect(first.events.map(\.seq) == [0, 1, 2, 3, 4])
    for number in 8..<20 { context.note(.log("\(number)")) }
    let second = ring.batch(from: first.next, most: 100)
    #expect(second.missed == 5)
    #expect(second.events.map(\.seq) == Array(10..<20))
  }

  /// Once for as much as comes until the next time.
  @Test func `what is awaited wakes once`() {
    let count = Locked(0)
    let ring = EventRing(capacity: 10) { count.withLock { $0 += 1 } }
    let context = Context.background(observedBy: EventRecorder(ring: ring))
    context.note(.log("nothing awaits this"))
    #expect(count.withLock { $0 } == 0)
    #expect(!ring.arm(after: 0))
    #expect(ring.arm(after: 1))
    for _ in 0..<5 { context.note(.log("")) }
    #expect(count.withLock { $0 } == 1)
  }

  /// Names of a server that goes on for months.
  @Test func `names that never come again aren't remembered`() {
    let ring = EventRing(capacity: 10) {}
    let context = Context.background(observedBy: EventRecorder(ring: ring))
    var ids: Set<String> = []
    for number in 0..<5_000 { ids.insert(context.makeCancelScope(name: "request-\(number)").context.id) }
    #expect(ids.count == 5_000)
    #expect(ids.contains("request-7"))
    #expect(!ids.contains("request-4999"), "it has a number behind it")
  }
}
