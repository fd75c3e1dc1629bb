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
    /// Everything that has a counterpart in Go and doesn't end the program: no policies for queued work, no panics.
    case go
  }

  private var random: Seeded
  /// What every duration is a multiple of.
  private let unit: Duration
  private let range: Range
  /// Whether durations are any number of milliseconds, so that little happens at one instant.
  private let isFine: Bool
  /// Whether pauses between attempts may have a part of chance.
  private let hasJitter: Bool
  private var names = 0
  /// The path of what is made at the moment, and those of the tasks that are made.
  private var path: [String] = []
  private var known: [String] = []
  /// Whether the group at hand has `tryGo` in Go.
  private var canTry = true
  /// Whether it is detached from one around it.
  private var isCutOff = false

  package static func make(
    seed: UInt64, unit: Duration = .milliseconds(20), _ range: Range = .everything, isFine: Bool = false,
    hasJitter: Bool = true
  ) -> Scenario {
    var maker = RandomScenario(
      random: Seeded(seed), unit: unit, range: range, isFine: isFine, hasJitter: hasJitter)
    let group = maker.group(depth: 0, name: "root", isPlain: range == .plain)
    var standard = maker.result(isPlain: false)
    // Texts of errors are told apart where errors are.
    if range == .go, case .error = standard { standard = .contextError }
    return Scenario(title: "Random \(seed)", seed: seed, onCancel: standard, group: group)
  }

  private var isTimed: Bool { range == .everything || range == .plain || range == .go }

  private mutating func chance(_ percent: Int) -> Bool { random.chance(percent) }
  private mutating func duration(_ range: ClosedRange<Int>) -> Duration {
    let whole = unit * Int.random(in: range, using: &random)
    return isFine ? whole + .milliseconds(random.below(Int(unit / .milliseconds(1)))) : whole
  }

  private mutating func name(_ letter: String) -> String {
    names += 1
    return "\(letter)\(names)"
  }

  /// - Parameter isPlain: Whether there is a context that could give a cause.
  private mutating func result(isPlain: Bool) -> CancelResult {
    let results: [CancelResult] =
      [.contextError, .success, .error(range == .go ? name("late-") : "late"), .wrapped("late")]
      + (isPlain ? [] : [.cause])
    return results[random.below(results.count)]
  }

  // MARK: Groups

  private mutating func group(depth: Int, name: String, isPlain: Bool) -> GroupPlan {
    let kinds =
      range == .go
      ? GroupPlan.Kind.allCases.filter { !$0.isSwift } + [.errgroup, .errgroup] : GroupPlan.Kind.allCases
    let kind = kinds[random.below(kinds.count)]
    let isPlain = isPlain || kind.isSwift
    let (couldTry, wasCutOff) = (canTry, isCutOff)
    canTry = kind.goForm == .errgroup
    defer { (canTry, isCutOff) = (couldTry, wasCutOff) }
    if depth > 0 { path.append(name) }
    defer { if depth > 0 { path.removeLast() } }
    var group = GroupPlan(name: name, isNamed: true, kind: kind, tasks: [])
    if range == .go {
      // What is detached can't hear in Go that it is asked to finish, and that is known before its tasks are made.
      group.isDetached = chance(8)
      isCutOff = isCutOff || group.isDetached
    }
    for _ in 0..<(1 + random.below(5)) { group.tasks.append(task(depth: depth, isPlain: isPlain)) }
    guard range != .loose else { return group }
    if chance(15) { group.afterWait = [.work(duration(1...6), listens: chance(70))] }
    if chance(5) { group.afterWait.append(.fail("spoiled")) }
    if chance(8) { group.wrap = "in short" }
    if chance(8) { group.deferred = [.work(duration(1...4), listens: false), .log("deferred")] }
    guard !isPlain else { return group }
    if chance(30) {
      group.limit = 1 + random.below(3)
      if range != .go {
        group.settings.queued = ErrGroup.QueuedWork.allCases[random.below(ErrGroup.QueuedWork.allCases.count)]
      }
    }
    if range != .go, kind != .waitgroup { group.settings.ignoresLoneCancellations = chance(10) }
    if isTimed { addEnds(to: &group) }
    return group
  }

  private mutating func addEnds(to group: inout GroupPlan) {
    if range != .go { group.isDetached = chance(8) }
    if chance(10) { group.outsideCancel = .init(at: duration(0...30), cause: chance(50) ? "from outside" : nil) }
    if chance(15) { group.deadline = .init(.afterStart(duration(1...30))) }
    if chance(15) {
      let name = self.name("f")
      group.afterFunctions = [.init(name: name, on: chance(70) ? .group : .parent, steps: functionSteps())]
    }
    // In Go the end of a grace can't always be told from another's, which matters to a supervised group.
    if group.kind != .waitgroup, range != .go || group.kind != .supervised, chance(12) {
      group.shutdown = .init(at: duration(0...20), grace: duration((range == .go ? 1 : 0)...15))
    }
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
    path.append(task.name)
    defer {
      known.append(path.joined(separator: "/"))
      path.removeLast()
    }
    task.isDeaf = chance(20)
    for _ in 0..<(isRetried ? 3 : 1) {
      task.attempts.append(steps(depth: isRetried ? 9 : depth, isPlain: isPlain, isDeaf: task.isDeaf))
    }
    if isRetried, chance(50) {
      task.retryDelay = duration(1...4)
      task.backoff.factor = [1, 1.5, 2, 3][random.below(4)]
      task.backoff.jitter = chance(30) && hasJitter ? 20 : 0
      if chance(20) { task.backoff.except = "broken" }
    }
    if chance(25) { task.arrival = .afterPrevious(duration(1...8)) }
    if chance(40) { task.cleanup = duration(1...12) }
    if chance(30) { task.onCancel = result(isPlain: isPlain) }
    guard !isPlain else { return task }
    if range != .untimed, chance(12) { task.timeout = .init(after: duration(1...20)) }
    guard range != .loose else { return task }
    if chance(range == .go && !canTry ? 0 : 12) { task.spawn = .tryGo }
    if chance(8) { task.capturedContext = .parent }
    task.isDetached = chance(8)
    if chance(range != .go ? 40 : task.isDetached || isCutOff ? 0 : 20) { task.onShutdown = .finish }
    // No file can say so of a task that looks at another context than its group's.
    if range == .go, task.capturedContext == .parent { task.onShutdown = .goOn }
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
      case 15 where depth < 2 && hasTies:
        let spawner = path.popLast()
        steps.append(.spawn(task(depth: 9, isPlain: false)))
        path += [spawner].compactMap(\.self)
      case 16 where hasTies && isTimed && chance(30): steps.append(.cancel(cause: chance(50) ? "enough" : nil))
      case 17 where hasTies: steps.append(.useGroupContext)
      case 18 where range == .go && !known.isEmpty && chance(40):
        let other = known[random.below(known.count)]
        steps.append(.wait(chance(50) ? .start(other) : .out(other)))
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
    case 0..<2: steps.append(.fail(range == .go ? name("broken-") : "broken"))
    case 2 where range != .loose && range != .go: steps.append(.panic("index out of range"))
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
