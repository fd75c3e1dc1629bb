import Foundation
import Testing

/// Who may import whom: the manifest and the import lines of the sources, held to one table.
@Suite struct ImportTests {
  /// What each target may import, of ours.
  static let allowed: [String: Set<String>] = [
    "Cascade": [],
    "CascadeSimulation": ["Cascade"],
    "UserAggregator": ["Cascade"],
    "CascadeServiceLifecycle": ["Cascade"],
    "CascadeTracing": ["Cascade"],
    "CascadeText": [],
    "CascadeEvents": ["Cascade", "CascadeText"],
    "CascadeTrace": ["Cascade", "CascadeText"],
    "CascadeNarration": ["Cascade", "CascadeText", "CascadeTrace"],
    "CascadeScenarios": ["Cascade", "CascadeEvents", "CascadeSimulation", "CascadeText", "CascadeTrace"],
    "CascadeCode": ["Cascade", "CascadeText", "CascadeTrace", "CascadeScenarios"],
    "CascadeTerminal": [],
    "CascadeUI": ["Cascade", "CascadeNarration", "CascadeText", "CascadeTrace", "CascadeTerminal"],
    "CNcurses": [],
    "CascadeNcurses": ["CascadeTerminal", "CNcurses"],
    "CascadeCommand": [
      "Cascade", "CascadeEvents", "CascadeSimulation", "CascadeText", "CascadeTrace", "CascadeNarration",
      "CascadeScenarios", "CascadeCode", "CascadeTerminal", "CascadeUI", "CascadeNcurses",
    ],
  ]

  /// Targets that do without Foundation, so that they start quickly and run anywhere.
  static let withoutFoundation: Set = [
    "Cascade", "CascadeSimulation", "UserAggregator", "CascadeText", "CascadeEvents", "CascadeTrace",
    "CascadeNarration",
    "CascadeCode", "CascadeTerminal", "CascadeUI", "CascadeNcurses", "CascadeCommand", "CascadeServiceLifecycle",
    "CascadeTracing",
  ]

  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private static func imports(of target: String) throws -> [(file: String, module: String)] {
    let folder = root.appendingPathComponent("Sources/\(target)")
    let files = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
    return try files.filter { $0.hasSuffix(".swift") }.flatMap { file in
      let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
      return text.matches(of: /(?m)^\s*(?:@\w+\s+)?(?:public |package |internal |private )?import (?:\w+ )?(\w+)/)
        .map { (file, String($0.1)) }
    }
  }

  @Test(arguments: allowed.keys.sorted()) func targetImportsOnlyWhatItMay(target: String) throws {
    let imports = try Self.imports(of: target)
    let may = try #require(Self.allowed[target])
    for (file, module) in imports where Self.allowed[module] != nil {
      #expect(may.contains(module), "\(target)/\(file) imports \(module)")
    }
    if Self.withoutFoundation.contains(target) {
      for (file, module) in imports { #expect(!module.hasPrefix("Foundation"), "\(target)/\(file) imports \(module)") }
    }
  }

  @Test func everyTargetIsInTheTable() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: Self.root.appendingPathComponent("Sources").path)
    #expect(Set(folders) == Set(Self.allowed.keys))
  }

  @Test func manifestSaysTheSame() throws {
    let manifest = try String(contentsOf: Self.root.appendingPathComponent("Package.swift"), encoding: .utf8)
    for (target, may) in Self.allowed {
      let start = try #require(
        manifest.firstRange(of: try Regex("(executableTarget|target)\\(\\s*name: \"\(target)\"")), "\(target)")
      let rest = manifest[start.upperBound...]
      let end = rest.firstRange(of: /\n    (?:\.|\/\/|\])/)?.lowerBound ?? rest.endIndex
      let declaration = rest[..<end]
      let named = Self.allowed.keys.filter { declaration.contains("\"\($0)\"") }
      #expect(Set(named).isSubset(of: may), "\(target) depends on \(named.sorted()) in the manifest")
    }
  }

  @Test func topLevelIsAsItShouldBe() throws {
    let entries = try FileManager.default.contentsOfDirectory(atPath: Self.root.path)
    let visible = Set(entries.filter { !$0.hasPrefix(".") })
    #expect(visible.subtracting(["Package.resolved"]) == ["Package.swift", "README.md", "Sources", "Tests", "demos"])
  }
}
