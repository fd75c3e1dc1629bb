import Cascade
import CascadeNarration
import CascadeText
import CascadeTrace
import TestSupport
import Testing

/// All about one row at one moment.
@Suite struct DetailPageTests {
  private func page(_ script: Script, _ id: String, at position: Int? = nil) throws -> [String] {
    let recording = script.recording
    let cursor = position.map(recording.cursor) ?? recording.end
    let row = try #require(recording.state(at: cursor).row(id))
    return DetailPage(row: row, now: cursor.t).lines.map { "\($0.label): \($0.text)" }
  }

  @Test func aToldTask() throws {
    let lines = try page(Stories.dashboard, "root/render/thumbs/thumb-2")
    #expect(
      lines == [
        "path: root/render/thumbs/thumb-2", "state: cancelled: a cancellation ended it", "spawned: 0.000 s",
        "started: 0.000 s",
        "told: 1.200 s, 1.200 s after it started", "why: fetch-orders failed", "cause: \"503\"",
        "out: 1.380 s, 180 ms after it was told", "error: \"context canceled\", dropped by thumbs",
        "inside: thumbs: errgroup, cancelled at 1.200 s", ": render: told at 1.200 s",
        ": root: errgroup, limit 5, cancelled at 1.200 s",
      ])
  }

  /// What events say of that themselves comes first.
  @Test func whereItIsWrittenDown() throws {
    let script = Script { s in
      s.begin()
      s.group("root")
      s.go("root/a", "root/b")
      s.add("root/c", .taskSpawned(Event.TaskSpawned(group: "root", name: "c", location: "Main.swift:3")))
    }
    let recording = Recording(script.events, places: ["root/a": "two.yaml:7", "root/c": "two.yaml:9"])
    let spawned = try ["a", "b", "c"].map { name in
      let row = try #require(recording.latestState.row("root/\(name)"))
      return DetailPage(row: row, now: .zero).lines.first { $0.label == "spawned" }?.text
    }
    #expect(spawned == ["0.000 s, at two.yaml:7", "0.000 s", "0.000 s, at Main.swift:3"])
  }

  @Test func theFirstFailureToldTheOthersInOrder() throws {
    let lines = try page(Stories.dashboard, "root/fetch-orders")
    #expect(lines.contains("error: \"503\", kept by root"))
    #expect(
      lines.contains(
        "it told: in order: fetch-recs, render, thumb-1, thumb-2, audit-log"
      ))
  }

  @Test func aGroupSaysWhatCancelledIt() throws {
    let lines = try page(Stories.dashboard, "root")
    for line in [
      "kind: errgroup", "options: limit 5", "keeps: \"503\" from fetch-orders, since 1.200 s", "cancelled: 1.200 s",
      "why: fetch-orders failed", "cause: \"503\"", "told: in order: fetch-recs, render, thumb-1, thumb-2, audit-log",
      "waited for: by the caller, since 1.200 s", "Wait: returned \"503\" at 2.600 s",
    ] { #expect(lines.contains(line), "\(line)") }
  }

  @Test func theChainHasDeadlines() throws {
    let lines = try page(Stories.deadline, "root/a")
    #expect(
      lines.suffix(3) == [
        "inside: root: errgroup, cancelled at 0.500 s",
        ": limit: with a deadline, deadline 0.500 s, cancelled at 0.500 s", ": main: context.Background, still active",
      ])
    let context = try page(Stories.deadline, "main/limit")
    #expect(context.contains("deadline: 0.500 s"))
    #expect(context.contains("why: its deadline passed"))
    #expect(context.contains("told: in order: a, b, c"))
  }

  /// One that asked for more than there is above it got no deadline of its own.
  @Test func theEarlierDeadlineIsNamedWithWhoseItIs() throws {
    let script = Script { s in
      s.begin()
      s.context("request", .deadline, deadline: 1_000)
      s.context("request/ads", in: "request", .deadline, deadline: 300)
      s.context("request/search", in: "request", .cancel)
      s.context("request/audit", in: "request", .withoutCancel)
      s.context("request/same", in: "request", .deadline, deadline: 1_000)
    }
    let deadlines = try ["", "/ads", "/search", "/audit", "/same"].map { name in
      try page(script, "request\(name)").filter { $0.hasPrefix("deadline") }
    }
    let above = ["deadline: 1.000 s, that of request"]
    #expect(
      deadlines == [
        ["deadline: 1.000 s"], ["deadline: 0.300 s"], above, [], above,
      ])
  }

  /// While it cleans up that is what it does; its work is over.
  @Test func aTaskThatCleansUpIsNotAtWork() throws {
    let script = Script { s in
      s.begin()
      s.group("root")
      s.go("root/a", "root/b")
      s.work("root/a", 100)
      s.work("root/b", 400)
      s.at(100)
      s.fail("root/a", "no")
      s.keep("root", "root/a", "no")
      s.tell(["root", "root/b"], contexts: ["root"], .siblingFailed, cause: "no", origin: "root/a")
      s.cleanup("root/b", 50)
    }
    let lines = try page(script, "root/b")
    #expect(lines.contains("cleans up: since 0.100 s, planned for 50 ms"))
    #expect(lines.contains("plan: 400 ms of work, cut short"))
    #expect(!lines.contains { $0.hasPrefix("now") })
    let working = try page(script, "root/b", at: 10)
    #expect(working.contains { $0.hasPrefix("now: ") } && working.contains("plan: 400 ms of work"))
  }

  /// A pause between two attempts is no work, neither while it lasts nor in a sum.
  @Test func aTaskThatPausesIsNotAtWork() throws {
    let script = Script { s in
      s.begin()
      s.group("root")
      s.go("root/a")
      s.work("root/a", 100)
      s.at(100)
      s.add("root/a", .note(.pause(planned: .milliseconds(250))))
      s.at(200)
      s.tell(["root", "root/a"], contexts: ["root"], .requested, cause: "stop", origin: "root")
    }
    let pausing = try page(script, "root/a", at: 7)
    #expect(pausing.contains("state: running: pauses between two attempts"))
    #expect(pausing.contains("pauses: for 250 ms, before the next attempt"))
    #expect(try page(script, "root/a", at: 6).contains("state: running: at work"))
    let told = try page(script, "root/a")
    #expect(told.contains("out: not yet, 0 ms after it was told"))
    #expect(told.contains("told: 0.200 s, 200 ms after it started"))
    #expect(told.contains("state: told: told, not out yet"))
  }

  /// To be asked isn't to be told; the signal that asks isn't cancelled.
  @Test func theRunningTasksWereAskedToFinish() throws {
    let script = Script { s in
      s.begin()
      s.group("root")
      s.context("root/shutdown", in: "root", .shutdown)
      s.go("root/early", "root/quick", "root/slow")
      s.group("root/slow/parts", in: "root/slow")
      s.go("root/slow/parts/part")
      s.at(300)
      s.done("root/early")
      s.at(500)
      s.tell(["root/shutdown"], contexts: ["root/shutdown"], .shutdown, cause: "", origin: "root")
      s.done("root/quick")
      s.go("root/late")
      s.at(900)
      s.tell(
        ["root", "root/slow", "root/slow/parts", "root/slow/parts/part"], contexts: ["root", "root/slow/parts"],
        .shutdown, cause: "", origin: "root")
    }
    let asked = "asked: to finish at 0.500 s"
    for name in ["quick", "slow", "slow/parts/part"] { #expect(try page(script, "root/\(name)").contains(asked)) }
    for name in ["early", "late"] { #expect(try !page(script, "root/\(name)").contains(asked)) }
    #expect(try page(script, "root/shutdown").contains(asked))
    let before = try page(script, "root/slow", at: 9)
    #expect(!before.contains { $0.hasPrefix("asked") })
    #expect(
      try page(script, "root").contains("told: in order: slow, part"))
  }

  @Test func whatHasNotHappenedIsNotTold() throws {
    let lines = try page(Stories.dashboard, "root/audit-log", at: 20)
    #expect(!lines.contains { $0.hasPrefix("told") || $0.hasPrefix("out") || $0.hasPrefix("why") })
  }

  @Test(arguments: Stories.all.indices)
  func everyRowAtEveryMoment(_ index: Int) {
    let recording = Stories.all[index].script.recording
    for position in 0...recording.count {
      let cursor = recording.cursor(at: position)
      for row in recording.state(at: cursor).rows {
        let page = DetailPage(row: row, now: cursor.t)
        #expect(page.lines.first?.label == "path")
        #expect(page.lines.allSatisfy { !$0.text.isEmpty && SafeText.make($0.text) == $0.text })
      }
    }
  }
}
