import Foundation
import Testing

/// What the sources and the built-in scenarios call things: code is no person.
@Suite struct WordsTests {
  /// Where the words stand that users read.
  static let targets: Set = [
    "CascadeNarration", "CascadeTrace", "CascadeScenarios", "CascadeUI", "CascadeCommand", "CascadeCode",
  ]

  private var persons: Regex<Substring> {
    /\b(?:whoever|whom|somebody|nobody|anybody|everybody|someone|anyone)\b/.ignoresCase()
  }

  @Test func `no code is spoken of as a person`() throws {
    // The fold has words of its own for now.
    let sources = try SourceFile.all().filter { Self.targets.contains($0.target) && !$0.path.contains("/Fold/") }
    for file in sources {
      for word in file.text.matches(of: persons) { Issue.record("\(file.path): \(word.output)") }
    }
  }

  @Test func `no sentence of the course speaks of code as of a person`() throws {
    let folder = Manifest.root.appendingPathComponent("demos")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".yaml") }
    #expect(files.count > 15)
    for file in files {
      let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
      for word in text.matches(of: persons) { Issue.record("demos/\(file): \(word.output)") }
    }
  }
}
