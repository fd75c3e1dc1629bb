import TestSupport
import Testing

@testable import Cascade

/// The rules of a group, driven through every short sequence of what can happen to it, beside the plainest model of
/// the same: lists instead of counters.
@Suite struct GroupMachineTests {
  typealias Machine = GroupMachine<Int, Int>

  private enum Action: CaseIterable {
    case go, tryGo, giveUp, succeed, succeedInOneStep, fail, echoInOneStep, wait
  }

  /// What a group is, said without any cleverness.
  private struct Model {
    var limit: Int?
    var running = 0
    /// Suspended in `go`, the longest first.
    var suspended: [Int] = []
    /// Where they are in the machine's queue.
    var places: [Int: Queue<Int>.Ticket] = [:]
    var errors: [String] = []
    /// Suspended in `wait`.
    var waiting: [Int] = []

    var isFull: Bool { limit.map { running >= $0 } ?? false }
    var outstanding: Int { running + suspended.count }
  }

  private static let length = 6

  @Test(arguments: [JoinPolicy.failFast, .keepFirst, .ignoreErrors], [nil, 0, 1, 2, 3])
  func everyShortStoryObeysTheRules(_ policy: JoinPolicy, _ limit: Int?) {
    var stories = 0
    func tell(_ machine: Machine, _ model: Model, _ steps: Int) {
      stories += 1
      guard steps < Self.length else { return }
      for action in Action.allCases {
        var machine = machine
        var model = model
        guard Self.perform(action, &machine, &model, policy, number: steps) else { continue }
        Self.compare(machine, model, policy)
        tell(machine, model, steps + 1)
      }
    }
    tell(Machine(policy: policy, limit: limit), Model(limit: limit), 0)
    #expect(stories > 100)
  }

  /// An expectation that costs nothing while it holds; there are millions.
  private static func law(_ holds: Bool, _ law: String) {
    if !holds { Issue.record("broken: \(law)") }
  }

  /// Takes one step in both.
  ///
  /// - Returns: whether the step was possible.
  private static func perform(
    _ action: Action, _ machine: inout Machine, _ model: inout Model, _ policy: JoinPolicy, number: Int
  ) -> Bool {
    switch action {
    case .go:
      let admitted = machine.spawn()
      law(admitted == !model.isFull, "a task is admitted when there is a slot")
      if model.isFull {
        model.places[number] = machine.queue(number)
        model.suspended.append(number)
      } else {
        model.running += 1
      }
    case .tryGo:
      let admitted = machine.trySpawn()
      law(admitted == !model.isFull, "a task is admitted when there is a slot")
      if !model.isFull { model.running += 1 }
    case .giveUp:
      guard let place = model.suspended.isEmpty ? nil : model.places[model.suspended[model.suspended.count / 2]] else {
        return false
      }
      let (wasQueued, joiners) = machine.withdraw(place)
      law(wasQueued, "a spawner that waits can give up")
      model.suspended.remove(at: model.suspended.count / 2)
      law(joiners == (model.outstanding == 0 ? model.waiting : []), "the joiners go on when nothing is left")
      if model.outstanding == 0 { model.waiting = [] }
      law(!machine.withdraw(place).wasQueued, "and once")
    case .succeedInOneStep:
      guard model.running > 0 else { return false }
      let (spawner, isLast) = machine.succeed()
      law(spawner == model.suspended.first, "the slot goes to the spawner that has waited longest")
      if model.suspended.isEmpty { model.running -= 1 } else { model.suspended.removeFirst() }
      law(isLast == (model.outstanding == 0), "the last task is told that it is")
      law(machine.takeJoiners() == (isLast ? model.waiting : []), "the joiners go on when nothing is left")
      law(machine.takeJoiners() == [], "and once")
      if isLast { model.waiting = [] }
    case .echoInOneStep:
      // Only once the group has been told, and only where the policy is the one that tells.
      guard model.running > 0, policy.name == "errgroup", !model.errors.isEmpty else { return false }
      let (spawner, isLast) = machine.fail(
        echo: ErrGroup.Failure(task: "task \(number)", error: Boom("\(number)"), nature: .echo))
      model.errors.append("\(number)")
      law(spawner == model.suspended.first, "the slot goes to the spawner that has waited longest")
      if model.suspended.isEmpty { model.running -= 1 } else { model.suspended.removeFirst() }
      law(isLast == (model.outstanding == 0), "the last task is told that it is")
      law(machine.takeJoiners() == (isLast ? model.waiting : []), "the joiners go on when nothing is left")
      if isLast { model.waiting = [] }
    case .succeed, .fail:
      guard model.running > 0 else { return false }
      let error = action == .fail ? Boom("\(number)") : nil
      let decision = machine.taskReturned(
        error.map { .failure(ErrGroup.Failure(task: "task \(number)", error: $0)) } ?? .success)
      let cancels = if case .tell = decision.action { true } else { false }
      let counts = error != nil && policy.name != "waitgroup"
      law(decision.kept == (counts && model.errors.isEmpty), "the first error is kept")
      law(
        cancels == (decision.kept && policy.name == "errgroup"),
        "only the kept error cancels, and only where the policy says so")
      if counts { model.errors.append("\(number)") }
      let (spawner, joiners) = machine.leave()
      // The slot goes to the spawner that has waited longest.
      law(spawner == model.suspended.first, "the slot goes to the spawner that has waited longest")
      if model.suspended.isEmpty { model.running -= 1 } else { model.suspended.removeFirst() }
      // The joiners go on, in order, when nothing is left, and none before.
      law(joiners == (model.outstanding == 0 ? model.waiting : []), "the joiners go on when nothing is left")
      if model.outstanding == 0 { model.waiting = [] }
    case .wait:
      let joins = machine.join(number)
      law(joins == (model.outstanding > 0), "there is something to wait for")
      if joins { model.waiting.append(number) }
    }
    return true
  }

  private static func compare(_ machine: Machine, _ model: Model, _ policy: JoinPolicy) {
    law(machine.running == model.running, "running")
    law(machine.outstanding == model.outstanding, "outstanding")
    if let limit = model.limit { law(machine.running <= limit, "the limit holds") }
    law(machine.tally.failures.map { "\($0.error)" } == model.errors, "all errors, in order")
    law(machine.tally.failures.map(\.task) == model.errors.map { "task \($0)" }, "the names of those that failed")
    law(machine.firstFailure.map { "\($0)" } == model.errors.first, "the first error")
  }

  @Test func aLongQueueStaysFirstInFirstOut() {
    var machine = Machine(policy: .ignoreErrors, limit: 1)
    var random = Seeded(1)
    var expected: [Int] = []
    let first = machine.spawn()
    #expect(first)
    for number in 0..<5000 {
      if random.chance(55) {
        let admitted = machine.spawn()
        #expect(!admitted)
        machine.queue(number)
        expected.append(number)
      } else if !expected.isEmpty {
        _ = machine.taskReturned(.success)
        let (spawner, _) = machine.leave()
        #expect(spawner == expected.removeFirst())
      }
      #expect(machine.running == 1)
    }
    while !expected.isEmpty {
      _ = machine.taskReturned(.success)
      let (spawner, _) = machine.leave()
      #expect(spawner == expected.removeFirst())
    }
    let (spawner, _) = machine.leave()
    #expect(spawner == nil)
    #expect(machine.outstanding == 0)
  }
}
