import CascadeScenarios
import Testing

/// A run that can't go on is a mistake of its file, unless the file says that it is meant, or it is a server that nothing stops.
@Suite struct DeadlockTests {
  struct Row: CustomTestStringConvertible, Sendable {
    let name: String
    let tasks: String
    var limit = ""
    var expect = ""
    let isFound: Bool
    var testDescription: String { name }
  }

  static let rows = [
    Row(
      name: "a full group that waits for itself",
      tasks: #"    crawl: { steps: [work: 50ms, spawn: { page: "--|" }] }"#, limit: "  limit: 1\n", isFound: true),
    Row(
      name: "the same, and it is meant",
      tasks: #"    crawl: { steps: [work: 50ms, spawn: { page: "--|" }] }"#,
      limit: "  limit: 1\n", expect: "expect: { returns: none }", isFound: false),
    Row(
      name: "the same, and a task is said to be stuck",
      tasks: #"    crawl: { steps: [work: 50ms, spawn: { page: "--|" }] }"#,
      limit: "  limit: 1\n", expect: "expect: { tasks: { crawl: stuck } }", isFound: false),
    Row(
      name: "a signal that comes only after it", tasks: "    a: { steps: [until: ready, signal: ready] }", isFound: true
    ),
    Row(
      name: "two that wait for each other", tasks: "    a: { steps: [until: b out] }\n    b: { steps: [until: a out] }",
      isFound: true),
    Row(name: "a server", tasks: #"    serve: ">""#, isFound: false),
    Row(name: "a server beside work that ends", tasks: "    serve: \">\"\n    load: \"--|\"", isFound: false),
    Row(
      name: "a server beside a task that is stuck",
      tasks: "    serve: \">\"\n    a: { steps: [until: ready, signal: ready] }", isFound: true),
  ]

  @Test(arguments: rows) func isFoundUnlessItIsMeant(_ row: Row) throws {
    let text = "title: T\ntick: 50ms\ngroup:\n\(row.limit)  tasks:\n\(row.tasks)\n\(row.expect)\n"
    let check = try ScenarioCheck(Scenario.read(text, file: "t.yaml"), otherSeeds: 0)
    #expect(
      check.mismatches.contains { $0.message.contains("ends in a deadlock") } == row.isFound, "\(check.mismatches)")
    // Which task waits for what is the first thing that one wants to know then.
    let reasons = check.mismatches.flatMap(\.why)
    #expect(
      reasons.contains { $0.hasPrefix("Deadlock at ") && $0.contains(" waits for ") } == row.isFound, "\(reasons)")
  }

  @Test func whatDiffersBetweenSeedsIsNamed() throws {
    let text = """
      title: T
      channels: { jobs: 1 }
      group:
        tasks:
          maker: { steps: [send: jobs], closes: jobs }
          one: { steps: [{ range: jobs, each: [work: 10ms] }] }
          two: { steps: [{ range: jobs, each: [work: 10ms] }] }
          alone: "--|"
      """
    let check = try ScenarioCheck(Scenario.read(text, file: "t.yaml"))
    #expect(!check.otherwise.isEmpty && check.differences == ["one", "two"], "\(check.differences)")
  }
}
