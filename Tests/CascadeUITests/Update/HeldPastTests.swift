import Cascade
import CascadeTerminal
import CascadeTrace
import CascadeUI
import TestSupport
import Testing

/// The past of a server under load: what is looked at stays, however much comes meanwhile and however much of that is folded away;
/// the present is a key away.
@Suite struct HeldPastTests {
  /// Requests that come without an end, each a group of two; every tenth fails.
  private struct Server {
    private var number = 0
    private var seq = 0

    mutating func next(_ requests: Int) -> [Event] {
      var script = Script()
      if number == 0 { script.beginLive() }
      for _ in 0..<requests {
        script.at(Int64(number))
        let group = "request-\(number)"
        script.group(group)
        script.go("\(group)/user", "\(group)/orders")
        script.done("\(group)/user")
        if number % 10 == 9 {
          script.fail("\(group)/orders", "503")
          script.keep(group, "\(group)/orders", "503")
          script.close(group, "503")
        } else {
          script.done("\(group)/orders")
          script.close(group)
        }
        number += 1
      }
      return script.events.map { event in
        var event = event
        event.seq = seq
        seq += 1
        return event
      }
    }
  }

  /// What is watched, with what the program does that watches.
  private struct Watched {
    var stage: Stage
    var server = Server()
    var now: Int64 = 0

    init() {
      stage = Stage(watching: [], Size(columns: 80, rows: 24), isLive: true)
      come(20)
    }

    mutating func come(_ requests: Int) {
      now += 100
      stage.send(.appended(server.next(requests), now: .milliseconds(now)))
      let session = stage.session
      if let smaller = session.newest.folding(beyond: 600, to: 300, keeping: session.pinnedInNewest) {
        stage.send(.folded(smaller))
      }
      if stage.model.nextTick != nil { stage.send(.tick(now: .milliseconds(now))) }
    }
  }

  private func type(_ keys: String, at stage: inout Stage) {
    for key in keys {
      switch key {
      case "<": stage.press(.home)
      case "^": stage.press(.pageUp)
      default: stage.type(String(key))
      }
    }
  }

  /// Back by any way: what the cursor sees stays the same until the present is joined.
  @Test(arguments: ["[", "[[[", "hhhhh", "<", "<]", " ", "^", "f", "F", "[jj", "[j"])
  func whatIsLookedAtStays(keys: String) throws {
    var watched = Watched()
    watched.come(20)
    type(keys, at: &watched.stage)
    #expect(watched.stage.session.playback == .paused)
    let before = watched.stage.session
    let rows = watched.stage.seenIDs
    for _ in 0..<10 { watched.come(30) }
    let after = watched.stage.session
    #expect(after.isHeld && after.isGrowing)
    #expect(after.cursor == before.cursor && after.selected == before.selected)
    #expect(
      after.recording.log.prefix(after.cursor.position).elementsEqual(
        before.recording.log.prefix(before.cursor.position)))
    // But for what gives way to the line that says so.
    let seen = watched.stage.seenIDs
    #expect(Set(seen).isSubset(of: rows) && seen.count >= rows.count - 3)
    #expect(after.recording.count < 1_000 && after.newest.count <= 600)
    #expect(watched.stage.canvas.lines.contains { $0.contains("waits for G.") }, "\(watched.stage.canvas)")
    #expect(watched.stage.canvas.lines[0].contains("PAUSED, LIVE"))
    watched.stage.type("G")
    #expect(watched.stage.session.playback == .present && !watched.stage.session.isHeld)
    #expect(watched.stage.session.recording.log.last?.id == "request-339")
    #expect(watched.stage.position == watched.stage.session.recording.count)
    watched.come(1)
    #expect(watched.stage.session.recording.log.last?.id == "request-340")
    #expect(!watched.stage.canvas.lines.contains { $0.contains("waits for") })
  }

  @Test func onwardFromTheEndOfWhatIsLookedAtIsSaid() {
    var watched = Watched()
    watched.stage.type(" ")
    for _ in 0..<10 { watched.come(30) }
    #expect(watched.stage.session.isHeld)
    while watched.stage.position < watched.stage.session.recording.count { watched.stage.press(.right) }
    for key in [Key.right, .pageDown] {
      watched.stage.press(key)
      #expect(watched.stage.model.status?.contains("waits for G") == true)
      #expect(watched.stage.effects.isEmpty)
    }
  }

  /// It is over while the past is looked at: the rest is there.
  @Test func theEndWaitsToo() {
    var watched = Watched()
    watched.stage.type("[")
    for _ in 0..<10 { watched.come(30) }
    watched.stage.send(.closed)
    #expect(!watched.stage.session.isGrowing && watched.stage.session.isHeld)
    #expect(!watched.stage.canvas.lines[0].contains("LIVE"))
    watched.stage.type("G")
    #expect(watched.stage.session.recording.log.last?.id == "request-319")
    #expect(watched.stage.session.playback == .paused)
  }

  /// In any order: the present is where all is, and the past never moves.
  @Test(arguments: Effort.seeds(20)) func inAnyOrder(seed: UInt64) {
    var dice = Seeded(seed)
    var watched = Watched()
    for _ in 0..<60 {
      let before = watched.stage.session
      guard dice.chance(50) else {
        let keys = ["[", "]", "h", "l", "j", "k", " ", "G", "<", "^", "f", "J"]
        type(keys[dice.below(keys.count)], at: &watched.stage)
        continue
      }
      watched.come(1 + dice.below(40))
      let after = watched.stage.session
      if before.playback == .present {
        #expect(after.playback == .present && !after.isHeld && after.cursor.position == after.recording.count)
      } else {
        #expect(after.cursor == before.cursor && after.selected == before.selected)
        let seen = before.cursor.position
        #expect(after.recording.log.prefix(seen).elementsEqual(before.recording.log.prefix(seen)))
      }
      #expect(after.newest.log.last == watched.stage.session.newest.log.last)
      #expect(max(after.recording.count, after.newest.count) < 1_000)
    }
  }
}

extension Stage {
  /// The paths of the rows that are on the screen.
  fileprivate var seenIDs: [String] { seenRows.map(\.row.id) }
}
