import Cascade
package import CascadeScenarios
import TestSupport

/// Gives the tasks of a random scenario things to share: channels, jobs, semaphores, single flights. Some callers leave, some
/// tasks keep errors, some end the program.
///
/// A channel has at most one sender, which may close it, so that no send finds it closed: in Go that ends the process.
package struct RandomSharing {
  private var random: Seeded
  /// Which tasks take tokens of a limiter.
  private var tokens: Seeded
  private var channels: [ChannelPlan] = []
  private var semaphores: [SemaphorePlan] = []
  private var limiter = LimiterPlan(name: "l", every: .milliseconds(1))
  /// The task that sends, by channel.
  private var senders: [String: String] = [:]
  private var names = 0

  package static func added(to scenario: Scenario, seed: UInt64) -> Scenario {
    var sharing = RandomSharing(random: Seeded(seed ^ 0x5EED), tokens: Seeded(seed ^ 0x70C3))
    for index in 0..<(1 + sharing.random.below(2)) { sharing.channels.append(sharing.channel("c\(index)")) }
    sharing.semaphores = [SemaphorePlan(name: "s", permits: 1 + sharing.random.below(3))]
    sharing.limiter.every = .milliseconds(20 + sharing.tokens.below(110))
    sharing.limiter.burst = 1 + sharing.tokens.below(3)
    var scenario = scenario
    scenario.group = sharing.group(scenario.group, path: "", keeps: true)
    let used = scenario.group.channels
    scenario.channels = sharing.channels.filter { used.contains($0.name) }
    scenario.semaphores = sharing.semaphores
    scenario.limiters = [sharing.limiter].filter { scenario.group.limiters.contains($0.name) }
    return scenario
  }

  private mutating func chance(_ percent: Int) -> Bool { random.chance(percent) }
  private mutating func time(_ range: ClosedRange<Int>) -> Duration {
    .milliseconds(Int.random(in: range, using: &random))
  }

  private mutating func channel(_ name: String) -> ChannelPlan {
    switch random.below(4) {
    case 0: ChannelPlan(name: name, filling: .jobs((0..<(1 + random.below(4))).map { _ in job() }))
    case 1: ChannelPlan(name: name, filling: .items(1 + random.below(4)))
    default: ChannelPlan(name: name, capacity: random.below(3))
    }
  }

  private mutating func job() -> [Step] {
    var steps: [Step] = [.work(time(5...90), listens: chance(75))]
    if chance(15) { steps.append(.fail(error("bad-job-"))) }
    return steps
  }

  private mutating func error(_ start: String) -> String {
    names += 1
    return "\(start)\(names)"
  }

  // MARK: Groups

  /// - Parameter keeps: Whether an error that is kept stands in no other list of errors.
  private mutating func group(_ plan: GroupPlan, path: String, keeps: Bool) -> GroupPlan {
    var plan = plan
    let keeps = keeps && plan.kind != .collectAll && plan.kind != .firstSuccess
    for index in plan.tasks.indices { plan.tasks[index] = task(plan.tasks[index], path: path, keeps: keeps) }
    if chance(12) {
      plan.leave = GroupPlan.Leave(
        whenTold: chance(60), after: chance(60) ? time(20...400) : nil, error: chance(30) ? error("left-") : nil)
      if plan.leave?.whenTold == false, plan.leave?.after == nil { plan.leave?.whenTold = true }
    }
    return plan
  }

  private mutating func task(_ plan: TaskPlan, path: String, keeps: Bool) -> TaskPlan {
    var plan = plan
    let own = path + plan.name
    for attempt in plan.attempts.indices {
      plan.attempts[attempt] = plan.attempts[attempt].map { step in
        switch step {
        case .group(let group, let ignoreError):
          .group(self.group(group, path: own + "/", keeps: keeps), ignoreError: ignoreError)
        case .spawn(let sibling): .spawn(task(sibling, path: path, keeps: keeps))
        default: step
        }
      }
      if chance(45) { add(to: &plan, attempt, own, keeps: keeps) }
      if tokens.chance(20) {
        let last = plan.attempts[attempt].firstIndex { $0.endsTask || $0.isEndless } ?? plan.attempts[attempt].count
        let taken = Array(repeating: Step.permits(.token("l")), count: 1 + tokens.below(3))
        plan.attempts[attempt].insert(contentsOf: taken, at: last == 0 ? 0 : 1 + tokens.below(last))
      }
    }
    return plan
  }

  // MARK: Steps

  private mutating func add(to plan: inout TaskPlan, _ attempt: Int, _ own: String, keeps: Bool) {
    var steps = plan.attempts[attempt]
    let last = steps.firstIndex { $0.endsTask || $0.isEndless } ?? steps.count
    // What all tasks do in their first instant is in any order in Go.
    let place = last == 0 ? 0 : 1 + random.below(last)
    let listens = chance(85)
    switch random.below(20) {
    case 0..<6:
      let channel = channels[random.below(channels.count)]
      steps.insert(contentsOf: self.steps(with: channel, of: &plan, own, listens: listens), at: place)
    case 6..<12:
      let count = 1 + random.below(semaphores[0].permits)
      steps.insert(.permits(.acquire("s", count: count, listens: listens)), at: place)
      steps.insert(.work(time(10...120), listens: chance(75)), at: place + 1)
      if chance(40) { steps.insert(.permits(.release("s", count: count)), at: place + 2) }
    case 12..<17:
      var call: [Step] = [.work(time(20...150), listens: chance(75))]
      // What it says isn't compared: where every task has stopped waiting, the library ends the call, and x/sync doesn't.
      if chance(20) { call.append(.fail(error("no-such-"))) }
      steps.insert(.flight(FlightStep(key: ["a", "b"][random.below(2)], call: call, listens: listens)), at: place)
    case 17..<19 where keeps: steps.insert(.keep(error("kept-")), at: place)
    case 19 where chance(50):
      steps = steps.prefix(place) + [.exit(chance(50) ? Exit(text: "over") : Exit(status: random.below(4)))]
    default: return
    }
    plan.attempts[attempt] = steps
  }

  private mutating func steps(
    with channel: ChannelPlan, of plan: inout TaskPlan, _ own: String, listens: Bool
  ) -> [Step] {
    let name = channel.name
    if channel.filling == nil, senders[name, default: own] == own, chance(senders[name] == nil ? 60 : 80) {
      senders[name] = own
      if chance(70), !plan.closes.contains(name) { plan.closes.append(name) }
      return [.channel(.send(name, count: 1 + random.below(4), listens: listens))]
    }
    if channel.jobs == nil, chance(50) {
      return [.channel(.receive(name, count: 1 + random.below(2), listens: listens))]
    }
    let each: [Step] = chance(channel.jobs == nil ? 80 : 30) ? [.work(time(5...60), listens: chance(75))] : []
    return [.channel(.range(name, each: each, holdsJobs: channel.jobs != nil, listens: listens))]
  }
}
