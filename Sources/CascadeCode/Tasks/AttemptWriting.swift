import Cascade
import CascadeScenarios
import CascadeTrace

/// Several attempts, and the pauses between them.
extension SwiftProgram {
  mutating func writeAttempts(_ plan: TaskPlan, ids: [String], in scope: SwiftScope) {
    guard plan.attempts.count > 1 else {
      return writeSteps(plan.attempts[0], of: plan, ids: ids, attempts: [1], in: scope, catches: true)
    }
    // Nothing in an attempt opens a group: whatever was cut short can be caught around all of them.
    let catches = plan.catchesCancellation(else: scenario.onCancel) && plan.looksAtContext
    if catches {
      code.line("do {")
      code.begin()
    }
    writeLoop(plan, ids: ids, in: scope)
    guard catches else { return }
    code.end()
    let mayBeLate = plan.allSteps.contains(where: \.isTimed)
    code.line("} catch \(caught(plan, in: scope)) \(mayBeLate ? "where \(scope.context).isCancelled " : ""){")
    let cleanup = code.next
    writeAnswer(plan, in: scope)
    for id in ids {
      for (number, steps) in plan.attempts.enumerated() {
        code.mark(steps.indices.map { .cleanup(task: id, attempt: number + 1, index: $0) }, from: cleanup)
      }
    }
    code.line("}")
  }

  mutating func writeLoop(_ plan: TaskPlan, ids: [String], in scope: SwiftScope) {
    let last = plan.attempts.count
    if plan.pauseGrows {
      let isConstant = plan.backoff.factor == 1
      code.line("\(isConstant ? "let" : "var") pause = Duration\(Literal.swift(plan.retryDelay))")
    }
    code.line("for attempt in 1...\(last) {")
    code.begin()
    code.line("do {")
    code.begin()
    let rounds = plan.rounds
    if rounds.count == 1 {
      writeRound(rounds[0], of: plan, ids: ids, in: scope)
    } else {
      code.line("switch attempt {")
      for (index, round) in rounds.enumerated() {
        code.line(index == rounds.count - 1 ? "default:" : "case \(Self.pattern(round.numbers)):")
        code.begin()
        writeRound(round, of: plan, ids: ids, in: scope)
        code.end()
      }
      code.line("}")
    }
    code.end()
    // A task that answers a cancellation with an error of its own doesn't mean it as a failure to be tried again.
    let isAmbiguous = if case .error = plan.onCancel ?? scenario.onCancel { true } else { false }
    let isCancelled = scope.isInSwiftGroup ? "Task.isCancelled" : "\(scope.context).isCancelled"
    let unless = isAmbiguous ? " && !\(isCancelled)" : ""
    // What was late fails with a context's error, and its task's isn't done.
    let isOwn = " && (error is AppError || !\(isCancelled))"
    if let text = plan.backoff.except, plan.allSteps.contains(where: \.isTimed) {
      code.line("} catch let error")
      code.line("  where attempt < \(last)\(isOwn)\(unless) && \"\\(error)\" != \(Literal.swift(text))")
      code.line("{")
    } else if let text = plan.backoff.except {
      code.line("} catch let error as AppError")
      code.line("  where attempt < \(last)\(unless) && error.description != \(Literal.swift(text))")
      code.line("{")
    } else if plan.allSteps.contains(where: \.isTimed) {
      code.line("} catch let error where attempt < \(last)\(isOwn)\(unless) {")
    } else {
      code.line("} catch is AppError where attempt < \(last)\(unless) {")
    }
    needsError = true
    code.begin()
    let pause = code.next
    if plan.pauseGrows {
      writeGrowingPause(plan, in: scope)
    } else if plan.retryDelay > .zero {
      writeWork(plan.retryDelay, listens: !plan.isDeaf, finishes: plan.onShutdown == .finish, in: scope)
    } else {
      code.line("continue")
    }
    code.mark(ids.map { .pause(task: $0) }, from: pause)
    code.end()
    code.line("}")
    code.end()
    code.line("}")
  }

  private mutating func writeGrowingPause(_ plan: TaskPlan, in scope: SwiftScope) {
    var pause = "pause"
    if plan.backoff.jitter > 0 {
      let share = Double(plan.backoff.jitter)
      let range = "\(Literal.number((100 - share) / 100))...\(Literal.number((100 + share) / 100))"
      code.line("let jitter = Double.random(in: \(range))")
      pause = "pause * jitter"
    }
    if plan.isDeaf {
      needsBusy = true
      code.line("await \(scope.context).busy(for: \(pause))")
    } else {
      writeSleep(pause, finishes: plan.onShutdown == .finish, in: scope)
    }
    if plan.backoff.factor > 1 { code.line("pause = pause * \(Literal.number(plan.backoff.factor))") }
    if let most = plan.backoff.longest { code.line("pause = min(pause, \(Literal.swift(most)))") }
  }

  static func pattern(_ numbers: ClosedRange<Int>) -> String {
    numbers.count < 3
      ? numbers.map(String.init).joined(separator: ", ") : "\(numbers.lowerBound)...\(numbers.upperBound)"
  }

  mutating func writeRound(
    _ round: (numbers: ClosedRange<Int>, steps: [Step]), of plan: TaskPlan, ids: [String], in scope: SwiftScope
  ) {
    writeSteps(
      round.steps, of: plan, ids: ids, attempts: Array(round.numbers), in: scope, catches: false)
    if round.steps.succeeds { code.line("return") }
  }
}

extension GoProgram {
  mutating func writeLoop(_ plan: TaskPlan, ids: [String], in scope: GoScope) {
    let last = plan.attempts.count
    let rounds = plan.rounds
    var scope = scope
    if plan.looksAtContext, case .error(let text) = plan.onCancel ?? scenario.onCancel {
      scope.late = "late"
      code.line("late := \(error(text))")
    }
    if let text = plan.backoff.except {
      code.line("permanent := \(error(text))")
      sentinel = (text, "permanent")
    }
    code.line("attempt := func(\(rounds.count == 1 ? "" : "number int")) error {")
    code.begin()
    if rounds.count == 1 {
      writeSteps(rounds[0].steps, of: plan, ids: ids, attempts: Array(rounds[0].numbers), in: scope)
    } else {
      code.line("switch number {")
      for (index, round) in rounds.enumerated() {
        let numbers = round.numbers.map(String.init).joined(separator: ", ")
        code.line(index == rounds.count - 1 ? "default:" : "case \(numbers):")
        code.begin()
        writeSteps(round.steps, of: plan, ids: ids, attempts: Array(round.numbers), in: scope)
        code.end()
      }
      code.line("}")
    }
    code.end()
    code.line("}")
    sentinel = nil
    if plan.pauseGrows {
      imports.insert("time")
      code.line("pause := \(Literal.goAlone(plan.retryDelay))")
    }
    code.line("for number := 1; ; number++ {")
    code.begin()
    code.line("err := attempt(\(rounds.count == 1 ? "" : "number"))")
    var ends = ["err == nil", "number == \(last)"]
    var cuts: [String] = []
    if plan.backoff.except != nil { ends.append("errors.Is(err, permanent)") }
    if plan.looksAtContext {
      // What was cut short isn't tried again; what failed is, even if the task was told meanwhile.
      // The last attempt is the last in any case.
      let turning = (1..<last).filter { plan.attempts[$0 - 1].turnsToItsGroup(isDeaf: plan.isDeaf, isAsked: false) }
      let group = turning.isEmpty ? scope.context : scope.groupContext
      var contexts = [("", scope.context)]
      if group != scope.context {
        let some = turning.map { "number == \($0)" }.joined(separator: " || ")
        let condition = turning.count == 1 ? some : "(\(some))"
        contexts.append((turning.count == last - 1 ? "" : "\(condition) && ", group))
      }
      switch plan.onCancel ?? scenario.onCancel {
      case .contextError, .wrapped:
        imports.insert("errors")
        cuts = contexts.map { $0 + Self.isCutShort(by: $1) }
      case .cause:
        imports.insert("errors")
        cuts = contexts.map { $0 + Self.isCutShort(by: $1, error: "context.Cause(\($1))") }
      case .success: break
      case .error: ends.append("err == late")
      }
    }
    for end in [ends.joined(separator: " || ")] + cuts {
      code.line("if \(end) {")
      code.line("\treturn err")
      code.line("}")
    }
    let pause = code.next
    if plan.pauseGrows {
      writeGrowingPause(plan, in: scope)
      code.mark(ids.map { .pause(task: $0) }, from: pause)
    } else if plan.retryDelay > .zero {
      writeWork(plan.retryDelay, listens: !plan.isDeaf, of: plan, in: scope)
      code.mark(ids.map { .pause(task: $0) }, from: pause)
    }
    code.end()
    code.line("}")
  }
}

extension GoProgram {
  /// Whether `err` is what a context's end makes of what it cuts short, as an expression.
  ///
  /// - Parameter error: What that returns; none for the context's own error.
  static func isCutShort(by context: String, error: String? = nil) -> String {
    "\(context).Err() != nil && errors.Is(err, \(error ?? "\(context).Err()"))"
  }

  private mutating func writeGrowingPause(_ plan: TaskPlan, in scope: GoScope) {
    var pause = "pause"
    if plan.backoff.jitter > 0 {
      imports.insert("math/rand/v2")
      code.line("jitter := pause * \(plan.backoff.jitter) / 100")
      code.line("jittered := pause - jitter + rand.N(2*jitter+1)")
      pause = "jittered"
    }
    writeWork(pause, listens: !plan.isDeaf, of: plan, in: scope)
    if plan.backoff.factor > 1 {
      let factor = Literal.number(plan.backoff.factor)
      let isWhole = plan.backoff.factor == plan.backoff.factor.rounded()
      code.line(isWhole ? "pause *= \(factor)" : "pause = time.Duration(float64(pause) * \(factor))")
    }
    if let most = plan.backoff.longest { code.line("pause = min(pause, \(duration(most)))") }
  }
}

// MARK: Steps whose error the task handles itself

extension SwiftProgram {
  mutating func writeTry(_ step: TryStep, ids: [String], of task: TaskPlan?, in scope: inout SwiftScope) {
    let inside = task.trying(step.steps)
    let reachable = step.steps.reachable
    let fails = reachable.contains { mayThrow($0.step, of: inside, in: scope) || $0.step.traits.ending == .throwsError }
    if fails {
      code.line("do {")
      code.begin()
    }
    var own = scope
    own.isInTry = true
    let before = released
    released = step.steps.released
    writeHolding(step.steps, of: inside)
    for one in reachable { writeStep(one.step, ids: ids, in: &own, task: inside) }
    released = before
    guard fails else { return }
    code.end()
    // As in Go, a panic is no error that a caller handles.
    let panics = reachable.flatMap { $0.step.withUncaught }.contains { mayPanic($0, of: task) }
    if panics { (needsError, self.panics, asksForPanics) = (true, true, true) }
    code.line(panics ? "} catch let error where (error as? AppError)?.isPanic != true {" : "} catch {")
    code.begin()
    if step.otherwise.isEmpty { code.line("// It goes on.") }
    for one in step.otherwise.reachable { writeStep(one.step, ids: ids, in: &scope, task: task) }
    if step.otherwise.last == .finish { code.line(scope.returning) }
    code.end()
    code.line("}")
  }
}

extension SwiftProgram {
  mutating func writeTimed(_ step: TimedStep, ids: [String], of task: TaskPlan?, in scope: SwiftScope) {
    call("try await \(scope.context).withTimeout", [Literal.swift(step.timeout)], ") { ctx in")
    code.begin()
    var inside = scope
    inside.context = "ctx"
    let plan = task.trying(step.steps)
    let steps = step.steps.reachable
    for (place, one) in steps.enumerated() {
      writeStep(one.step, ids: ids, in: &inside, task: plan, ending: place == steps.count - 1 ? .ends : .goesOn)
    }
    code.end()
    code.line("}")
  }
}

extension GoProgram {
  mutating func writeTry(_ step: TryStep, ids: [String], of plan: TaskPlan?, index: Int, in scope: inout GoScope) {
    let isLeft = step.otherwise.isEmpty
    let head = isLeft ? "_ = " : "if err := "
    let tail = isLeft ? "" : "; err != nil {"
    if isLeft { code.line("// Its error is dropped.") }
    if step.steps.count == 1, case .work(let duration, listens: true) = step.steps[0], plan?.isDeaf != true {
      needsSleep = true
      code.line("\(head)sleep(\(scope.context), \(self.duration(duration)))\(tail)")
    } else if step.steps.count == 1, case .group(let group, ignoreError: false) = step.steps[0],
      mayFail(group, isNested: true)
    {
      code.line("\(head)\(stepCall(group, ids: ids, in: scope))\(tail)")
    } else {
      writeClosure(step.steps, head, tail, ids: ids, of: plan, in: scope)
    }
    guard !isLeft else { return }
    code.begin()
    for one in step.otherwise.reachable { writeStep(one.step, ids: ids, in: &scope, plan: plan, index: index) }
    if step.otherwise.last == .finish { code.line(returning(nil, in: scope)) }
    code.end()
    code.line("}")
  }

  /// Writes steps as a function that is called where it stands.
  private mutating func writeClosure(
    _ steps: [Step], _ head: String, _ tail: String, ids: [String], of plan: TaskPlan?, in scope: GoScope
  ) {
    var inside = scope
    inside.results = .error
    inside.goesOn = false
    inside.label = nil
    inside.late = nil
    var steps = steps
    code.line("\(head)func() error {")
    code.begin()
    if steps.count == 1, case .timed(let timed) = steps[0] {
      steps = timed.steps
      let cancels = steps.flatMap(\.withInner).contains(where: \.isCancel)
      writeLimitedContext(
        "context.WithTimeout", duration(timed.timeout), cause: nil, named: cancels ? "stop" : "cancel", in: &inside)
    }
    writeSteps(steps, of: plan.trying(steps), ids: ids, attempts: [], in: inside)
    code.end()
    code.line("}()\(tail)")
  }

  /// - Returns: whether what is written returns by itself.
  mutating func writeTimed(
    _ step: TimedStep, ids: [String], of plan: TaskPlan?, in scope: GoScope, isLast: Bool
  ) -> Bool {
    let answers = plan.map { $0.catchesCancellation(else: scenario.onCancel) } ?? (scenario.onCancel != .contextError)
    let steps = [Step.timed(step)]
    if isLast, !answers, !scope.goesOn, scope.results == .error {
      writeClosure(steps, "return ", "", ids: ids, of: plan, in: scope)
      return true
    }
    let isQuiet = scope.goesOn && scope.label == nil
    let tail = isQuiet ? " && \(scope.context).Err() == nil" : ""
    writeClosure(steps, "if err := ", "; err != nil\(tail) {", ids: ids, of: plan, in: scope)
    code.begin()
    if !isQuiet, answers || scope.goesOn {
      code.line("if \(scope.context).Err() != nil {")
      code.begin()
      writeAnswer(plan, in: scope, error: "err")
      code.end()
      code.line("}")
    }
    code.line(returning("err", in: scope))
    code.end()
    code.line("}")
    return false
  }
}

extension TaskPlan? {
  /// What the code of a try does when it is cut short: it returns the context's error, whatever the task makes of that.
  fileprivate func trying(_ steps: [Step]) -> TaskPlan {
    TaskPlan(name: self?.name ?? "", isDeaf: self?.isDeaf == true, onCancel: .contextError, attempts: [steps, []])
  }
}

extension TaskPlan {
  /// Whether not all pauses between attempts are the same.
  var pauseGrows: Bool { retryDelay > .zero && (backoff.factor > 1 || backoff.jitter > 0) }

  /// Equal attempts that follow each other, with their numbers from 1.
  var rounds: [(numbers: ClosedRange<Int>, steps: [Step])] {
    var rounds: [(numbers: ClosedRange<Int>, steps: [Step])] = []
    for (index, steps) in attempts.enumerated() {
      if let last = rounds.last, last.steps == steps {
        rounds[rounds.count - 1].numbers = last.numbers.lowerBound...(index + 1)
      } else {
        rounds.append((index + 1...index + 1, steps))
      }
    }
    return rounds
  }
}
