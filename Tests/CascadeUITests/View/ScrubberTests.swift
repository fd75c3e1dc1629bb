import Cascade
import CascadeTerminal
import CascadeTrace
import TestSupport
import Testing

@testable import CascadeUI

@Suite struct ScrubberTests {
  /// Two failures, then a deadline, then a late failure.
  private static let events: [Event] = {
    var run = Script()
    run.beginInMain("Much goes wrong")
    run.context(0, "main/timeout", in: "main", .deadline, deadline: 600)
    run.group(0, "root", in: "main/timeout", kind: "waitgroup")
    for name in ["a", "b", "c"] { run.start(0, "root/\(name)", in: "root") }
    run.out(200, "root/a", .failed, "first", kept: true)
    run.at(200, "root", .groupFailureKept(task: "root/a", error: "first"))
    run.out(400, "root/b", .failed, "second")
    run.tell(
      600, ["main/timeout", "root", "root/c"], reason: .deadlineExceeded,
      cause: "context deadline exceeded", origin: "main/timeout", contexts: ["main/timeout", "root"])
    run.out(800, "root/c", .failed, "third")
    run.at(1000, "root", .groupClosed(error: "first"))
    run.end(1000)
    return run.events
  }()

  private func marks(_ stage: Stage) -> [Cell] {
    let bar = stage.canvas.lines.firstIndex { $0.contains(" event ") } ?? 0
    return stage.canvas.row(bar).filter { ["✗", "◆"].contains($0.scalar) }
  }

  @Test(arguments: Size.tested)
  func everyFailureAndEveryDeadlineHasItsMark(_ size: Size) {
    var stage = Stage(watching: Self.events, size)
    stage.type("G")
    #expect(marks(stage).map(\.scalar) == ["✗", "✗", "◆", "✗"])
    #expect(marks(stage).map { $0.style.attributes.contains(.reverse) } == [true, false, false, false])
  }

  @Test func nothingIsMarkedBeforeItHappens() {
    var stage = Stage(watching: Self.events)
    var counts: [Int] = []
    for _ in Self.events {
      stage.press(.right)
      counts.append(marks(stage).count)
    }
    #expect(counts == counts.sorted())
    #expect(Set(counts) == [0, 1, 2, 3, 4])
    stage.type("gg")
    #expect(marks(stage).isEmpty)
  }

  @Test(arguments: Size.tested)
  func aDeadlineAloneIsNoFailure(_ size: Size) {
    var stage = Stage(watching: Script.deadline, size)
    stage.type("G")
    #expect(marks(stage).map(\.scalar) == ["◆"])
  }
}
