import Foundation
import Testing

/// The files that `.github/ARCHITECTURE.md` sends its readers to are there.
@Suite struct GuideTests {
  /// Whatever stands between backticks, without the blocks of code.
  private static func names() throws -> Set<String> {
    let guide = Manifest.root.appendingPathComponent(".github/ARCHITECTURE.md")
    let text = try String(contentsOf: guide, encoding: .utf8).replacing(/(?s)```.*?```/, with: "")
    return Set(text.matches(of: /`([^`]+)`/).map { String($0.1) })
  }

  /// The paths of all files and folders, each with and without its extension.
  private static func paths() throws -> Set<String> {
    var paths: Set<String> = []
    for top in ["Sources", "Tests", "demos", ".github"] {
      let folder = Manifest.root.appendingPathComponent(top)
      for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path) where !path.contains(".build") {
        paths.insert("/\(top)/\(path)")
        paths.insert("/\(top)/\(path.replacing(/\.[a-z]+$/, with: ""))")
      }
    }
    return paths
  }

  @Test func everyPathIsThere() throws {
    let paths = try Self.paths()
    let named = try Self.names().filter { $0.contains("/") && $0 != "/" && !$0.contains("NAME") }
    #expect(named.count > 100)
    for name in named.sorted() {
      let end = "/" + (name.hasSuffix("/") ? String(name.dropLast()) : name)
      if !paths.contains(where: { $0.hasSuffix(end) }) { Issue.record("\(name) isn't there") }
    }
  }

  @Test func everyNameIsOneOfTheSources() throws {
    let paths = try Self.paths()
    let go = try paths.filter { $0.hasSuffix(".go") }.map {
      try String(contentsOf: Manifest.root.appendingPathComponent($0), encoding: .utf8)
    }
    let sources = try (SourceFile.all().map(\.text) + go).joined()
    let named = try Self.names().filter { !$0.contains("/") && $0.wholeMatch(of: /\+?[A-Za-z.]+/) != nil }
    #expect(named.count > 100)
    for name in named.sorted() {
      let word = String(name.drop { $0 == "+" })
      let isFile = paths.contains { $0.hasSuffix("/" + word) || $0.hasSuffix(name) }
      let last = word.split(separator: ".").last.map(String.init) ?? word
      if !isFile, !sources.contains(last) { Issue.record("\(name) is no file and no name of the sources") }
    }
  }
}
