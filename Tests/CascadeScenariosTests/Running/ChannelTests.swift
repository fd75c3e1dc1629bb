import Cascade
import CascadeNarration
import CascadeTrace
import TestSupport
import Testing

@testable import CascadeScenarios

/// Channels: their rules, and tasks that pass items through them.
@Suite struct ChannelTests {
  @Test(arguments: stories)
  func `ends as it says`(story: Sample) throws {
    let check = try ScenarioCheck(Scenario.read(story.text, file: "story"), otherSeeds: 5)
    #expect(check.mismatches.map(\.message) == [])
    #expect(check.claims > 0)
  }

  /// Against one line of items, of which the first few have been accepted: whatever is sent is received once, in order.
  @Test(arguments: 0..<60)
  func `passes items on in order, and holds back what there is no room for`(seed: UInt64) {
    var random = Seeded(seed)
    let capacity = random.below(4)
    var machine = ChannelMachine<Int, Int>(capacity: capacity)
    /// What was sent and not received, and who waits for it to be accepted.
    var line: [(item: Int, sender: Int?)] = []
    var receivers: [Int] = []
    var gone: Set<Int> = []
    var isClosed = false
    for step in 0..<200 {
      var served: [Int] = []
      func serve(_ waiting: Int) -> Bool {
        if gone.contains(waiting) { return false }
        served.append(waiting)
        return true
      }
      switch random.below(10) {
      case 0..<4:
        #expect(machine.canSend == (isClosed || line.count < capacity || !receivers.isEmpty) || !gone.isEmpty)
        let sent = machine.send(step, serving: serve)
        receivers.removeAll { gone.contains($0) }
        if isClosed {
          #expect(sent == .closed)
        } else if !receivers.isEmpty {
          #expect(sent == .done && served == [receivers.removeFirst()])
        } else if line.count < capacity {
          #expect(sent == .done)
          line.append((step, nil))
        } else {
          #expect(sent == nil)
          machine.waitToSend(step, step)
          line.append((step, step))
        }
      case 4..<8:
        let received = machine.receive(serving: serve)
        line.removeAll { $0.sender.map(gone.contains) == true }
        if line.isEmpty {
          switch received {
          case .closed?: #expect(isClosed)
          case nil:
            #expect(!isClosed)
            machine.waitToReceive(step)
            receivers.append(step)
          case .item?: Issue.record("an item from nowhere")
          }
        } else {
          var first = line.removeFirst()
          if case .item(let item)? = received { #expect(item == first.item) } else { Issue.record("no item") }
          var accepted = first.sender.map { [$0] } ?? []
          first.sender = nil
          for index in line.indices.prefix(capacity) {
            if let sender = line[index].sender { accepted.append(sender) }
            line[index].sender = nil
          }
          #expect(served == accepted)
        }
      case 8:
        let waiting = line.compactMap(\.sender) + receivers
        if let one = waiting.randomElement(using: &random) { gone.insert(one) }
      default:
        guard step > 150 else { continue }
        let waiting = machine.close()
        #expect((waiting == nil) == isClosed)
        #expect(
          (waiting ?? []).filter { !gone.contains($0) }
            == (isClosed ? [] : (receivers + line.compactMap(\.sender)).filter { !gone.contains($0) }))
        isClosed = true
        receivers = []
        line.removeAll { $0.sender != nil }
      }
    }
  }

  @Test func `names the channel for which tasks wait in a deadlock`() throws {
    let run = try ScenarioRun(
      Scenario.read(
        """
        title: T
        channels: { jobs: 0, done: 0 }
        group:
          tasks:
            makes: { steps: [{ send: jobs, count: 2 }, { receive: done }] }
            takes: { steps: [{ range: jobs, each: 10ms }] }
        """, file: "story"))
    let waiting = run.events.compactMap { if case .deadlock(let waiting) = $0.kind { waiting } else { nil } }
    #expect(
      waiting.first?.filter { $0.who != "" }.map(\.what) == [.receive(channel: "done"), .receive(channel: "jobs")])
    let recording = Recording(run.events)
    let number = try #require(run.events.firstIndex { if case .deadlock = $0.kind { true } else { false } })
    let message = recording.message(ofEvent: number)
    #expect(message.more.contains("makes waits to receive from done."))
    #expect(message.more.contains("takes waits to receive from jobs."))
  }

  /// What is done from outside reaches a task that waits.
  @Test func `is changed while it waits`() throws {
    let branch = try Branch(
      """
      channels: { jobs: 0 }
      group:
        cancel-at: 100ms
        tasks:
          a: { steps: [{ receive: jobs, blocking: true }, busy: 10ms] }
          b: { steps: [busy: 200ms, send: jobs], deaf: true }
      """)
    func end(_ action: Intervention.Action) throws -> String {
      try branch.run(at: .milliseconds(50), on: "root/a", action).end(of: "a")
    }
    #expect(try ScenarioRun(branch.scenario).end(of: "a") == "completed 210ms")
    #expect(try end(.fail("enough")) == "failed 50ms enough")
    #expect(try end(.finish) == "completed 50ms")
    #expect(try end(.listen(true)) == "cancelled 100ms context canceled")
    #expect(try end(.delay(.milliseconds(30))) == "completed 240ms")
  }

  /// A select that finds an item and the end of its context takes either.
  @Test func `takes an item or the end of the context, as the seed says, where both are ready`() throws {
    let scenario = try Scenario.read(
      """
      title: T
      channels: { jobs: { items: 2 } }
      group:
        cancel-at: 10ms
        tasks: { a: { steps: [busy: 20ms, receive: jobs, return] } }
      """, file: "story")
    let outcomes = try Set((0..<20).map { try ScenarioRun(scenario, seed: $0).outcome.tasks["a"]?.outcome })
    #expect(outcomes == [.completed, .cancelled])
  }

  /// What a task does with items isn't known before it takes them.
  @Test func `plans the work of a job when a task takes it`() throws {
    let scenario = try Scenario.read(
      """
      title: T
      channels: { jobs: [20ms, "^ boom", 1s] }
      group: { tasks: { a: { steps: [range: jobs] } } }
      """, file: "story")
    let plans = try ScenarioRun(scenario).events.compactMap { event in
      if case .note(.plan(let total)) = event.kind { total } else { nil }
    }
    #expect(plans == [.milliseconds(20)])
  }
}

private let stories = [
  Sample(
    "without room a send waits for a receive",
    """
    title: T
    channels: { jobs: 0 }
    group:
      tasks:
        makes: { steps: [{ send: jobs, count: 3 }], closes: jobs }
        takes: { steps: [{ range: jobs, each: 50ms }] }
    expect: { wait: none, tasks: { makes: { out: 100ms }, takes: { outcome: completed, out: 150ms } } }
    """),
  Sample(
    "with room it doesn't",
    """
    title: T
    channels: { jobs: 2 }
    group:
      tasks:
        makes: { steps: [{ send: jobs, count: 5 }, close: jobs] }
        takes: { steps: [work: 10ms, { range: jobs, each: [busy: 50ms] }] }
    expect: { wait: none, tasks: { makes: { out: 110ms }, takes: { out: 260ms } } }
    """),
  Sample(
    "workers share jobs, and the first failure ends all",
    """
    title: T
    channels: { jobs: [100ms, 150ms, 200ms, 120ms, "^ job 5 failed", 300ms] }
    group: { tasks: { worker: { count: 2, steps: [range: jobs] } } }
    expect: { wait: job 5 failed, returns: 270ms }
    """),
  Sample(
    "a select listens, and the plain form doesn't",
    """
    title: T
    channels: { jobs: 0, stop: 0 }
    group:
      cancel-at: 50ms
      tasks:
        sends: { steps: [send: jobs], cleanup: 10ms, on-cancel: ok }
        receives: { steps: [receive: stop], on-cancel: cause }
        ranges: { steps: [{ range: stop, blocking: true }] }
        deaf: { steps: [receive: stop], deaf: true }
        ends: { steps: [busy: 80ms, close: stop] }
    expect:
      wait: context canceled
      tasks:
        sends: { outcome: cancelled, told: 50ms, out: 60ms, error: none }
        receives: { outcome: cancelled, told: 50ms, out: 50ms }
        ranges: { outcome: completed, told: 50ms, out: 80ms }
        deaf: { outcome: completed, told: 50ms, out: 80ms }
    """),
  Sample(
    "a task that was cut short closes what it closes",
    """
    title: T
    channels: { jobs: 0 }
    group:
      tasks:
        makes: { steps: [{ send: jobs, count: 9 }], closes: jobs }
        takes: { steps: [{ range: jobs, blocking: true, each: [busy: 40ms] }] }
        fails: "-^ boom"
    expect:
      wait: boom
      tasks: { makes: { outcome: cancelled, out: 50ms }, takes: { outcome: completed, told: 50ms, out: 80ms } }
    """),
  Sample(
    "being asked to finish ends a wait, too",
    """
    title: T
    channels: { jobs: 0 }
    group:
      shutdown: { at: 30ms, grace: 1s }
      tasks: { takes: { steps: [range: jobs], on-shutdown: finish } }
    expect: { wait: none, tasks: { takes: { outcome: completed, out: 30ms } } }
    """),
  Sample(
    "what is sent on or closes a closed channel panics",
    """
    title: T
    channels: { jobs: 0, done: 0 }
    group:
      kind: waitgroup
      tasks:
        waits: { steps: [send: jobs] }
        closes: { steps: [work: 10ms, close: jobs, close: jobs] }
        late: { steps: [work: 20ms, send: jobs] }
        twice: { steps: [close: done], closes: done }
    expect:
      tasks:
        waits: { outcome: failed, out: 10ms, error: "panic: send on closed channel" }
        closes: { outcome: failed, out: 10ms, error: "panic: close of closed channel" }
        late: { outcome: failed, out: 20ms, error: "panic: send on closed channel" }
        twice: { outcome: failed, error: "panic: close of closed channel" }
    """),
  Sample(
    "what a body does ends the range",
    """
    title: T
    channels: { jobs: { items: 3 } }
    group:
      kind: waitgroup
      tasks:
        fails: { steps: [{ range: jobs, each: [work: 10ms, fail: boom] }] }
        returns: { steps: [work: 5ms, { range: jobs, each: [return] }, work: 1s] }
    expect: { tasks: { fails: { outcome: failed, out: 10ms, error: boom }, returns: { outcome: completed, out: 5ms } } }
    """),
  Sample(
    "the caller and what is deferred have to do with channels, too",
    """
    title: T
    channels: { sums: 1, more: 0 }
    group:
      tasks:
        inner:
          group:
            tasks: { a: { steps: [work: 20ms, send: sums] } }
            after-wait: [receive: sums, { range: more, each: 10ms }]
            defer: [close: sums]
        sends: { steps: [work: 50ms, { send: more, count: 2 }], closes: more }
        waits: { steps: [work: 30ms, { range: sums }] }
    expect: { wait: none, tasks: { inner: { out: 70ms }, waits: { out: 70ms } } }
    """),
]
