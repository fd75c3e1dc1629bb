import Cascade
import CascadeTerminal
import CascadeTrace
import CascadeUI
import TestSupport
import Testing

/// The program beside the run: asked for, shown, and gone again.
@Suite struct CodeTests {
  @Test func `the key goes round`() {
    var stage = Stage(watching: Script.dashboard)
    #expect(stage.model.session?.panes.code == nil, "off unless asked for")
    stage.type("c")
    #expect(stage.effects == [.list(.none, .swift)])
    stage.type("c")
    #expect(stage.effects == [.list(.none, .swift), .list(.none, .go)])
    stage.type("c")
    #expect(stage.effects.count == 2)
    #expect(stage.model.session?.panes.code == nil)
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
    #expect(stage.model.session?.panes.code?.answer == nil)
  }

  @Test(arguments: Size.tested)
  func `why there is none is said in words`(size: Size) {
    var stage = Stage(watching: Script.dashboard, size)
    stage.type("c")
    stage.send(.listed(.none, .swift, .refused("this can't be written in Swift: no words")))
    #expect(stage.canvas.description.contains("this can't be written in Swift: no words"))
  }

  /// What is cut at the right can be read all the same.
  @Test func `long lines move sideways`() throws {
    var stage = Stage(Size(columns: 100, rows: 30))
    stage.open("first-failure", showing: .swift)
    guard case .here(let listing)? = stage.model.session?.panes.code?.answer else {
      Issue.record("there is no program")
      return
    }
    let long = listing.lines.filter { $0.count > 56 }.map { String($0.suffix(12)) }
    /// How many of them can be read to their ends at some event.
    func seen(_ stage: Stage) -> Int {
      var stage = stage
      var ends: Set<String> = []
      for _ in 0..<stage.session.recording.count {
        stage.press(.right)
        let screen = stage.canvas.description
        ends.formUnion(long.filter(screen.contains))
      }
      return ends.count
    }
    #expect(stage.canvas.description.contains("< > sideways"))
    #expect(seen(stage) == 0)
    stage.type(">")
    #expect(seen(stage) > 0)
    stage.type("<")
    #expect(stage.model.session?.panes.code?.shift == 0)
  }

  @Test func `a program knows nothing of hands, and says so`() throws {
    var stage = Stage(Size(columns: 100, rows: 30))
    stage.open("first-failure", showing: .swift)
    #expect(!stage.canvas.description.contains("what a hand did"))
    guard case .here(let listing)? = stage.model.session?.panes.code?.answer else {
      Issue.record("there is no program")
      return
    }
    let recording = stage.session.recording
    let hand = Variation([
      .intervention(Intervention(at: recording.cursor(at: 33), on: "root/audit-log", .listen(true)))
    ])
    stage.send(.branched(hand, recording, change: "make audit-log listen"))
    stage.send(.listed(hand, .swift, .here(listing)))
    #expect(stage.canvas.description.contains("what a hand did isn't in it"))
  }

  /// The selected task's line is marked and in view, wherever one stands and whoever is selected.
  @Test(arguments: Size.tested, CodeListing.Language.allCases)
  func `the selected line is in view`(size: Size, language: CodeListing.Language) throws {
    var stage = Stage(size)
    stage.open("first-failure", showing: language)
    for row in 1..<stage.session.recording.roster.order.count {
      stage.type("gg99k\(row)j")
      let selected = try #require(stage.session.selected.map { stage.session.state.row(number: $0) })
      guard selected.kind == .task else { continue }
      for _ in 0..<stage.session.recording.count {
        stage.press(.right)
        let lines = stage.canvas.description.split(separator: "\n")
        let isMarked = lines.contains { $0.contains("▌") && $0.contains("\"\(selected.name)\"") }
        #expect(isMarked, "\(selected.name) at \(stage.position)")
      }
    }
  }
}
