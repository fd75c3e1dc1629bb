import CascadeTerminal
import Testing

@Suite struct InMemoryTerminalTests {
  private func canvas(_ text: String) -> Canvas {
    var canvas = Canvas(size: Size(columns: 10, rows: 1))
    canvas.write(text)
    return canvas
  }

  @Test func theScriptIsPlayedAndThenTheTerminalEnds() {
    let terminal = InMemoryTerminal(script: InMemoryTerminal.typing(.up, .character("q")))
    #expect(terminal.next(within: nil) == .key(.up))
    #expect(terminal.next(within: .seconds(1)) == .key(.character("q")))
    #expect(terminal.next(within: nil) == .ended(.hungUp))
    #expect(terminal.next(within: nil) == .ended(.hungUp))
    #expect(terminal.waits == [nil, .seconds(1), nil, nil])
  }

  @Test func timeRunsOutOnlyForAWaitWithALimit() {
    let terminal = InMemoryTerminal(script: [nil, .woken, nil, .resumed])
    #expect(terminal.next(within: .zero) == nil)
    #expect(terminal.next(within: nil) == .woken)
    #expect(terminal.next(within: nil) == .resumed)
  }

  @Test func anEndStaysTheEnd() {
    let terminal = InMemoryTerminal(script: [.ended(.terminated), .key(.up)])
    #expect(terminal.next(within: nil) == .ended(.terminated))
    #expect(terminal.next(within: nil) == .ended(.terminated))
  }

  @Test func aResizeTakesEffectWhenItIsTold() {
    let terminal = InMemoryTerminal(script: [.resize(Size(columns: 60, rows: 16))])
    #expect(terminal.size == Size(columns: 80, rows: 24))
    _ = terminal.next(within: nil)
    #expect(terminal.size == Size(columns: 60, rows: 16))
  }

  @Test func onlyChangesMakeFrames() {
    let terminal = InMemoryTerminal()
    #expect(terminal.present(canvas("one")) == .sent(bytes: 10))
    #expect(terminal.present(canvas("one")) == .unchanged)
    #expect(terminal.present(canvas("ono")) == .sent(bytes: 1))
    terminal.invalidate()
    #expect(terminal.present(canvas("ono")) == .sent(bytes: 10))
    #expect(terminal.frames.map(\.description) == ["one", "ono", "ono"])
  }

  @Test func whileBusyOnlyTheLastCanvasIsKept() {
    let terminal = InMemoryTerminal()
    terminal.isBusy = true
    #expect(terminal.present(canvas("one")) == .deferred)
    #expect(terminal.present(canvas("two")) == .deferred)
    #expect(terminal.frames.isEmpty)
    terminal.isBusy = false
    #expect(terminal.frames.map(\.description) == ["two"])
  }
}
