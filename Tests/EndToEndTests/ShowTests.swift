import Foundation
import Testing

/// A script that shows a closure of its own (`Tests/ShowExample`).
@Suite struct ShowTests {
  private static let script = Program.url.deletingLastPathComponent().appendingPathComponent("ShowExample")

  @Test func withoutATerminalItTellsInPlainWords() throws {
    let result = try Program.run(Self.script, [])
    #expect(result.status == 0 && result.errors == "")
    let lines = result.output.split(separator: "\n")
    #expect(lines.first == "checkout")
    #expect(lines.contains { $0.hasSuffix("reserve returns nil.") })
    #expect(lines.last == "the price is 7")
  }

  @Test func whatTheClosureThrowsIsThrown() throws {
    let result = try Program.run(Self.script, ["fails"])
    #expect(result.output.contains("reserve FAILS: \"no stock\""))
    #expect(result.output.hasSuffix("it failed: no stock\n"))
  }

  @Test func onATerminalItIsTheScreenOfARun() throws {
    let screen = try ScreenProgram(["fails"], program: Self.script)
    try screen.wait(for: "no stock")
    screen.type("q")
    #expect(try screen.status() == 0)
    #expect(screen.isRestored)
  }
}
