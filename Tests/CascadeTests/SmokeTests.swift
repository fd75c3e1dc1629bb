import Cascade
import CascadeSimulation
import Testing

struct Boom: Error, CustomStringConvertible {
  var description: String
  init(_ description: String) { self.description = description }
}

@Suite struct SmokeTests {
  @Test func firstFailure() throws {
    let report = try Simulation().run { ctx in
      try await withErrGroup(in: ctx, .named("root")) { group in
        await group.go("a") { ctx in try await ctx.sleep(for: .milliseconds(300)) }
        await group.go("b") { ctx in
          try await ctx.sleep(for: .milliseconds(100))
          throw Boom("boom")
        }
        await group.go("c") { ctx in try await ctx.sleep(for: .milliseconds(50)) }
      }
    }
    for event in report.events { print(event.seq, event.t, event.id, event.kind) }
    #expect(report.elapsed == .milliseconds(100))
    #expect(throws: Boom.self) { try report.value }
  }
}
