import CNcurses
import CascadeNcurses
import CascadeTerminal
import Testing

/// Tests on a real terminal device. One after the other, as a process has one ncurses.
@Suite(.serialized) struct RealTerminalTests {}

extension RealTerminalTests {
  @Suite struct WidthTests {
    /// What the gate for text lets pass, the C library draws in one column, or doesn't know; then it is drawn as `?`.
    @Test func theGateIsAtLeastAsStrictAsTheLibrary() throws {
      try #require(TerminalEnvironment.ofProcess().hasUTF8)
      var wrong: [String] = []
      for value in UInt32(0)...0x10FFFF {
        guard let scalar = Unicode.Scalar(value), scalar.takesOneColumn else { continue }
        if cn_width(value) != 1 && cn_width(value) != -1 { wrong.append(String(value, radix: 16)) }
      }
      #expect(wrong.isEmpty)
    }
  }
}
