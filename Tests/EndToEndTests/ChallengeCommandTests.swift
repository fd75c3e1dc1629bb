import Testing

/// `cascade challenge`, in words and on the screen.
@Suite(.serialized) struct ChallengeCommandTests {
  @Test func movesAreJudged() throws {
    let solved = try Program.run("challenge", "answer-sooner", "300ms: make invoice listen")
    #expect(solved.status == 0)
    #expect(solved.output.contains("Solved in 1 of 1 move."))
    let missed = try Program.run("challenge", "answer-sooner", "300ms: cancel seats")
    #expect(missed.status == 1)
    #expect(missed.output.contains("Not reached"))
    let long = try Program.run("challenge", "answer-sooner", "300ms: make invoice listen", "set seed to 4")
    #expect(long.status == 1)
    #expect(long.output.contains("Too many moves: 2 of 1 move."))
  }

  @Test func thereAreSixOfThem() throws {
    let list = try Program.run("challenge")
    #expect(list.status == 0)
    #expect(list.output.split(separator: "\n").count { $0.contains("move)") || $0.contains("moves)") } == 6)
  }

  @Test func whatIsNoChallengeIsSaid() throws {
    for arguments in [["challenge", "first-failure"], ["challenge", "no-such"]] {
      let result = try Program.run(arguments)
      #expect(result.status == 2)
      #expect(!result.errors.isEmpty)
    }
  }

  @Test func theScreenSaysWhenItIsSolved() throws {
    let program = try ScreenProgram("challenge", "answer-sooner")
    try program.wait(for: "Not reached")
    // Just before the failure, on the task that doesn't listen.
    program.type("Fj")
    try program.wait(for: "\u{1B}[?2026l")
    program.type("j!")
    try program.wait(for: "What if?")
    program.type("\r")
    try program.wait(for: "Solved in 1 of 1 move.")
    program.type("qq")
    #expect(try program.status() == 0)
    #expect(program.isRestored)
  }
}
