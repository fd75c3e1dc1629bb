import CascadeNcurses
import CascadeTerminal
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension RealTerminalTests {
  @Suite struct FrameTests {
    private static let begin = "\u{1B}[?2026h"
    private static let end = "\u{1B}[?2026l"

    private func screen(_ size: Size = Size(columns: 80, rows: 24), _ draw: (inout Canvas) -> Void) -> Canvas {
      var canvas = Canvas(size: size)
      draw(&canvas)
      return canvas
    }

    @Test func aFrameIsOneWriteBetweenMarks() throws {
      let device = try Pseudoterminal()
      let terminal = try device.open()
      defer { terminal.close() }
      _ = device.output(of: terminal)
      let before = terminal.statistics

      let canvas = screen { canvas in
        for y in 0..<24 { canvas.write("row \(y)", at: Point(x: 3 * y, y: y), style: Style(foreground: .palette(69))) }
      }
      let answer = terminal.present(canvas)
      let bytes = device.output(of: terminal)
      #expect(answer == .sent(bytes: bytes.utf8.count))
      #expect(terminal.statistics.writes == before.writes + 1)
      #expect(terminal.statistics.frames == before.frames + 1)
      #expect(bytes.hasPrefix(Self.begin) && bytes.hasSuffix(Self.end))
      #expect(bytes.contains("row 23") && bytes.contains("\u{1B}[38;5;69m"))
    }

    @Test func nothingIsSentWhenNothingChanged() throws {
      let device = try Pseudoterminal()
      let terminal = try device.open()
      defer { terminal.close() }
      let canvas = screen { $0.write("same") }
      _ = terminal.present(canvas)
      let before = terminal.statistics
      #expect(terminal.present(canvas) == .unchanged)
      #expect(terminal.next(within: .zero) == nil)
      #expect(terminal.statistics == before)
    }

    @Test func onlyWhatChangedIsSent() throws {
      let device = try Pseudoterminal()
      let terminal = try device.open()
      defer { terminal.close() }
      var canvas = screen { canvas in
        for y in 0..<24 { canvas.write(String(repeating: "steady ", count: 11), at: Point(x: 0, y: y)) }
      }
      _ = terminal.present(canvas)
      _ = device.output(of: terminal)
      canvas.write("X", at: Point(x: 40, y: 12))
      _ = terminal.present(canvas)
      let bytes = device.output(of: terminal).dropFirst(Self.begin.count).dropLast(Self.end.count)
      #expect(bytes == "\u{1B}[13;41HX")
    }

    @Test func afterInvalidatingEverythingIsSentAgain() throws {
      let device = try Pseudoterminal()
      let terminal = try device.open()
      defer { terminal.close() }
      let canvas = screen { $0.write("again") }
      _ = terminal.present(canvas)
      _ = device.output(of: terminal)
      terminal.invalidate()
      _ = terminal.present(canvas)
      let bytes = device.output(of: terminal)
      #expect(bytes.contains("\u{1B}[2J") && bytes.contains("again"))
    }

    @Test func typingDoesNotBreakAFrameOff() throws {
      let device = try Pseudoterminal()
      let terminal = try device.open()
      defer { terminal.close() }
      _ = terminal.present(screen { $0.fill(with: Cell("#")) })
      _ = device.output(of: terminal)
      device.type("keys that wait to be read")
      _ = terminal.present(
        screen { canvas in
          for y in 0..<24 { canvas.write("row \(y)", at: Point(x: 0, y: y)) }
        })
      #expect(device.output(of: terminal).contains("row 23"))
    }

    @Test func theSizeIsTheDevicesOwnFromTheFirstByte() throws {
      let device = try Pseudoterminal(columns: 100, rows: 30)
      let terminal = try device.open()
      defer { terminal.close() }
      #expect(terminal.size == Size(columns: 100, rows: 30))
      let bytes = device.output(of: terminal)
      #expect(bytes.contains("\u{1B}[1;30r"))
      #expect(!bytes.contains("\u{1B}[1;24r"))
    }

    @Test func theLastCellOfTheScreenCanBeDrawn() throws {
      let device = try Pseudoterminal(columns: 10, rows: 3)
      let terminal = try device.open()
      defer { terminal.close() }
      _ = terminal.present(screen(Size(columns: 10, rows: 3)) { $0.fill(with: Cell("#")) })
      let bytes = device.output(of: terminal)
      _ = terminal.present(screen(Size(columns: 10, rows: 3)) { $0.fill(with: Cell("%")) })
      #expect(bytes.contains("#") && device.output(of: terminal).contains("%"))
    }

    @Test func aFullScreenOfAnInterfaceStaysSmall() throws {
      let device = try Pseudoterminal(columns: 100, rows: 30)
      let terminal = try device.open()
      defer { terminal.close() }
      let size = Size(columns: 100, rows: 30)
      let canvas = screen(size) { canvas in
        for y in 0..<30 {
          canvas.write("│ ├─ ● task-\(y)", at: Point(x: 0, y: y))
          canvas.write("running", at: Point(x: 20, y: y), style: Style(foreground: .palette(69)))
          canvas.write(String(repeating: "━", count: 30 + y % 5), at: Point(x: 30, y: y))
          canvas.write("out after 30 ms", at: Point(x: 80, y: y), style: Style(attributes: .dim))
        }
      }
      guard case .sent(let bytes) = terminal.present(canvas) else {
        Issue.record("nothing was sent")
        return
      }
      #expect(bytes <= 6_000)
    }

    @Test func withoutColorNoColorIsSent() throws {
      let device = try Pseudoterminal()
      let environment = TerminalEnvironment(term: "xterm-256color", refusesColor: true)
      let terminal = try device.open(environment: environment)
      #expect(terminal.capabilities.colors == .none)
      let style = Style(foreground: .palette(196), background: .palette(20), attributes: [.bold, .reverse])
      _ = terminal.present(screen { $0.write("plain", style: style) })
      terminal.close()
      let bytes = device.outputSoFar()
      #expect(bytes.contains("\u{1B}[0;1;7mplain"))
      #expect(!bytes.contains("38;5") && !bytes.contains("48;5") && !bytes.contains("39;49"))
      #expect(bytes.matches(of: /\x1B\[[0-9;]*(3[0-9]|4[0-9])m/).isEmpty)
    }

    @Test func aWishStandsAboveTheEnvironment() throws {
      let device = try Pseudoterminal()
      let environment = TerminalEnvironment(term: "xterm-256color", refusesColor: true)
      let terminal = try device.open(environment: environment, options: TerminalOptions(colors: .sixteen))
      defer { terminal.close() }
      #expect(terminal.capabilities == TerminalCapabilities(colors: .sixteen, charset: .unicode))
      _ = terminal.present(screen { $0.write("red", style: Style(foreground: .palette(196))) })
      #expect(device.output(of: terminal).contains("\u{1B}[91mred"))
    }

    @Test func inAnAsciiLocaleNoByteIsAbove126() throws {
      let device = try Pseudoterminal()
      let terminal = try device.open(environment: TerminalEnvironment(term: "xterm-256color", hasUTF8: false))
      defer { terminal.close() }
      #expect(terminal.capabilities.charset == .ascii)
      _ = terminal.present(screen { $0.write("é─● tree") })
      let bytes = device.output(of: terminal)
      #expect(bytes.contains("??? tree"))
      #expect(bytes.utf8.allSatisfy { $0 <= 126 })
    }

    @Test func aWishForUnicodeStandsAboveTheLocale() async throws {
      let device = try Pseudoterminal()
      await #expect(processExitsWith: .exitCode(0)) { [path = device.path as String] in
        setlocale(LC_ALL, "C")
        let near = open(path, O_RDWR | O_NOCTTY)
        let terminal = try NcursesTerminal(
          environment: TerminalEnvironment(term: "xterm-256color", hasUTF8: false),
          options: TerminalOptions(charset: .unicode), input: near, output: near)
        guard terminal.capabilities.charset == .unicode else { exit(1) }
        var canvas = Canvas(size: terminal.size)
        canvas.write("é─● tree")
        _ = terminal.present(canvas)
        exit(0)
      }
      #expect(device.outputSoFar().contains("é─● tree"))
    }

    @Test func oldTerminalsGetNoPrivateModes() throws {
      let device = try Pseudoterminal()
      let terminal = try device.open(environment: TerminalEnvironment(term: "vt100"))
      #expect(terminal.capabilities.colors == .none)
      _ = terminal.present(screen { $0.write("old") })
      let bytes = device.output(of: terminal)
      terminal.close()
      #expect(bytes.contains("old") && !bytes.contains("2026") && !bytes.contains("2004"))
    }

    @Test func aSlowReaderGetsTheNewestFrame() throws {
      let device = try Pseudoterminal()
      let terminal = try device.open()
      defer { terminal.close() }
      // Nothing reads: the device takes a few frames, the rest of one is kept, and of what follows only the last.
      var letters = Array("ABCDEFGHIJKLMNOPQRSTUVWX")
      var deferred = 0
      while deferred < 3, let letter = letters.first {
        letters.removeFirst()
        let answer = terminal.present(
          screen { canvas in
            for y in 0..<24 {
              for x in 0..<80 {
                let style = Style(foreground: .palette(UInt8((x + y + deferred) % 2 + 1)))
                canvas[Point(x: x, y: y)] = Cell(letter.unicodeScalars.first!, style: style)
              }
            }
          })
        if answer == .deferred { deferred += 1 }
      }
      #expect(deferred == 3)
      _ = terminal.present(screen { $0.write("newest") })
      var bytes = ""
      for _ in 0..<1_000 where !bytes.contains("newest") {
        bytes += device.output(of: terminal)
        #expect(terminal.next(within: .zero) == nil)
      }
      #expect(bytes.contains("newest"))
      let next = terminal.present(screen { $0.write("newest") })
      #expect(next == .unchanged)
    }
  }
}
