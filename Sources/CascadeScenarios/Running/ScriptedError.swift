/// An error that a scenario's task throws, or the cause that it gives: just its text.
struct ScriptedError: Error, Hashable, CustomStringConvertible {
  let description: String

  init(_ text: String) {
    description = text
  }
}

/// What a scenario's `!` throws: an ordinary error that says that the task panicked. A real trap ends the process, in
/// Swift as in Go.
package struct PanicError: Error, Hashable, CustomStringConvertible {
  package let text: String

  package init(_ text: String) {
    self.text = text
  }

  package var description: String { "panic: \(text)" }
}
