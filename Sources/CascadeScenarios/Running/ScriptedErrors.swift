import Cascade

/// An error that a scenario's task throws, or the cause that it gives: just its text.
struct ScriptedError: Error, Hashable, CustomStringConvertible {
  let description: String

  init(_ text: String) {
    description = text
  }
}

/// An error with words around it (Go: `fmt.Errorf("text: %w", err)`).
struct WrappedError: WrappingError, CustomStringConvertible {
  let text: WrapText
  let error: any Error

  var description: String { text.text(around: String(describing: error)) }

  package func wrapped(most count: Int) -> [any Error] { [error] }
}

/// What a scenario's `!` throws: an ordinary error that says that the task panicked. A real trap ends the process, in
/// Swift as in Go.
package struct PanicError: PanicReporting, Hashable, CustomStringConvertible {
  package let text: String

  package init(_ text: String) {
    self.text = text
  }

  package var panicText: String { text }

  package var description: String { "panic: \(text)" }
}

/// What `body` throws, if it does.
func failure(of body: () async throws -> Void) async -> (any Error)? {
  do {
    try await body()
    return nil
  } catch {
    return error
  }
}

/// Several errors, a line for each (Go: `errors.Join`).
struct JoinedError: WrappingError, CustomStringConvertible {
  let errors: [any Error]

  var description: String { errors.map { String(describing: $0) }.joined(separator: "\n") }

  package func wrapped(most count: Int) -> [any Error] { Array(errors.prefix(count)) }
}

/// The errors that the tasks of a group keep for its caller.
final class KeptErrors: Sendable {
  private let errors = Locked<[any Error]>([])

  func add(_ error: any Error) { errors.withLock { $0.append(error) } }

  /// An error together with these (Go: `errors.Join`): another error, even where no task kept one.
  ///
  /// - Parameter isLast: Whether it stands behind them.
  func joined(with error: (any Error)?, isLast: Bool = false) -> (any Error)? {
    let kept = errors.withLock { $0 }
    let other = error.map { [$0] } ?? []
    let all = isLast ? kept + other : other + kept
    return all.isEmpty ? nil : JoinedError(errors: all)
  }
}

extension GroupPlan.ErrorAnswer {
  /// What the caller does about an error.
  func action(for error: any Error) -> Action {
    if ok.contains(where: { Self.isCaused(error, by: $0) }) { return .ok }
    return cause.contains(where: { Self.isCaused(error, by: $0) }) ? .cause : otherwise
  }

  /// Whether an error, or one inside it, has this text (Go: `errors.Is`).
  private static func isCaused(_ error: any Error, by text: String) -> Bool {
    if String(describing: error) == text { return true }
    // In Go the end of a context doesn't have its cause inside.
    guard !(error is ContextError), let outer = error as? any WrappingError else { return false }
    return outer.wrapped(most: .max).contains { isCaused($0, by: text) }
  }
}
