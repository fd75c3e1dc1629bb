import CascadeScenarios
import Testing

/// The README's code holds, and its scenario does what it claims.
@Suite struct ReadmeTests {
  @Test func theSimulationHolds() throws {
    try aPageThatTakesTooLongIsGivenUp()
  }

  @Test func theScenarioDoesWhatItClaims() throws {
    let readme = try Documentation.text("README.md")
    let text = try #require(readme.firstMatch(of: /```yaml\n([\s\S]*?)```/)).1
    let scenario = try Scenario.read(String(text), file: "README.md")
    let check = try ScenarioCheck(scenario)
    #expect(check.mismatches.isEmpty)
    #expect(check.claims == 6)
  }
}
