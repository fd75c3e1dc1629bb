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
      case nil:
        let capacity = channel.plan.capacity > 0 ? "capacity: \(channel.plan.capacity)" : ""
        code.line("let \(channel.name) = Channel<Int>(\(capacity))")
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
    guard let channel = channels.first(where: { $0.plan.name == step.channel }) else { return }
    let name = channel.name
    switch step {
    case .send(_, let count, _):
      if count > 1 {
        code.line("for item in 1...\(count) {")
        code.begin()
      }
      writeSend(count > 1 ? "item" : "1", step, on: name, of: task, in: scope, ending: count > 1 ? .goesOn : ending)
      if count > 1 {
        code.end()
        code.line("}")
      }
    case .receive(_, let count, _):
      let attempt = ending == .endsQuietly ? "try?" : "try"
      if channel.plan.filling != nil {
        let next = next(of: name, step, attempt, of: task, in: scope)
        return code.line(count > 1 ? "for _ in 1...\(count) { _ = \(next) }" : "_ = \(next)")
      }
      if count > 1 {
        code.line("for _ in 1...\(count) {")
        code.begin()
      }
      call("_ = \(attempt) await \(name).receive", receiving(step, of: task, in: scope))
      if count > 1 {
        code.end()
        code.line("}")
      }
    case .range(_, let each, _, _): writeRange(step, channel, each, ids: ids, of: task, in: &scope)
    case .close: writeClose(of: channel, in: scope)
    }
  }

  private mutating func writeSend(
    _ item: String, _ step: ChannelStep, on name: String, of task: TaskPlan?, in scope: SwiftScope, ending: SwiftEnding
  ) {
    let attempt = ending == .endsQuietly ? "try?" : "try"
    if !step.listens || task?.isDeaf == true {
      code.line("\(attempt) await \(name).send(\(item))")
    } else if task?.onShutdown == .finish {
      needsSendOrEnd = true
      let arguments = ["\(item), in: \(scope.context)", "orUntil: \(scope.context).shutdownSignal"]
      writeGuard("await \(name).send", arguments, ending: ending)
    } else {
      call("\(attempt) await \(name).send", [item, "in: \(scope.context)"])
    }
  }

  /// What a receive is given.
  private mutating func receiving(_ step: ChannelStep, of task: TaskPlan?, in scope: SwiftScope) -> [String] {
    guard step.listens, task?.isDeaf != true else { return [] }
    guard task?.onShutdown == .finish else { return ["in: \(scope.context)"] }
    needsReceiveOrEnd = true
    return ["in: \(scope.context)", "orUntil: \(scope.context).shutdownSignal"]
  }

  /// The next item of those that were there from the beginning.
  private func next(
    of name: String, _ step: ChannelStep, _ attempt: String, of task: TaskPlan?, in scope: SwiftScope
  ) -> String {
    step.listens && task?.isDeaf != true ? "\(attempt) \(name).next(\(scope.context))" : "\(name).next()"
  }

  private mutating func writeRange(
    _ step: ChannelStep, _ channel: ChannelVariable, _ each: [Step], ids: [String], of task: TaskPlan?,
    in scope: inout SwiftScope
  ) {
    let counts = each.countRounds
    let number = counts ? names.unique("round") : ""
    if counts { code.line("var \(number) = 0") }
    let isEmpty = each.isEmpty && !step.doesJobs
    let end = isEmpty ? " {}" : " {"
    if channel.plan.filling != nil {
      let next = next(of: channel.name, step, "try", of: task, in: scope)
      code.line("while \(step.doesJobs ? "let job = \(next)" : "\(next) != nil")\(end)")
    } else {
      call("while try await \(channel.name).receive", receiving(step, of: task, in: scope), ") != nil\(end)")
    }
    guard !isEmpty else { return }
    code.begin()
    if step.doesJobs {
      code.line("try await job(\(task?.isDeaf == true ? "\(scope.context).withoutCancel()" : scope.context))")
    }
    if counts {
      code.line("\(number) += 1")
      scope.round = "\\(\(number))"
    }
    for one in each.reachable { writeStep(one.step, ids: ids, in: &scope, task: task) }
    scope.round = nil
    if each.last == .finish { code.line(scope.returning) }
    code.end()
    code.line("}")
  }

  private mutating func writeClose(of channel: ChannelVariable, in scope: SwiftScope) {
    // What an after-function does can't fail.
    guard !scope.isInFunction, scenario.group.closings(of: channel.plan.name) > 1 else {
      return code.line("\(channel.name).close()")
    }
    saysWhetherItCloses = true
    code.line("guard \(channel.name).close() else {")
    code.line("  throw AppError(\(panicArgument("close of closed channel")))")
    code.line("}")
  }

  /// Closes what a task closes as it returns.
  mutating func writeClosing(_ plan: TaskPlan) {
    // What does nothing else needs no defer.
    let isAll = plan.attempts.allSatisfy(\.reachable.isEmpty) && plan.afterFunctions.isEmpty
    let calls = plan.closes.map { "\(variable(of: $0)).close()" }
    for call in isAll ? calls.reversed() : calls { code.line(isAll ? call : "defer { \(call) }") }
  }

  /// Closes channels when every task is out, beside everything else.
  mutating func writeClosing(_ plan: GroupPlan) {
    guard !plan.closes.isEmpty else { return }
    // A child task would hold a caller back that leaves before.
    var begun = plan
    begun.beforeGo = []
    let mayLeave = plan.leave != nil || begun.mayReturnEarly
    code.line(mayLeave ? "Task {" : "async let _: Void = {")
    code.line("  \(plan.kind == .waitgroup && plan.leave == nil ? "" : "try? ")await group.wait()")
    for name in plan.closes { code.line("  \(variable(of: name)).close()") }
    code.line(mayLeave ? "}" : "}()")
  }

  func variable(of channel: String) -> String {
    channels.first { $0.plan.name == channel }?.name ?? channel
  }
}

// MARK: What becomes of a channel

extension SwiftProgram {
  /// Whether a step may panic, as one that finds a channel closed which it sends on or closes.
  func mayPanic(_ step: Step, of plan: TaskPlan?) -> Bool {
    let group = scenario.group
    switch step {
    case .channel(.send(let name, _, _)): return group.mayBeClosed(name, for: plan)
    case .channel(.close(let name)): return group.closings(of: name) > 1
    case .attempt(let attempt):
      if case .send(let name) = attempt.action { return group.mayBeClosed(name, for: plan) }
      return false
    case .panic: return true
    case .channel, .work, .wait, .permits, .flight, .rounds, .handling, .timed, .group, .spawn, .cancel,
      .useGroupContext, .signal, .keep, .log, .finish, .fail, .exit:
      return false
    }
  }

  /// Whether the call that a step is written as throws, be it that this never happens.
  func isThrowing(_ step: ChannelStep) -> Bool {
    if case .close(let name) = step { return scenario.group.closings(of: name) > 1 }
    return channels.contains { $0.plan.name == step.channel && $0.plan.filling == nil }
  }

  /// Whether anything closes a channel.
  var closesChannels: Bool { channels.contains { scenario.group.closings(of: $0.plan.name) > 0 } }
}
