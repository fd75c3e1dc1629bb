import CascadeScenarios
import Testing

/// The README's scenario does what it claims. (Its code is compiled, and its test run, among the snippets.)
@Suite struct ReadmeTests {
  @Test func theScenarioDoesWhatItClaims() throws {
    let readme = try Documentation.text("README.md")
    let text = try #require(readme.firstMatch(of: /```yaml\n([\s\S]*?)```/)).1
    let scenario = try Scenario.read(String(text), file: "README.md")
    let check = try ScenarioCheck(scenario)
    #expect(check.mismatches.isEmpty)
    #expect(check.claims == 6)
  }
}
