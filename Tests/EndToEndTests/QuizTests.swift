import Foundation
import Testing

/// `cascade quiz`, in words and on the screen.
@Suite(.serialized) struct QuizTests {
  @Test func aPipeAnswers() throws {
    let result = try Program.shell(
      "printf '3\\n2\\n' | '\(Program.url.path)' quiz first-failure two-failures --plain")
    #expect(result.status == 0)
    #expect(result.output.contains("1 of 2 right."))
    #expect(result.output.contains("Wrong. The right answer is 1: "))
    // Nothing of what comes is told before the answer.
    let asked = result.output.components(separatedBy: "Your answer")[0]
    #expect(!asked.contains("2.600 s  ") && asked.contains("1.200 s  fetch-orders FAILS"))
  }

  /// What is printed before a question doesn't answer it.
  @Test(arguments: ["hidden-error", "two-failures", "deadline", "contexts"]) func plainWordsTellNothing(_ name: String)
    throws
  {
    let output = try Program.run("quiz", name, "--plain").output
    let before = output.components(separatedBy: "1 of 1. ")[0]
    for words in ["keeps", "drops", "First error", "context canceled\"?", "with a deadline", "WithCancel"] {
      #expect(!before.contains(words), "\(words)")
    }
    #expect(before.split(separator: "\n").count > 3)
  }

  @Test func anExamTellsTheResultAlone() throws {
    let result = try Program.shell("printf '1\\n' | '\(Program.url.path)' quiz deaf-task --plain --exam")
    let parts = result.output.components(separatedBy: "0 of 1 right.")
    #expect(parts.count == 2)
    #expect(!parts[0].contains("Remember") && parts[1].contains("Remember"))
  }

  @Test func theResultCanBeReadByAProgram() throws {
    let result = try Program.shell("printf '3\\n' | '\(Program.url.path)' quiz first-failure panic --json 2>/dev/null")
    let object = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    #expect(object["version"] as? Int == 1)
    #expect(object["asked"] as? Int == 2)
    #expect(object["answered"] as? Int == 1)
    #expect(object["right"] as? Int == 1)
    #expect(object["exam"] as? Bool == false)
    let parts = try #require(object["questions"] as? [[String: Any]])
    #expect(parts[0]["scenario"] as? String == "first-failure")
    #expect(parts[0]["answer"] as? Int == 3)
    #expect(parts[0]["right"] as? Int == 3)
    #expect(parts[0]["isRight"] as? Bool == true)
    #expect(parts[0]["misconception"] as? Int == 1)
    #expect(parts[0]["kind"] as? String == "own")
    #expect((parts[0]["answers"] as? [String])?.count == 4)
    #expect(parts[1]["answer"] == nil)
    #expect(result.output.split(separator: "\n").count == 1)
  }

  @Test func whatCannotBeAskedIsSaid() throws {
    for arguments in [["quiz", "no-such"], ["quiz", "/no/such.yaml"], ["quiz"]] {
      let result = try Program.run(arguments)
      #expect(result.status == 2)
      #expect(!result.errors.isEmpty)
    }
  }

  @Test func onTheScreenItAsksAnswersAndLeavesTheResult() throws {
    let program = try ScreenProgram("quiz", "first-failure", "two-failures")
    try program.wait(for: "When does Wait return?")
    program.type("3\r")
    try program.wait(for: "RIGHT")
    program.type("\r")
    try program.wait(for: "Which error does Wait return?")
    program.type("2\r")
    try program.wait(for: "WRONG")
    program.type("\r")
    try program.wait(for: "1 of 2 right.")
    #expect(program.isRestored)
  }
}
