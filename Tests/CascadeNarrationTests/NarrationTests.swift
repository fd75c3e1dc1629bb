import Cascade
import CascadeNarration
import CascadeTrace
import TestSupport
import Testing

@Suite struct NarrationTests {
  private func text(_ script: Script, at milliseconds: Int64) -> String {
    let recording = script.recording
    let narration = recording.narration(at: recording.cursor(at: .milliseconds(milliseconds)))
    return "\(narration.heading.rawValue) \(narration.text)"
  }

  @Test func beforeAnythingFails() {
    let empty = Recording().narration(at: Recording().start)
    #expect(empty.heading == .now)
    #expect(empty.text == "Nothing has happened yet.")
    #expect(text(Stories.allWell, at: 500) == "NOW Nothing has failed yet. a is running; b is done.")
    #expect(
      text(Stories.dashboard, at: 800)
        == """
        NOW Nothing has failed yet. 6 tasks are running; notify waits for a slot; fetch-user is done.
        """)
  }

  @Test func whenAllWentWell() {
    #expect(
      text(Stories.allWell, at: 900)
        == "NOW Both tasks are done. Wait returned nil at 0.900 s.")
  }

  /// A server: of thousands of groups side by side, not each has a sentence.
  @Test(arguments: [1, 4, 5, 3_000]) func manyGroups(count: Int) {
    let script = Script { s in
      s.beginLive()
      for number in 1...count {
        s.at(Int64(number))
        s.group("request-\(number)")
        s.add("request-\(number)/a", .taskSpawned(.init(group: "request-\(number)", name: "a")))
        s.add("request-\(number)/a", .taskStarted)
        s.add("request-\(number)/a", .taskOut(.init(outcome: .completed)))
        s.close("request-\(number)")
      }
    }
    let words = text(script, at: Int64(count))
    #expect(words.contains("request-\(count)'s Wait returned nil") == (count > 1))
    #expect(words.contains("\(count) waits have returned, none with an error.") == (count > 4))
    #expect(words.utf8.count < 400)
  }

  @Test func firstFailure() {
    #expect(
      text(Stories.dashboard, at: 1240) == """
        WHY fetch-orders returned "503" at 1.200 s. It is the first error: root keeps it and cancels its context. 5 \
        running tasks were told. 2 are out; thumb-2 cleans up; audit-log doesn't listen; render waits for its own \
        group. notify started after the cancellation, and it is out.
        """)
    #expect(
      text(Stories.dashboard, at: 2600) == """
        WHY Wait returned "503" at 2.600 s, 1.400 s after the failure. fetch-orders returned "503" at 1.200 s. It \
        is the first error: root keeps it and cancels its context. 5 running tasks were told. All 5 are out, the \
        slowest one 1.400 s after it was told. notify started after the cancellation, and it is out. audit-log \
        completed anyway.
        """)
  }

  @Test func eachEventAddsWhatItSays() throws {
    let recording = Stories.dashboard.recording
    let cause = try #require(recording.cause)
    let told = (1...4).map { recording.narration(at: recording.cursor(at: cause + $0)).sentences }
    #expect(told[0] == [#"fetch-orders returned "503" at 1.200 s."#, "It is the first error: root keeps it."])
    #expect(told[2].last == "It is the first error: root keeps it and cancels its context.")
    #expect(told[3].suffix(2) == ["1 running task was told.", "fetch-recs isn't out yet."])
  }

  /// What a cancelled task returns is an error like any other: the group keeps it, and cancels the rest.
  @Test(arguments: [true, false])
  func oneTaskToldAloneIsTheFirstFailure(fromOutside: Bool) {
    let run = Script { s in
      s.begin()
      s.group("root")
      s.go("root/pay", "root/pack")
      s.wait("root")
      s.at(200)
      if fromOutside { s.add("", .intervention(.init(.cancel, on: "root/pack"))) }
      s.tell(["root/pack"], contexts: [], .requested, cause: "context canceled", origin: "root/pack")
      s.at(220)
      s.cut("root/pack", kept: true)
      s.keep("root", "root/pack", "context canceled")
      s.tell(["root", "root/pay"], contexts: ["root"], .siblingFailed, cause: "context canceled", origin: "root/pack")
      s.cut("root/pay")
    }
    let began = "pack was cancelled\(fromOutside ? " from outside" : "") at 0.200 s."
    #expect(
      text(run, at: 220) == """
        WHY \(began) Only pack was cancelled; it returned "context canceled" at 0.220 s. \
        It is the first error: root keeps it and cancels its context. 2 running tasks were told, from 0.200 s \
        to 0.220 s. Both are out, the slower one 20 ms after it was told.
        """)
  }

  @Test func errorPassedOn() {
    #expect(
      text(Stories.nested, at: 100) == """
        WHY Wait returned "boom" at 0.100 s. x returned "boom" at 0.100 s. It is the first error: parts keeps it \
        and cancels its context. page passes it on: root keeps it and cancels its context. 2 running tasks were \
        told. Both were out as soon as they were told.
        """)
  }

  @Test func deadline() {
    #expect(
      text(Stories.deadline, at: 510) == """
        WHY limit's deadline passed at 0.500 s. The cause is "too slow". 3 running tasks were told. a is out; c \
        doesn't listen; b isn't out yet.
        """)
    #expect(
      text(Stories.deadline, at: 700) == """
        WHY Wait returned "context deadline exceeded" at 0.700 s, 200 ms after the deadline. limit's deadline \
        passed at 0.500 s. The cause is "too slow". 3 running tasks were told. All 3 are out, the slowest one 200 \
        ms after it was told. c completed anyway. b failed late with "disk full"; root dropped that error.
        """)
  }

  @Test func outsideHand() {
    #expect(
      text(Stories.outsideCancel, at: 305) == """
        WHY main was changed from outside at 0.300 s: Ctrl-C. The cause is "stopped by hand". 1 running task was \
        told. a isn't out yet.
        """)
  }

  @Test func groupThatCancelsNobody() {
    #expect(
      text(Stories.zeroGroup, at: 100)
        == """
        WHY a returned "first" at 0.100 s. It is the first error: root keeps it and cancels no task.
        """)
    #expect(
      text(Stories.zeroGroup, at: 250) == """
        WHY a returned "first" at 0.100 s. It is the first error: root keeps it and cancels no task. b also failed, \
        with "second"; root dropped that error.
        """)
  }

  @Test func deadlock() {
    #expect(
      text(Stories.deadlock, at: 50)
        == "WHY Deadlock at 0.050 s: a waits for a slot in root; the caller waits for root.")
  }

  @Test func missingEventsAreOwnedUpTo() {
    #expect(
      text(Stories.dropped, at: 10) == """
        NOW No failure is known of. a is done; b is unknown (events are missing). 12 events are missing, so part of \
        the story is unknown.
        """)
  }

  @Test func aHandAfterAFailureIsATurnOfItsOwn() {
    let script = Script { s in
      s.context("cancel", .cancel)
      s.group("root", in: "cancel")
      s.go("root/box", "root/news")
      s.group("root/box/group", in: "root/box")
      s.go("root/box/group/radar", "root/box/group/map")
      s.at(300)
      s.fail("root/box/group/radar", "offline")
      s.keep("root/box/group", "root/box/group/radar", "offline")
      s.tell(
        ["root/box/group", "root/box/group/map"], contexts: ["root/box/group"], .siblingFailed, cause: "offline",
        origin: "root/box/group/radar")
      s.cut("root/box/group/map")
      s.close("root/box/group", "offline")
      s.at(320)
      s.done("root/box")
      s.at(800)
      s.tell(
        ["cancel", "root", "root/news"], contexts: ["cancel", "root"], .requested, cause: "tab closed",
        origin: "cancel")
      s.at(810)
      s.cut("root/news", kept: true)
      s.keep("root", "root/news", "context canceled")
      s.close("root", "context canceled")
    }
    #expect(
      text(script, at: 900) == """
        WHY Wait returned "context canceled" at 0.810 s, 10 ms after the cancellation at 0.800 s. radar returned \
        "offline" at 0.300 s. It is the first error: box's group keeps it and cancels its context. 1 running task \
        was told. map was out as soon as it was told. root was cancelled at 0.800 s. The cause is "tab closed". 1 \
        running task was told. news is out, 10 ms after it was told.
        """)
  }

  @Test func codeOfTheScopeFails() {
    let script = Script { s in
      s.group("root")
      s.go("root/a")
      s.at(10)
      s.keep("root", "", "bad body")
      s.tell(["root", "root/a"], contexts: ["root"], .siblingFailed, cause: "bad body", origin: "root")
    }
    #expect(
      text(script, at: 10) == """
        WHY The caller's code returned "bad body" at 0.010 s. It is the first error: root keeps it and cancels its \
        context. 1 running task was told. a isn't out yet.
        """)
  }

  @Test func contextsAlone() {
    let script = Script { s in
      s.context("main", .cancel)
      s.context("main/inner", in: "main", .cancel)
      s.at(10)
      s.tell(["main", "main/inner"], contexts: ["main", "main/inner"], .requested, cause: "enough", origin: "main")
    }
    #expect(text(script, at: 5) == "NOW Nothing has been cancelled yet. 2 contexts are active.")
    #expect(
      text(script, at: 10)
        == #"WHY main was cancelled at 0.010 s. The cause is "enough". inner was cancelled with it."#)
  }

  @Test func theNewestFactsSurviveWhereRoomIsShort() {
    var recording = Stories.dashboard.recording
    let end = recording.narration(at: recording.end)
    let wait = #"Wait returned "503" at 2.600 s, 1.400 s after the failure."#
    let out = "All 5 are out, the slowest one 1.400 s after it was told."
    let cause = #"fetch-orders returned "503" at 1.200 s."#
    #expect(end.sentences.first == wait)
    #expect(end.sentencesByImportance.starts(with: [wait, out, cause]))
    #expect(end.essential == [wait, out, cause])
    #expect(end.sentences(fitting: 2) == [wait, out])
    #expect(Set(end.sentencesByImportance) == Set(end.sentences))
    recording.useBeats([GivenBeat(event: 30, sentence: "Told is not out.")])
    let middle = recording.narration(at: recording.cursor(at: .milliseconds(1240)))
    #expect(middle.sentencesByImportance.first == "Told is not out.")
    #expect(middle.sentencesByImportance[1].hasPrefix("2 are out;"))
    #expect(middle.sentencesByImportance[2] == cause)
    #expect(middle.sentences(fitting: 1)[0].hasPrefix("2 are out;"))
  }

  @Test func sentencesOfBeats() {
    let recording = Stories.dashboard.recording
    #expect(
      recording.beats.map { recording.sentence(for: $0) } == [
        "root with limit 5 and thumbs open. 7 tasks start; notify waits for a slot.",
        "fetch-orders returned \"503\" at 1.200 s. It is the first error: root keeps it.",
        "root cancels its context. 5 tasks are told in the same instant. audit-log doesn't listen. notify starts on a cancelled context.",
        "thumb-1 is out, 20 ms after it was told.", "fetch-recs is out, 30 ms after it was told.",
        "thumb-2 and render are out, 180 ms after they were told.",
        "audit-log completed anyway, 1.400 s after it was told.",
        "Wait returned \"503\" at 2.600 s, 1.400 s after the failure.",
      ])
  }
}
