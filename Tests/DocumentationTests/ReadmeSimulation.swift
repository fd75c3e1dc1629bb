// What the README shows, compiled. The parts between the marks have to stand there word for word.

// readme: simulation
import Cascade
import CascadeSimulation

func aPageThatTakesTooLongIsGivenUp() throws {
  let report = try Simulation(.seed(7)).run { ctx in
    let scope = ctx.withTimeout(.seconds(30))
    return try await page(scope.context, id: 1)
  }
  assert(report.elapsed == .seconds(30))
}
// readme: end
