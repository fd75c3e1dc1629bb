import CascadeScenarios
import CascadeTrace
import Testing

@Suite struct AskReadingTests {
  private func file(_ ask: String) -> String {
    """
    title: T
    group:
      tasks:
        fetch: "-|"
        other: "--|"
    beats:
      - at: 0ms
        say: x
        ask: \(ask)
    """
  }

  @Test func readsAnAuthorsQuestion() throws {
    let scenario = try Scenario.read(
      file(
        "{ question: When?, answers: [now, { say: later, why: it works, expect: { returns: 100ms } }], right: 2, rule: Wait., until: fetch out }"
      ),
      file: "f")
    let ask = try #require(scenario.beats.first?.ask)
    guard case .own(let own) = ask.content else {
      Issue.record("\(ask)")
      return
    }
    #expect(own.text == "When?")
    #expect(own.answers.map(\.text) == ["now", "later"])
    #expect(own.answers[1].why == "it works")
    #expect(own.answers[1].expectation?.returns?.value == .some(.milliseconds(100)))
    #expect(own.right == 1)
    #expect(own.until == .task(path: "fetch", .out))
    #expect(ask.rule == "Wait.")
    #expect(try ScenarioCheck(scenario).passed)
  }

  @Test(arguments: QuestionKind.allCases) func readsEachKind(kind: QuestionKind) throws {
    for text in [kind.rawValue, "{ kind: \(kind.rawValue), task: fetch, rule: R }"] {
      let ask = try Scenario.read(file(text), file: "f").beats.first?.ask
      guard case .made(kind, _)? = ask?.content else {
        Issue.record("\(text): \(String(describing: ask))")
        continue
      }
    }
  }

  static let bad: [(ask: String, says: [String])] = [
    ("{}", ["9:10: a question needs kind or question"]),
    ("[]", ["9:10: a question must be a mapping (key: value), not a list"]),
    ("{ kid: wait-returns }", ["9:12: unknown key \"kid\" in a question (did you mean kind?)"]),
    (
      "{ kind: wait-return }",
      [
        "9:18: kind must be wait-returns, who-is-next, which-error, does-it-start, still-running or how-many-told, not "
          + "\"wait-return\" (did you mean wait-returns?)"
      ]
    ),
    (
      "{ kind: who-is-next, question: Q }",
      ["9:31: use question or kind, not both", "9:10: a question needs answers", "9:10: a question needs right"]
    ),
    ("{ kind: still-running, task: fecth }", ["9:39: there is no task \"fecth\" (did you mean fetch?)"]),
    ("{ kind: still-running, right: 1 }", ["9:33: right needs question"]),
    ("{ question: Q, answers: [a], right: 1 }", ["9:34: a question has 2 to 4 answers, not 1"]),
    ("{ question: Q, answers: [a, b, c, d, e], right: 1 }", ["9:34: a question has 2 to 4 answers, not 5"]),
    ("{ question: Q, answers: [a, a], right: 1 }", ["9:38: the answer \"a\" is there twice"]),
    ("{ question: Q, answers: [a, b], right: 3 }", ["9:49: right must be 2 or less"]),
    ("{ question: Q, answers: [a, b], right: 0 }", ["9:49: right must be 1 or more"]),
    (
      "{ question: Q, answers: [{ sai: a }, b], right: 1 }",
      ["9:37: unknown key \"sai\" in an answer (did you mean say?)"]
    ),
    (
      "{ question: Q, answers: [{ say: a, expect: { wat: x } }, b], right: 1 }",
      [
        "9:55: unknown key \"wat\" in expect (did you mean wait?)"
      ]
    ),
    (
      "{ question: Q, answers: [a, b], right: 1, until: fetch }",
      [
        "9:59: until must be a time, or a task and one of starts, fails, told or out, not \"fetch\" (did you mean fetch starts?)"
      ]
    ),
  ]

  @Test(arguments: bad) func saysWhatIsWrong(ask: String, says: [String]) {
    do {
      _ = try Scenario.read(file(ask), file: "f")
      Issue.record("\(ask) was read")
    } catch {
      #expect(Set(error.problems.map { String($0.description.dropFirst(2)) }) == Set(says))
    }
  }

  @Test func checkHoldsAnswersToTheRun() throws {
    func messages(_ ask: String) throws -> [String] {
      try ScenarioCheck(try Scenario.read(file(ask), file: "f")).mismatches.map {
        "\($0.place.map { "\($0.line):\($0.column): " } ?? "")\($0.message)"
      }
    }
    #expect(
      try messages(
        "{ question: Q, answers: [{ say: a, expect: { returns: 50ms } }, { say: b, expect: { returns: 100ms } }], right: 1 }"
      ) == ["9:64: answer 1 isn't right: Wait returns at 0.100 s; expected 0.050 s", "9:74: answer 2 is right, too"])
    #expect(
      try messages("{ question: Q, answers: [a, b], right: 1, until: fetch told }")
        == ["9:10: the truth never shows: fetch told never happens"])
    #expect(
      try messages("{ kind: does-it-start, task: fetch }") == [
        "9:10: does-it-start has no certain answer here: it isn't asked"
      ])
    #expect(try messages("who-is-next").isEmpty)
  }
}
