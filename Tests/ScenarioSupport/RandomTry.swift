import Cascade
package import CascadeScenarios
import TestSupport

/// Puts steps of a random scenario's tasks, and of callers, into a `try`, and gives some of them only so long.
package struct RandomTry {
  private var random: Seeded
  private var names = 0

  package static func added(to scenario: Scenario, seed: UInt64) -> Scenario {
    var maker = RandomTry(random: Seeded(seed ^ 0x7124))
    var scenario = scenario
    scenario.group = maker.group(scenario.group)
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

  private mutating func group(_ plan: GroupPlan) -> GroupPlan {
    var plan = plan
    for index in plan.tasks.indices { plan.tasks[index] = task(plan.tasks[index]) }
    guard !plan.kind.isSwift else { return plan }
    if chance(40) { plan.beforeWait = changed(plan.beforeWait, isCaller: true) }
    if chance(15) { plan.beforeWait = lateNow(plan.beforeWait, isDeaf: false) }
    if chance(40) { plan.afterWait = changed(plan.afterWait, isCaller: false, isAfter: true) }
    return plan
  }

  private mutating func task(_ plan: TaskPlan) -> TaskPlan {
    var plan = plan
    for index in plan.attempts.indices {
      var steps = plan.attempts[index].map { step -> Step in
        switch step {
        case .group(let group, let ignoreError): .group(self.group(group), ignoreError: ignoreError)
        case .spawn(let sibling): .spawn(task(sibling))
        case .rounds(var rounds):
          chance(60) && plan.onShutdown != .finish ? inRounds(&rounds, isDeaf: plan.isDeaf) : step
        default: step
        }
      }
      if chance(60), plan.onShutdown != .finish {
        steps = changed(steps, isCaller: false, isDeaf: plan.isDeaf)
        if chance(20) { steps = changed(steps, isCaller: false, isDeaf: plan.isDeaf) }
      }
      if chance(25), plan.onShutdown != .finish { steps = lateNow(steps, isDeaf: plan.isDeaf) }
      plan.attempts[index] = steps
    }
    return plan
  }

  /// Gives some of its steps only so long.
  private mutating func lateNow(_ steps: [Step], isDeaf: Bool) -> [Step] {
    steps.flatMap { step -> [Step] in
      switch step {
      case .work, .channel(.send), .channel(.receive), .flight:
        return chance(50) ? limited([step], isDeaf: isDeaf) : [step]
      case .rounds(var rounds):
        if chance(50) { rounds.steps = lateNow(rounds.steps, isDeaf: isDeaf) }
        if chance(30), rounds.steps.contains(where: { $0.traits.work != nil }) {
          rounds.steps = [.rounds(Rounds(times: 2, steps: rounds.steps.filter { !$0.handles && !$0.endsTask }))]
        }
        return [.rounds(rounds)]
      case .handling, .wait, .channel, .permits, .attempt, .timed, .group, .spawn, .cancel, .useGroupContext, .signal,
        .keep, .log, .finish, .fail, .panic, .exit:
        return [step]
      }
    }
  }

  private mutating func inRounds(_ rounds: inout Rounds, isDeaf: Bool) -> Step {
    rounds.steps = changed(rounds.steps, isCaller: false, isDeaf: isDeaf)
    return .rounds(rounds)
  }

  /// Puts a few steps that follow each other into one.
  private mutating func changed(
    _ steps: [Step], isCaller: Bool, isAfter: Bool = false, isDeaf: Bool = false
  ) -> [Step] {
    let places = steps.indices.filter { Self.canBeTried(steps[$0], unless: steps.released) }
    guard !places.isEmpty else { return steps }
    let first = places[random.below(places.count)]
    var last = first
    while last + 1 < steps.count, places.contains(last + 1), chance(50) { last += 1 }
    var inside = Array(steps[first...last])
    let needsFailure = !TryStep(inside, otherwise: []).mayFail(isDeaf: isDeaf)
    if inside.last?.endsTask != true, needsFailure || chance(50) { inside.append(.fail(name("tried-"))) }
    if chance(25) { inside = limited(inside, isDeaf: isDeaf) }
    let handled = Step.handling(TryStep(inside, otherwise: otherwise(isCaller: isCaller, isAfter: isAfter)))
    var rest = Array(steps[(last + 1)...])
    if rest.isEmpty, chance(50), !isAfter { rest = [.work(time(5...60), listens: chance(60))] }
    return steps[..<first] + [handled] + rest
  }

  /// Gives steps only so long, where one of them looks whether it is late.
  private mutating func limited(_ steps: [Step], isDeaf: Bool) -> [Step] {
    guard steps.contains(where: { $0.looksAtContext(isDeaf: isDeaf) }) else { return steps }
    return [.timed(TimedStep(steps, timeout: time(5...200)))]
  }

  private mutating func otherwise(isCaller: Bool, isAfter: Bool) -> [Step] {
    if chance(25) { return [] }
    var steps: [Step] = chance(60) ? [.log(name("handled-"))] : []
    if chance(40) { steps.append(.work(time(5...60), listens: !isCaller && chance(60))) }
    if !isCaller, chance(20) {
      steps.append(
        .handling(
          TryStep(
            [.work(time(5...40), listens: true)] + (chance(50) ? [.fail(name("again-tried-"))] : []),
            otherwise: chance(50) ? [] : [.log(name("twice-"))])))
    }
    switch random.below(8) {
    case 0: steps.append(.fail(name("handled-too-")))
    case 1 where !isCaller && !isAfter: steps.append(.finish)
    default: if steps.isEmpty { steps.append(.log(name("handled-"))) }
    }
    return steps
  }

  /// Whether it can stand in a try, for the reader and for Go.
  private static func canBeTried(_ step: Step, unless released: Set<String>) -> Bool {
    switch step {
    case .work, .log, .signal, .fail, .group, .flight, .keep, .timed: true
    case .wait(let awaited):
      !awaited.parts.contains { part in
        if case .failure = part { true } else { part == .told }
      }
    case .channel(let step): if case .range = step { false } else { true }
    case .handling(let step): !step.otherwise.flatMap(\.withInner).contains(.finish)
    case .permits, .attempt:
      step.acquired.map { !released.contains($0) } == true && !step.withInner.contains(.finish)
    case .rounds, .spawn, .cancel, .useGroupContext, .finish, .panic, .exit: false
    }
  }
}
