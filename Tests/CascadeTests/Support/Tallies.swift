import Cascade

/// What several tasks write down, in order.
final class Log: Sendable {
  private let lines = Locked<[String]>([])

  func add(_ line: String) {
    lines.withLock { $0.append(line) }
  }

  var all: [String] { lines.withLock { $0 } }
}

/// A number that several tasks change.
final class Counter: Sendable {
  private let state = Locked((value: 0, most: 0))

  @discardableResult
  func add(_ amount: Int = 1) -> Int {
    state.withLock { state in
      state.value += amount
      state.most = max(state.most, state.value)
      return state.value
    }
  }

  var value: Int { state.withLock { $0.value } }
  /// The largest value it ever had.
  var most: Int { state.withLock { $0.most } }
}
