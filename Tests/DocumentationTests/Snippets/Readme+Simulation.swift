// What the README shows. The parts between the marks have to stand there word for word.

// snippet: simulation
import Cascade
import CascadeSimulation
import Testing

@Test func aPageThatTakesTooLongIsGivenUp() throws {
  let report = try Simulation(.seed(7)).run { ctx in
    try await ctx.withTimeout(.seconds(30)) { ctx in try await page(ctx, id: 1) }
  }
  #expect(throws: ContextError.self) { try report.value }
  #expect(report.elapsed == .seconds(30))
}
// snippet: end
