import Foundation
import Testing

/// A talk in a real terminal, and its file on the command line.
@Suite(.serialized) struct TalkTests {
  static let example = "demos/errgroup-in-eight-minutes.yaml"
  static let next = "\u{1B}[6~"

  @Test func theExampleIsGivenFromStartToEndWithOneKey() throws {
    let program = try ScreenProgram("talk", Self.example, "--motion", "off", columns: 80, rows: 24)
    try program.wait(for: "What happens to")
    var presses = 0
    while !program.output.contains("The end of the talk."), presses < 80 {
      program.type(Self.next)
      try program.wait(for: "\u{1B}[?2026l")
      presses += 1
    }
    // Each of them was on the screen.
    for words in [
      "503 from orders", "When does Wait return?", "Remember: Wait returns the first error", "DEAF",
      "What if audit-log listens", "Which error does Wait return?", "LESSON", "Only they can stop",
    ] {
      #expect(program.output.contains(words), "\(words)")
    }
    // No key of a clicker quits, and q asks once.
    program.type("\u{1B}[15~\u{1B}[5~.\(Self.next)\(Self.next)q")
    try program.wait(for: "again to leave the talk")
    program.type("q")
    #expect(try program.status() == 0)
    #expect(program.isRestored)
  }

  @Test func theExampleFitsItsAudience() throws {
    let result = try Program.run("check", Self.example)
    #expect(result.output.hasSuffix("\(Self.example): ok (10 steps, what is cut beside the lanes stands above)\n"))
    #expect(result.output.contains("step 9, at 80x24: batch, rows 649 to 653 of 1000 are in view"))
    #expect(result.status == 0 && result.errors.isEmpty)
  }

  /// What the audience sees of each step is looked at, and what its order gives away.
  @Test func whatTheAudienceDoesntSeeIsTold() throws {
    let file = try TemporaryFile(
      """
      talk: T
      minutes: 3
      steps:
        - run: first-failure
          minutes: 9
        - ask: wait-returns
          of: first-failure
          at: fetch-orders fails
        - compare: detached
        - say: It ends.
      """, name: "talk.yaml")
    let result = try Program.run("check", file.path)
    #expect(result.status == 1)
    #expect(result.errors.contains("the steps are planned for 9 minutes, the talk for 3 minutes"))
    #expect(result.errors.contains("\(file.path):6:5: step 2: step 1 has shown the answer"))
    #expect(
      result.output.contains("\(file.path):9:5: step 3, at 80x24: detached, ")
        && result.output.contains("\"card decline…\""))
    #expect(!result.output.contains("step 4"))
    // Asked before it is shown, and within the time, it is fine.
    let fine = try TemporaryFile(
      "talk: T\nminutes: 3\nsteps:\n  - { run: first-failure, until: fetch-orders fails, minutes: 3 }\n"
        + "  - { ask: wait-returns, of: first-failure, at: fetch-orders fails }\n", name: "talk.yaml")
    #expect(try Program.run("check", fine.path).status == 0)
  }

  /// The run before a question says nothing of its answer: which of two errors counts.
  @Test func theRunBeforeAQuestionKeepsItsSecret() throws {
    let file = try TemporaryFile(
      "talk: T\nsteps:\n  - { run: two-failures, until: letters fails }\n"
        + "  - { ask: which-error, of: two-failures, at: letters fails }\n  - say: The end of it\n", name: "talk.yaml")
    let program = try ScreenProgram("talk", file.path, "--motion", "off", columns: 80, rows: 24)
    try program.wait(for: "delete one user")
    var presses = 0
    while !program.output.contains("Which error does Wait"), presses < 12 {
      program.type(Self.next)
      try program.wait(for: "\u{1B}[?2026l")
      presses += 1
    }
    #expect(program.output.contains("Which error does Wait"))
    for words in ["KEPT", "lost", "keeps", "dropped"] { #expect(!program.output.contains(words), "\(words)") }
    program.type(Self.next)
    try program.wait(for: "KEPT")
    program.type("qq")
    #expect(try program.status() == 0)
  }

  @Test func whatWouldBeCutIsTold() throws {
    let long = String(repeating: "word ", count: 400)
    let file = try TemporaryFile(
      """
      talk: T
      audience: 60x16
      steps:
        - say: \(long)
        - run: first-failure
          notes: \(long)
      """, name: "talk.yaml")
    let result = try Program.run("check", file.path)
    #expect(result.status == 1)
    #expect(result.errors.contains("\(file.path):4:5: step 1: the sentence needs 37 rows, and there are 16 at 60x16"))
    #expect(result.errors.contains("\(file.path):5:5: step 2: the note needs"))
  }

  @Test func anAnswerThatTheRunDoesntGiveIsTold() throws {
    let file = try TemporaryFile(
      """
      talk: T
      steps:
        - ask: { question: Q, answers: [{ say: a, expect: { wait: none } }, b], right: 1 }
          of: first-failure
          at: 4
      """, name: "talk.yaml")
    let result = try Program.run("check", file.path)
    #expect(result.status == 1)
    #expect(
      result.errors.contains(
        "\(file.path):3:61: step 1: answer 1 isn't right: Wait returns \"503 from orders\"; expected nil"))
  }

  @Test func everythingThatIsWrongIsToldAtOnce() throws {
    let file = try TemporaryFile("talk: T\nsteps:\n  - run: nowhere.yaml\n  - say: a\n    at: 1s\n", name: "talk.yaml")
    for command in ["talk", "check"] {
      let result = try Program.run(command, file.path)
      #expect(result.status == 2 && result.output.isEmpty)
      #expect(result.errors.contains("\(file.path):3:10: \"nowhere.yaml\": there is no such file"))
      #expect(result.errors.contains("\(file.path):5:5: at needs what-if"))
    }
  }

  @Test func eachKindOfFileNamesItsCommand() throws {
    let run = try Program.run("run", Self.example)
    #expect(run.status == 2 && run.errors.contains("this is a talk, not a scenario; give it with: cascade talk"))
    let talk = try Program.run("talk", "demos/first-failure.yaml")
    #expect(talk.status == 2 && talk.errors.contains("this is a scenario, not a talk"))
  }

  @Test func theScriptHasTheNotes() throws {
    let result = try Program.run("talk", Self.example, "--plain")
    #expect(result.status == 0)
    for words in [
      "8 minutes", "3. Ask: When does Wait return? (1 minute)", "(right)", "Note: Stop at thumb-1: told is not out.",
    ] {
      #expect(result.output.contains(words), "\(words)")
    }
  }

  /// In the middle of a rehearsal the file breaks, and is mended.
  @Test func aFileThatBreaksLeavesTheScreenWhereItWas() throws {
    let file = try TemporaryFile("talk: T\nsteps:\n  - say: First words\n  - run: all-well\n", name: "talk.yaml")
    let program = try ScreenProgram("talk", file.path, "--rehearse", columns: 80, rows: 24)
    try program.wait(for: "First words")
    try Data("talk: T\nsteps:\n  - sya: Second words\n".utf8).write(to: URL(fileURLWithPath: file.path))
    try program.wait(for: "unknown key")
    try Data("talk: T\nsteps:\n  - say: Third words\n".utf8).write(to: URL(fileURLWithPath: file.path))
    // What is the same isn't sent again.
    try program.wait(for: "Third")
    program.type("qq")
    #expect(try program.status() == 0)
  }

  /// A scenario is read again when it changes; what is wrong with it stands over the run as it was.
  @Test func aScenarioIsReadAgainWhenItChanges() throws {
    func story(_ error: String) -> String { "title: Own\ngroup: { tasks: { a: \"--^ \(error)\" } }\n" }
    let file = try TemporaryFile(story("one"))
    let program = try ScreenProgram("run", file.path)
    try program.wait(for: "none so far")
    program.type("f")
    try program.wait(for: "one")
    try Data(story("another").utf8).write(to: URL(fileURLWithPath: file.path))
    try program.wait(for: "another")
    try Data("title: Own\ngruop: 1\n".utf8).write(to: URL(fileURLWithPath: file.path))
    try program.wait(for: "gruop")
    program.type("\u{1B}")
    try program.wait(for: "\u{1B}[?2026l")
    program.type("r")
    try program.wait(for: "gruop")
    program.type("\u{1B}q")
    #expect(try program.status() == 0)
  }
}
