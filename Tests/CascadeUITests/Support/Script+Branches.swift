import Cascade
import CascadeTerminal
import CascadeTrace
import TestSupport

@testable import CascadeUI

/// What would have come of the small run if somebody had changed something.
extension Script {
  /// Two tasks; the first fails after 300 ms and ends the other.
  static let pair: [Event] = pairRun { run in
    run.fail(300, "root/pay", in: "root", "card declined", telling: ["root/pack"])
    run.out(350, "root/pack", .cancelled, "context canceled")
    run.at(350, "root", .groupClosed(error: "card declined"))
    run.end(350)
  }

  /// The same, but somebody cancels the second at 200 ms.
  static let pairWithCancel: [Event] = pairRun { run in
    run.at(200, "", .intervention(.init(.cancel, on: "root/pack")))
    run.tell(200, ["root/pack"], reason: .requested, cause: "context canceled", origin: "root/pack")
    run.out(250, "root/pack", .cancelled, "context canceled", kept: true)
    run.at(250, "root", .groupFailureKept(task: "root/pack", error: .contextCanceled))
    run.tell(
      250, ["root", "root/pay"], reason: .siblingFailed, cause: "context canceled", origin: "root/pack",
      contexts: ["root"])
    run.out(250, "root/pay", .cancelled, "context canceled")
    run.at(250, "root", .groupClosed(error: .contextCanceled))
    run.end(250)
  }

  /// The same, but the first task returns without an error at 200 ms.
  static let pairWithFinish: [Event] = pairRun { run in
    run.at(200, "", .intervention(.init(.finish, on: "root/pay")))
    run.out(200, "root/pay", .completed)
    run.out(900, "root/pack", .completed)
    run.at(900, "root", .groupClosed(error: nil))
    run.end(900)
  }

  private static func pairRun(_ rest: (inout Script) -> Void) -> [Event] {
    var run = Script()
    run.beginInMain("Two jobs")
    run.group(0, "root", in: "main", options: ["limit(3)"])
    for name in ["pay", "pack"] {
      run.start(0, "root/\(name)", in: "root")
      run.at(0, "root/\(name)", .note(.plan(total: .milliseconds(name == "pay" ? 300 : 900))))
      run.step(0, "root/\(name)", name)
    }
    run.at(0, "root", .groupWaiting(who: ""))
    rest(&run)
    return run.events
  }

  /// What a change in the small run comes to: the only three that anybody wrote down.
  static func pair(with variation: Variation) -> Answer<Recording> {
    switch variation.changes.last {
    case nil: .here(Recording(pair))
    case .intervention(let hand) where hand.action == .cancel && hand.target == "root/pack":
      .here(Recording(pairWithCancel))
    case .intervention(let hand) where hand.action == .finish && hand.target == "root/pay":
      .here(Recording(pairWithFinish))
    case .intervention(let hand) where hand.action.kind == .deadline:
      .refused("pack ends at 250ms anyway: the earlier end counts")
    default: .here(Recording(pair))
    }
  }
}

extension Stage {
  /// The small run at 200 ms, with the first task selected.
  static func pair(
    _ size: Size = Size(columns: 100, rows: 30), charset: Charset = .unicode, colors: ColorDepth = .full
  ) -> Stage {
    var stage = Stage(watching: Script.pair, title: "Two jobs", size, charset: charset, colors: colors)
    stage.run = Script.pair(with:)
    stage.stand(at: 12, milliseconds: 200)
    stage.type("kkkk")
    return stage
  }

  /// Looks from somewhere, as after pausing between two events.
  mutating func stand(at position: Int, milliseconds: Int64) {
    model.session?.look(from: Cursor(position: position, t: Context.Instant(nanoseconds: milliseconds * 1_000_000)))
  }
}

extension Answer {
  /// The value, where there is one.
  var value: Value? {
    if case .here(let value) = self { value } else { nil }
  }
}
