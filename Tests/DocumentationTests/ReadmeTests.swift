import CascadeScenarios
import Foundation
import Testing

/// The README's code compiles and runs, and its scenario does what it claims.
@Suite struct ReadmeTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  private static let readme = folder.deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("README.md")

  @Test(arguments: ["ReadmeLibrary.swift", "ReadmeSimulation.swift"])
  func snippetIsTheOneThatCompiles(file: String) throws {
    let source = try String(contentsOf: Self.folder.appendingPathComponent(file), encoding: .utf8)
    let snippet = try #require(source.firstMatch(of: /\/\/ readme: \w+\n([\s\S]*?)\/\/ readme: end\n/)).1
    let readme = try String(contentsOf: Self.readme, encoding: .utf8)
    #expect(readme.contains("```swift\n\(snippet)```"))
  }

  @Test func theSimulationHolds() throws {
    try aPageThatTakesTooLongIsGivenUp()
  }

  @Test func theScenarioDoesWhatItClaims() throws {
    let readme = try String(contentsOf: Self.readme, encoding: .utf8)
    let text = try #require(readme.firstMatch(of: /```yaml\n([\s\S]*?)```/)).1
    let scenario = try Scenario.read(String(text), file: "README.md")
    let check = try ScenarioCheck(scenario)
    #expect(check.mismatches.isEmpty)
    #expect(check.claims == 6)
  }
}
