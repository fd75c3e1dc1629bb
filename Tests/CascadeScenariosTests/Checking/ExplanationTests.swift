import CascadeScenarios
import Testing

/// What `check` says to those who expected something else.
@Suite struct ExplanationTests {
  private func why(_ expect: String) throws -> [String] {
    let scenario = try Scenario.read(
      """
      title: T
      group:
        tasks:
          orders: "----------^ orders are locked"
          letters: "================^ no such mailbox"
          photos: { line: "--------------------|", cleanup: 50ms }
      expect: \(expect)
      """, file: "f")
    return try ScenarioCheck(scenario).mismatches.flatMap(\.why)
  }

  @Test func saysWhichErrorWasKeptAndWhichTasksWereTold() throws {
    let lines = try why("{ wait: no such mailbox }")
    #expect(
      lines == [
        "orders returned \"orders are locked\" at 0.500 s: the first error, so root keeps it.",
        "root drops \"no such mailbox\" of letters at 0.800 s: it came later.",
        "root drops \"context canceled\" of photos at 0.550 s: it came later.",
        "2 tasks were told at 0.500 s: letters and photos.",
        "letters is the last task out, at 0.800 s, and Wait returns then.",
      ])
  }

  @Test func saysWhatBecameOfATask() throws {
    let line = try #require(try why("{ tasks: { photos: completed } }").first)
    #expect(line.hasPrefix("photos: "))
    for fact in ["state", "told 0.500 s", "why orders failed", "out "] { #expect(line.contains(fact), "\(line)") }
    #expect(try why("{ tasks: { orders: completed } }").first?.contains("never told") == true)
  }

  @Test func saysNothingWhereAllIsAsExpected() throws {
    #expect(try why("{ wait: orders are locked, returns: 800ms }").isEmpty)
  }

  /// Each reason is told once, however many claims it answers.
  @Test func tellsAReasonOnce() throws {
    let lines = try why("{ wait: none, returns: 1s, cause: none }")
    #expect(Set(lines).count == lines.count)
  }
}
