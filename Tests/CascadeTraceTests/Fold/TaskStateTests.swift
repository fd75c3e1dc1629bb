import Cascade
import CascadeTrace
import TestSupport
import Testing

@Suite struct TaskStateTests {
  @Test func allWell() {
    let recording = Stories.allWell.recording
    let middle = recording.state(atMilliseconds: 500)
    #expect(middle.task("root/a") == .running)
    #expect(middle.task("root/b") == .done)
    #expect(middle.row("root")?.contextState == .active)
    #expect(middle.row("root")?.waiter?.who == "")
    #expect(middle.row("root")?.waiter?.since == .zero)
    let end = recording.latestState
    #expect(end.tally == [.done: 2])
    #expect(end.row("root")?.contextState == .closed)
    #expect(end.row("root")?.closedAt == .milliseconds(900))
    #expect(end.ending == .completed)
    #expect(end.cause == nil)
  }

  @Test func firstFailureTellsTheOthers() throws {
    let recording = Stories.dashboard.recording
    let state = recording.state(atMilliseconds: 1240)
    #expect(state.task("root/fetch-user") == .done)
    #expect(state.task("root/fetch-orders") == .failedFirst)
    #expect(state.task("root/fetch-recs") == .cancelled)
    #expect(state.task("root/render") == .told)
    #expect(state.row("root/render")?.waitsFor?.id == "root/render/thumbs")
    #expect(state.task("root/render/thumbs/thumb-1") == .cancelled)
    #expect(state.task("root/render/thumbs/thumb-2") == .cleaningUp)
    #expect(state.task("root/audit-log") == .deaf)
    #expect(state.causeTime == .milliseconds(1200))

    let root = try #require(state.row("root"))
    #expect(root.contextState == .cancelled)
    #expect(root.telling?.told.reason == .siblingFailed)
    #expect(root.telling?.told.origin == "root/fetch-orders")
    #expect(root.firstFailure?.error == "503")
    #expect(root.firstFailure?.source?.id == "root/fetch-orders")
    #expect(root.options == [.limit(5)])
    #expect(root.closedAt == nil)

    let recs = try #require(state.row("root/fetch-recs"))
    #expect(recs.toldAt == .milliseconds(1200))
    #expect(recs.outAt == .milliseconds(1230))
    #expect(recs.latency == .milliseconds(30))
    #expect(recs.error == "context canceled")
    #expect(!recs.isKept)
  }

  @Test func deafTaskCompletesAllTheSame() {
    let end = Stories.dashboard.recording.latestState
    #expect(end.task("root/audit-log") == .toldCompleted)
    #expect(end.row("root")?.closingError == "503")
    #expect(end.row("root")?.contextState == .cancelled)
  }

  @Test func startedAfterTheCancel() throws {
    let recording = Stories.dashboard.recording
    #expect(recording.state(atMilliseconds: 800).task("root/notify") == .queued)
    let late = try #require(recording.state(atMilliseconds: 1200).row("root/notify"))
    #expect(late.startedAfterCancel)
    #expect(late.taskState == .told)
    #expect(late.queuedAt == .zero)
    #expect(late.startedAt == .milliseconds(1200))
    #expect(recording.state(atMilliseconds: 1220).task("root/notify") == .cancelled)
    #expect(recording.latestState.row("root/fetch-recs")?.startedAfterCancel == false)
  }

  @Test func errorsArePassedOn() throws {
    let end = Stories.nested.recording.latestState
    #expect(end.task("root/page/parts/x") == .failedFirst)
    #expect(end.task("root/page/parts/y") == .cancelled)
    #expect(end.task("root/page") == .passedOn)
    #expect(end.task("root/other") == .cancelled)
    #expect(end.row("root/page")?.source?.id == "root/page/parts/x")
    #expect(end.row("root")?.firstFailure?.task?.id == "root/page")
    #expect(end.row("root")?.firstFailure?.source?.id == "root/page/parts/x")
  }

  @Test func whatIsPassedOnAfterBeingToldIsStillPassedOn() {
    #expect(Stories.dashboard.recording.latestState.task("root/render") == .passedOn)
    #expect(Stories.dashboard.recording.latestState.tally[.toldCompleted] == 1)
  }

  @Test func deadline() throws {
    let recording = Stories.deadline.recording
    let limit = try #require(recording.state(atMilliseconds: 400).row("main/limit"))
    #expect(limit.contextState == .active)
    #expect(limit.deadline == .milliseconds(500))
    let state = recording.state(atMilliseconds: 500)
    #expect(state.row("main/limit")?.contextState == .cancelled)
    #expect(state.row("main/limit")?.telling?.told.cause == "too slow")
    #expect(state.task("root/a") == .cancelled)
    #expect(state.row("root/a")?.isKept == true)
    #expect(state.task("root/b") == .told)
    #expect(state.task("root/c") == .deaf)
    #expect(state.cause.map { recording.log[$0].id } == "main/limit")
    let end = recording.latestState
    #expect(end.task("root/b") == .failedLate)
    #expect(end.task("root/c") == .toldCompleted)
  }

  @Test func outsideHandIsTheCause() throws {
    let recording = Stories.outsideCancel.recording
    let cause = try #require(recording.cause)
    #expect(recording.log[cause].kind == .intervention(.init(.other("Ctrl-C"), on: "main")))
    let row = try #require(recording.latestState.row("root/a"))
    #expect(row.taskState == .cancelled)
    #expect(row.telling?.told.reason == .requested)
    #expect(row.isKept)
  }

  @Test func onlyTheFirstFailureIsTheFirst() {
    let state = Stories.zeroGroup.recording.latestState
    #expect(state.task("root/a") == .failedFirst)
    #expect(state.task("root/b") == .failedNotKept)
    #expect(state.row("root")?.contextState == .closed)
  }

  @Test func collectingGroupKeepsMoreThanOne() {
    let state = Script { s in
      s.group("root", kind: "collect-all")
      s.go("root/a", "root/b")
      s.fail("root/a", "first")
      s.keep("root", "root/a", "first")
      s.fail("root/b", "second")
      s.keep("root", "root/b", "second")
    }.recording.latestState
    #expect(state.task("root/a") == .failedFirst)
    #expect(state.task("root/b") == .failedKept)
    #expect(state.row("root")?.firstFailure?.error == "first")
  }

  @Test func refusedAndSkipped() {
    let state = Stories.turnedAway.recording.latestState
    #expect(state.task("root/b") == .refused)
    #expect(state.row("root/b")?.turnedAwayBecause == "the limit is reached")
    #expect(state.task("root/c") == .skipped)
  }

  @Test func deadlockNamesWhoIsStuck() {
    let state = Stories.deadlock.recording.latestState
    #expect(state.task("root/a") == .stuck)
    #expect(state.row("root/a")?.stuckOn == .slot(group: "root"))
    #expect(state.task("root/b") == .queued)
    #expect(state.deadlock?.count == 2)
    #expect(state.ending == .deadlocked)
  }

  @Test func nothingIsGuessedAcrossAGap() {
    let recording = Stories.dropped.recording
    let gap = recording.state(atMilliseconds: 10)
    #expect(gap.droppedCount == 12)
    #expect(gap.task("root/a") == .done)
    #expect(gap.task("root/b") == .unknown)
    #expect(gap.row("root")?.contextState == .unknown)
    let after = recording.latestState
    #expect(after.task("root/b") == .running)
    #expect(after.task("root/d") == .running)
    #expect(after.task("root/lost/g/x") == .running)
    #expect(after.row("root/lost/g/x")?.parent?.id == "root")
  }

  @Test(arguments: [true, false]) func timedOutAlone(byItsOwnContext: Bool) {
    let state = Script { s in
      s.group("root")
      s.go("root/slow", "root/other")
      s.context("root/slow/timeout", in: "root/slow", .deadline, deadline: 100)
      s.at(100)
      s.tell(
        [byItsOwnContext ? "root/slow/timeout" : "root/slow"], contexts: ["root/slow/timeout"], .deadlineExceeded,
        cause: "context deadline exceeded", origin: byItsOwnContext ? "root/slow/timeout" : "root/slow")
      s.cut("root/slow", "context deadline exceeded", kept: true)
      s.keep("root", "root/slow", "context deadline exceeded")
    }.recording.latestState
    #expect(state.task("root/slow") == .timedOutAlone)
    #expect(state.row("root/slow")?.isKept == true)
    #expect(state.task("root/other") == .running)
  }

  @Test(arguments: [
    ("context canceled", TaskState.cancelled), ("get: context canceled", .cancelled), ("the cause", .cancelled),
    ("CancellationError()", .cancelled), ("disk full", .failedLate),
  ])
  func errorsThrownAfterBeingTold(error: String, expected: TaskState) {
    let state = Script { s in
      s.group("root")
      s.go("root/a")
      s.tell(["root", "root/a"], contexts: ["root"], .requested, cause: "the cause", origin: "root")
      s.cut("root/a", error)
    }.recording.latestState
    #expect(state.task("root/a") == expected)
  }

  @Test func failureReachedByItsOwnWalkIsStillTheFirst() {
    let state = Script { s in
      s.group("root")
      s.go("root/a", "root/b")
      s.keep("root", "root/a", "503")
      s.tell(
        ["root", "root/a", "root/b"], contexts: ["root"], .siblingFailed, cause: "503", origin: "root/a")
      s.fail("root/a", "503")
    }.recording.latestState
    #expect(state.task("root/a") == .failedFirst)
    #expect(state.row("root/a")?.toldAt == nil)
  }

  @Test func cleanupEndsWithTheNextStep() {
    let script = Script { s in
      s.group("root")
      s.go("root/a")
      s.step("root/a")
      s.tell(["root", "root/a"], contexts: ["root"], .requested, cause: "", origin: "root")
      s.cleanup("root/a", 20)
      s.at(20)
      s.step("root/a", 1, "flush", listens: .no)
    }
    #expect(script.recording.state(atMilliseconds: 0).task("root/a") == .cleaningUp)
    #expect(script.recording.latestState.task("root/a") == .deaf)
    #expect(script.recording.latestState.row("root/a")?.step?.label == "flush")
  }

  @Test func afterFunctions() {
    let recording = Script { s in
      s.context("main", .cancel)
      s.context("main/log", in: "main", .after)
      s.context("main/never", in: "main", .after)
      s.at(10)
      s.add("main/never", .afterStopped)
      s.tell(["main"], contexts: ["main"], .requested, cause: "", origin: "main")
      s.add("main/log", .afterFired)
    }.recording
    #expect(recording.state(atMilliseconds: 5).row("main/log")?.state == .after(.waiting))
    #expect(recording.state(at: 0).row("main/log")?.state == .after(.notMade))
    #expect(recording.latestState.row("main/log")?.state == .after(.fired))
    #expect(recording.latestState.row("main/log")?.firedAt == .milliseconds(10))
    #expect(recording.latestState.row("main/never")?.state == .after(.stopped))
  }

  @Test func notesAreKept() throws {
    let row = try #require(
      Script { s in
        s.group("root")
        s.go("root/a")
        s.add("root/a", .note(.plan(total: .seconds(2))))
        s.add("root/a", .note(.retry(attempt: 2, limit: 3)))
        s.at(5)
        s.add("root/a", .note(.step(index: 1, label: "send", planned: .milliseconds(70), listens: .yes)))
        s.add("root/a", .note(.log("half way")))
      }.recording.latestState.row("root/a"))
    #expect(row.plannedTotal == .seconds(2))
    #expect(row.attempt?.number == 2)
    #expect(row.attempt?.limit == 3)
    #expect(row.latestLog == "half way")
    let step = try #require(row.step)
    #expect(step.index == 1)
    #expect(step.label == "send")
    #expect(step.startedAt == .milliseconds(5))
    #expect(step.planned == .milliseconds(70))
    #expect(step.listens)
  }

  /// An intervention that makes a task listen, or deaf, is believed at once.
  @Test func anInterventionChangesWhetherATaskListens() throws {
    let recording = Script { s in
      s.group("root")
      s.go("root/a", "root/b")
      s.work("root/b", 500, listens: .no)
      s.at(100)
      s.fail("root/a", "no")
      s.keep("root", "root/a", "no")
      s.tell(["root", "root/b"], contexts: ["root"], .siblingFailed, cause: "no", origin: "root/a")
      s.at(200)
      s.add("", .intervention(.init(.listen(true), on: "root/b")))
      s.at(300)
      s.add("", .intervention(.init(.listen(false), on: "root/b")))
      s.add("", .intervention(.init(.delay(.milliseconds(10)), on: "root/b")))
    }.recording
    func state(_ position: Int) -> TaskState? { recording.state(at: position).task("root/b") }
    #expect(state(recording.count - 3) == .deaf)
    #expect(state(recording.count - 2) == .told)
    #expect(recording.state(at: recording.count - 2).row("root/b")?.step?.listens == true)
    #expect(state(recording.count - 1) == .deaf)
    #expect(state(recording.count) == .deaf)
    let cursor = Cursor(position: recording.count - 2, t: .milliseconds(250))
    let row = try #require(recording.state(at: cursor).row("root/b"))
    #expect(
      recording.timeline(of: row, at: cursor, index: CascadeIndex(recording)).segments.map(\.stretch) == [
        .running, .deaf, .told,
      ])
  }
}
