package import CascadeScenarios
package import CascadeTrace

/// Writes scenarios as programs.
package enum Program {
  /// The scenario as a program that somebody could have written by hand.
  ///
  /// - Parameters:
  ///   - name: What its function is called after: a file's name without its extension. Any text will do.
  /// - Throws: ``UnwritableScenario`` where the language has nothing of the kind.
  package static func listing(
    _ scenario: Scenario, named name: String, in language: CodeListing.Language
  ) throws(UnwritableScenario) -> CodeListing {
    switch language {
    case .swift:
      var program = SwiftProgram(scenario, named: name)
      return program.write()
    case .go:
      if let reason = GoLimits.reason(scenario.group) { throw UnwritableScenario(language: .go, reason: reason) }
      var program = GoProgram(scenario, named: name)
      return program.write()
    }
  }
}

extension Program {
  /// What the function is called that a Swift program of this name consists of.
  package static func functionName(_ name: String) -> String { SwiftProgram.functionName(name) }
}

/// A scenario that a language has no words for.
package struct UnwritableScenario: Error, Hashable, Sendable, CustomStringConvertible {
  package var language: CodeListing.Language
  /// What is missing, and what comes nearest.
  package var reason: String

  package var description: String { "this can't be written in \(language.name): \(reason)" }
}
