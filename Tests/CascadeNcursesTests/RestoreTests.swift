import CascadeNcurses
import CascadeTerminal
import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension RealTerminalTests {
  @Suite struct RestoreTests {
    /// What was turned on is off again, and in that order the last word was "off".
    private func expectRestored(_ output: String, sourceLocation: SourceLocation = #_sourceLocation) {
      for (on, off) in [
        ("\u{1B}[?1049h", "\u{1B}[?1049l"), ("\u{1B}[?2004h", "\u{1B}[?2004l"), ("\u{1B}[?25l", "\u{1B}[?25h"),
        ("\u{1B}[?1h", "\u{1B}[?1l"), ("\u{1B}=", "\u{1B}>"), ("\u{1B}[?2026h", "\u{1B}[?2026l"),
      ] {
        let parts = output.split(separator: on, omittingEmptySubsequences: false)
        #expect(parts.count > 1, "\(on.debugDescription) was never sent", sourceLocation: sourceLocation)
        #expect(
          parts.last?.contains(off) == true, "\(off.debugDescription) is missing", sourceLocation: sourceLocation)
      }
    }

    @Test func closingGivesTheTerminalBack() throws {
      let device = try Pseudoterminal()
      let before = device.modes
      let terminal = try device.open()
      #expect(device.modes != before)
      var canvas = Canvas(size: terminal.size)
      canvas.write("shown", style: Style(foreground: .palette(1), attributes: .bold))
      _ = terminal.present(canvas)
      terminal.close()
      terminal.close()
      #expect(device.modes == before)
      expectRestored(device.outputSoFar())
    }

    @Test(arguments: [("xterm-256color", "\u{1B}]104"), ("linux", "\u{1B}]R")])
    func thePaletteOfTheUserIsKept(term: String, reset: String) throws {
      let device = try Pseudoterminal()
      for _ in 0..<2 {
        let terminal = try device.open(environment: TerminalEnvironment(term: term))
        var canvas = Canvas(size: terminal.size)
        canvas.write("shown", style: Style(foreground: .palette(1)))
        _ = terminal.present(canvas)
        terminal.close()
      }
      let output = device.outputSoFar()
      #expect(output.contains("shown") && !output.contains(reset))
    }

    @Test func afterClosingNothingIsDrawnOrRead() throws {
      let device = try Pseudoterminal()
      let terminal = try device.open()
      terminal.close()
      #expect(terminal.present(Canvas(size: terminal.size)) == .unchanged)
      #expect(terminal.next(within: nil) == .ended(.hungUp))
    }

    @Test func aTerminalCanBeOpenedAgain() throws {
      let device = try Pseudoterminal()
      for _ in 0..<3 {
        let terminal = try device.open()
        var canvas = Canvas(size: terminal.size)
        canvas.write("once more")
        #expect(terminal.present(canvas) != .unchanged)
        terminal.close()
      }
    }

    private static let mouse = (
      on: "\u{1B}[?1000h\u{1B}[?1002h\u{1B}[?1006h", off: "\u{1B}[?1006l\u{1B}[?1002l\u{1B}[?1000l"
    )

    /// Not a byte about it where it isn't wanted, or where the terminal isn't of the xterm kind.
    @Test(arguments: [("xterm-256color", false), ("linux", true), ("vt220", true)])
    func withoutAMouseNothingIsSaidOfIt(term: String, isWanted: Bool) throws {
      let device = try Pseudoterminal()
      let terminal = try device.open(environment: TerminalEnvironment(term: term))
      terminal.tracksMouse = isWanted
      #expect(!terminal.tracksMouse)
      var canvas = Canvas(size: terminal.size)
      canvas.write("shown")
      _ = terminal.present(canvas)
      terminal.close()
      let output = device.outputSoFar()
      #expect(output.contains("shown") && output.firstMatch(of: /\?1(000|002|003|005|006|015)/) == nil)
    }

    @Test func theMouseIsGivenBackAtTheEnd() throws {
      let device = try Pseudoterminal()
      let terminal = try device.open()
      terminal.tracksMouse = true
      terminal.tracksMouse = true
      #expect(device.output(of: terminal).split(separator: Self.mouse.on, omittingEmptySubsequences: false).count == 2)
      terminal.tracksMouse = false
      #expect(device.output(of: terminal) == Self.mouse.off)
      terminal.tracksMouse = true
      terminal.close()
      let output = device.outputSoFar()
      #expect(output.contains(Self.mouse.on))
      // First of all, and once.
      let parts = output.split(separator: Self.mouse.off, omittingEmptySubsequences: false)
      #expect(parts.count == 2 && parts[1].contains("\u{1B}[?1049l"))
      #expect(!output.contains("?1003h"))
    }

    @Test func theMouseIsGivenBackThoughNothingReads() throws {
      let device = try Pseudoterminal()
      let terminal = try device.open()
      terminal.tracksMouse = true
      block(terminal)
      terminal.close()
      #expect(device.outputSoFar().suffix(200).contains(Self.mouse.off))
    }

    @Test(arguments: [SIGUSR1, SIGPIPE, SIGABRT, SIGSEGV, SIGTRAP])
    func aSignalThatEndsTheProcessGivesTheMouseBack(signal: Int32) async throws {
      let device = try Pseudoterminal()
      await #expect(processExitsWith: .signal(signal)) { [path = device.path as String, signal = signal as Int32] in
        let near = open(path, O_RDWR | O_NOCTTY)
        let terminal = try NcursesTerminal(
          environment: TerminalEnvironment(term: "xterm-256color"), input: near, output: near)
        terminal.tracksMouse = true
        var canvas = Canvas(size: terminal.size)
        canvas.write("shown")
        _ = terminal.present(canvas)
        kill(getpid(), signal)
        _ = terminal.next(within: nil)
      }
      let output = device.outputSoFar()
      expectRestored(output)
      #expect(
        output.split(separator: Self.mouse.on, omittingEmptySubsequences: false).last?.contains(Self.mouse.off) == true)
    }

    @Test func droppingTheLastReferenceGivesTheTerminalBack() throws {
      let device = try Pseudoterminal()
      let before = device.modes
      do { _ = try device.open() }
      #expect(device.modes == before)
    }

    /// Shows frames until the terminal takes no more: nothing reads it.
    private func block(_ terminal: NcursesTerminal) {
      var canvas = Canvas(size: terminal.size)
      for frame in 0..<10_000 {
        let letter = Unicode.Scalar(UInt8(65 + frame % 26))
        canvas.fill(with: Cell(letter, style: Style(foreground: .palette(UInt8(frame % 7 + 1)))))
        if terminal.present(canvas) == .deferred { return }
      }
      Issue.record("the terminal took everything")
    }

    @Test func aTerminalThatNothingReadsIsGivenBackToo() throws {
      let device = try Pseudoterminal()
      let before = device.modes
      let terminal = try device.open()
      block(terminal)
      terminal.close()
      #expect(device.modes == before)
      let output = device.outputSoFar()
      let end = output.suffix(200)
      for off in ["\u{1B}[?1049l", "\u{1B}[?2004l", "\u{1B}[?25h", "\u{1B}[?1l", "\u{1B}>", "\u{1B}[?2026l"] {
        #expect(end.contains(off), "\(off.debugDescription) is missing in \(end.debugDescription)")
      }
    }

    @Test func aTrapGivesTheTerminalBackBeforeItsMessage() async throws {
      let device = try Pseudoterminal()
      let before = device.modes
      await #expect(processExitsWith: .failure) { [path = device.path as String] in
        let near = open(path, O_RDWR | O_NOCTTY)
        dup2(near, 2)
        let terminal = try NcursesTerminal(
          environment: TerminalEnvironment(term: "xterm-256color"), input: near, output: near)
        var canvas = Canvas(size: terminal.size)
        canvas.write("shown")
        _ = terminal.present(canvas)
        fatalError("the message")
      }
      #expect(device.modes == before)
      let output = device.outputSoFar()
      expectRestored(output)
      let parts = output.split(separator: "\u{1B}[?1049l", omittingEmptySubsequences: false)
      #expect(parts.last?.contains("the message") == true)
    }

    @Test(arguments: [
      SIGUSR1, SIGUSR2, SIGALRM, SIGPIPE, SIGVTALRM, SIGPROF, SIGXCPU, SIGXFSZ, SIGSYS, SIGQUIT, SIGABRT, SIGSEGV,
    ])
    func aSignalThatEndsTheProcessGivesTheTerminalBack(signal: Int32) async throws {
      let device = try Pseudoterminal()
      let before = device.modes
      await #expect(processExitsWith: .signal(signal)) { [path = device.path as String, signal = signal as Int32] in
        let near = open(path, O_RDWR | O_NOCTTY)
        let terminal = try NcursesTerminal(
          environment: TerminalEnvironment(term: "xterm-256color"), input: near, output: near)
        var canvas = Canvas(size: terminal.size)
        canvas.write("shown")
        _ = terminal.present(canvas)
        kill(getpid(), signal)
        _ = terminal.next(within: nil)
      }
      #expect(device.modes == before)
      expectRestored(device.outputSoFar())
    }

    /// What is sent while the program is stopped comes as it goes on.
    @Test(arguments: [SIGQUIT, SIGABRT, SIGSEGV, SIGUSR1, SIGALRM])
    func aSignalEndsAProgramThatIsStopped(signal: Int32) async throws {
      let device = try Pseudoterminal()
      let before = device.modes
      await #expect(processExitsWith: .signal(signal)) { [path = device.path as String, signal = signal as Int32] in
        // A group of its own, since one that nothing waits for can't be stopped.
        setpgid(0, 0)
        let near = open(path, O_RDWR | O_NOCTTY)
        let terminal = try NcursesTerminal(
          environment: TerminalEnvironment(term: "xterm-256color"), input: near, output: near)
        var canvas = Canvas(size: terminal.size)
        canvas.write("shown")
        _ = terminal.present(canvas)
        let (own, other) = (getpid(), Process())
        other.executableURL = URL(filePath: "/bin/sh")
        other.arguments = [
          "-c",
          "until { cat /proc/\(own)/stat 2>/dev/null || ps -o state= -p \(own); } | grep -q '\\(^\\| \\)T'; do :; done; "
            + "kill -\(signal) \(own); kill -CONT \(own)",
        ]
        try other.run()
        kill(own, SIGTSTP)
        while true { _ = terminal.next(within: nil) }
      }
      #expect(device.modes == before)
      expectRestored(device.outputSoFar())
    }

    @Test(arguments: [SIGUSR1, SIGALRM, SIGPIPE, SIGQUIT])
    func aSignalThatTheParentHadIgnoredStaysIgnored(number: Int32) async throws {
      let device = try Pseudoterminal()
      await #expect(processExitsWith: .exitCode(7)) { [path = device.path as String, number = number as Int32] in
        signal(number, SIG_IGN)
        let near = open(path, O_RDWR | O_NOCTTY)
        let terminal = try NcursesTerminal(
          environment: TerminalEnvironment(term: "xterm-256color"), input: near, output: near)
        kill(getpid(), number)
        kill(getpid(), SIGTERM)
        if terminal.next(within: nil) == .ended(.terminated) { exit(7) }
      }
    }

    @Test func aSignalThatHasAHandlerIsLeftToIt() async throws {
      let device = try Pseudoterminal()
      await #expect(processExitsWith: .exitCode(7)) { [path = device.path as String] in
        signal(SIGUSR2) { _ in }
        let near = open(path, O_RDWR | O_NOCTTY)
        let terminal = try NcursesTerminal(
          environment: TerminalEnvironment(term: "xterm-256color"), input: near, output: near)
        kill(getpid(), SIGUSR2)
        kill(getpid(), SIGTERM)
        if terminal.next(within: nil) == .ended(.terminated) { exit(7) }
      }
    }

    @Test(arguments: [SIGTERM, SIGHUP, SIGINT])
    func aSignalEndsAProgramThatIsComputing(signal: Int32) async throws {
      let device = try Pseudoterminal()
      let before = device.modes
      await #expect(processExitsWith: .exitCode(128 + signal)) {
        [path = device.path as String, signal = signal as Int32] in
        let near = open(path, O_RDWR | O_NOCTTY)
        let terminal = try NcursesTerminal(
          environment: TerminalEnvironment(term: "xterm-256color"), input: near, output: near)
        var canvas = Canvas(size: terminal.size)
        canvas.write("shown")
        _ = terminal.present(canvas)
        kill(getpid(), signal)
        while true {}
      }
      #expect(device.modes == before)
      expectRestored(device.outputSoFar())
    }

    @Test(arguments: [SIGTERM, SIGHUP, SIGINT])
    func aSignalThatIsHeardLeavesTheEndToTheProgram(signal: Int32) async throws {
      let device = try Pseudoterminal()
      await #expect(processExitsWith: .exitCode(7)) { [path = device.path as String, signal = signal as Int32] in
        let near = open(path, O_RDWR | O_NOCTTY)
        let terminal = try NcursesTerminal(
          environment: TerminalEnvironment(term: "xterm-256color"), input: near, output: near)
        kill(getpid(), signal)
        guard case .ended = terminal.next(within: nil) else { exit(1) }
        var alarm = itimerval()
        guard getitimer(__itimer_which_t(0), &alarm) == 0 else { exit(2) }
        exit(alarm.it_value.tv_sec == 0 && alarm.it_value.tv_usec == 0 ? 7 : 3)
      }
    }

    @Test(arguments: [Int32(0), 7])
    func leavingByExitGivesTheTerminalBack(code: Int32) async throws {
      let device = try Pseudoterminal()
      let before = device.modes
      await #expect(processExitsWith: .exitCode(code)) { [path = device.path as String, code = code as Int32] in
        let near = open(path, O_RDWR | O_NOCTTY)
        let terminal = try NcursesTerminal(
          environment: TerminalEnvironment(term: "xterm-256color"), input: near, output: near)
        var canvas = Canvas(size: terminal.size)
        canvas.write("shown")
        _ = terminal.present(canvas)
        exit(code)
      }
      #expect(device.modes == before)
      expectRestored(device.outputSoFar())
    }
  }
}
