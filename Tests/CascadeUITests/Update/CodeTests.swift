import Cascade
import CascadeTerminal
import CascadeTrace
import TestSupport
import Testing

@testable import CascadeUI

/// The program beside the run: asked for, shown, and gone again.
@Suite struct CodeTests {
  /// On a small screen the program takes the place of the lanes: Swift, Go, none. It is asked for as soon as it may be shown:
  /// where there is room for its executing lines that is at once.
  @Test(arguments: [(80, 24, []), (100, 30, [Effect.list(.none, .swift)])])
  func `the key goes round`(columns: Int, rows: Int, first: [Effect]) {
    var stage = Stage(watching: Script.dashboard, Size(columns: columns, rows: rows))
    #expect(stage.lists == first)
    #expect(!stage.session.panes.isProgramOpen, "off unless asked for")
    stage.type("c")
    #expect(stage.lists == [.list(.none, .swift)])
    #expect(stage.session.panes.isProgramOpen)
    stage.type("c")
    #expect(stage.lists == [.list(.none, .swift), .list(.none, .go)])
    stage.type("c")
    #expect(!stage.session.panes.isProgramOpen)
    #expect(stage.lists == [.list(.none, .swift), .list(.none, .go)] + first)
    stage.type("c")
    #expect(stage.session.panes.isProgramOpen && stage.session.panes.code.language == .swift)
  }

  /// Beside the lanes there is always one: the key turns from one language to the other.
  @Test func `beside the lanes the key turns the language`() {
    var stage = Stage(watching: Script.dashboard, Size(columns: 200, rows: 60))
    let lists = [Effect.list(.none, .swift), .list(.none, .go), .list(.none, .swift)]
    for (count, language) in [CodeListing.Language.swift, .go, .swift].enumerated() {
      #expect(stage.lists == Array(lists.prefix(count + 1)))
      #expect(stage.session.panes.code.language == language)
      #expect(!stage.session.panes.isProgramOpen)
      stage.type("c")
    }
  }

  /// The executing lines stand under the lanes where there are rows for them, and are those of the program.
  @Test(arguments: ["first-failure", "detached"]) func `the executing lines are lines of the program`(name: String) {
    var stage = Stage(Size(columns: 100, rows: 30))
    stage.open(name)
    guard case .here(let listing)? = stage.session.panes.code.answer else {
      Issue.record("there is no program")
      return
    }
    let texts = stage.session.panes.code.lines.map { $0.drop { $0 == " " } }
    #expect(texts.count == listing.lines.count)
    var seen = 0
    for _ in 0..<stage.session.recording.count {
      stage.press(.right)
      for line in CodeStrip(stage.session.panes.code, session: stage.session).lines {
        #expect(texts.contains { $0 == line.text })
      }
      seen = max(seen, stage.region(.code).filter { !$0.isEmpty }.count)
    }
    #expect(seen >= 2)
  }

  @Test func `another scenario is another program`() {
    var stage = Stage()
    stage.open("first-failure", showing: .go)
    stage.open("all-well")
    #expect(stage.lists.last == .list(.none, .go))
  }

  @Test func `an answer that comes too late is nothing`() {
    var stage = Stage(watching: Script.dashboard)
    stage.type("cc")
    stage.send(.listed(.none, .swift, .refused("late")))
    #expect(stage.model.session?.panes.code.answer == nil)
  }

  @Test(arguments: Size.tested.filter { $0.columns < 150 })
  func `why there is none is said in words`(size: Size) {
    var stage = Stage(watching: Script.dashboard, size)
    stage.type("c")
    stage.send(.listed(.none, .swift, .refused("this can't be written in Swift: no words")))
    #expect(stage.canvas.description.contains("this can't be written in Swift: no words"))
  }

  /// What is cut at the right can be read all the same.
  @Test func `long lines move sideways`() throws {
    var stage = Stage(Size(columns: 60, rows: 24))
    stage.open("first-failure", showing: .swift)
    guard case .here(let listing)? = stage.model.session?.panes.code.answer else {
      Issue.record("there is no program")
      return
    }
    let long = listing.lines.filter { $0.count > 56 }.map { String($0.suffix(12)) }
    /// How many of them can be read to their ends at some event.
    func seen(_ stage: Stage) -> Int {
      var stage = stage
      var ends: Set<String> = []
      for _ in stage.session.recording.beats {
        stage.press(.pageDown)
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
    #expect(stage.model.session?.panes.code.shift == 0)
  }

  /// In its pane, and in the few lines below the lanes.
  @Test(arguments: [nil, CodeListing.Language.swift])
  func `a program knows nothing of hands, and says so`(shown: CodeListing.Language?) throws {
    var stage = Stage(Size(columns: 100, rows: 30))
    stage.open("first-failure", showing: shown)
    stage.type("f")
    #expect(shown != nil || stage.page.layout.code != nil)
    #expect(!stage.canvas.description.contains("without your changes"))
    guard case .here(let listing)? = stage.model.session?.panes.code.answer else {
      Issue.record("there is no program")
      return
    }
    let recording = stage.session.recording
    let hand = Variation([
      .intervention(Intervention(at: recording.cursor(at: 33), on: "root/audit-log", .listen(true)))
    ])
    stage.send(.branched(hand, recording, change: "make audit-log listen"))
    stage.send(.listed(hand, .swift, .here(listing)))
    #expect(stage.canvas.description.contains("without your changes"))
    // At each event: fewer lines are executing at one than at another.
    stage.press(.home)
    for _ in 0..<recording.count where shown == nil {
      stage.press(.right)
      guard let code = stage.page.layout.code, !stage.page.strip.lines.isEmpty else { continue }
      let lines = stage.canvas.lines[code.minY..<code.maxY]
      #expect(lines.contains { $0.contains("without your changes") }, "\(stage.canvas)")
    }
  }

  /// The selected task's line is marked and in view, wherever one stands and whoever is selected.
  @Test(arguments: Size.tested.prefix(Effort.factor > 1 ? 4 : 2), CodeListing.Language.allCases)
  func `the selected line is in view`(size: Size, language: CodeListing.Language) throws {
    var stage = Stage(size)
    stage.open("first-failure", showing: language)
    for row in 1..<stage.session.rows.entries.count {
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
