/// Performs `body` and says how many nanoseconds it took.
@inline(__always)
public func nanoseconds(_ body: () throws -> Void) rethrows -> Double {
  let start = ContinuousClock.now
  try body()
  return (ContinuousClock.now - start).inNanoseconds
}

/// The same, for work that suspends.
@inline(__always)
public func elapsed(_ body: () async throws -> Void) async rethrows -> Double {
  let start = ContinuousClock.now
  try await body()
  return (ContinuousClock.now - start).inNanoseconds
}

extension Duration {
  var inNanoseconds: Double {
    Double(components.seconds) * 1e9 + Double(components.attoseconds) / 1e9
  }
}

/// Keeps the optimiser from leaving out what makes `value`.
@inline(never) @_optimize(none)
public func keep<Value: ~Copyable>(_ value: borrowing Value) {}
