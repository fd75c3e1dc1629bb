import CascadeTerminal
import CascadeTrace
import CascadeUI
import Testing

/// The program beside the run: asked for, shown, and gone again.
@Suite struct CodeTests {
  @Test func `the key goes round`() {
    var stage = Stage(watching: Script.dashboard)
    #expect(stage.model.code == nil, "off where nobody asks for it")
    stage.type("c")
    #expect(stage.effects == [.list(.none, .swift)])
    stage.type("c")
    #expect(stage.effects == [.list(.none, .swift), .list(.none, .go)])
    stage.type("c")
    #expect(stage.effects.count == 2)
    #expect(stage.model.code == nil)
  }

  @Test func `another scenario is another program`() {
    var stage = Stage()
    stage.open("first-failure", showing: .go)
    stage.open("all-well")
    #expect(stage.effects.last == .list(.none, .go))
  }

  @Test func `an answer that comes too late is nothing`() {
    var stage = Stage(watching: Script.dashboard)
    stage.type("cc")
    stage.send(.listed(.none, .swift, .refused("late")))
    #expect(stage.model.code?.answer == nil)
  }

  @Test(arguments: Size.tested)
  func `why there is none is said in words`(size: Size) {
    var stage = Stage(watching: Script.dashboard, size)
    stage.type("c")
    stage.send(.listed(.none, .swift, .refused("this can't be written in Swift: no words")))
    #expect(stage.canvas.description.contains("this can't be written in Swift: no words"))
  }

  /// The selected task's line is marked and in view, wherever one stands and whoever is selected.
  @Test(arguments: Size.tested, CodeListing.Language.allCases)
  func `the selected line is in view`(size: Size, language: CodeListing.Language) throws {
    var stage = Stage(size)
    stage.open("first-failure", showing: language)
    for row in 1..<stage.watch.recording.roster.order.count {
      stage.type("gg99k\(row)j")
      let selected = try #require(stage.watch.selected.map { stage.watch.state.row(number: $0) })
      guard selected.kind == .task else { continue }
      for _ in 0..<stage.watch.recording.count {
        stage.press(.right)
        let lines = stage.canvas.description.split(separator: "\n")
        let isMarked = lines.contains { $0.contains("▌") && $0.contains("\"\(selected.name)\"") }
        #expect(isMarked, "\(selected.name) at \(stage.position)")
      }
    }
  }
}
