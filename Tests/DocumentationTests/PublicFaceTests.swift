import Foundation
import Testing

/// The public face of each library, as the compiler sees it, is written down in `PublicFace/`, so that a change of it is
/// noticed: `CASCADE_RECORD=1 swift test --filter PublicFace` writes it anew.
@Suite struct PublicFaceTests {
  @Test(
    .enabled(if: SymbolGraph.tool != nil, "there is no swift-symbolgraph-extract"),
    arguments: Documentation.targets.filter { !Documentation.adapters.contains($0) })
  func itIsAsWrittenDown(target: String) throws {
    let file = Documentation.root.appendingPathComponent("Tests/DocumentationTests/PublicFace/\(target).txt")
    let face = try SymbolGraph.declarations(of: target).joined(separator: "\n") + "\n"
    if ProcessInfo.processInfo.environment["CASCADE_RECORD"] != nil {
      try face.write(to: file, atomically: true, encoding: .utf8)
    }
    let known = Set(try String(contentsOf: file, encoding: .utf8).split(separator: "\n"))
    let now = Set(face.split(separator: "\n"))
    let gone = known.subtracting(now).sorted().map { "- \($0)" }
    let new = now.subtracting(known).sorted().map { "+ \($0)" }
    #expect(gone.isEmpty && new.isEmpty, "the public face has changed:\n\((gone + new).joined(separator: "\n"))")
  }
}

/// What the compiler knows about a module.
private enum SymbolGraph {
  private struct Graph: Decodable {
    struct Symbol: Decodable {
      struct Fragment: Decodable { var spelling: String }
      struct Identifier: Decodable { var precise: String }

      var identifier: Identifier
      var pathComponents: [String]
      var declarationFragments: [Fragment]?
    }

    var symbols: [Symbol]
  }

  /// The compiler's own tool, from the toolchain on the path.
  static let tool: URL? = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    .map { URL(fileURLWithPath: String($0)).appendingPathComponent("swift-symbolgraph-extract") }
    .first { FileManager.default.isExecutableFile(atPath: $0.path) }

  /// Every public declaration, after the path of what it belongs to, in alphabetical order.
  static func declarations(of target: String) throws -> [String] {
    let products = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    let output = FileManager.default.temporaryDirectory.appendingPathComponent("cascade-\(UUID())")
    try FileManager.default.createDirectory(at: output, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: output) }
    let process = Process()
    process.executableURL = tool
    process.arguments = [
      "-module-name", target, "-I", products.appendingPathComponent("Modules").path, "-target", try triple(),
      "-minimum-access-level", "public", "-skip-synthesized-members", "-skip-inherited-docs", "-output-dir",
      output.path, "-Xcc",
      // For what stands on the C target.
      "-fmodule-map-file=\(products.appendingPathComponent("CNcurses.build/module.modulemap").path)",
    ]
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    var lines: Set<String> = []
    for file in try FileManager.default.contentsOfDirectory(at: output, includingPropertiesForKeys: nil) {
      let graph = try JSONDecoder().decode(Graph.self, from: Data(contentsOf: file))
      for symbol in graph.symbols {
        let declaration = (symbol.declarationFragments ?? []).map(\.spelling).joined()
        let owner = symbol.pathComponents.dropLast().joined(separator: ".")
        let line = owner.isEmpty ? declaration : "\(owner): \(declaration)"
        lines.insert(line.split(whereSeparator: \.isWhitespace).joined(separator: " "))
      }
    }
    return lines.sorted()
  }

  /// The target that the module beside this test was built for.
  private static func triple() throws -> String {
    let process = Process()
    process.executableURL = tool?.deletingLastPathComponent().appendingPathComponent("swiftc")
    process.arguments = ["-print-target-info"]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    struct Info: Decodable {
      struct Target: Decodable { var triple: String }
      var target: Target
    }
    return try JSONDecoder().decode(Info.self, from: data).target.triple
  }
}
