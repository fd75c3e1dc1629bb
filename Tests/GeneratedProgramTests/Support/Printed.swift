import Synchronization

/// What the programs print, in place of the standard library's `print`: kept for whoever asks, and else dropped.
func print(_ text: String) {
  Printed.lines?.append(text)
}

/// Lines that a program printed. Those of after-functions, which nobody waits for, aren't among them.
final class Printed: Sendable {
  @TaskLocal fileprivate static var lines: Printed?

  private let state = Mutex<[String]>([])

  var all: [String] { state.withLock { $0 } }

  fileprivate func append(_ line: String) {
    state.withLock { $0.append(line) }
  }

  /// Performs `body`, and keeps what is printed in it.
  func whatIsPrinted<Result>(in body: () throws -> Result) rethrows -> Result {
    try Self.$lines.withValue(self) { try body() }
  }
}
