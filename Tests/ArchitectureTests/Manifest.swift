import Foundation
import Testing

/// What `Package.swift` says of the targets in `Sources`, read from its text: the manifest is the only place that says
/// which target may import which.
struct Manifest {
  /// The targets of ours that each depends on.
  let dependencies: [String: Set<String>]
  /// The targets of ours that each test target depends on, and the folders in it that aren't compiled with it.
  let tests: [String: (dependencies: Set<String>, excluded: Set<String>)]

  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  init() throws {
    let text = try String(contentsOf: Self.root.appendingPathComponent("Package.swift"), encoding: .utf8)
      .replacing(/(?m)^ *\/\/.*\n/, with: "")
    let targets = text.matches(of: /\.(?:target|executableTarget)\(\s*name: "(\w+)"/).map { match in
      (name: String(match.1), body: Self.body(of: text[match.range.lowerBound...]))
    }
    let tests = text.matches(of: /\.testTarget\(\s*name: "(\w+)"/).map { match in
      (name: String(match.1), body: Self.body(of: text[match.range.lowerBound...]))
    }
    self.tests = Dictionary(
      uniqueKeysWithValues: tests.map { target in
        let parts = target.body.split(separator: "exclude:", maxSplits: 1)
        func names(_ part: Substring) -> Set<String> { Set(part.matches(of: /"([\w\/]+)"/).map { String($0.1) }) }
        return (target.name, (names(parts[0]), parts.count > 1 ? names(parts[1]) : []))
      })
    let own = targets.filter { !$0.body.contains("path: ") }
    let names = Set(own.map(\.name))
    dependencies = Dictionary(
      uniqueKeysWithValues: own.map { target in
        let others = target.body.replacing(/\.product\([^)]*(?:\([^)]*\))?[^)]*\)/, with: "").matches(of: /"(\w+)"/)
          .map { String($0.1) }
        return (target.name, Set(others).intersection(names).subtracting([target.name]))
      })
  }

  /// The text up to the parenthesis that closes the first one.
  private static func body(of text: Substring) -> String {
    var depth = 0
    for index in text.indices {
      if text[index] == "(" { depth += 1 }
      if text[index] == ")" { depth -= 1 }
      if text[index] == ")", depth == 0 { return String(text[..<index]) }
    }
    return String(text)
  }
}

/// A file of Swift in `Sources`, or in `Tests`.
struct SourceFile {
  /// From that folder on.
  let path: String
  let text: String

  var target: String { String(path.prefix { $0 != "/" }) }
  var lines: Int { text.count { $0 == "\n" } }

  static func all(in top: String = "Sources") throws -> [SourceFile] {
    let folder = Manifest.root.appendingPathComponent(top)
    let paths = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
    return try paths.filter { $0.hasSuffix(".swift") }.sorted().map { path in
      SourceFile(path: path, text: try String(contentsOf: folder.appendingPathComponent(path), encoding: .utf8))
    }
  }

  /// The modules that it imports.
  var imports: [String] {
    text.matches(of: /(?m)^\s*(?:@\w+\s+)?(?:public |package |internal |private )?import (?:\w+ )?(\w+)/)
      .map { String($0.1) }
  }
}
