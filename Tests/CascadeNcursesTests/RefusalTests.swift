import CascadeNcurses
import CascadeTerminal
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension RealTerminalTests {
  @Suite struct RefusalTests {
    @Test(arguments: [
      ("", TerminalRefusal.noTerm), ("dumb", .noCursorMovement(term: "dumb")),
      ("no-such-terminal", .unknownTerm("no-such-terminal")),
    ])
    func aTerminalThatCannotBeUsedIsLeftAlone(term: String, refusal: TerminalRefusal) throws {
      let device = try Pseudoterminal()
      let before = device.modes
      #expect(throws: refusal) { try device.open(environment: TerminalEnvironment(term: term)) }
      #expect(device.modes == before)
      // Whatever had been sent would come before this.
      let terminal = try device.open()
      defer { terminal.close() }
      #expect(device.output(of: terminal).hasPrefix("\u{1B}[?1049h"))
    }

    @Test func descendantsOfXtermNeedNoDescription() throws {
      let device = try Pseudoterminal()
      let terminal = try device.open(environment: TerminalEnvironment(term: "xterm-not-installed"))
      defer { terminal.close() }
      #expect(terminal.capabilities.colors == .full)
    }

    @Test func whatIsNoTerminalIsRefused() throws {
      let device = try Pseudoterminal()
      let file = open("/dev/null", O_RDWR)
      defer { close(file) }
      let environment = TerminalEnvironment(term: "xterm-256color")
      #expect(throws: TerminalRefusal.inputIsNoTerminal) {
        try NcursesTerminal(environment: environment, input: file, output: device.near)
      }
      #expect(throws: TerminalRefusal.outputIsNoTerminal) {
        try NcursesTerminal(environment: environment, input: device.near, output: file)
      }
    }

    @Test func thereIsOneAtATime() throws {
      let device = try Pseudoterminal()
      let terminal = try device.open()
      defer { terminal.close() }
      #expect(throws: TerminalRefusal.alreadyOpen) { try device.open() }
      #expect(terminal.present(Canvas(size: terminal.size)) != .deferred)
    }

    @Test func reasonsHoldNoControlCharacters() {
      let reason = TerminalRefusal.unknownTerm("x\u{1B}[31m\n").description
      #expect(!reason.unicodeScalars.contains { $0.value < 0x20 })
    }
  }
}
