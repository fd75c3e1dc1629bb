import CascadeNcurses
import CascadeTerminal
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension RealTerminalTests {
  @Suite struct InputTests {
    /// Long enough for any machine; no test waits for it.
    private static let patience = Duration.seconds(10)

    @Test func keysArriveInOrder() throws {
      let device = try Pseudoterminal()
      let terminal = try device.open()
      defer { terminal.close() }
      device.type("q\u{1B}[A\u{1B}OB\u{1B}[Z\u{1B}[6~\u{1B}[15~é\u{3}\u{D}\u{7F}")
      let expected: [Key] = [
        .character("q"), .up, .down, .backTab, .pageDown, .function(5), .character("é"), .control("c"), .enter,
        .backspace,
      ]
      for key in expected { #expect(terminal.next(within: Self.patience) == .key(key)) }
      #expect(terminal.next(within: .zero) == nil)
    }

    /// What another program left on neither types nor acts.
    @Test func theMouseIsHeardOnlyWhereItIsWanted() throws {
      let device = try Pseudoterminal()
      let terminal = try device.open()
      defer { terminal.close() }
      let reports = "\u{1B}[<0;250;3M\u{1B}[M q!\u{1B}[32;250;3M"
      device.type(reports + "a")
      #expect(terminal.next(within: Self.patience) == .key(.character("a")))
      terminal.tracksMouse = true
      device.type(reports + "a")
      for place in [Point(x: 249, y: 2), Point(x: 80, y: 0), Point(x: 249, y: 2)] {
        #expect(terminal.next(within: Self.patience) == .mouse(MouseEvent(.press(.left), at: place)))
      }
      #expect(terminal.next(within: Self.patience) == .key(.character("a")))
    }

    @Test func aLoneEscapeArrivesWithoutAnotherKey() throws {
      let device = try Pseudoterminal()
      let terminal = try device.open()
      defer { terminal.close() }
      device.type("\u{1B}")
      #expect(terminal.next(within: Self.patience) == .key(.escape))
    }

    @Test func aLoneEscapeArrivesThoughEveryWaitIsShorterThanItsDelay() throws {
      let device = try Pseudoterminal()
      let terminal = try device.open()
      defer { terminal.close() }
      device.type("\u{1B}")
      var event: InputEvent?
      for _ in 0..<1_000 where event == nil { event = terminal.next(within: .milliseconds(5)) }
      #expect(event == .key(.escape))
    }

    @Test func aPasteIsOneEvent() throws {
      let device = try Pseudoterminal()
      let terminal = try device.open()
      defer { terminal.close() }
      #expect(device.output(of: terminal).contains("\u{1B}[?2004h"))
      device.type("\u{1B}[200~q\u{3}\nrm\u{1B}[201~x")
      #expect(terminal.next(within: Self.patience) == .paste("q\u{3}\nrm"))
      #expect(terminal.next(within: Self.patience) == .key(.character("x")))
    }

    @Test func aPasteWithoutEndGivesTheKeyboardBack() throws {
      let device = try Pseudoterminal()
      let terminal = try device.open()
      defer { terminal.close() }
      device.type("\u{1B}[200~q")
      #expect(terminal.next(within: Self.patience) == .paste("q"))
      device.type("\u{3}")
      #expect(terminal.next(within: Self.patience) == .key(.control("c")))
    }

    @Test func ofManyResizesTheLastIsTold() throws {
      let device = try Pseudoterminal()
      let terminal = try device.open()
      defer { terminal.close() }
      for columns in 40..<90 { device.resize(columns: columns, rows: 30) }
      #expect(terminal.next(within: Self.patience) == .resize(Size(columns: 89, rows: 30)))
      #expect(terminal.size == Size(columns: 89, rows: 30))
      #expect(terminal.next(within: .zero) == nil)
      var canvas = Canvas(size: terminal.size)
      canvas.write("edge", at: Point(x: 84, y: 29))
      _ = terminal.present(canvas)
      #expect(device.output(of: terminal).contains("\u{1B}[30;85Hedge"))
    }

    @Test(arguments: [
      (Size(columns: 65_535, rows: 1), Size(columns: 1_000, rows: 1)),
      (Size(columns: 32_768, rows: 40), Size(columns: 1_000, rows: 40)),
      (Size(columns: 2, rows: 65_535), Size(columns: 2, rows: 500)),
      (Size(columns: 65_535, rows: 65_535), Size(columns: 1_000, rows: 500)),
      (Size(columns: 1, rows: 1), Size(columns: 1, rows: 1)),
    ])
    func aWindowBeyondReasonIsUsedInPart(window: Size, used: Size) throws {
      for opensSo in [true, false] {
        let device = opensSo ? try Pseudoterminal(columns: window.columns, rows: window.rows) : try Pseudoterminal()
        let terminal = try device.open()
        defer { terminal.close() }
        if !opensSo {
          device.resize(columns: window.columns, rows: window.rows)
          #expect(terminal.next(within: Self.patience) == .resize(used))
        }
        #expect(terminal.size == used)
        var canvas = Canvas(size: used)
        canvas.write("#", at: Point(x: used.columns - 1, y: used.rows - 1))
        _ = terminal.present(canvas)
        #expect(device.output(of: terminal).contains("#"))
      }
    }

    @Test func aCanvasOfAnotherSizeIsFitted() throws {
      let device = try Pseudoterminal(columns: 10, rows: 2)
      let terminal = try device.open()
      defer { terminal.close() }
      var canvas = Canvas(size: Size(columns: 20, rows: 5))
      for y in 0..<5 { canvas.write("0123456789CUT", at: Point(x: 0, y: y)) }
      _ = terminal.present(canvas)
      let bytes = device.output(of: terminal)
      #expect(bytes.contains("0123456789") && !bytes.contains("C"))
    }

    @Test func manyWakesFromAnotherThreadAreOneEvent() async throws {
      let device = try Pseudoterminal()
      let terminal = try device.open()
      defer { terminal.close() }
      let waker = terminal.waker
      await Task.detached { for _ in 0..<100_000 { waker.wake() } }.value
      #expect(terminal.next(within: Self.patience) == .woken)
      #expect(terminal.next(within: .zero) == nil)
      waker.wake()
      #expect(terminal.next(within: nil) == .woken)
    }

    @Test(arguments: [(SIGTERM, Ending.terminated), (SIGINT, .interrupted), (SIGHUP, .hungUp)])
    func aSignalEndsTheInput(signal: Int32, ending: Ending) throws {
      let device = try Pseudoterminal()
      let terminal = try device.open()
      defer { terminal.close() }
      device.type("keys that are never read")
      kill(getpid(), signal)
      var event = terminal.next(within: nil)
      while case .key = event { event = terminal.next(within: nil) }
      #expect(event == .ended(ending))
      #expect(terminal.next(within: nil) == .ended(ending))
    }

    @Test func aClosedTerminalEndsTheInput() throws {
      let device = try Pseudoterminal()
      let terminal = try device.open()
      defer { terminal.close() }
      device.closeFarEnd()
      #expect(terminal.next(within: nil) == .ended(.hungUp))
      #expect(terminal.next(within: nil) == .ended(.hungUp))
      _ = terminal.present(Canvas(size: terminal.size))
    }
  }
}
