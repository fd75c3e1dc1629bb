import Cascade
import CascadeTerminal
import CascadeTrace
import CascadeUI
import TestSupport
import Testing

/// Names and errors come from files and from other people's code.
@Suite struct UntrustedTextTests {
  @Test(arguments: Size.tested, Charset.allCases)
  func nothingThatATerminalObeysReachesTheScreen(_ size: Size, _ charset: Charset) {
    let bad = "a\u{1B}[2J\u{202E}\u{200D}\n\r\u{7}\u{9B}31m名"
    var run = Script()
    run.begin(bad)
    run.group(0, "root", in: "main", kind: bad, options: [bad])
    run.start(0, "root/\(bad)", in: "root")
    run.step(0, "root/\(bad)", bad)
    run.fail(10, "root/\(bad)", in: "root", bad, telling: [])
    run.at(10, "root", .groupClosed(error: .init(bad)))
    run.end(10)
    var stage = Stage(watching: run.events, title: bad, size, charset: charset)
    for _ in run.events {
      stage.press(.right)
      expectHarmless(stage.canvas)
    }
    stage.press(.enter)
    expectHarmless(stage.canvas)
    stage.send(.say(bad))
    expectHarmless(stage.canvas)
    stage.send(.notOpened(name: bad, why: bad))
    expectHarmless(stage.canvas)
  }

  private func expectHarmless(_ canvas: Canvas) {
    for scalar in Set(canvas.cells.map(\.scalar)) {
      #expect(scalar.takesOneColumn)
      #expect(canvas.charset == .unicode || scalar.isASCII)
    }
  }
}
