import Cascade
package import CascadeScenarios
import TestSupport

/// Gives the callers of a random scenario's groups things to do before they wait, and says what becomes of wait's error.
package struct RandomCaller {
  private var random: Seeded
  private var channels: [ChannelPlan] = []
  private var names = 0
  /// The texts of all errors that tasks return on their own.
  private var texts: [String] = []
  /// Where callers take tokens of the limiter that there is.
  private var tokens: Seeded?

  package static func added(to scenario: Scenario, seed: UInt64) -> Scenario {
    var caller = RandomCaller(random: Seeded(seed ^ 0xCA11))
    for step in scenario.group.everyStep { if case .fail(let text) = step { caller.texts.append(text) } }
    var scenario = scenario
    if !scenario.limiters.isEmpty { caller.tokens = Seeded(seed ^ 0x70CA) }
    scenario.group = caller.group(scenario.group)
    let used = scenario.group.channels
    scenario.channels += caller.channels.filter { used.contains($0.name) }
    return scenario
  }

  private mutating func chance(_ percent: Int) -> Bool { random.chance(percent) }
  private mutating func time(_ range: ClosedRange<Int>) -> Duration {
    .milliseconds(Int.random(in: range, using: &random))
  }
  private mutating func name(_ start: String) -> String {
    names += 1
    return "\(start)\(names)"
  }

  // MARK: Groups

  private mutating func group(_ plan: GroupPlan) -> GroupPlan {
    var plan = plan
    plan.tasks = plan.tasks.map { task($0) }
    guard !plan.kind.isSwift else { return plan }
    if chance(20) { plan.tasks.append(batches()) }
    if chance(50) { addSteps(to: &plan) }
    if chance(40) { plan.onError = answer(for: plan) }
    if chance(15) { plan.spawnsUntilTold = true }
    if chance(30) { addFirst(to: &plan) }
    addTokens(to: &plan)
    if chance(30), plan.limit != nil, plan.kind == .errgroup || plan.kind == .zeroErrgroup {
      var task = simple()
      task.spawn = .inline
      plan.tasks.append(task)
    }
    return plan
  }

  private mutating func task(_ plan: TaskPlan) -> TaskPlan {
    var plan = plan
    plan.attempts = plan.attempts.map { steps in
      steps.map { step in
        switch step {
        case .group(let group, let ignoreError): .group(self.group(group), ignoreError: ignoreError)
        case .spawn(let sibling): .spawn(task(sibling))
        default: step
        }
      }
    }
    return plan
  }

  // MARK: Before wait

  private mutating func addSteps(to plan: inout GroupPlan) {
    for _ in 0..<(1 + random.below(3)) {
      switch random.below(15) {
      case 0..<3: plan.beforeWait.append(.work(time(5...150), listens: chance(70)))
      case 3: plan.beforeWait.append(.log(name("before-")))
      case 4: plan.beforeWait.append(.cancel(cause: chance(50) ? name("enough-") : nil))
      case 5:
        let round: [Step] = [.work(time(5...60), listens: chance(70)), .log(name("again-"))]
        plan.beforeWait.append(
          .rounds(Rounds(every: chance(50) ? time(20...90) : nil, times: 1 + random.below(3), steps: round)))
      case 6, 7: addFeed(to: &plan)
      case 8, 9: addResults(to: &plan)
      case 10 where plan.closes.isEmpty: plan.beforeWait.append(.spawn(simple()))
      case 11 where chance(40):
        plan.beforeWait.append(.wait(.any([.signal("ready")], or: time(10...100))))
      case 12,
        13 where plan.closes.isEmpty:
        addDispatch(to: &plan)
      default: plan.beforeWait.append(.wait(.any([.signal("open"), .signal("ready")], or: time(10...200))))
      }
    }
    if chance(12) { plan.beforeWait.append(chance(25) ? .finish : .fail(name("early-"))) }
    if chance(6), let channel = channels.last(where: { $0.filling == nil }), plan.channels.contains(channel.name) {
      plan.beforeWait.insert(
        .attempt(AttemptStep(.receive(channel.name), otherwise: [.log(name("none-")), .finish])), at: 0)
    }
  }

  private mutating func addTokens(to plan: inout GroupPlan) {
    guard var tokens else { return }
    let token = Step.permits(.token("l"))
    if tokens.chance(15) { plan.beforeGo.insert(token, at: tokens.below(plan.beforeGo.count + 1)) }
    if tokens.chance(15) { plan.beforeWait.insert(token, at: tokens.below(max(1, plan.beforeWait.count))) }
    for index in plan.beforeWait.indices where tokens.chance(30) {
      plan.beforeWait[index].changeInner { steps, _ in
        if !steps.isEmpty { steps.insert(token, at: 0) }
      }
    }
    self.tokens = tokens
  }

  /// The caller does something before it spawns the first task, and may fail at that.
  private mutating func addFirst(to plan: inout GroupPlan) {
    for _ in 0..<(1 + random.below(2)) {
      switch random.below(9) {
      case 0..<3: plan.beforeGo.append(.work(time(5...150), listens: chance(70)))
      case 3: plan.beforeGo.append(.log(name("first-")))
      case 4:
        let round: [Step] = [.work(time(5...40), listens: chance(70)), .log(name("again-"))]
        plan.beforeGo.append(
          .rounds(Rounds(every: chance(50) ? time(20...90) : nil, times: 1 + random.below(3), steps: round)))
      case 5:
        let tried: [Step] = [.work(time(5...60), listens: true)] + (chance(60) ? [.fail(name("no-"))] : [])
        plan.beforeGo.append(.handling(TryStep(tried, otherwise: [.log(name("else-"))])))
      case 6: plan.beforeGo.append(.timed(TimedStep([.work(time(5...80), listens: true)], timeout: time(30...100))))
      case 7 where chance(40): plan.beforeGo.append(.cancel(cause: chance(50) ? name("enough-") : nil))
      case 8 where chance(40): plan.beforeGo.append(.wait(.any([.signal("ready")], or: time(10...100))))
      default:
        let channel = ChannelPlan(name: name("ids"), filling: .items(1 + random.below(3)))
        channels.append(channel)
        plan.beforeGo.append(
          .channel(
            .range(
              channel.name, each: [.work(time(5...40), listens: chance(70))], holdsJobs: false, listens: chance(60))))
      }
    }
    if chance(10) { plan.beforeGo.append(.fail(name("never-"))) }
  }

  /// The caller spawns a task in each round, or for each item.
  private mutating func addDispatch(to plan: inout GroupPlan) {
    var task = simple()
    let count = 1 + random.below(3)
    task.inRounds = 1..<(count + 1)
    if chance(50) {
      plan.beforeWait.append(
        .rounds(Rounds(every: chance(50) ? time(20...90) : nil, times: count, steps: [.spawn(task)])))
    } else {
      let channel = ChannelPlan(name: name("items"), filling: .items(count))
      channels.append(channel)
      plan.beforeWait.append(
        .channel(.range(channel.name, each: [.spawn(task)], holdsJobs: false, listens: chance(60))))
    }
  }

  /// A task opens a group in each round, one after the other.
  private mutating func batches() -> TaskPlan {
    var group = GroupPlan(
      name: name("g"), isNamed: true, kind: chance(60) ? .errgroup : .collectAll, tasks: [simple(), simple()])
    let count = 2 + random.below(2)
    group.inRounds = 1..<(count + 1)
    if chance(30) { group.limit = 1 }
    return TaskPlan(
      name: name("b"), attempts: [[.rounds(Rounds(times: count, steps: [.group(group, ignoreError: chance(30))]))]])
  }

  private mutating func simple() -> TaskPlan {
    var steps: [Step] = [.work(time(10...200), listens: chance(70))]
    if chance(20) { steps.append(.fail(name("bad-"))) }
    return TaskPlan(name: name("x"), cleanup: chance(30) ? time(5...40) : .zero, attempts: [steps])
  }

  /// The caller sends, and a task of its own receives until that is closed.
  private mutating func addFeed(to plan: inout GroupPlan) {
    let channel = ChannelPlan(name: name("feed"), capacity: random.below(3))
    channels.append(channel)
    var worker = simple()
    worker.attempts = [
      [
        .channel(
          .range(
            channel.name, each: [.work(time(5...60), listens: chance(70))], holdsJobs: false, listens: chance(80)))
      ] + (chance(20) ? [.fail(name("bad-"))] : [])
    ]
    plan.tasks.append(worker)
    plan.beforeWait.append(.channel(.send(channel.name, count: 1 + random.below(4), listens: chance(80))))
    plan.beforeWait.append(.channel(.close(channel.name)))
  }

  /// A task of its own sends, and the caller receives until that is closed, by the task or when all are out.
  private mutating func addResults(to plan: inout GroupPlan) {
    let channel = ChannelPlan(name: name("result"), capacity: random.below(3))
    channels.append(channel)
    var sender = simple()
    sender.attempts[0].insert(
      .channel(.send(channel.name, count: 1 + random.below(4), listens: chance(80))), at: random.below(2))
    let spawns = plan.beforeWait.contains { $0.spawnedTask != nil }
    if chance(50), !spawns { plan.closes.append(channel.name) } else { sender.closes = [channel.name] }
    plan.tasks.append(sender)
    plan.beforeWait.append(
      chance(60)
        ? .channel(
          .range(
            channel.name, each: chance(60) ? [.work(time(5...60), listens: chance(70))] : [], holdsJobs: false,
            listens: chance(60)))
        : .channel(.receive(channel.name, count: 1 + random.below(4), listens: chance(80))))
  }

  // MARK: Wait's error

  private mutating func answer(for plan: GroupPlan) -> GroupPlan.ErrorAnswer {
    var answer = GroupPlan.ErrorAnswer()
    if chance(50) { answer.ok = someTexts() }
    // Where the end of a group isn't errgroup's, what is its cause is each language's own.
    let hasCause = plan.kind == .errgroup || plan.kind == .zeroErrgroup
    if chance(40), hasCause { answer.cause = someTexts() }
    switch random.below(6) {
    case 0: answer.otherwise = .wrap("in short")
    case 1: answer.otherwise = .wrap(WrapText(before: chance(50) ? "100% " : "", after: " (again)"))
    case 2: answer.otherwise = .fail(name("other-"))
    case 3: answer.otherwise = .ok
    case 4 where hasCause: answer.otherwise = .cause
    case 5 where chance(15): answer.otherwise = chance(60) ? .fatal(chance(50) ? "serve" : nil) : .exit(status: 2)
    default: break
    }
    answer.isLast = chance(50)
    return answer
  }

  private mutating func someTexts() -> [String] {
    var found: [String] = []
    for _ in 0..<(1 + random.below(2)) {
      let known = texts.isEmpty || chance(60) ? ["context canceled", "context deadline exceeded"] : texts
      let text = known[random.below(known.count)]
      if !found.contains(text) { found.append(text) }
    }
    return found
  }
}

extension GroupPlan {
  /// All steps in it and in groups inside it.
  fileprivate var everyStep: [Step] {
    ownSteps.flatMap(\.withInner).flatMap { [$0] + ($0.nestedGroup?.everyStep ?? []) }
  }
}
