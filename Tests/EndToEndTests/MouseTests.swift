import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The mouse, through a real terminal device.
@Suite(.serialized) struct MouseTests {
  private static let on = "\u{1B}[?1000h\u{1B}[?1002h\u{1B}[?1006h"
  private static let off = "\u{1B}[?1006l\u{1B}[?1002l\u{1B}[?1000l"

  private func click(_ button: Int, _ x: Int, _ y: Int) -> String {
    "\u{1B}[<\(button);\(x);\(y)M\u{1B}[<\(button);\(x);\(y)m"
  }

  @Test func aScenarioIsOpenedItsTimeIsDraggedAndARowIsOpened() throws {
    let program = try ScreenProgram()
    try program.wait(for: "Does Wait return at the first")
    // It is chosen, and then opened.
    program.type(click(0, 20, 5))
    try program.wait(for: "\u{1B}[?2026l")
    program.type(click(0, 20, 5))
    try program.wait(for: "not opened yet")
    // From the bar of time to beyond its end, and back to before its start.
    program.type("\u{1B}[<0;30;19M\u{1B}[<32;99;3M")
    try program.wait(for: "run ends")
    program.type("\u{1B}[<32;1;3M\u{1B}[<0;1;3m")
    try program.wait(for: "none so far")
    program.type("\u{1B}[<65;30;10M\u{1B}[<65;30;10M")
    try program.wait(for: "\u{1B}[?2026l")
    program.type(click(0, 30, 7))
    try program.wait(for: "\u{1B}[?2026l")
    program.type(click(0, 30, 7))
    try program.wait(for: "state")
    program.type("\r")
    try program.wait(for: "\u{1B}[?2026l")
    program.type("M")
    try program.wait(for: "The mouse is off")
    #expect(program.output.contains(Self.on) && program.output.contains(Self.off))
    // Nothing is met now, and nothing typed, in any form.
    program.type(click(0, 30, 7) + "\u{1B}[M !#\u{1B}[32;20;4MM")
    try program.wait(for: "drag the time")
    program.type(click(2, 30, 7))
    try program.wait(for: "What if?")
    program.type("q")
    try program.wait(for: "\u{1B}[?2026l")
    program.type("q")
    #expect(try program.status() == 0)
    #expect(program.isRestored)
    #expect(program.output.components(separatedBy: Self.on).last?.contains(Self.off) == true)
  }

  @Test(arguments: [["--no-mouse"], []]) func itIsLeftToTheTerminal(arguments: [String]) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "cascade-\(UUID())")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(
      at: folder.appending(path: "cascade"), withIntermediateDirectories: true)
    if arguments.isEmpty {
      try Data("mouse: off\n".utf8).write(to: folder.appending(path: "cascade/config.yaml"))
    }
    let program = try ScreenProgram(
      ["run", "first-failure"] + arguments, environment: ["XDG_CONFIG_HOME": folder.path])
    try program.wait(for: "none so far")
    // What another program left on does nothing either, in any form.
    program.type("\u{1B}[<0;20;4M\u{1B}[M !#\u{1B}[32;20;4Mf")
    try program.wait(for: "KEPT")
    program.type("q")
    #expect(try program.status() == 0)
    #expect(program.output.firstMatch(of: /\?1(000|002|003|005|006|015)/) == nil)
  }

  @Test(arguments: [SIGTERM, SIGHUP, SIGINT]) func aSignalGivesItBack(signal: Int32) throws {
    let program = try ScreenProgram("run", "first-failure")
    try program.wait(for: "none so far")
    program.send(signal)
    #expect(try program.status() == 128 + signal)
    #expect(program.output.components(separatedBy: Self.on).last?.contains(Self.off) == true)
    #expect(program.isRestored)
  }

  /// While it is stopped the mouse belongs to the shell, and to the program again after that.
  @Test func aStopGivesItBackUntilItGoesOn() throws {
    let program = try ScreenProgram("run", "first-failure")
    try program.wait(for: "none so far")
    program.send(SIGTSTP)
    try program.wait(for: "\u{1B}[?1049l")
    #expect(program.output.contains(Self.off))
    try program.waitUntilStopped()
    program.send(SIGCONT)
    try program.wait(for: Self.on)
    program.type("q")
    #expect(try program.status() == 0)
    #expect(program.output.components(separatedBy: Self.on).last?.contains(Self.off) == true)
    #expect(program.isRestored)
  }
}
