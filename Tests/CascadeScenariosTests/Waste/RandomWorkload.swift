import CascadeScenarios

/// Scenarios that a seed makes up: all kinds and policies, nested groups, limits, retries, deaf and detached tasks,
/// deadlines, outside hands, late starters, siblings that are added on the way.
struct RandomWorkload {
  private var random: Seeded
  /// What every duration is a multiple of.
  private let unit: Duration
  private var names = 0
  /// Whether anything may end before its time by itself.
  private let isTimed: Bool

  /// - Parameter isPlain: Whether the outermost group has only what every kind of group can have.
  static func make(seed: UInt64, unit: Duration, isTimed: Bool = true, isPlain: Bool = false) -> Scenario {
    var maker = RandomWorkload(random: Seeded(seed: seed), unit: unit, isTimed: isTimed)
    let group = maker.group(depth: 0, name: "root", isPlain: isPlain)
    return Scenario(title: "Random \(seed)", seed: seed, onCancel: maker.result(), group: group)
  }

  private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }
  private mutating func duration(_ range: ClosedRange<Int>) -> Duration { unit * Int.random(in: range, using: &random) }

  private mutating func name(_ letter: String) -> String {
    names += 1
    return "\(letter)\(names)"
  }

  private mutating func result() -> CancelResult {
    [.contextError, .cause, .success, .error("late")].randomElement(using: &random)!
  }

  private mutating func group(depth: Int, name: String, isPlain: Bool = false) -> GroupPlan {
    let kind = GroupPlan.Kind.allCases.randomElement(using: &random)!
    let isPlain = isPlain || kind.isSwift
    var tasks: [TaskPlan] = []
    for _ in 0..<Int.random(in: 1...5, using: &random) { tasks.append(task(depth: depth, isPlain: isPlain)) }
    let isTimed = isTimed && !isPlain
    return GroupPlan(
      name: name, isNamed: true, kind: kind,
      limit: !isPlain && chance(30) ? Int.random(in: 1...3, using: &random) : nil, isDetached: isTimed && chance(8),
      outsideCancel: isTimed && chance(10) ? .init(at: duration(0...30)) : nil,
      deadline: isTimed && chance(15) ? .init(.afterStart(duration(1...30))) : nil,
      tasks: tasks, afterWait: chance(15) ? [.work(duration(1...6), listens: chance(70))] : [])
  }

  private mutating func task(depth: Int, isPlain: Bool) -> TaskPlan {
    let isRetried = chance(15)
    var attempts: [[Step]] = []
    for _ in 0..<(isRetried ? 3 : 1) { attempts.append(steps(depth: isRetried ? 9 : depth, isPlain: isPlain)) }
    return TaskPlan(
      name: name("t"), spawn: !isPlain && chance(12) ? .tryGo : .go,
      arrival: .afterPrevious(chance(25) ? duration(1...8) : .zero),
      capturedContext: !isPlain && chance(8) ? .parent : .group, isDetached: !isPlain && chance(8),
      timeout: isTimed && !isPlain && chance(12) ? .init(after: duration(1...20)) : nil, isDeaf: chance(20),
      cleanup: chance(40) ? duration(1...12) : .zero, onCancel: chance(30) ? result() : nil, attempts: attempts,
      retryDelay: isRetried && chance(50) ? duration(1...4) : .zero)
  }

  /// - Parameters:
  ///   - depth: From 2 on nothing is opened or added.
  ///   - isPlain: Whether the group can't be touched.
  private mutating func steps(depth: Int, isPlain: Bool) -> [Step] {
    var steps: [Step] = []
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      switch Int.random(in: 0..<20, using: &random) {
      case 0..<13: steps.append(.work(duration(1...15), listens: chance(75)))
      case 13...14 where depth < 2:
        steps.append(.group(group(depth: depth + 1, name: name("g")), ignoreError: chance(30)))
      case 15 where depth < 2 && !isPlain: steps.append(.spawn(task(depth: 9, isPlain: false)))
      case 16 where isTimed && !isPlain && chance(30): steps.append(.cancel(cause: chance(50) ? "by hand" : nil))
      case 17 where !isPlain: steps.append(.useGroupContext)
      case 18: steps.append(.log("here"))
      default: steps.append(.work(duration(1...4), listens: true))
      }
    }
    switch Int.random(in: 0..<10, using: &random) {
    case 0..<3: steps.append(.fail("broken"))
    case 3: steps.append(.finish)
    default: break
    }
    return steps
  }
}
