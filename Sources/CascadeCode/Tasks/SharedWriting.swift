import Cascade
import CascadeScenarios
import CascadeTrace

// MARK: Go

extension GoProgram {
  mutating func writeSemaphores() {
    let used = scenario.group.semaphores
    for plan in scenario.semaphores where used.contains(plan.name) {
      imports.insert("golang.org/x/sync/semaphore")
      let variable = SemaphoreVariable(plan: plan, name: names.unique(plan.name, else: "permits"))
      semaphores.append(variable)
      code.line("\(variable.name) := semaphore.NewWeighted(\(plan.permits))")
    }
    limiters = LimiterVariable.all(scenario, &names)
    for limiter in limiters {
      imports.formUnion(["golang.org/x/time/rate", "time"])
      let every = duration(limiter.plan.every)
      code.line("\(limiter.name) := rate.NewLimiter(rate.Every(\(every)), \(limiter.plan.burst))")
    }
    guard scenario.group.sharesCalls else { return }
    imports.insert("golang.org/x/sync/singleflight")
    code.line("calls := new(singleflight.Group)")
  }

  /// What a group that is written as a function of its own has to be given.
  func sharedParameters(of group: GroupPlan) -> (parameters: String, arguments: String) {
    let used = group.semaphores
    let given = semaphores.filter { used.contains($0.plan.name) }
    let calls = group.sharesCalls
    let taken = group.limiters
    let limits = limiters.filter { taken.contains($0.plan.name) }
    return (
      given.map { ", \($0.name) *semaphore.Weighted" }.joined()
        + limits.map { ", \($0.name) *rate.Limiter" }.joined() + (calls ? ", calls *singleflight.Group" : ""),
      (given.map(\.name) + limits.map(\.name)).map { ", \($0)" }.joined() + (calls ? ", calls" : "")
    )
  }

  /// - Returns: the lines of what is done when it is cut short, where that is anything.
  mutating func writePermits(
    _ step: PermitStep, of plan: TaskPlan?, in scope: GoScope
  ) -> [Range<Int>] {
    if case .token(let limiter) = step { return writeToken(of: limiter, of: plan, in: scope) }
    guard let semaphore = step.semaphore, let name = semaphores.first(where: { $0.plan.name == semaphore })?.name else {
      return []
    }
    switch step {
    case .token: return []
    case .release(_, let count):
      code.line("\(name).Release(\(count))")
      return []
    case .acquire(_, let count, let listens):
      var cleanups: [Range<Int>] = []
      let isReleased = released.contains(semaphore)
      if listens, scope.goesOn, scope.label == nil, !isReleased {
        code.line("if \(name).Acquire(\(scope.context), \(count)) == nil {")
        code.line("\tdefer \(name).Release(\(count))")
        code.line("}")
        return []
      }
      if listens, scope.goesOn, scope.label == nil {
        code.line("_ = \(name).Acquire(\(scope.context), \(count))")
        return []
      }
      if listens, plan?.isDeaf != true {
        let answer = scope.goesOn ? .success : plan?.onCancel ?? scenario.onCancel
        let isUsed =
          switch answer {
          case .contextError, .wrapped: true
          case .cause, .success, .error: false
          }
        let call = "\(name).Acquire(\(scope.context), \(count))"
        code.line(isUsed ? "if err := \(call); err != nil {" : "if \(call) != nil {")
        code.begin()
        let begin = code.next
        writeAnswer(plan, in: scope, error: "err")
        cleanups = [begin..<code.next]
        code.end()
        code.line("}")
      } else {
        code.line("_ = \(name).Acquire(context.WithoutCancel(\(scope.context)), \(count))")
      }
      if !isReleased { code.line("defer \(name).Release(\(count))") }
      return cleanups
    }
  }

  /// What it returns that isn't the end of the context is the task's own error.
  ///
  /// - Returns: the lines of what is done when it is cut short, where that is anything.
  private mutating func writeToken(of limiter: String, of plan: TaskPlan?, in scope: GoScope) -> [Range<Int>] {
    guard let name = limiters.first(where: { $0.plan.name == limiter })?.name else { return [] }
    guard plan?.isDeaf != true else {
      code.line("_ = \(name).Wait(context.WithoutCancel(\(scope.context)))")
      return []
    }
    if scope.goesOn, scope.label == nil {
      code.line("if err := \(name).Wait(\(scope.context)); err != nil && \(scope.context).Err() == nil {")
      code.line("\t\(returning("err", in: scope))")
      code.line("}")
      return []
    }
    code.line("if err := \(name).Wait(\(scope.context)); err != nil {")
    code.begin()
    if scope.goesOn || plan?.catchesCancellation(else: scenario.onCancel) ?? (scenario.onCancel != .contextError) {
      code.line("if \(scope.context).Err() == nil {")
      code.line("\t\(returning("err", in: scope))")
      code.line("}")
    }
    let begin = code.next
    writeAnswer(plan, in: scope, error: "err")
    let cleanup = begin..<code.next
    code.end()
    code.line("}")
    return [cleanup]
  }

  /// Takes a token where the task returns what that returns.
  ///
  /// - Returns: whether that can be written.
  mutating func writeLastToken(_ step: PermitStep, of plan: TaskPlan?, in scope: GoScope) -> Bool {
    guard case .token(let limiter) = step, plan?.isDeaf != true, !scope.goesOn,
      plan?.catchesCancellation(else: scenario.onCancel) != true,
      let name = limiters.first(where: { $0.plan.name == limiter })?.name
    else { return false }
    code.line(returning("\(name).Wait(\(scope.context))", in: scope))
    return true
  }

  /// - Parameter isLast: Whether the task returns what it returns.
  /// - Returns: the lines of what is done when it is cut short, where that is anything.
  mutating func writeFlight(
    _ step: FlightStep, of plan: TaskPlan?, in scope: GoScope, isLast: Bool
  ) -> [Range<Int>] {
    let listens = step.listens && plan?.isDeaf != true
    let name = listens ? names.unique(step.key, else: "result") : ""
    let head = listens ? "\(name) := calls.DoChan(" : "\(isLast ? "" : "if ")_, err, _ := calls.Do("
    code.line("\(head)\(Literal.go(step.key)), func() (any, error) {")
    code.begin()
    writeCall(step.call, in: scope)
    code.end()
    guard listens else {
      if isLast {
        code.line("})")
        code.line("return err")
      } else {
        code.line("}); err != nil {")
        code.line("\treturn err")
        code.line("}")
      }
      return []
    }
    code.line("})")
    code.line("select {")
    code.line("case result := <-\(name):")
    if isLast {
      code.line("\treturn result.Err")
    } else {
      code.line("\tif result.Err != nil {")
      code.line("\t\treturn result.Err")
      code.line("\t}")
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
}

extension GoProgram {
  fileprivate mutating func writeCall(_ steps: [Step], in scope: GoScope) {
    if steps.contains(where: { $0.traits.listening != .never }) {
      code.line("ctx := context.WithoutCancel(\(scope.context))")
    }
    if steps.count == 1, case .work(let duration, listens: true) = steps[0] {
      needsSleep = true
      code.line("return nil, sleep(ctx, \(self.duration(duration)))")
      return
    }
    writeSteps(
      steps, of: TaskPlan(name: "", onCancel: .contextError, attempts: [steps]), ids: [], attempts: [],
      in: GoScope(context: "ctx", results: .valueAndError))
  }
}

// MARK: Swift

extension SwiftProgram {
  mutating func writeSemaphores() {
    let used = scenario.group.semaphores
    for plan in scenario.semaphores where used.contains(plan.name) {
      let variable = SemaphoreVariable(plan: plan, name: names.unique(plan.name, else: "permits"))
      semaphores.append(variable)
      call("let \(variable.name) = Semaphore", ["permits: \(plan.permits)", "name: \(Literal.swift(plan.name))"])
    }
    limiters = LimiterVariable.all(scenario, &names)
    for limiter in limiters {
      needsError = true
      call(
        "let \(limiter.name) = RateLimiter",
        ["every: \(Literal.swift(limiter.plan.every))", "burst: \(limiter.plan.burst)"])
    }
    if scenario.group.sharesCalls { code.line("let calls = SingleFlight<String, Void>()") }
  }

  mutating func writePermits(_ step: PermitStep, of task: TaskPlan?, in scope: SwiftScope) {
    if case .token(let limiter) = step, let name = limiters.first(where: { $0.plan.name == limiter })?.name {
      let context = task?.isDeaf != true ? scope.context : "\(scope.context).withoutCancel()"
      return code.line("try await \(name).wait(\(context))")
    }
    guard let semaphore = step.semaphore, let name = semaphores.first(where: { $0.plan.name == semaphore })?.name else {
      return
    }
    func permits(_ count: Int) -> String { count == 1 ? "" : "permits: \(count)" }
    switch step {
    case .token: break
    case .release(_, let count): code.line("\(name).release(\(permits(count)))")
    case .acquire(_, let count, let listens):
      let context = listens && task?.isDeaf != true ? scope.context : "\(scope.context).withoutCancel()"
      let more = count == 1 ? "" : ", \(permits(count))"
      code.line("try await \(name).acquire(\(context)\(more))")
      guard !released.contains(semaphore) else { return }
      code.line(
        !scope.isInTry && (holds(task) || held.contains(semaphore))
          ? "\(name)Held += \(count)" : "defer { \(name).release(\(permits(count))) }")
    }
  }

  /// Whether permits are held longer than the block lasts in which they are acquired: what is cut short is caught around it.
  private func holds(_ task: TaskPlan?) -> Bool {
    task.map { $0.catchesCancellation(else: scenario.onCancel) && !$0.isDeaf } ?? false
  }

  /// Writes what gives permits back that such a task holds until it returns.
  mutating func writeHolding(_ steps: [Step], of task: TaskPlan) {
    let tries = steps.flatMap(\.withUncaught).contains { if case .attempt = $0 { $0.acquired != nil } else { false } }
    guard holds(task) || tries else { return }
    let steps =
      holds(task) ? steps : steps.flatMap(\.withUncaught).filter { if case .attempt = $0 { true } else { false } }
    var acquired: Set<String> = []
    for name in steps.flatMap(\.withUncaught).compactMap(\.acquired) where !steps.released.contains(name) {
      acquired.insert(name)
    }
    for variable in semaphores where acquired.contains(variable.plan.name) {
      code.line("var \(variable.name)Held = 0")
      code.line("defer { \(variable.name).release(permits: \(variable.name)Held) }")
    }
  }

  /// The same for the caller of a group, before it waits.
  mutating func writeHolding(_ steps: [Step], unless released: Set<String>) {
    held = []
    for name in steps.flatMap(\.withUncaught).compactMap(\.acquired) where !released.contains(name) {
      held.insert(name)
    }
    for variable in semaphores where held.contains(variable.plan.name) {
      code.line("var \(variable.name)Held = 0")
      code.line("defer { \(variable.name).release(permits: \(variable.name)Held) }")
    }
  }

  mutating func writeFlight(_ step: FlightStep, of task: TaskPlan?, in scope: SwiftScope) {
    let context = step.listens && task?.isDeaf != true ? scope.context : "\(scope.context).withoutCancel()"
    let own = step.call.contains { $0.traits.work != nil } ? "ctx" : "_"
    call("try await calls.value", ["for: \(Literal.swift(step.key))", "in: \(context)"], ") { \(own) in")
    code.begin()
    var inside = SwiftScope(context: "ctx")
    inside.isNested = true
    for one in step.call.reachable { writeStep(one.step, ids: [], in: &inside, task: nil) }
    code.end()
    code.line("}")
  }
}

// MARK: What is done only where that needn't wait

extension GoProgram {
  mutating func writeAttempt(
    _ step: AttemptStep, ids: [String], of plan: TaskPlan?, index: Int, in scope: inout GoScope
  ) {
    switch step.action {
    case .send(let name), .receive(let name):
      let isSend = if case .send = step.action { true } else { false }
      code.line("select {")
      code.line(isSend ? "case \(variable(of: name)) <- 1:" : "case <-\(variable(of: name)):")
      code.line("default:")
      writeOtherwise(step, ids: ids, of: plan, index: index, in: &scope)
    case .acquire(let name, let count):
      let variable = semaphores.first { $0.plan.name == name }?.name ?? name
      let gives = !released.contains(name)
      guard gives, step.otherwise.last?.endsTask != true else {
        code.line("if !\(variable).TryAcquire(\(count)) {")
        writeOtherwise(step, ids: ids, of: plan, index: index, in: &scope)
        code.line("}")
        if gives { code.line("defer \(variable).Release(\(count))") }
        return
      }
      code.line("if \(variable).TryAcquire(\(count)) {")
      code.line("\tdefer \(variable).Release(\(count))")
      if !step.otherwise.isEmpty {
        code.line("} else {")
        writeOtherwise(step, ids: ids, of: plan, index: index, in: &scope)
      }
    }
    code.line("}")
  }

  private mutating func writeOtherwise(
    _ step: AttemptStep, ids: [String], of plan: TaskPlan?, index: Int, in scope: inout GoScope
  ) {
    code.begin()
    for one in step.otherwise.reachable { writeStep(one.step, ids: ids, in: &scope, plan: plan, index: index) }
    if step.otherwise.last == .finish { code.line(returning(nil, in: scope)) }
    code.end()
  }
}

extension SwiftProgram {
  mutating func writeAttempt(_ step: AttemptStep, ids: [String], of task: TaskPlan?, in scope: inout SwiftScope) {
    switch step.action {
    case .receive(let name):
      guard let channel = channels.first(where: { $0.plan.name == name }) else { return }
      // One that is closed from the beginning is always ready.
      if channel.plan.filling != nil { return code.line("_ = \(channel.name).next()") }
      needsTryReceive = true
      let call = "\(channel.name).tryReceive()"
      writeOtherwise(step, else: "_ = \(call)", where: "\(call) == nil", ids: ids, of: task, in: &scope)
    case .send(let name):
      needsTrySend = true
      let attempt = closesChannels ? "try " : ""
      let call = "\(variable(of: name)).trySend(1)"
      writeOtherwise(
        step, else: "_ = \(attempt)\(call)", where: "\(attempt)!\(call)", ids: ids, of: task, in: &scope)
    case .acquire(let name, let count):
      guard let variable = semaphores.first(where: { $0.plan.name == name })?.name else { return }
      let permits = count == 1 ? "" : "permits: \(count)"
      let gives = !released.contains(name)
      code.line("if \(gives ? "" : "!")\(variable).tryAcquire(\(permits)) {")
      if gives { code.line("  \(variable)Held += \(count)") }
      if gives, !step.otherwise.isEmpty { code.line("} else {") }
      writeOtherwise(step, ids: ids, of: task, in: &scope)
      code.line("}")
    }
  }

  /// Writes what is done where it would wait, as an `if`; a statement where that is nothing.
  private mutating func writeOtherwise(
    _ step: AttemptStep, else statement: String, where condition: String, ids: [String], of task: TaskPlan?,
    in scope: inout SwiftScope
  ) {
    guard !step.otherwise.isEmpty else { return code.line(statement) }
    code.line("if \(condition) {")
    writeOtherwise(step, ids: ids, of: task, in: &scope)
    code.line("}")
  }

  private mutating func writeOtherwise(
    _ step: AttemptStep, ids: [String], of task: TaskPlan?, in scope: inout SwiftScope
  ) {
    code.begin()
    for one in step.otherwise.reachable { writeStep(one.step, ids: ids, in: &scope, task: task) }
    if step.otherwise.last == .finish { code.line(scope.returning) }
    code.end()
  }
}
