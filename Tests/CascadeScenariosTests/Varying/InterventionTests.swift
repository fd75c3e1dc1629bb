import Cascade
import CascadeScenarios
import CascadeTrace
import Testing

/// What each intervention does.
@Suite struct InterventionTests {
  private static let pair = """
    group:
      tasks:
        a: "----------|"
        b: { line: "--------------------|", cleanup: 30ms }
        deaf: { line: "----------------------------------------|", deaf: true }
    """

  @Test func `cancels a task, whose group hears of it as of any failure`() throws {
    let run = try Branch(Self.pair).run(at: .milliseconds(100), on: "root/a", .cancel)
    #expect(run.end(of: "a") == "cancelled 100ms context canceled")
    #expect(run.end(of: "b") == "cancelled 130ms context canceled")
    #expect(run.end(of: "deaf") == "completed 2s")
    #expect(run.wait == "context canceled")
    let place = try #require(run.interventions.first)
    #expect(run.events[place].kind == .intervention(.init(.cancel, on: "root/a")))
    #expect(run.events[place + 1].id == "root/a")
    let told = try #require(run.events[place + 1].told)
    #expect(told.reason == .requested)
    #expect(told.causeText == "cancelled from outside")
    #expect(told.origin == "root/a")
  }

  @Test(arguments: [
    "errgroup", "zero-errgroup", "waitgroup", "collect-all", "first-success", "first-return", "supervised",
  ])
  func `cancels a group of any kind, and all in it`(kind: String) throws {
    let text = Self.pair.replacing("group:\n", with: "group:\n  kind: \(kind)\n")
    let run = try Branch(text).run(at: .milliseconds(100), on: "root", .cancel)
    #expect(run.end(of: "a") == "cancelled 100ms context canceled")
    #expect(run.outcome.tasks["b"]?.told == .milliseconds(100))
    #expect(run.end(of: "b") == "cancelled 130ms context canceled")
    #expect(run.end(of: "deaf") == "completed 2s")
  }

  @Test func `cancels a context of its own`() throws {
    let text = Self.pair.replacing("group:\n", with: "group:\n  timeout: 3s\n")
    let run = try Branch(text).run(at: .milliseconds(100), on: "timeout", .cancel)
    #expect(run.end(of: "a") == "cancelled 100ms context canceled")
    #expect(run.outcome.cause == "cancelled from outside")
  }

  @Test func `lets a task fail, in the middle of its work`() throws {
    let run = try Branch(Self.pair).run(at: .milliseconds(120), on: "root/a", .fail("timeout"))
    #expect(run.end(of: "a") == "failed 120ms timeout")
    #expect(run.end(of: "b") == "cancelled 150ms context canceled")
    #expect(run.wait == "timeout")
  }

  @Test func `lets a task panic`() throws {
    let run = try Branch(Self.pair).run(at: .milliseconds(120), on: "root/deaf", .panic("boom"))
    #expect(run.end(of: "deaf") == "failed 120ms panic: boom")
    #expect(run.wait == "panic: boom")
  }

  @Test func `lets a task finish early`() throws {
    let run = try Branch(Self.pair).run(at: .milliseconds(120), on: "root/deaf", .finish)
    #expect(run.end(of: "deaf") == "completed 120ms")
    #expect(run.end(of: "b") == "completed 1s")
    #expect(run.wait == "none")
  }

  @Test func `lengthens the step that a task is in, and its plan`() throws {
    let run = try Branch(Self.pair).run(at: .milliseconds(120), on: "root/a", .delay(.milliseconds(250)))
    #expect(run.end(of: "a") == "completed 750ms")
    #expect(run.end(of: "b") == "completed 1s")
    let plans = run.events.compactMap { event -> Duration? in
      guard event.id == "root/a", case .note(.plan(let total)) = event.kind else { return nil }
      return total
    }
    #expect(plans == [.milliseconds(500), .milliseconds(750)])
  }

  @Test func `lengthens the step after the one that can't be`() throws {
    let text = """
      group:
        tasks:
          a:
            steps:
              - group: { tasks: { inner: "----|" } }
              - work: 100ms
          b:
            steps:
              - group: { tasks: { inner: "----|" } }
              - fail: late
      """
    let work = try Branch(text).run(at: .milliseconds(50), on: "root/a", .delay(.milliseconds(25)))
    #expect(work.end(of: "b") == "failed 200ms late")
    let end = try Branch(text).run(at: .milliseconds(50), on: "root/b", .delay(.milliseconds(75)))
    #expect(end.end(of: "b") == "failed 275ms late")
    #expect(end.end(of: "a") == "cancelled 275ms context canceled")
  }

  @Test func `makes a deaf task listen, at once where it was told`() throws {
    let told = try Branch(Self.pair).run(at: .milliseconds(100), on: "root", .cancel)
    let cursor = Recording(told.events).cursor(at: .zero.advanced(by: .milliseconds(300)))
    let first = try Branch(Self.pair).place(.milliseconds(100))
    let run = try Branch(Self.pair).run([
      .intervention(Intervention(at: first, on: "root", .cancel)),
      .intervention(Intervention(at: cursor, on: "root/deaf", .listen(true))),
    ])
    #expect(run.end(of: "deaf") == "cancelled 300ms context canceled")
    #expect(run.interventions.count == 2)
  }

  @Test func `deafens a task, which then works on`() throws {
    let text = Self.pair.replacing("----------|", with: "--^ boom", maxReplacements: 1)
    let run = try Branch(text).run(at: .milliseconds(50), on: "root/b", .listen(false))
    #expect(run.outcome.tasks["b"]?.told == .milliseconds(100))
    #expect(run.end(of: "b") == "completed 1s")
  }

  @Test func `makes a task look at its own context that looked at another`() throws {
    let text = """
      group:
        tasks:
          a: "--^ boom"
          wrong: { line: "----------|", context: parent }
      """
    let run = try Branch(text).run(at: .milliseconds(50), on: "root/wrong", .listen(true))
    #expect(run.end(of: "wrong") == "cancelled 100ms context canceled")
  }

  @Test func `sets the end of a group`() throws {
    let run = try Branch(Self.pair).run(
      at: .milliseconds(100), on: "root", .deadline(.zero.advanced(by: .milliseconds(220))))
    #expect(run.end(of: "a") == "cancelled 220ms context deadline exceeded")
    #expect(run.end(of: "b") == "cancelled 250ms context deadline exceeded")
    #expect(run.wait == "context deadline exceeded")
  }

  @Test func `sets the end of one task alone`() throws {
    let run = try Branch(Self.pair.replacing("group:\n", with: "group:\n  kind: waitgroup\n")).run(
      at: .milliseconds(100), on: "root/a", .deadline(.zero.advanced(by: .milliseconds(220))))
    #expect(run.end(of: "a") == "cancelled 220ms context deadline exceeded")
    #expect(run.end(of: "b") == "completed 1s")
  }

  @Test func `an end that comes after the task changes nothing`() throws {
    let base = try ScenarioRun(try Branch(Self.pair).scenario)
    let run = try Branch(Self.pair).run(
      at: .milliseconds(100), on: "root/a", .deadline(.zero.advanced(by: .seconds(1))))
    #expect(run.events.last?.t == base.events.last?.t)
    #expect(run.events.count == base.events.count + 1)
  }

  @Test func `adds a sibling`() throws {
    let run = try Branch(Self.pair).run(
      at: .milliseconds(100), on: "root",
      .add(.init(name: "extra", work: .milliseconds(60), ending: .fails("no luck"))))
    #expect(run.end(of: "extra") == "failed 160ms no luck")
    #expect(run.end(of: "a") == "cancelled 160ms context canceled")
    #expect(run.wait == "no luck")
  }

  @Test func `an added sibling waits for a slot like any other`() throws {
    let text = """
      group:
        limit: 1
        tasks: { a: "--|", b: "--|" }
      """
    let run = try Branch(text).run(
      at: .milliseconds(50), on: "root", .add(.init(name: "extra", work: .milliseconds(60))))
    #expect(run.end(of: "a") == "completed 100ms")
    #expect(run.end(of: "b") == "completed 200ms")
    #expect(run.end(of: "extra") == "completed 260ms")
    #expect(run.events.contains { $0.id == "root/extra" && $0.kind == .taskQueued })
  }

  @Test func `a later intervention acts on the task that an earlier one added`() throws {
    let branch = try Branch(Self.pair)
    let add = Intervention(
      at: try branch.place(.milliseconds(100)), on: "root", .add(.init(name: "x", work: .seconds(9))))
    let first = try branch.run([.intervention(add)])
    let cursor = Recording(first.events).cursor(at: .zero.advanced(by: .milliseconds(400)))
    let run = try branch.run([.intervention(add), .intervention(Intervention(at: cursor, on: "root/x", .finish))])
    #expect(run.end(of: "x") == "completed 400ms")
  }

  @Test func `a task that is made to fail doesn't try again`() throws {
    let text = """
      group: { tasks: { flaky: { line: "----^ 503", retry: { attempts: 3, delay: 100ms } } } }
      """
    for time in [50, 250, 350] {
      let run = try Branch(text).run(at: .milliseconds(time), on: "root/flaky", .fail("timeout"))
      #expect(run.end(of: "flaky") == "failed \(time)ms timeout")
    }
  }

  @Test func `cuts a cleanup short, and the task stays one that was cancelled`() throws {
    let text = """
      group:
        tasks:
          a: "--^ boom"
          b: { line: "--------|", cleanup: 500ms }
      """
    let fail = try Branch(text).run(at: .milliseconds(200), on: "root/b", .fail("torn"))
    #expect(fail.end(of: "b") == "cancelled 200ms torn")
    let finish = try Branch(text).run(at: .milliseconds(200), on: "root/b", .finish)
    #expect(finish.end(of: "b") == "cancelled 200ms")
    let delay = try Branch(text).run(at: .milliseconds(200), on: "root/b", .delay(.milliseconds(100)))
    #expect(delay.end(of: "b") == "cancelled 700ms context canceled")
    let deaf = try Branch(text).refusal(at: .milliseconds(200), on: "root/b", .listen(false))
    #expect(deaf == "b is already cleaning up")
  }

  @Test func `a task that leaves a nested group early cancels it and waits for it`() throws {
    let text = """
      group:
        tasks:
          outer:
            group:
              tasks:
                one: "----------|"
                two: { line: "----------|", cleanup: 40ms }
                late: "........----|"
          other: "----------------|"
      """
    let run = try Branch(text).run(at: .milliseconds(100), on: "root/outer", .finish)
    #expect(run.end(of: "outer/one") == "cancelled 100ms context canceled")
    #expect(run.end(of: "outer/two") == "cancelled 140ms context canceled")
    #expect(run.outcome.tasks["outer/late"] == nil)
    #expect(run.end(of: "outer") == "completed 140ms")
    #expect(run.end(of: "other") == "completed 800ms")
    #expect(run.wait == "none")
  }

  @Test func `acts between two instants at which something is due`() throws {
    let branch = try Branch(Self.pair)
    let cursor = Cursor(position: 0, t: .zero.advanced(by: .milliseconds(333)))
    let run = try branch.run([.intervention(Intervention(at: cursor, on: "root/a", .fail("now")))])
    #expect(run.end(of: "a") == "failed 333ms now")
  }

  @Test func `acts in a run that is stuck before it is given up`() throws {
    let text = """
      group:
        limit: 1
        tasks:
          a:
            steps:
              - spawn: { b: "--|" }
              - work: 100ms
      """
    let base = try ScenarioRun(Branch(text).scenario)
    #expect(base.outcome.wait == .neverReturned)
    for position in [base.events.count - 2, base.events.count - 1, base.events.count] {
      let cursor = Cursor(position: position, t: .zero.advanced(by: .milliseconds(500)))
      let run = try Branch(text).run([
        .intervention(Intervention(at: cursor, on: "root", .add(.init(name: "c", work: .milliseconds(10)))))
      ])
      #expect(run.outcome.wait == .neverReturned)
      #expect(run.events.last?.t == .zero.advanced(by: .milliseconds(500)))
      #expect(run.outcome.tasks["c"]?.outcome == .notStarted)
    }
  }

  @Test func `acts in a story about contexts alone`() throws {
    let branch = try Branch(
      """
      contexts:
        - with-cancel: request
        - { with-timeout: call, of: request, timeout: 1s }
        - { without-cancel: audit, of: request }
        - { check: call, at: 300ms }
        - { with-cancel: late, at: 400ms }
      """)
    let run = try branch.run(at: .milliseconds(50), on: "request", .cancel)
    #expect(run.outcome.contexts["call"]?.cause == "cancelled from outside")
    #expect(run.outcome.contexts["call"]?.told == .milliseconds(50))
    #expect(run.outcome.contexts["audit"]?.told == nil)
    let sooner = try branch.run(at: .milliseconds(50), on: "call", .deadline(.zero.advanced(by: .milliseconds(90))))
    #expect(sooner.outcome.contexts["call"]?.told == .milliseconds(90))
    #expect(sooner.outcome.contexts["request"]?.told == nil)
    let refusals: [(String, Intervention.Action, String)] = [
      ("audit", .cancel, "audit can't be cancelled: it was derived with WithoutCancel or is a root"),
      ("late", .cancel, "late doesn't exist yet at 0.050 s"),
      ("request", .fail("x"), "request is a context; it can only be cancelled or get a deadline"),
      ("reqest", .cancel, "there is no task, group or context \"reqest\" (did you mean request?)"),
    ]
    for (target, action, words) in refusals {
      #expect(try branch.refusal(at: .milliseconds(50), on: target, action) == words)
    }
    #expect(
      try branch.refusal([.option(OptionChange("request", .limit(2)))])
        == "request isn't a group: only groups have options")
  }

  @Test func `frees a run that is stuck`() throws {
    let text = """
      group:
        limit: 1
        queued: start-without-spawner
        tasks:
          a:
            steps:
              - spawn: { b: "--|" }
              - work: 100ms
      """
    let branch = try Branch(text)
    let base = try ScenarioRun(branch.scenario)
    #expect(base.outcome.wait == .neverReturned)
    let end = Recording(base.events).end
    let run = try branch.run([.intervention(Intervention(at: end, on: "root", .cancel))])
    #expect(run.end(of: "a") == "cancelled 0ms context canceled")
    #expect(run.end(of: "b") == "cancelled 0ms context canceled")
    #expect(run.wait == "context canceled")
  }
}
