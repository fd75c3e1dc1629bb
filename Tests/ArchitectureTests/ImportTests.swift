import Foundation
import Testing

/// Which target imports which: the import lines of the sources, held to the manifest.
@Suite struct ImportTests {
  /// Targets that may use Foundation. The others start quickly and run anywhere. The program has it anyway, through the first.
  static let withFoundation: Set = ["CascadeScenarios", "CascadeCommand"]

  @Test func `the manifest is understood`() throws {
    let manifest = try Manifest()
    let folders = try FileManager.default.contentsOfDirectory(
      atPath: Manifest.root.appendingPathComponent("Sources").path)
    #expect(Set(folders) == Set(manifest.dependencies.keys))
    #expect(manifest.dependencies["Cascade"] == [])
    #expect(manifest.dependencies["CascadeNcurses"] == ["CascadeTerminal", "CNcurses"])
  }

  @Test func `a target imports only what the manifest lets it`() throws {
    let dependencies = try Manifest().dependencies
    for file in try SourceFile.all() {
      let may = try #require(dependencies[file.target])
      for module in file.imports where dependencies[module] != nil {
        #expect(may.contains(module), "\(file.path) imports \(module)")
      }
      if !Self.withFoundation.contains(file.target) {
        #expect(!file.imports.contains { $0.hasPrefix("Foundation") }, "\(file.path) imports Foundation")
      }
    }
  }

  /// Else a fresh build may compile the tests before what they import, and fail now and then.
  @Test func `a test target depends on what it imports`() throws {
    let manifest = try Manifest()
    var seen = 0
    for file in try SourceFile.all(in: "Tests") {
      guard let target = manifest.tests[file.target] else { continue }
      let rest = file.path.dropFirst(file.target.count + 1)
      if target.excluded.contains(where: { rest.hasPrefix($0 + "/") }) { continue }
      let ours = manifest.dependencies.keys + ["TestSupport", "ScenarioSupport"]
      for module in file.imports where ours.contains(module) {
        seen += 1
        #expect(target.dependencies.contains(module), "\(file.path) imports \(module)")
      }
    }
    #expect(seen > 300)
  }

  /// All tests are one process, and run side by side: what one changes of it, another finds changed.
  @Test func `no test changes what belongs to the whole process`() throws {
    let manifest = try Manifest()
    let calls = ["setenv", "putenv", "unsetenv", "chdir", "umask", "setrlimit"].map { "\($0)(" }
    for file in try SourceFile.all(in: "Tests") where manifest.tests[file.target] != nil {
      for call in calls { #expect(!file.text.contains(call), "\(file.path) calls \(call)") }
    }
  }

  @Test func `the top level is as it should be`() throws {
    let entries = try FileManager.default.contentsOfDirectory(atPath: Manifest.root.path)
    let visible = Set(entries.filter { !$0.hasPrefix(".") })
    #expect(visible.subtracting(["Package.resolved"]) == ["Package.swift", "README.md", "Sources", "Tests", "demos"])
  }
}
