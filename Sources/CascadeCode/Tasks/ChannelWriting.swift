import Cascade
import CascadeScenarios
import CascadeTrace

// MARK: Go

extension GoProgram {
  mutating func writeChannels() {
    channels = ChannelVariable.all(scenario, &names)
    let used = scenario.group.channels
    channels.removeAll { !used.contains($0.plan.name) }
    for channel in channels {
      let capacity = channel.plan.capacity > 0 ? ", \(channel.plan.capacity)" : ""
      code.line("\(channel.name) := make(\(channel.type)\(capacity))")
      switch channel.plan.filling {
      case nil: continue
      case .items(let count):
        if count > 0 {
          code.line("for item := range \(count) {")
          code.line("\t\(channel.name) <- item")
          code.line("}")
        }
      case .jobs(let jobs):
        for job in jobs { writeJob(job, to: channel) }
      }
      code.line("close(\(channel.name))")
    }
  }

  private mutating func writeJob(_ job: [Step], to channel: ChannelVariable) {
    code.line("\(channel.name) <- func(ctx context.Context) error {")
    code.begin()
    writeSteps(
      job, of: TaskPlan(name: "", onCancel: .contextError, attempts: [job]), ids: [], attempts: [],
      in: GoScope(context: "ctx"))
    code.end()
    code.line("}")
  }

  /// What a group that is written as a function of its own has to be given.
  func channelParameters(of group: GroupPlan) -> (parameters: String, arguments: String) {
    let used = group.channels
    let given = channels.filter { used.contains($0.plan.name) }
    return (given.map { ", \($0.name) \($0.type)" }.joined(), given.map { ", \($0.name)" }.joined())
  }

  mutating func writeClosing(_ plan: TaskPlan) {
    for name in plan.closes { code.line("defer close(\(variable(of: name)))") }
  }

  func variable(of channel: String) -> String {
    channels.first { $0.plan.name == channel }?.name ?? channel
  }

  /// - Returns: the lines of what is done when it is cut short, where that is anything.
  mutating func writeChannel(
    _ step: ChannelStep, ids: [String], of plan: TaskPlan?, index: Int, in scope: inout GoScope
  ) -> [Range<Int>] {
    let name = variable(of: step.channel)
    let listens = step.listens && plan?.isDeaf != true
    switch step {
    case .send(_, let count, _):
      guard count > 1 else { return writePass("\(name) <- 1", listens: listens, of: plan, in: scope) }
      return writePasses("for item := range \(count) {", "\(name) <- item", listens: listens, of: plan, in: &scope)
    case .receive(_, let count, _):
      guard count > 1 else { return writePass("<-\(name)", listens: listens, of: plan, in: scope) }
      return writePasses("for range \(count) {", "<-\(name)", listens: listens, of: plan, in: &scope)
    case .range(_, let each, _, _):
      var cleanups: [Range<Int>] = []
      writeLoop(in: &scope) { program, scope in
        cleanups = program.writeRange(step, name, each, listens: listens, ids: ids, plan, index, in: &scope)
      }
      return cleanups
    case .close:
      code.line("close(\(name))")
      return []
    }
  }

  /// Several sends or receives.
  private mutating func writePasses(
    _ head: String, _ statement: String, listens: Bool, of plan: TaskPlan?, in scope: inout GoScope
  ) -> [Range<Int>] {
    var cleanups: [Range<Int>] = []
    writeLoop(in: &scope) { program, scope in
      program.code.line(head)
      program.code.begin()
      cleanups = program.writePass(statement, listens: listens, of: plan, in: scope)
      program.code.end()
      program.code.line("}")
    }
    return cleanups
  }

  /// One send or receive, in a `select` with the context where it listens.
  private mutating func writePass(
    _ statement: String, listens: Bool, of plan: TaskPlan?, in scope: GoScope
  ) -> [Range<Int>] {
    guard listens else {
      code.line(statement)
      return []
    }
    code.line("select {")
    code.line("case \(statement):")
    if let asked = plan?.onShutdown == .finish ? scope.asked : nil {
      code.line("case <-\(asked):")
      code.line("\t\(returning(nil, in: scope))")
    }
    code.line("case <-\(scope.context).Done():")
    code.begin()
    let begin = code.next
    writeAnswer(plan, in: scope)
    let cleanup = begin..<code.next
    code.end()
    code.line("}")
    return [cleanup]
  }

  private mutating func writeRange(
    _ step: ChannelStep, _ name: String, _ each: [Step], listens: Bool, ids: [String], _ plan: TaskPlan?, _ index: Int,
    in scope: inout GoScope
  ) -> [Range<Int>] {
    var cleanups: [Range<Int>] = []
    let counts = each.countRounds
    // Where nothing listens, it stands before the loop, and there may be others.
    let number = counts && !listens ? names.unique("number of \(step.channel)", else: "numberOfItems") : "round"
    if counts { scope.round = number }
    defer { scope.round = nil }
    if listens {
      code.line(counts ? "for \(number) := 1; ; \(number)++ {" : "for {")
      code.begin()
      code.line(step.doesJobs ? "var job func(context.Context) error" : "var ok bool")
      if step.doesJobs { code.line("var ok bool") }
      cleanups = writePass("\(step.doesJobs ? "job" : "_"), ok = <-\(name)", listens: true, of: plan, in: scope)
      code.line("if !ok {")
      code.line("\tbreak")
      code.line("}")
    } else {
      if counts { code.line("\(number) := 0") }
      code.line(step.doesJobs ? "for job := range \(name) {" : "for range \(name) {")
      code.begin()
      if counts { code.line("\(number)++") }
    }
    if step.doesJobs { cleanups += writeDoing(of: plan, in: scope) }
    for one in each.reachable { writeStep(one.step, ids: ids, in: &scope, plan: plan, index: index) }
    if each.last == .finish { code.line(returning(nil, in: scope)) }
    code.end()
    code.line("}")
    return cleanups
  }

  /// Does a job.
  private mutating func writeDoing(of plan: TaskPlan?, in scope: GoScope) -> [Range<Int>] {
    let context = plan?.isDeaf == true ? "context.Background()" : scope.context
    code.line("if err := job(\(context)); err != nil {")
    var cleanups: [Range<Int>] = []
    if let plan, plan.isDeaf != true, plan.catchesCancellation(else: scenario.onCancel) {
      imports.insert("errors")
      code.line("\tif \(Self.isCutShort(by: scope.context)) {")
      code.begin()
      code.begin()
      let begin = code.next
      writeAnswer(plan, in: scope)
      cleanups = [begin..<code.next]
      code.end()
      code.end()
      code.line("\t}")
    }
    code.line("\t\(returning("err", in: scope))")
    code.line("}")
    return cleanups
  }
}

// MARK: Swift

extension SwiftProgram {
  mutating func writeChannels() {
    let used = scenario.group.channels
    channels = ChannelVariable.all(scenario, &names).filter { used.contains($0.plan.name) }
    for channel in channels {
      switch channel.plan.filling {
      case nil: continue
      case .items(let count): code.line("let \(channel.name) = Items(1...\(count))")
      case .jobs(let jobs):
        code.line("let \(channel.name) = Items<@Sendable (Context) async throws -> Void>([")
        code.begin()
        for job in jobs { writeJob(job) }
        code.end()
        code.line("])")
      }
    }
  }

  private mutating func writeJob(_ job: [Step]) {
    var scope = SwiftScope(context: "ctx")
    code.line("{ \(job.contains { $0.traits.work != nil } ? "ctx" : "_") in")
    code.begin()
    for step in job { writeStep(step, ids: [], in: &scope, task: nil) }
    code.end()
    code.line("},")
  }

  mutating func writeChannel(
    _ step: ChannelStep, ids: [String], of task: TaskPlan?, in scope: inout SwiftScope, ending: SwiftEnding
  ) {
    guard let name = channels.first(where: { $0.plan.name == step.channel })?.name else { return }
    let listens = step.listens && task?.isDeaf != true
    let attempt = ending == .endsQuietly ? "try?" : "try"
    let next = listens ? "\(attempt) \(name).next(\(scope.context))" : "\(name).next()"
    switch step {
    case .receive(_, let count, _):
      code.line(count > 1 ? "for _ in 1...\(count) { _ = \(next) }" : "_ = \(next)")
    case .range(_, let each, let holdsJobs, _):
      let isDeaf = task?.isDeaf == true
      let counts = each.countRounds
      let number = counts ? names.unique("round") : ""
      if counts { code.line("var \(number) = 0") }
      code.line(
        "while \(holdsJobs ? "let job = \(next)" : "\(listens ? "try " : "")\(name).next(\(listens ? scope.context : "")) != nil") {"
      )
      code.begin()
      if holdsJobs { code.line("try await job(\(isDeaf ? "\(scope.context).withoutCancel()" : scope.context))") }
      if counts {
        code.line("\(number) += 1")
        scope.round = "\\(\(number))"
      }
      for one in each.reachable { writeStep(one.step, ids: ids, in: &scope, task: task) }
      scope.round = nil
      if each.last == .finish { code.line(scope.returning) }
      code.end()
      code.line("}")
    // There are only channels that are closed from the beginning.
    case .send, .close: return
    }
  }

  mutating func writeItemsHelper() {
    guard !channels.isEmpty else { return }
    // Swift's own groups cancel Swift tasks alone.
    let isForeign = scenario.group.hasSwiftGroup
    let lines =
      [
        "/// Items that tasks share: each goes to one of them.",
        "private final class Items<Item: Sendable>: Sendable {",
        "  private let rest: Mutex<[Item]>",
        "",
        "  init(_ items: some Sequence<Item>) {",
        "    rest = Mutex(items.reversed())",
        "  }",
        "",
        "  /// The next one, if there is one.",
        "  func next() -> Item? { rest.withLock { $0.popLast() } }",
        "",
        "  /// The same, unless the context is over.",
        "  func next(_ ctx: Context) throws -> Item? {",
        "    try ctx.checkCancellation()",
      ] + (isForeign ? ["    try Task.checkCancellation()"] : []) + ["    return next()", "  }", "}"]
    code.blank()
    for line in lines { code.line(line) }
  }
}
