import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The full screen, through a real terminal device.
@Suite(.serialized) struct ScreenTests {
  @Test func theGalleryOpensAScenarioAndTheFirstFailureIsShown() throws {
    let program = try ScreenProgram()
    try program.wait(for: "Does Wait return at the first")
    program.type("j\r")
    try program.wait(for: "none so far")
    program.type("f")
    try program.wait(for: "KEPT")
    program.type("s")
    try program.wait(for: "choose")
    program.type("q")
    #expect(try program.status() == 0)
    #expect(program.isRestored)
  }

  @Test(arguments: [SIGTERM, SIGHUP, SIGINT])
  func aSignalEndsItAndTheTerminalIsWhole(signal: Int32) throws {
    let program = try ScreenProgram("run", "first-failure")
    try program.wait(for: "none so far")
    program.type(" ")
    // Only what changed is sent: the end of a frame is all that is sure to come.
    try program.wait(for: "\u{1B}[?2026l")
    program.send(signal)
    #expect(try program.status() == 128 + signal)
    #expect(program.isRestored)
  }

  /// One that Swift's backtracer would ask a question about: who sends it from outside answers none.
  @Test(arguments: [SIGQUIT, SIGABRT, SIGSEGV, SIGILL])
  func aCrashFromOutsideEndsItAtOnce(signal: Int32) throws {
    let program = try ScreenProgram(
      "run", "first-failure", environment: ["SWIFT_BACKTRACE": "enable=yes,interactive=yes"])
    try program.wait(for: "none so far")
    program.send(signal)
    #expect(try program.status() == 128 + signal)
    #expect(program.isRestored)
    #expect(!program.output.contains("Press space"))
  }

  @Test func everyFrameIsWhole() throws {
    let program = try ScreenProgram("run", "deaf-task")
    try program.wait(for: "none so far")
    for _ in 0..<5 {
      program.type("\u{1B}[6~")
      try program.wait(for: "\u{1B}[?2026l")
    }
    program.type("q")
    #expect(try program.status() == 0)
    let starts = program.output.components(separatedBy: "\u{1B}[?2026h").count
    let ends = program.output.components(separatedBy: "\u{1B}[?2026l").count
    // The way out closes an update that might be open.
    #expect((starts...starts + 1).contains(ends))
  }

  @Test func aCourseOfOnesOwnIsGivenWithAClicker() throws {
    let program = try ScreenProgram("run", "all-well", "demos/deaf-task.yaml")
    try program.wait(for: "none so far")
    program.type("G\u{1B}[6~")
    try program.wait(for: "The end. PgDn: ")
    program.type("\u{1B}[6~")
    try program.wait(for: "not opened yet")
    program.type("z.")
    try program.wait(for: "\u{1B}[?2026l")
    program.type("\u{1B}[6~f")
    try program.wait(for: "KEPT")
    // The list holds these two and no others.
    program.type("s")
    try program.wait(for: "deaf-task.yaml")
    #expect(!program.output.contains("nested-groups"))
    program.type("q")
    #expect(try program.status() == 0)
    #expect(program.isRestored)
  }

  @Test func withoutColourNoColourIsSent() throws {
    let program = try ScreenProgram("run", "first-failure", environment: ["NO_COLOR": "1"])
    try program.wait(for: "none so far")
    program.type("f")
    try program.wait(for: "KEPT")
    program.type("q")
    #expect(try program.status() == 0)
    #expect(program.output.firstMatch(of: /\u{1B}\[[0-9;]*(3[0-9]|4[0-9]|9[0-7])(;[0-9;]*)?m/) == nil)
  }

  @Test func inAnASCIILocaleOnlyASCIIIsSent() throws {
    let program = try ScreenProgram("run", "nested-groups", environment: ["LC_ALL": "C"])
    try program.wait(for: "none so far")
    program.type("G")
    try program.wait(for: "KEPT")
    program.type("q")
    #expect(try program.status() == 0)
    #expect(program.output.utf8.allSatisfy { $0 < 127 })
  }

  @Test(arguments: ["dumb", "no-such-terminal", ""]) func aTerminalThatCannotDrawGetsWords(term: String) throws {
    let program = try ScreenProgram("run", "all-well", environment: ["TERM": term])
    try program.wait(for: "the run is over.")
    #expect(program.output.contains("cascade: plain text, because"))
    #expect(!program.output.contains("\u{1B}"))
  }
}
