import Cascade
import CascadeNarration
import CascadeTerminal
import CascadeTrace
import TestSupport
import Testing

@testable import CascadeUI

@Suite struct KeyMapTests {
  @Test func theStandardMapHasNoConflicts() {
    #expect(KeyMap.standard.conflicts.isEmpty)
  }

  @Test func everyCommandHasAKey() {
    #expect(Set(KeyMap.standard.bindings.flatMap(\.commands.values)) == Set(Command.allCases))
  }

  @Test func theSameKeysInOnePlaceAreAConflict() {
    let map = KeyMap([
      Binding([[.character("x")]], .watching(.play), in: [.main], help: "play"),
      Binding([[.character("x")]], .app(.theme), in: [.main, .gallery], help: "theme"),
    ])
    #expect(
      map.conflicts == [
        KeyConflict(keys: [.character("x")], place: .main, first: .watching(.play), second: .app(.theme))
      ])
  }

  @Test func aKeyThatBeginsALongerSequenceIsAConflict() {
    let map = KeyMap([
      Binding([[.character("g"), .character("g")]], .watching(.start), in: [.main], help: "start"),
      Binding([[.character("g")]], .watching(.gallery), in: [.main], help: "gallery"),
    ])
    #expect(
      map.conflicts == [
        KeyConflict(keys: [.character("g")], place: .main, first: .watching(.start), second: .watching(.gallery))
      ])
  }

  @Test func theSameKeysInDifferentPlacesAreNone() {
    let map = KeyMap([
      Binding([[.enter]], .gallery(.open), help: "open"),
      Binding([[.enter]], .watching(.detail), in: [.main], help: "detail"),
    ])
    #expect(map.conflicts.isEmpty)
  }

  /// A command that its place can't perform would be a key that does nothing.
  @Test func aCommandIsBoundOnlyWhereItCanBeGiven() {
    #expect(
      Binding([[.enter]], .gallery(.open), in: [.main, .gallery], help: "").commands == [.gallery: .gallery(.open)])
    for binding in KeyMap.standard.bindings {
      #expect(!binding.commands.isEmpty, "\(binding.allNames)")
      for (place, command) in binding.commands { #expect(command.places.contains(place)) }
    }
  }

  /// A clicker sends these and nothing else.
  @Test(arguments: Place.allCases, [Key.pageUp, .pageDown, .character("."), .function(5), .escape])
  func clickersNeverQuit(_ place: Place, _ key: Key) {
    #expect(KeyMap.standard.match([key], in: place) != .command(.app(.quit)))
    #expect(KeyMap.standard.match([key], in: place) != .command(.app(.suspend)))
  }

  @Test(arguments: Place.allCases)
  func controlCQuitsEverywhere(_ place: Place) {
    #expect(KeyMap.standard.match([.control("c")], in: place) == .command(.app(.quit)))
  }

  /// Scrolled through from top to bottom, the help shows every key that means something anywhere.
  @Test(
    arguments: [Place.gallery, .main, .detail], Effort.factor > 1 ? Size.tested : [Size.tested[1], Size.tested[3]])
  func theHelpListsEveryKey(_ place: Place, _ size: Size) {
    var stage = Stage(watching: Script.dashboard, size)
    if place == .gallery { stage.press(.escape) }
    if place == .detail { stage.press(.enter) }
    #expect(stage.model.place == place)
    stage.type("?")
    var seen: Set<String> = []
    var last: Canvas?
    while last != stage.canvas {
      last = stage.canvas
      seen.formUnion(stage.canvas.lines)
      stage.press(.pageDown)
    }
    for binding in KeyMap.standard.bindings {
      let names = binding.allNames
      #expect(
        seen.contains { $0.contains("  \(names) ") && $0.contains(binding.help) }, "\(names): \(binding.help)")
    }
  }

  /// Every word that a row or the line about work can show is explained there.
  @Test(arguments: Size.tested) func theHelpExplainsEveryWord(_ size: Size) {
    var stage = Stage(watching: Script.dashboard, size)
    stage.type("?")
    var seen: Set<String> = []
    var last: Canvas?
    while last != stage.canvas {
      last = stage.canvas
      seen.formUnion(stage.canvas.lines)
      stage.press(.pageDown)
    }
    let states =
      TaskState.allCases.map { ($0.word, $0.meaning) }
      + ContextState.allCases.filter { $0 != .notMade && $0 != .unknown }.map { ($0.word, $0.meaning) }
      + AfterState.allCases.filter { $0 != .notMade && $0 != .unknown }.map { ($0.word, $0.meaning) }
    for (word, meaning) in states {
      #expect(seen.contains { $0.contains(" \(word) ") && $0.contains(meaning.prefix(20)) }, "\(word)")
    }
    for words in WorkWords.allCases {
      #expect(seen.contains { $0.contains(" \(words.label)  ") && $0.contains(words.meaning) }, "\(words.label)")
    }
    for kind in GroupKind.allCases {
      let meaning = GroupWords.meaning(of: kind)
      #expect(seen.contains { $0.contains(" \(kind.rawValue) ") && $0.contains(" \(meaning) ") }, "\(kind)")
    }
    // Whole, in the narrowest column, too.
    for (word, meaning) in [GroupSetting.Name.queued, .ignoreLoneCancellations].flatMap(\.choices)
      .map({ ("\($0.shown) ", "\($0.answer) ") })
      + WorkWords.results.map({ ("\($0.label) ", "\($0.meaning) ") })
      + [
        ("queued tasks: ", "do they start after"), ("lone cancellations: ", "is a task that only"),
        ("▌ ", "the line that makes the selected row "), ("● and the others ", "state of the task made here "),
        ("▸ ", "a task is at this line "),
      ]
    {
      #expect(seen.contains { $0.contains(" \(word)") && $0.contains(meaning) }, "\(word)")
    }
  }

  @Test func helpAndBarFollowTheMap() {
    var bindings = KeyMap.standard.bindings
    for index in bindings.indices
    where bindings[index].commands[.main] == .watching(.play) && bindings[index].bar != nil {
      bindings[index].keys = [[.character("y")]]
      bindings[index].help = "go, go"
    }
    var stage = Stage(Size(columns: 80, rows: 24), keyMap: KeyMap(bindings))
    stage.send(.opened(Opening(name: "x", title: "X", recording: .init(Script.calm))))
    #expect(stage.canvas.lines.contains { $0.contains("y play") })
    stage.type("?")
    #expect(stage.canvas.lines.contains { $0.contains("y ") && $0.contains("go, go") })
  }

  /// Two characters of a key bar that are keys themselves can't stand for others.
  @Test(arguments: Charset.allCases)
  func theBarNamesNoArrowByAnotherKey(_ charset: Charset) {
    for size in Size.tested where size.rows >= 20 {
      let stage = Stage(watching: Script.dashboard, size, charset: charset)
      let bar = stage.canvas.lines.suffix(2).joined()
      #expect(bar.contains("left/right step"))
      #expect(!bar.contains("<") && !bar.contains(">"))
      #expect(bar.contains("? help") && bar.contains("q quit"))
    }
  }

  @Test(arguments: Place.allCases, Array(stride(from: 58, through: 200, by: 7)))
  func theBarKeepsTheMostImportant(_ place: Place, _ columns: Int) {
    let hints = KeyBar.hints(.standard, in: place)
    for rows in 1...2 {
      let shown = KeyBar.rows(hints, columns: columns, rows: rows)
      #expect(shown.count <= rows)
      for row in shown {
        #expect(row.reduce(-2) { $0 + $1.columns + 2 } <= columns)
      }
      let least = hints.min { $0.rank < $1.rank }
      #expect(least == nil || shown.joined().contains(least!))
    }
  }
}
