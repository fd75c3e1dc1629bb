import Foundation

/// The texts that people read, and the code that stands behind them.
enum Documentation {
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The targets whose public API is documented.
  static let targets = ["Cascade", "CascadeEvents", "CascadeShow", "CascadeSimulation", "UserAggregator"] + adapters

  /// The targets that are empty without their traits.
  static let adapters = ["CascadeServiceLifecycle", "CascadeTracing"]

  /// The README and every article of every target, as paths below the root.
  static let articles = ["README.md"] + files(below: "Sources", ending: ".md").filter { $0.contains(".docc/") }

  /// The Swift files of a target.
  static func sources(of target: String) -> [String] { files(below: "Sources/\(target)", ending: ".swift") }

  /// The Swift files that hold snippets.
  static let snippetFiles = files(below: "Tests/DocumentationTests/Snippets", ending: ".swift")

  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
  }

  private static func files(below folder: String, ending: String) -> [String] {
    let found = FileManager.default.enumerator(atPath: root.appendingPathComponent(folder).path)
    let paths = found?.compactMap { $0 as? String } ?? []
    return paths.filter { $0.hasSuffix(ending) }.map { "\(folder)/\($0)" }.sorted()
  }
}

extension Documentation {
  /// Every block of Swift in a text in Markdown.
  static func swiftBlocks(in text: String) -> [String] {
    text.matches(of: /(?m)^```swift[^\n]*\n([\s\S]*?)^```/).map { String($0.1) }
  }

  /// Every block of code in the doc comments of a source.
  static func commentBlocks(in source: String) -> [String] {
    source.matches(of: /(?m)(?:^ *\/\/\/     .*\n)+/).map { match in
      let lines = match.0.split(separator: "\n").map {
        $0.trimmingPrefix(while: \.isWhitespace).dropFirst("///     ".count)
      }
      return lines.joined(separator: "\n") + "\n"
    }
  }

  /// A part of a compiled file between `// snippet: name` and `// snippet: end`, moved to the left margin.
  struct Snippet: Hashable {
    var name: String
    var text: String
  }

  static func snippets(in file: String) throws -> [Snippet] {
    try text(file).matches(of: /(?m)^( *)\/\/ snippet: ([\w-]+)\n([\s\S]*?)^ *\/\/ snippet: end$/).map { match in
      let margin = match.1
      let lines = match.3.split(separator: "\n", omittingEmptySubsequences: false)
      let moved = lines.map { $0.hasPrefix(margin) ? $0.dropFirst(margin.count) : $0 }
      return Snippet(name: String(match.2), text: moved.joined(separator: "\n"))
    }
  }

  static func snippets() throws -> [Snippet] { try snippetFiles.flatMap(snippets(in:)) }
}
