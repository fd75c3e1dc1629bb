import Testing

/// Asking what if, through a real terminal device and a real run of the library.
@Suite(.serialized) struct WhatIfTests {
  @Test func aTaskIsCancelledAloneAndABranchAppears() throws {
    let program = try ScreenProgram("run", "first-failure")
    try program.wait(for: "event  0/")
    // After fetch-user is out; two rows below it is fetch-recs.
    program.type("\u{1B}[6~\u{1B}[6~jj")
    try program.wait(for: "fetch-user is OUT")
    program.type("x")
    try program.wait(for: "What if: fetch-recs, paused at 0.800 s")
    program.type("\r")
    try program.wait(for: "Branch B from event")
    #expect(program.output.contains("fetch-recs returns \"context canceled\""))
    program.type("u")
    try program.wait(for: "This is branch A.")
    program.type("q")
    try program.wait(for: "q again quits")
    program.type("q")
    #expect(try program.status() == 0)
    #expect(program.isRestored)
  }

  @Test func theQuestionOfTheCommandLineIsABranchBesideTheRun() throws {
    let program = try ScreenProgram("what-if", "first-failure", "--at", "1s", "cancel fetch-recs")
    try program.wait(for: "Branch B from event 33")
    #expect(program.output.contains("cancel fetch-recs"))
    program.type("u")
    try program.wait(for: "This is branch A.")
    program.type("q")
    #expect(try program.status() == 0)
    #expect(program.isRestored)
  }

  @Test(arguments: ["add z to render: 300ms", "set limit of render to 2"])
  func aTaskWithAGroupIsNotThatGroup(_ change: String) throws {
    let result = try Program.run("what-if", "first-failure", change, "--plain")
    #expect(result.status == 2)
    #expect(result.errors.contains("(did you mean its group root/render/group?)"), "\(result.errors)")
  }

  @Test func whatCannotBeIsRefusedAndChangesNothing() throws {
    let program = try ScreenProgram("run", "first-failure")
    try program.wait(for: "event  0/")
    program.type("\u{1B}[6~o")
    try program.wait(for: "Nothing is changed so far.")
    // With a limit of 0 a task would wait for ever.
    program.type("0\r")
    try program.wait(for: "REFUSED")
    program.type("\r\u{1B}")
    try program.wait(for: "what if")
    program.type("b")
    try program.wait(for: "Branches of this run")
    #expect(!program.output.contains("branch B"))
    // The first closes the list.
    program.type("qq")
    #expect(try program.status() == 0)
  }
}
