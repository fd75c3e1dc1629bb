import Cascade
import Testing

@testable import CascadeSimulation

/// Runs `body` in virtual time.
func simulate<Value: Sendable>(
  seed: UInt64 = 0, _ body: @escaping @Sendable @concurrent (Context) async throws -> Value
) throws -> Simulation.Report<Value> {
  try Simulation(.seed(seed)).run(body)
}

/// What `body` returns when it runs in virtual time.
func simulated<Value: Sendable>(
  seed: UInt64 = 0, _ body: @escaping @Sendable @concurrent (Context) async throws -> Value
) throws -> Value {
  try simulate(seed: seed, body).value
}

/// The same with nobody looking: no observation exists, as in a live program without a recorder.
///
/// - Returns: what came of the body; none when nothing could go on.
func runUnobserved<Value: Sendable>(
  _ body: @escaping @Sendable @concurrent (Context) async throws -> Value
) -> Result<Value, any Error>? {
  let executor = VirtualExecutor()
  let time = VirtualTimeSource(seed: 0, executor: executor)
  let root = Context.background(in: Environment(time: time, executor: executor, observation: nil))
  let outcome = Locked<Result<Value, any Error>?>(nil)
  _ = Task(executorPreference: executor) {
    do {
      let value = try await body(root)
      outcome.withLock { $0 = .success(value) }
    } catch {
      outcome.withLock { $0 = .failure(error) }
    }
  }
  repeat {
    while executor.runNext() {}
  } while outcome.withLock { $0 == nil } && time.advance()
  return outcome.withLock { $0 }
}
