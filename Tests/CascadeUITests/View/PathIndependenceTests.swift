import Cascade
import CascadeTerminal
import CascadeTrace
import TestSupport
import Testing

@testable import CascadeUI

/// Going back is exact: a screen depends on where one is, never on the way.
@Suite struct PathIndependenceTests {
  private static let keys: [Key] = [
    .left, .right, .pageUp, .pageDown, .up, .down, .character(" "), .character("f"), .character("["), .character("]"),
    .character("G"), .character("J"), .character("K"), .character("3"), .character("g"), .home, .end, .enter, .escape,
    .character("-"), .character("+"), .character("r"),
  ]

  @Test(arguments: Effort.rounds(12))
  func theSameCursorAndSelectionGiveTheSameScreen(_ seed: Int) {
    var random = Seeded(UInt64(seed))
    let events = [Script.dashboard, Script.deadline, Script.calm][seed % 3]
    var walker = Stage(watching: events)
    walker.arrivesAtOnce = false
    var now = Context.Instant.zero
    for _ in 0..<60 {
      walker.send(.key(Self.keys.randomElement(using: &random)!))
      if walker.model.nextTick != nil {
        for _ in 0..<Int.random(in: 1...8, using: &random) {
          now = now.advanced(by: .milliseconds(Int.random(in: 1...60, using: &random)))
          walker.send(.tick(now: now))
        }
      }
      if walker.model.place == .gallery { walker.press(.function(5)) }
      #expect(walker.canvas == straight(to: walker, events: events).canvas)
    }
  }

  /// A stage that was never anywhere else.
  private func straight(to walker: Stage, events: [Event]) -> Stage {
    var stage = Stage(watching: events)
    let model = walker.model
    stage.model.session?.look(from: walker.session.cursor)
    stage.model.session?.selection = walker.session.selection
    stage.model.session?.playback = walker.session.playback
    stage.model.session?.detail = walker.session.detail
    stage.model.settings.speed = model.settings.speed
    stage.model.status = model.status
    stage.model.typed = model.typed
    return stage
  }

  @Test(arguments: [Script.dashboard, Script.deadline, Script.calm])
  func forthAndBackIsTheSameAtEveryEvent(_ events: [Event]) {
    var stage = Stage(watching: events)
    var screens: [Canvas] = [stage.canvas]
    for _ in events {
      stage.press(.right)
      screens.append(stage.canvas)
    }
    #expect(stage.position == events.count)
    for screen in screens.reversed() {
      #expect(stage.canvas == screen)
      stage.press(.left)
    }
  }
}
