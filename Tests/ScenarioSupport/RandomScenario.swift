import Cascade
package import CascadeScenarios
import CascadeTrace
import TestSupport

/// Scenarios that a seed makes up: all kinds and policies, nested groups, limits and what becomes of queued work, retries,
/// deaf and detached tasks, deadlines, shutdowns, cancellations from outside, late starters, siblings that are added on the way.
package struct RandomScenario {
  /// What may be in one.
  package enum Range {
    /// Everything.
    case everything
    /// Nothing that ends on its own before its time: no cancellations from outside, deadlines and shutdowns.
    case untimed
    /// The outermost group has only what every kind of group can have.
    case plain
    /// Nothing but failures and the timeouts of single tasks ties tasks together: no limits, no cancellations from outside, no task that spawns.
    case loose
  }

  private var random: Seeded
  /// What every duration is a multiple of.
  private let unit: Duration
  private let range: Range
  private var names = 0

  package static func make(seed: UInt64, unit: Duration = .milliseconds(20), _ range: Range = .everything) -> Scenario {
    var maker = RandomScenario(random: Seeded(seed), unit: unit, range: range)
    let group = maker.group(depth: 0, name: "root", isPlain: range == .plain)
    return Scenario(title: "Random \(seed)", seed: seed, onCancel: maker.result(isPlain: false), group: group)
  }

  private var isTimed: Bool { range == .everything || range == .plain }

  private mutating func chance(_ percent: Int) -> Bool { random.chance(percent) }
  private mutating func duration(_ range: ClosedRange<Int>) -> Duration { unit * Int.random(in: range, using: &random) }

  private mutating func name(_ letter: String) -> String {
    names += 1
    return "\(letter)\(names)"
  }

  /// - Parameter isPlain: Whether there is a context that could give a cause.
  private mutating func result(isPlain: Bool) -> CancelResult {
    let results: [CancelResult] =
      [.contextError, .success, .error("late"), .wrapped("late")] + (isPlain ? [] : [.cause])
    return results[random.below(results.count)]
  }

  // MARK: Groups

  private mutating func group(depth: Int, name: String, isPlain: Bool) -> GroupPlan {
    let kind = GroupPlan.Kind.allCases[random.below(GroupPlan.Kind.allCases.count)]
    let isPlain = isPlain || kind.isSwift
    var group = GroupPlan(name: name, isNamed: true, kind: kind, tasks: [])
    for _ in 0..<(1 + random.below(5)) { group.tasks.append(task(depth: depth, isPlain: isPlain)) }
    guard range != .loose else { return group }
    if chance(15) { group.afterWait = [.work(duration(1...6), listens: chance(70))] }
    if chance(5) { group.afterWait.append(.fail("spoiled")) }
    if chance(8) { group.wrap = "in short" }
    if chance(8) { group.deferred = [.work(duration(1...4), listens: false), .log("deferred")] }
    guard !isPlain else { return group }
    if chance(30) {
      group.limit = 1 + random.below(3)
      group.settings.queued = ErrGroup.QueuedWork.allCases[random.below(ErrGroup.QueuedWork.allCases.count)]
    }
    if kind != .waitgroup { group.settings.ignoresLoneCancellations = chance(10) }
    if isTimed { addEnds(to: &group) }
    return group
  }

  private mutating func addEnds(to group: inout GroupPlan) {
    group.isDetached = chance(8)
    if chance(10) { group.outsideCancel = .init(at: duration(0...30), cause: chance(50) ? "from outside" : nil) }
    if chance(15) { group.deadline = .init(.afterStart(duration(1...30))) }
    if chance(15) {
      let name = self.name("f")
      group.afterFunctions = [.init(name: name, on: chance(70) ? .group : .parent, steps: functionSteps())]
    }
    if group.kind != .waitgroup, chance(12) { group.shutdown = .init(at: duration(0...20), grace: duration(0...15)) }
  }

  /// What an after-function does.
  private mutating func functionSteps() -> [Step] {
    var steps: [Step] = []
    if chance(60) { steps.append(.work(duration(1...6), listens: false)) }
    if chance(40) { steps.append(.signal(signal())) }
    if chance(10) { steps.append(.cancel(cause: nil)) }
    return steps
  }

  private mutating func signal() -> String { ["ready", "open"][random.below(2)] }

  // MARK: Tasks

  private mutating func task(depth: Int, isPlain: Bool) -> TaskPlan {
    let isRetried = chance(15)
    var task = TaskPlan(name: name("t"), attempts: [])
    task.isDeaf = chance(20)
    for _ in 0..<(isRetried ? 3 : 1) {
      task.attempts.append(steps(depth: isRetried ? 9 : depth, isPlain: isPlain, isDeaf: task.isDeaf))
    }
    if isRetried, chance(50) {
      task.retryDelay = duration(1...4)
      task.backoff.factor = [1, 1.5, 2, 3][random.below(4)]
      task.backoff.jitter = chance(30) ? 20 : 0
      if chance(20) { task.backoff.except = "broken" }
    }
    if chance(25) { task.arrival = .afterPrevious(duration(1...8)) }
    if chance(40) { task.cleanup = duration(1...12) }
    if chance(30) { task.onCancel = result(isPlain: isPlain) }
    guard !isPlain else { return task }
    if range != .untimed, chance(12) { task.timeout = .init(after: duration(1...20)) }
    guard range != .loose else { return task }
    if chance(12) { task.spawn = .tryGo }
    if chance(8) { task.capturedContext = .parent }
    task.isDetached = chance(8)
    if chance(40) { task.onShutdown = .finish }
    if chance(8) { task.afterFunctions = [.init(name: "closes", steps: functionSteps())] }
    return task
  }

  /// - Parameters:
  ///   - depth: From 2 on nothing is opened or added.
  ///   - isPlain: Whether the group can't be touched.
  private mutating func steps(depth: Int, isPlain: Bool, isDeaf: Bool) -> [Step] {
    let hasTies = !isPlain && range != .loose
    var steps: [Step] = []
    for _ in 0..<(1 + random.below(3)) {
      switch random.below(20) {
      case 0..<13: steps.append(.work(duration(1...15), listens: chance(75)))
      case 13...14 where depth < 2:
        steps.append(.group(group(depth: depth + 1, name: name("g"), isPlain: false), ignoreError: chance(30)))
      case 15 where depth < 2 && hasTies: steps.append(.spawn(task(depth: 9, isPlain: false)))
      case 16 where hasTies && isTimed && chance(30): steps.append(.cancel(cause: chance(50) ? "enough" : nil))
      case 17 where hasTies: steps.append(.useGroupContext)
      case 18: steps.append(.log("here"))
      case 14 where chance(50):
        let round: [Step] = [.work(duration(1...4), listens: chance(75)), .log("again")]
        steps.append(
          .rounds(
            Rounds(
              every: chance(50) ? duration(2...6) : nil, times: 1 + random.below(3), steps: round,
              last: chance(30) ? [.work(duration(1...3), listens: true), .fail("worn out")] : nil)))
        if steps.last?.endsTask == true { return steps }
      case 19 where hasTies && isTimed && chance(20):
        steps.append(.wait(.any([.signal(signal()), .signal("ready")], or: duration(1...6))))
      case 19 where hasTies && isTimed: steps.append(chance(60) ? .signal(signal()) : .wait(.signal(signal())))
      default: steps.append(.work(duration(1...4), listens: true))
      }
    }
    switch random.below(10) {
    case 0..<2: steps.append(.fail("broken"))
    case 2 where range != .loose: steps.append(.panic("index out of range"))
    case 3: steps.append(.finish)
    case 4 where !isDeaf && isTimed && chance(40):
      // A service: now and then it does something when it is told.
      steps.append(.wait(.told))
      if chance(30) { steps += [.work(duration(1...4), listens: chance(20)), .finish] }
    default: break
    }
    return steps
  }
}
