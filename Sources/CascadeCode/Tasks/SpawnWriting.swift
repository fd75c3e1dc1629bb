import Cascade
import CascadeScenarios
import CascadeTrace

/// Which tasks are spawned, and when.
extension SwiftProgram {
  mutating func writeTasks(_ plan: GroupPlan, ids: [String], in scope: inout SwiftScope) {
    if plan.measuresArrivals {
      scope.opened = names.unique("opened")
      code.line("let \(scope.opened) = \(scope.context).now")
    }
    scope.looks = plan.spawnsUntilTold
    var clock = Duration.zero
    for batch in Batch.batches(of: plan.tasks, apart: awaitedTasks(in: ids)) {
      writeBatch(batch, ids: ids, in: scope, clock: &clock)
    }
    for id in ids { code.setSpawns(plan.tasks.map { "\(id)/\($0.name)" }, of: id) }
  }

  mutating func writeBatch(_ batch: Batch, ids: [String], in scope: SwiftScope, clock: inout Duration) {
    let tasks = ids.flatMap { id in batch.names.map { "\(id)/\($0)" } }
    guard batch.isLoop else { return writeSpawn(batch.plan, ids: tasks, in: scope, clock: &clock) }
    code.line("for number in 1...\(batch.names.count) {")
    code.begin()
    var name = numbered(batch.stem)
    var shownAs =
      shown.path(of: tasks).map { below(String($0.dropLast()), in: scope).dropLast() + "\\(number)\"" } ?? name
    var inside = scope
    inside.isInLoop = true
    if batch.plan.allSteps.contains(where: { $0.nestedGroup?.printsNames == true }), let first = tasks.first {
      code.line("let name = \(shownAs)")
      inside.loop = LoopedTask(path: shown.path(first))
      if name == shownAs { name = "name" }
      shownAs = "name"
    }
    writeSpawn(batch.plan, name: name, shownAs: shownAs, ids: tasks, in: inside, clock: &clock)
    code.end()
    code.line("}")
  }

  /// A name with the number of a loop behind it, as a literal.
  private func numbered(_ stem: String) -> String { Literal.swift(stem).dropLast() + "\\(number)\"" }

  /// A path as a literal, which begins with the name of the task of a loop that it is below.
  func below(_ path: String, in scope: SwiftScope) -> String {
    guard let loop = scope.loop else { return Literal.swift(path) }
    return "\"\\(name)" + Literal.swift(loop.rest(of: path)).dropFirst()
  }

  /// Spawns a task.
  ///
  /// - Parameters:
  ///   - name: Its name, as a literal.
  ///   - shownName: What it is called in what the program prints.
  ///   - clock: How long after the group's start the spawner is here, if nothing holds it back.
  mutating func writeSpawn(
    _ plan: TaskPlan, name: String? = nil, shownAs shownName: String? = nil, ids: [String], in scope: SwiftScope,
    clock: inout Duration
  ) {
    let begin = code.next
    let told =
      scope.looks ? "\(scope.groupContext.isEmpty ? scope.parentContext : scope.groupContext).isCancelled" : nil
    var blocks = 0
    func writeLook(_ program: inout SwiftProgram) {
      guard let told else { return }
      program.code.line(scope.isInLoop ? "if \(told) { break }" : "if !\(told) {")
      guard !scope.isInLoop else { return }
      program.code.begin()
      blocks += 1
    }
    writeLook(&self)
    defer {
      for _ in 0..<blocks {
        code.end()
        code.line("}")
      }
    }
    let beforeDelay = code.next
    switch plan.arrival {
    case .afterPrevious(let delay):
      if delay > .zero { code.line(busy(delay, scope.context)) }
      clock += delay
    case .sinceGroupStart(let offset):
      if !scope.opened.isEmpty, offset > .zero {
        needsBusyUntil = true
        let instant = "\(scope.opened).advanced(by: \(Literal.swift(offset)))"
        call("await \(scope.context).busy", ["until: \(instant)"])
      } else if offset > clock {
        code.line(busy(offset - clock, scope.context))
        clock = offset
      }
    }
    if code.next > beforeDelay { writeLook(&self) }
    let shownName = shownName ?? shown.path(of: ids).map { below($0, in: scope) } ?? Literal.swift(plan.name)
    if let kind = scope.kind, kind.isSwift {
      return writeChildTask(plan, name: shownName, ids: ids, from: begin, in: scope)
    }
    let own = taskScope(of: plan, in: scope)
    let isOwn = own.groupContext != scope.groupContext
    let usesContext = plan.usesContext || plan.asksBetweenSteps
    let parameter = isOwn ? own.groupContext : usesContext && !plan.looksAtCaller ? "ctx" : "_"
    let failures = signals.failures(of: ids)
    if plan.spawn == .inline { return writeInline(plan, name: name, ids: ids, from: begin, in: own, parameter) }
    let spawned = plan.spawn == .tryGo ? names.unique("spawned") : nil
    let spawn = spawned.map { "let \($0) = group.tryGo" } ?? "await group.go"
    code.line("\(spawn)(\(name ?? Literal.swift(plan.name))) { \(parameter) in")
    code.mark(ids.map { .spawn($0) }, from: begin)
    code.begin()
    writeBody(plan, ids: ids, in: own)
    code.end()
    code.line("}")
    guard let spawned else { return }
    code.line("if \(spawned) == nil {")
    code.begin()
    for failure in failures { code.line("\(failure.name).give()") }
    let head = shownName == "name" ? "\"\\(name)" : String(shownName.dropLast())
    call("print", [head + ": there is no free slot\""])
    code.end()
    code.line("}")
  }

  /// Spawns a task that is done here where there is no free slot.
  private mutating func writeInline(
    _ plan: TaskPlan, name: String?, ids: [String], from begin: Int, in scope: SwiftScope, _ parameter: String
  ) {
    let work = names.unique(plan.name, else: "work")
    code.line("let \(work): @Sendable (Context) async throws -> Void = { \(parameter) in")
    code.begin()
    writeBody(plan, ids: ids, in: scope)
    code.end()
    code.line("}")
    code.line("if group.tryGo(\(name ?? Literal.swift(plan.name)), \(work)) == nil {")
    code.line("  try await \(work)(\(scope.groupContext.isEmpty ? scope.parentContext : scope.groupContext))")
    code.line("}")
    code.mark(ids.map { .spawn($0) }, from: begin)
  }

  /// Spawns a task that a step adds.
  mutating func writeAdded(_ plan: TaskPlan, ids: [String], in scope: SwiftScope) {
    var clock = Duration.zero
    let tasks = Self.siblings(plan, of: ids)
    guard plan.inRounds != nil, let round = scope.round else {
      return writeSpawn(plan, ids: tasks, in: scope, clock: &clock)
    }
    let name = String(Literal.swift(plan.name + "-").dropLast()) + "\(round)\""
    let path = shown.path(of: tasks).map { String(below("\($0.stem)-", in: scope).dropLast()) + "\(round)\"" }
    var shownAs = path ?? name
    var inside = scope
    inside.round = nil
    inside.isInLoop = true
    if plan.allSteps.contains(where: { $0.nestedGroup?.printsNames == true }), let first = tasks.first {
      code.line("let name = \(shownAs)")
      inside.loop = LoopedTask(path: shown.path(first))
      shownAs = "name"
    }
    writeSpawn(plan, name: name, shownAs: shownAs, ids: tasks, in: inside, clock: &clock)
  }

  /// The paths of what the tasks with these paths add.
  static func siblings(_ plan: TaskPlan, of ids: [String]) -> [String] {
    ids.flatMap { id in
      let group = id.split(separator: "/").dropLast().joined(separator: "/")
      return plan.copies.map { "\(group)/\($0.name)" }
    }
  }

  private mutating func taskScope(of plan: TaskPlan, in scope: SwiftScope) -> SwiftScope {
    var own = scope
    own.leaves = nil
    own.isInTry = false
    own.round = nil
    own.looks = false
    own.isInLoop = false
    own.isNested = true
    own.isInSwiftGroup = false
    own.context = plan.looksAtCaller ? scope.parentContext : "ctx"
    if scope.endsTasksAlone, plan.turnsToItsGroup {
      // The one that it is given is the only one that ends with the grace.
      own.groupContext = names.unique("own")
      if !plan.looksAtCaller { own.context = own.groupContext }
    }
    return own
  }
}

/// Which tasks are spawned, and when.
extension GoProgram {
  mutating func writeTasks(_ plan: GroupPlan, ids: [String], in scope: inout GoScope) {
    if plan.measuresArrivals {
      imports.insert("time")
      scope.opened = "opened"
      code.line("opened := time.Now()")
    }
    scope.looks = plan.spawnsUntilTold
    var clock = Duration.zero
    for batch in Batch.batches(of: plan.tasks, apart: Self.awaitedTasks(signals, in: ids)) {
      let tasks = ids.flatMap { id in batch.names.map { "\(id)/\($0)" } }
      guard batch.isLoop else {
        writeSpawn(batch.plan, ids: tasks, in: scope, clock: &clock)
        continue
      }
      code.line("for number := range \(batch.names.count) {")
      code.begin()
      var name = shownName(of: batch.stem, ids: tasks, in: scope)
      var inside = scope
      inside.isInLoop = true
      if batch.plan.allSteps.contains(where: { $0.nestedGroup != nil }), let first = tasks.first {
        code.line("name := \(name)")
        name = "name"
        inside.loop = LoopedTask(path: shown.path(first))
      }
      writeSpawn(batch.plan, name: name, ids: tasks, in: inside, clock: &clock)
      code.end()
      code.line("}")
    }
    for id in ids { code.setSpawns(plan.tasks.map { "\(id)/\($0.name)" }, of: id) }
  }

  /// What the tasks of a loop are called, as an expression.
  ///
  /// - Parameter number: Which one it is, from 1, as an expression.
  private func shownName(of own: String, ids: [String], in scope: GoScope, number: String = "number+1") -> String {
    guard let path = shown.path(of: ids) else {
      return "fmt.Sprintf(\(Literal.go(own.replacing("%", with: "%%") + "%d")), \(number))"
    }
    let stem = path.stem + "-"
    guard let loop = scope.loop else {
      return "fmt.Sprintf(\(Literal.go(stem.replacing("%", with: "%%") + "%d")), \(number))"
    }
    let rest = loop.rest(of: stem).replacing("%", with: "%%")
    return "fmt.Sprintf(\(Literal.go("%s" + rest + "%d")), \(loop.variable), \(number))"
  }

  /// Spawns a task that a step adds.
  mutating func writeAdded(_ plan: TaskPlan, ids: [String], in scope: inout GoScope) {
    var clock = Duration.zero
    let tasks = SwiftProgram.siblings(plan, of: ids)
    guard plan.inRounds != nil, let round = scope.round else {
      return writeSpawn(plan, ids: tasks, in: scope, clock: &clock)
    }
    var name = shownName(of: plan.name + "-", ids: tasks, in: scope, number: round)
    if Int(round) != nil, scope.loop == nil {
      name = Literal.go((shown.path(of: tasks)?.stem ?? plan.name) + "-" + round)
    }
    var inside = scope
    inside.round = nil
    inside.isInLoop = scope.label != nil
    if plan.allSteps.contains(where: { $0.nestedGroup != nil }), let first = tasks.first {
      // In a scope of its own, "name" is free; a second one beside it needs another.
      let loop = LoopedTask(path: shown.path(first), variable: scope.hasName ? names.unique("other name") : "name")
      scope.hasName = true
      code.line("\(loop.variable) := \(name)")
      name = loop.variable
      inside.loop = loop
    }
    writeSpawn(plan, name: name, ids: tasks, in: inside, clock: &clock)
  }

  /// What a task is called in what the program prints, as an expression.
  ///
  /// - Parameters:
  ///   - ending: What stands behind it.
  ///   - isAlone: Whether it is the only argument, in which gofmt wants spaces.
  func shownName(
    _ name: String, ids: [String], in scope: GoScope, ending: String = "", isAlone: Bool = false
  ) -> String {
    guard let path = shown.path(of: ids) else { return Literal.go(name + ending) }
    guard let loop = scope.loop else { return Literal.go(path + ending) }
    let rest = loop.rest(of: path) + ending
    return rest.isEmpty ? loop.variable : "\(loop.variable)\(isAlone ? " + " : "+")\(Literal.go(rest))"
  }

  /// Spawns a task.
  ///
  /// - Parameters:
  ///   - name: Its name, as an expression.
  ///   - clock: How long after the group's start the spawner is here, if nothing holds it back.
  mutating func writeSpawn(
    _ plan: TaskPlan, name: String? = nil, ids: [String], in scope: GoScope, clock: inout Duration
  ) {
    let begin = code.next
    var blocks = 0
    func writeLook(_ program: inout GoProgram) {
      guard scope.looks else { return }
      let told = "\(scope.callerContext).Err()"
      program.code.line("if \(told) \(scope.isInLoop ? "!=" : "==") nil {")
      program.code.begin()
      guard scope.isInLoop else {
        blocks += 1
        return
      }
      if scope.goesOn { program.writeBreak(in: scope) } else { program.code.line("break") }
      program.code.end()
      program.code.line("}")
    }
    writeLook(&self)
    defer {
      for _ in 0..<blocks {
        code.end()
        code.line("}")
      }
    }
    let beforeDelay = code.next
    switch plan.arrival {
    case .afterPrevious(let delay):
      if delay > .zero { writeBusy(delay) }
      clock += delay
    case .sinceGroupStart(let offset):
      if !scope.opened.isEmpty, offset > .zero {
        code.line("time.Sleep(time.Until(opened.Add(\(Literal.goAlone(offset)))))")
      } else if offset > clock {
        writeBusy(offset - clock)
        clock = offset
      }
    }
    if code.next > beforeDelay { writeLook(&self) }
    if scope.slots != nil { code.line("slots <- struct{}{}") }
    // What returns is looked at where others wait for its failure.
    let failures = signals.failures(of: ids)
    let result = failures.isEmpty ? "error" : "(returned error)"
    let call = plan.spawn == .go ? "\(scope.form.variable).Go(" : "if !\(scope.form.variable).TryGo("
    let spawning = scope.form.spawning(in: scope.cutShortBy ?? scope.groupContext)
    let shownName = name ?? shownName(plan.name, ids: ids, in: scope)
    if plan.spawn == .inline {
      return writeInline(plan, shownName, "task(\(shownName), func() \(result) {", ids: ids, from: begin, in: scope)
    }
    code.line("\(call)\(spawning.head)task(\(shownName), func() \(result) {")
    code.mark(ids.map { .spawn($0) }, from: begin)
    code.begin()
    if scope.slots != nil { code.line("defer func() { <-slots }()") }
    writeBody(plan, ids: ids, in: scope)
    code.end()
    guard plan.spawn == .tryGo else { return code.line("})\(spawning.tail)") }
    code.line("})\(spawning.tail) {")
    let refusal = ": there is no free slot"
    for failure in failures { code.line("\tclose(\(failure.name))") }
    let refused =
      name.map { "\($0) + \(Literal.go(refusal))" }
      ?? self.shownName(plan.name, ids: ids, in: scope, ending: refusal, isAlone: true)
    code.line("\tfmt.Println(\(refused))")
    code.line("}")
  }
}

extension String {
  /// What stands before the last hyphen, behind which a loop has a number.
  var stem: String { lastIndex(of: "-").map { String(self[..<$0]) } ?? self }
}

extension GoProgram {
  /// Spawns a task that is done here where there is no free slot.
  fileprivate mutating func writeInline(
    _ plan: TaskPlan, _ shownName: String, _ head: String, ids: [String], from begin: Int, in scope: GoScope
  ) {
    let work = names.unique(plan.name, else: "work")
    code.line("\(work) := \(head)")
    code.begin()
    writeBody(plan, ids: ids, in: scope)
    code.end()
    code.line("})")
    code.line("if !g.TryGo(\(work)) {")
    code.begin()
    if plan.mayFailInline {
      code.line("if err := \(work)(); err != nil {")
      code.line("\t\(returning("err", in: scope))")
      code.line("}")
    } else {
      code.line("_ = \(work)()")
    }
    code.end()
    code.line("}")
    code.mark(ids.map { .spawn($0) }, from: begin)
  }
}
