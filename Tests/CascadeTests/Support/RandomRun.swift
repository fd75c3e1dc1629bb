import Cascade
import CascadeSimulation
import TestSupport

/// A run that a seed made up: nested groups of all kinds, limits, failures, timeouts, deaf tasks, tasks cancelled alone,
/// tasks that start others. It keeps books of its own, which the tests compare with what the library says.
struct RandomRun {
  let report: Simulation.Report<String>
  let books: Books

  /// Made up by `seed`, and run with `order` as the seed of the simulation.
  init(seed: UInt64, order: UInt64? = nil) throws {
    let plan = GroupPlan(seed: seed)
    let books = Books()
    report = try Simulation(.seed(order ?? seed), .maximumJobs(100_000)).run { root in
      await play(plan, in: root, books)
    }
    self.books = books
  }

  /// The same without anybody looking: what came of it, or none for a deadlock.
  static func unobserved(seed: UInt64) -> (answer: String?, books: Books) {
    let plan = GroupPlan(seed: seed)
    let books = Books()
    let result = runUnobserved { root in await play(plan, in: root, books) }
    return (try? result?.get(), books)
  }
}

/// What happened in the groups of a run, as their own code saw it.
final class Books: Sendable {
  struct OfGroup {
    var limit: Int?
    var returned: [String?] = []
    var running = 0
    var mostRunning = 0
    var runningAtClose: Int?
    var kept: String?
  }

  private let groups = Locked<[String: OfGroup]>([:])
  private let lines = Log()

  func change(_ group: String, _ body: (inout OfGroup) -> Void) {
    groups.withLock { body(&$0[group, default: OfGroup()]) }
  }

  func add(_ line: String) { lines.add(line) }

  var all: [(key: String, value: OfGroup)] { groups.withLock { $0 }.sorted { $0.key < $1.key } }
  /// What happened, in order.
  var story: [String] { lines.all }
}

private struct GroupPlan: Sendable {
  enum Kind: CaseIterable { case scope, handle, zero }

  var kind: Kind
  var limit: Int?
  var tasks: [TaskPlan]
  var timeout: Duration?
  var cancelAlone: Int?
  var name: String

  init(seed: UInt64) {
    var random = Seeded(seed)
    self.init(depth: 0, name: "root", &random)
  }

  init(depth: Int, name: String, _ random: inout Seeded) {
    self.name = name
    kind = Kind.allCases[random.below(3)]
    limit = random.chance(35) ? 1 + random.below(3) : nil
    timeout = random.chance(20) ? .milliseconds(random.below(12)) : nil
    let count = 1 + random.below(4)
    tasks = []
    for index in 0..<count { tasks.append(TaskPlan(depth: depth, name: "\(name).\(index)", &random)) }
    cancelAlone = random.chance(15) ? random.below(count) : nil
  }
}

private struct TaskPlan: Sendable {
  enum Step: Sendable {
    case sleep(Duration)
    case deaf(Duration)
    case group(GroupPlan, ignoreError: Bool)
    case spawn(TaskPlan)
    case fail
  }

  var name: String
  var steps: [Step] = []
  var pause: Duration
  var triesOnly: Bool

  init(depth: Int, name: String, _ random: inout Seeded) {
    self.name = name
    pause = random.chance(30) ? .milliseconds(random.below(4)) : .zero
    triesOnly = random.chance(25)
    for index in 0..<(1 + random.below(3)) {
      switch random.below(10) {
      case 0..<5: steps.append(.sleep(.milliseconds(random.below(6))))
      case 5: steps.append(.deaf(.milliseconds(random.below(6))))
      case 6:
        guard depth < 2 else { continue }
        steps.append(
          .group(
            GroupPlan(depth: depth + 1, name: "\(name).\(index)", &random), ignoreError: random.chance(40)))
      case 7:
        guard depth < 2 else { continue }
        steps.append(.spawn(TaskPlan(depth: 2, name: "\(name).\(index)", &random)))
      default: if random.chance(60) { steps.append(.fail) }
      }
    }
  }
}

/// Plays a group, and says how it ended.
private func play(_ plan: GroupPlan, in parent: Context, _ books: Books) async -> String {
  let timeout = Owner(plan.timeout.map { parent.makeCancelScope(timeout: $0) } ?? parent.makeCancelScope())
  let options: [ErrGroup.Option] = [.named(plan.name)] + (plan.limit.map { [.limit($0)] } ?? [])
  books.change(plan.name) { $0.limit = plan.limit }
  do {
    switch plan.kind {
    case .scope:
      try await withErrGroup(in: timeout.context, options) { group in
        await start(plan, group, parent, books)
        try await group.wait()
        close(plan.name, books)
      }
    case .handle:
      let (group, _) = try ErrGroup.withContext(timeout.context, options)
      await start(plan, group, parent, books)
      try await group.wait()
    case .zero:
      let group = try ErrGroup(in: timeout.context, options + [.policy(.keepFirst)])
      await start(plan, group, parent, books)
      try await group.wait()
    }
    close(plan.name, books)
    books.add("\(plan.name) closes")
    return "ok"
  } catch {
    close(plan.name, books)
    books.change(plan.name) { $0.kept = "\(error)" }
    books.add("\(plan.name) closes: \(error)")
    return "\(error)"
  }
}

private func close(_ group: String, _ books: Books) {
  books.change(group) { $0.runningAtClose = $0.running }
}

private func start(_ plan: GroupPlan, _ group: ErrGroup, _ parent: Context, _ books: Books) async {
  for (index, task) in plan.tasks.enumerated() {
    await parent.pause(for: task.pause)
    let handle = await start(task, group, plan.name, books)
    if plan.cancelAlone == index { handle?.cancel(cause: Boom("alone")) }
  }
}

private func start(_ plan: TaskPlan, _ group: ErrGroup, _ name: String, _ books: Books) async -> Subtask<Void>? {
  @Sendable func work(_ ctx: Context) async throws {
    books.change(name) { group in
      group.running += 1
      group.mostRunning = max(group.mostRunning, group.running)
    }
    books.add("\(plan.name) starts")
    var failure: (any Error)?
    do {
      try await play(plan, ctx, group, name, books)
    } catch {
      failure = error
    }
    books.change(name) { group in
      group.running -= 1
      group.returned.append(failure.map { "\($0)" })
    }
    books.add("\(plan.name) is out: \(failure.map { "\($0)" } ?? "-")")
    if let failure { throw failure }
  }
  if plan.triesOnly { return group.tryGo(plan.name, work) }
  return await group.go(plan.name, work)
}

private func play(_ plan: TaskPlan, _ ctx: Context, _ group: ErrGroup, _ name: String, _ books: Books) async throws {
  for step in plan.steps {
    switch step {
    case .sleep(let duration): try await ctx.sleep(for: duration)
    case .deaf(let duration): await ctx.pause(for: duration)
    case .group(let inner, let ignoreError):
      let said = await play(inner, in: ctx, books)
      if said != "ok", !ignoreError { throw Boom("\(plan.name) passes on \(said)") }
    case .spawn(let task): _ = await start(task, group, name, books)
    case .fail: throw Boom("\(plan.name) fails")
    }
  }
}
