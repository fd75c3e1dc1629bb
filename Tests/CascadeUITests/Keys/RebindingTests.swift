import CascadeTerminal
import Testing

@testable import CascadeUI

/// Other keys for commands than the program comes with.
@Suite struct RebindingTests {
  @Test func namesAreCommands() {
    let names = Command.allCases.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(names.contains("run.next-event") && names.contains("branch-list.accept") && names.contains("app.back"))
    #expect(names.allSatisfy { $0.allSatisfy { $0.isLowercase || $0 == "." || $0 == "-" } })
  }

  @Test func everyKeyIsReadAsItIsWritten() {
    for key in KeyMap.standard.bindings.flatMap({ $0.keys.flatMap { $0 } }) { #expect(Key(named: key.name) == key) }
    for name in ["", "F99", "ctrl-", "hyper-x", "gg", "\u{1B}"] where name.count != 1 {
      #expect(Key(named: name) == nil)
    }
    #expect(Key(named: "pgdn") == .pageDown && Key(named: "SPACE") == .character(" "))
  }

  /// Each command can have a key that is free; it then does what the old ones did, in each of its places, and the old
  /// ones do nothing there.
  @Test func everyCommandCanHaveAnotherKey() throws {
    let free: [Key] = [.function(19)]
    for (name, keys, _) in KeyMap.standard.names {
      let map = try KeyMap.standard.rebound(name, to: [free])
      let command = try #require(Command.allCases.first { $0.name == name })
      let old = try #require(KeyMap.standard.bindings.first { $0.commands.values.contains(command) })
      for (place, one) in old.commands where one == command {
        #expect(map.match(free, in: place) == .command(command), "\(name) in \(place)")
        // There is always a way out.
        let before = old.keys.filter { $0 != [.control("c")] && map.match($0, in: place) == .command(command) }
        #expect(before.isEmpty, "\(name) in \(place) still has \(keys)")
      }
      for (place, one) in old.commands where one != command {
        #expect(map.match(old.keys[0], in: place) == .command(one), "\(name): \(one.name) keeps its key")
      }
      #expect(map.conflicts == KeyMap.standard.conflicts)
    }
  }

  @Test func conflictsAreToldWithBothNames() {
    func refusal(_ name: String, _ keys: [[Key]]) -> String {
      do throws(KeyRefusal) {
        _ = try KeyMap.standard.rebound(name, to: keys)
        return ""
      } catch { return error.description }
    }
    #expect(refusal("run.play", [[.character("f")]]) == "run.play and run.first-failure both want f in a run")
    #expect(refusal("run.play", [[.character("g")]]) == "run.play and run.start both want g in a run")
    #expect(refusal("run.ply", [[.character("p")]]) == "there is no command with this name")
    #expect(refusal("run.play", [[]]) == "it has no key")
  }

  /// What a file wishes, and what keys do then; nothing where they do nothing.
  struct Row: CustomTestStringConvertible, Sendable {
    var testDescription: String
    let wishes: [(name: String, keys: [[Key]])]
    let results: [(keys: [Key], place: Place, name: String?)]
    var refusals: [String] = []
  }

  private static func key(_ character: Character) -> [Key] { [.character(character)] }

  static let rows = [
    Row(
      testDescription: "a list of ways", wishes: [("run.next-event", [key("e"), [.right], key("W")])],
      results: [
        (key("e"), .main, "run.next-event"), ([.right], .main, "run.next-event"), (key("W"), .main, "run.next-event"),
        (key("l"), .main, nil),
      ]),
    Row(
      testDescription: "a list with a key of another", wishes: [("run.next-event", [key("e"), key("n")])],
      results: [
        (key("e"), .main, nil), (key("l"), .main, "run.next-event"), (key("n"), .main, "app.find-next"),
      ], refusals: ["run.next-event and app.find-next both want n in a run"]),
    Row(
      testDescription: "a list with a key that another gives away",
      wishes: [("run.next-event", [key("n"), key(" ")]), ("app.find-next", []), ("run.play", [key("e")])],
      results: [
        (key("n"), .main, "run.next-event"), (key(" "), .main, "run.next-event"), (key("e"), .main, "run.play"),
        (key("n"), .gallery, nil),
      ]),
    Row(
      testDescription: "more ways than before", wishes: [("run.waste", [key("W"), key("e"), [.function(9)]])],
      results: [
        (key("W"), .main, "run.waste"), (key("e"), .main, "run.waste"), ([.function(9)], .main, "run.waste"),
        (key("w"), .main, nil),
      ]),
    Row(
      testDescription: "a key is free", wishes: [("run.waste", [])],
      results: [(key("w"), .main, nil)]),
    Row(
      testDescription: "a key is free for another", wishes: [("run.play", [key("w")]), ("run.waste", [])],
      results: [
        (key("w"), .main, "run.play"), (key(" "), .main, nil), ([.function(5)], .main, "run.play"),
      ]),
    Row(
      testDescription: "two trade their keys", wishes: [("run.play", [key("f")]), ("run.first-failure", [key(" ")])],
      results: [(key("f"), .main, "run.play"), (key(" "), .main, "run.first-failure")]),
    Row(
      testDescription: "of two the later one is refused",
      wishes: [("run.play", [key("p")]), ("run.start", [key("p")])],
      results: [(key("p"), .main, "run.play"), ([.home], .main, "run.start")],
      refusals: ["run.play and run.start both want p in a run"]),
    Row(
      testDescription: "a refused trade frees nothing", wishes: [("run.waste", [key("f")]), ("run.none", [key("w")])],
      results: [(key("f"), .main, "run.first-failure"), (key("w"), .main, "run.waste")],
      refusals: [
        "run.first-failure and run.waste both want f in a run", "there is no command with this name",
      ]),
    Row(
      testDescription: "everywhere", wishes: [("app.back", [[.function(8)]])],
      results: [
        ([.function(8)], .problems, "app.back"), ([.function(8)], .main, "app.back"),
        ([.function(8)], .help, "app.back"), ([.escape], .help, nil), (key("?"), .help, "app.back"),
      ]),
    Row(
      testDescription: "a way out stays", wishes: [("app.quit", [key("Q")])],
      results: [
        (key("Q"), .main, "app.quit"), (key("q"), .main, nil), ([.control("c")], .main, "app.quit"),
        ([.control("c")], .field, "app.quit"),
      ]),
    Row(
      testDescription: "a way out stays without a key", wishes: [("app.quit", [])],
      results: [(key("q"), .main, nil), ([.control("c")], .main, "app.quit")]),
  ]

  @Test(arguments: rows) func wishesAreFulfilledTogether(_ row: Row) {
    let (map, refusals) = KeyMap.standard.rebound(row.wishes)
    #expect(refusals.map(\.why.description) == row.refusals)
    #expect(Set(map.conflicts).isSubset(of: KeyMap.standard.conflicts))
    for (keys, place, name) in row.results {
      let match = map.match(keys, in: place)
      let command: String? = if case .command(let command) = match { command.name } else { nil }
      #expect(command == name, "\(keys) \(place.words)")
    }
  }

  /// The file that `cascade config init` writes asks for what is so without one.
  @Test func theNamesOfAllKeysAskForNothingNew() {
    let wishes = KeyMap.standard.names.map { name, keys, _ in
      (name: name, keys: keys.map { $0.split(separator: " ").compactMap { Key(named: String($0)) } })
    }
    let (map, refusals) = KeyMap.standard.rebound(wishes)
    #expect(refusals.isEmpty && map == KeyMap.standard)
  }

  /// Where a command has no key, neither bar nor help has one for it, and words name the command.
  @Test func aCommandWithoutAKeyIsSaidByItsName() {
    let names = ["run.questions", "run.play", "code.next", "app.help", "question.reveal"]
    let map = KeyMap.standard.rebound(names.map { ($0, []) }).map
    #expect(map.firstName(of: .watching(.questions), in: .main) == "run.questions")
    #expect(map.firstName(of: .app(.help), in: .field) == "")
    var stage = Stage(Size(columns: 200, rows: 60), keyMap: map)
    stage.open("all-well")
    #expect(!stage.canvas.lines.contains { $0.contains(" play ") || $0.contains("? help") })
    stage.model.help = Help(place: .main)
    #expect(!stage.canvas.lines.contains { $0.contains("play or pause; stops at beats") })
  }

  /// Help and bar say the key that is bound.
  @Test func helpAndBarFollow() throws {
    let map = try KeyMap.standard.rebound("run.play", to: [[.character("p")]])
    var stage = Stage(Size(columns: 100, rows: 30), keyMap: map)
    stage.open("all-well")
    #expect(stage.canvas.lines.last?.contains("p play") == true)
    stage.type("p")
    #expect(stage.session.playback.isPlaying)
    stage.type(" ")
    #expect(stage.session.playback.isPlaying, "the old key does nothing")
  }
}
