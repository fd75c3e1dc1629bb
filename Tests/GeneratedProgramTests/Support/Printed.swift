import Cascade
import Synchronization

/// What the programs print, in place of the standard library's `print`: kept where it is asked for, and else dropped.
func print(_ text: String) {
  Printed.lines?.append(text)
}

/// Lines that a program printed. Those of after-functions, which nothing waits for, aren't among them.
final class Printed: Sendable {
  @TaskLocal fileprivate static var lines: Printed?

  struct Line: Hashable {
    var text: String
    var at: Context.Instant
  }

  private struct State {
    var clock: Context?
    var lines: [Line] = []
  }

  private let state = Mutex(State())

  var lines: [Line] { state.withLock { $0.lines } }

  /// Begins to look at the time of a run, from whose start instants are counted.
  func look(at clock: Context) {
    state.withLock { $0.clock = clock }
  }

  fileprivate func append(_ text: String) {
    state.withLock { $0.lines.append(Line(text: text, at: $0.clock?.now ?? .zero)) }
  }

  /// Performs `body`, and keeps what is printed in it.
  func whatIsPrinted<Result>(in body: () throws -> Result) rethrows -> Result {
    try Self.$lines.withValue(self) { try body() }
  }
}
