import Foundation
import Testing

/// What `Package.swift` says of the targets in `Sources`, read from its text: the manifest is the only place that says
/// which target may import which.
struct Manifest {
  /// The targets of ours that each depends on.
  let dependencies: [String: Set<String>]

  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  init() throws {
    let text = try String(contentsOf: Self.root.appendingPathComponent("Package.swift"), encoding: .utf8)
      .replacing(/(?m)^ *\/\/.*\n/, with: "")
    let targets = text.matches(of: /\.(?:target|executableTarget)\(\s*name: "(\w+)"/).map { match in
      (name: String(match.1), body: Self.body(of: text[match.range.lowerBound...]))
    }
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

/// A file of Swift in `Sources`.
struct SourceFile {
  /// From `Sources` on.
  let path: String
  let text: String

  var target: String { String(path.prefix { $0 != "/" }) }
  var lines: Int { text.count { $0 == "\n" } }

  static func all() throws -> [SourceFile] {
    let folder = Manifest.root.appendingPathComponent("Sources")
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
