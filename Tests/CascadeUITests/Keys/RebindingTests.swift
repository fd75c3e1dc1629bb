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
        let before = old.keys.filter { map.match($0, in: place) == .command(command) }
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
    #expect(refusal("run.play", []) == "it has no key")
    #expect(refusal("run.play", [[]]) == "it has no key")
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
