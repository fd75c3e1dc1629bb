import Cascade
import CascadeScenarios
import CascadeTrace
import ScenarioSupport
import TestSupport
import Testing

/// Laws in text: what they say of a run, and what is wrong with a text that is none.
@Suite struct LawTests {
  /// Two tasks fail, `slow` after `bad`, and `deaf` goes on for 400 ms after it was told.
  private static func scenario() throws -> Scenario {
    try Scenario.read(
      """
      title: T
      group:
        tasks:
          bad: "--^ no disk"
          deaf: "==========|"
          listens: "------------------|"
          two words: "-|"
      """, file: "t")
  }

  private static let claims: [(String, Bool)] = [
    ("wait = no disk", true), ("wait = \"no disk\"", true), ("wait = none", false), ("wait != none", true),
    ("wait = never", false), ("wait-time = 500ms", true), ("wait-time < 500ms", false), ("wait-time <= 0.5s", true),
    ("wait-time > 499ms", true), ("wait-time >= 501ms", false), ("wait-time = never", false),
    ("cause = no disk", true), ("cause is none", false), ("cause is not none", true),
    ("kept = first failure", true), ("kept = bad", true), ("kept = deaf", false), ("kept = none", false),
    ("slowest = 400ms", true), ("slowest <= 399ms", false), ("left = 0", true), ("left > 0", false),
    ("wasted = 400ms", true),
    ("bad is failed", true), ("bad = failed", true), ("bad = cancelled", false), ("bad != cancelled", true),
    ("listens told = 100ms", true), ("listens told = none", false), ("bad told = none", true),
    ("listens out = 100ms", true), ("deaf out >= 500ms", true), ("bad error = no disk", true),
    ("deaf error = none", true), ("\"two words\" is completed", true), ("\"two words\" out < 100ms", true),
    ("\"two words\" told < 1s", false), ("not \"two words\" told < 1s", true),
    ("wait = none or bad is failed", true), ("wait = none and bad is failed", false),
    ("wait = none and bad is failed or deaf out = 500ms", true),
    ("wait = none and (bad is failed or deaf out = 500ms)", false),
    ("not (wait = none or cause = none)", true), ("not not wait = no disk", true),
  ]

  @Test(arguments: claims) func saysWhatItIs(_ text: String, _ holds: Bool) throws {
    let scenario = try Self.scenario()
    let law = try LawReader.read(text, of: scenario)
    let run = try ScenarioRun(scenario)
    #expect(law.holds(in: LawFacts(run)) == holds)
    #expect(law.claims.allSatisfy { $0.sentence(in: LawFacts(run)).contains(": ") })
  }

  private static let bad: [(String, Int, String)] = [
    ("", 1, "a claim is missing"), ("wait", 5, "is missing here"), ("wait =", 7, "a value is missing"),
    ("wait = none and", 16, "a claim is missing"), ("wait = none extra", 13, "nothing more"),
    ("(wait = none", 13, "closing parenthesis"), ("wait = none)", 12, "nothing more"),
    ("wait = \"a", 8, "closing quote"),
    ("wait < none", 8, "only times and numbers"), ("bda is failed", 1, "did you mean bad?"),
    ("bad is faild", 8, "did you mean failed?"), ("slowest <= 5", 12, "5"), ("left = -1", 8, "whole number"),
    ("kept = first", 13, "failure"), ("wait == none", 6, "is missing here"), ("wait = or", 8, "a text is missing"),
    ("\u{1b}[2J is failed", 1, "no task"), ("latency <= 5ms", 1, "facts are wait, cause"),
    ("wait <= 2s", 9, "when Wait returns is wait-time"),
    (String(repeating: "(", count: 70) + "wait = none", 66, "too deep"),
    (String(repeating: "not ", count: 70) + "wait = none", 261, "too deep"),
  ]

  @Test(arguments: bad) func saysWhatIsWrong(_ text: String, _ column: Int, _ words: String) throws {
    let scenario = try Self.scenario()
    let error = try #require(throws: PhraseError.self) { _ = try LawReader.read(text, of: scenario) }
    #expect(error.column == column)
    #expect(error.description.contains(words), "\(error)")
    #expect(!error.description.unicodeScalars.contains { $0.value < 32 })
  }

  /// What the claims say is what the runs of the conformance words say: each fact of a random run, written as a law, holds.
  @Test(arguments: Effort.seeds(20)) func holdsWhatHappened(_ seed: UInt64) throws {
    let scenario = RandomScenario.make(seed: seed)
    let run = try ScenarioRun(scenario)
    let facts = LawFacts(run)
    var laws: [String] = []
    switch run.outcome.wait {
    case .neverReturned: laws.append("wait = never and wait-time = never")
    case .returned(let error):
      laws.append("wait = \(error.map { "\"\($0)\"" } ?? "none") and not wait = never and left = 0")
    }
    for (path, task) in run.outcome.tasks {
      laws.append("\"\(path)\" is \(task.outcome.rawValue)")
      laws.append("\"\(path)\" told = \(task.told?.inWords ?? "none")")
      laws.append("\"\(path)\" out = \(task.out?.inWords ?? "none")")
      if let told = task.told, let out = task.out { laws.append("slowest >= \((out - told).inWords)") }
    }
    for text in laws {
      let law = try LawReader.read(text, of: scenario)
      #expect(law.holds(in: facts), "\(text)")
      #expect(!Law.not(law).holds(in: facts))
    }
  }
}
