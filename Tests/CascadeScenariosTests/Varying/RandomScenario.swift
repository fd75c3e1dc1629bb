import Cascade
import CascadeScenarios
import CascadeTrace

extension Scenario {
  /// Some scenario: the same for the same numbers.
  ///
  /// - Parameter isLoose: Whether nothing but failures ties its tasks together: no limits, no hands, nobody who spawns.
  static func random(_ random: inout Seeded, isLoose: Bool = false) -> Scenario {
    var group = GroupPlan.random(depth: 0, name: "root", &random, isLoose: isLoose)
    if !isLoose, random.chance(15) {
      group.outsideCancel = GroupPlan.OutsideCancel(at: .milliseconds(random.below(400)), cause: "a hand")
    }
    return Scenario(title: "Random", seed: UInt64(random.below(1000)), group: group)
  }
}

extension GroupPlan {
  fileprivate static func random(
    depth: Int, name: String, _ random: inout Seeded, isLoose: Bool
  ) -> GroupPlan {
    let kind = Kind.allCases[random.below(Kind.allCases.count)]
    var group = GroupPlan(name: name, kind: kind, tasks: [])
    for index in 0..<(1 + random.below(depth == 0 ? 6 : 4)) {
      group.tasks.append(.random(depth: depth, name: "t\(index)", &random, isLoose: isLoose))
    }
    guard !isLoose else { return group }
    if random.chance(25) { group.limit = 1 + random.below(3) }
    if random.chance(20) { group.deadline = Deadline(.afterStart(.milliseconds(random.below(600)))) }
    if random.chance(10) { group.isDetached = true }
    if random.chance(10) { group.afterFunctions = [AfterFunction(name: "after")] }
    return group
  }
}

extension TaskPlan {
  fileprivate static func random(depth: Int, name: String, _ random: inout Seeded, isLoose: Bool) -> TaskPlan {
    var task = TaskPlan(name: name, attempts: [[]])
    for index in 0..<(1 + random.below(3)) {
      switch random.below(10) {
      case 0..<5: task.attempts[0].append(.work(.milliseconds(20 * random.below(10)), listens: true))
      case 5, 6: task.attempts[0].append(.work(.milliseconds(20 * random.below(10)), listens: false))
      case 7 where depth < 2:
        let nested = GroupPlan.random(depth: depth + 1, name: "g\(index)", &random, isLoose: isLoose)
        task.attempts[0].append(.group(nested, ignoreError: random.chance(30)))
      case 8 where depth < 2 && !isLoose:
        task.attempts[0].append(
          .spawn(.random(depth: 2, name: "\(name)-s\(index)", &random, isLoose: isLoose)))
      default: task.attempts[0].append(.log("line"))
      }
    }
    switch random.below(6) {
    case 0: task.attempts[0].append(.fail("\(name) fails"))
    case 1 where !isLoose: task.attempts[0].append(.panic("\(name) panics"))
    default: break
    }
    if random.chance(30) { task.arrival = .afterPrevious(.milliseconds(20 * random.below(4))) }
    if random.chance(15) { task.isDeaf = true }
    if random.chance(30) { task.cleanup = .milliseconds(20 * random.below(5)) }
    if random.chance(10), !isLoose { task.capturedContext = .parent }
    if random.chance(10), !isLoose { task.isDetached = true }
    if random.chance(10) { task.timeout = Timeout(after: .milliseconds(random.below(300))) }
    if random.chance(10), !isLoose { task.spawn = .tryGo }
    if random.chance(10), task.attempts[0].allSatisfy(\.canBeTriedAgain) {
      task.attempts.append([.work(.milliseconds(40), listens: true)])
      task.retryDelay = .milliseconds(20)
    }
    return task
  }
}

extension Step {
  fileprivate var canBeTriedAgain: Bool {
    switch self {
    case .group, .spawn: false
    default: true
    }
  }
}

extension Intervention {
  /// Something at some moment of a run, to somebody in it.
  static func random(in events: [Event], _ random: inout Seeded) -> Intervention {
    let position = random.below(events.count + 1)
    let isWild = random.chance(20)
    let present = Present(isWild ? events[...] : events[..<position])
    var moment = Cursor(position: position, t: position > 0 ? events[position - 1].t : .zero)
    if random.chance(30) { moment.t = moment.t.advanced(by: .milliseconds(random.below(50))) }
    if random.chance(10) { moment.position = 0 }
    let isTask = random.chance(70)
    let targets = isWild ? present.everybody : isTask ? present.tasks : present.groups
    let target = targets.isEmpty ? "root" : targets[random.below(targets.count)]
    let choice = isWild || isTask ? random.below(8) : [0, 7, 8][random.below(3)]
    let action: Action =
      switch choice {
      case 0: .cancel
      case 1: .fail("by hand")
      case 2: .delay(.milliseconds(10 * (1 + random.below(30))))
      case 3: .finish
      case 4: .listen(true)
      case 5: .listen(false)
      case 6: .panic("by hand")
      case 7: .deadline(moment.t.advanced(by: .milliseconds(1 + random.below(300))))
      default:
        .add(
          AddedTask(
            name: "added", work: .milliseconds(random.below(200)), listens: random.chance(70),
            ending: random.chance(30) ? .fails("added fails") : .returns))
      }
    return Intervention(at: moment, on: target, action)
  }
}

/// Who is there after some events.
private struct Present {
  private(set) var tasks: [String] = []
  private(set) var groups: [String] = []
  private(set) var everybody: [String] = []

  init(_ events: ArraySlice<Event>) {
    for event in events {
      switch event.kind {
      case .taskStarted: tasks.append(event.id)
      case .taskOut: tasks.removeAll { $0 == event.id }
      case .groupOpened: groups.append(event.id)
      case .groupClosed: groups.removeAll { $0 == event.id }
      default: break
      }
      if !event.id.isEmpty, !everybody.contains(event.id) { everybody.append(event.id) }
    }
  }
}

extension Seeded {
  mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }
  mutating func chance(_ percent: Int) -> Bool { below(100) < percent }
}
