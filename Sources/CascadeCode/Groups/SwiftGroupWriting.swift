import Cascade
import CascadeScenarios
import CascadeTrace

/// Swift's own groups, with nothing of the library but its clock.
extension SwiftProgram {
  mutating func writeSwiftGroup(_ plan: GroupPlan, ids: [String], in outer: SwiftScope, ignoreError: Bool) {
    let mustGoOn = !ignoreError && !plan.afterWait.isEmpty
    if mustGoOn {
      code.line("var failure: (any Error)?")
      code.line("do {")
      code.begin()
    }
    if let cancel = plan.outsideCancel {
      writeRace(plan, against: cancel.at, ids: ids, in: outer, ignoreError: ignoreError)
    } else {
      writeOwnScope(plan, ids: ids, in: outer, attempt: ignoreError ? "try?" : "try")
    }
    if mustGoOn {
      code.end()
      code.line("} catch { failure = error }")
    }
    var scope = outer
    for (index, step) in plan.afterWait.enumerated() {
      let begin = code.next
      writeStep(step, ids: [], in: &scope, task: nil)
      code.mark(ids.map { .afterWait(group: $0, index: index) }, from: begin)
    }
    if mustGoOn { code.line("if let failure { throw failure }") }
  }

  /// Writes a group beside a timer that cancels it: whichever comes first ends the other.
  private mutating func writeRace(
    _ plan: GroupPlan, against time: Duration, ids: [String], in outer: SwiftScope, ignoreError: Bool
  ) {
    code.line("\(ignoreError ? "try?" : "try") await withThrowingTaskGroup(of: Void.self) { race in")
    code.begin()
    code.line("// From outside, such as Ctrl-C.")
    code.line("race.addTask {")
    code.line("  try? await \(outer.context).sleep(for: \(Literal.swift(time)))")
    code.line("}")
    code.line("race.addTask {")
    code.begin()
    writeOwnScope(plan, ids: ids, in: outer, attempt: "try")
    code.end()
    code.line("}")
    code.line("try await race.next()")
    code.line("race.cancelAll()")
    code.line("try await race.waitForAll()")
    code.end()
    code.line("}")
  }

  private mutating func writeOwnScope(_ plan: GroupPlan, ids: [String], in outer: SwiftScope, attempt: String) {
    let begin = code.next
    let isDiscarding = plan.kind == .swiftDiscarding
    let kind = isDiscarding ? "withThrowingDiscardingTaskGroup" : "withThrowingTaskGroup(of: Void.self)"
    code.line("\(attempt) await \(kind) { group in")
    code.mark(ids.map { .group($0) }, from: begin)
    code.begin()
    var scope = outer
    scope.isNested = true
    scope.kind = plan.kind
    scope.groupContext = outer.context
    scope.parentContext = outer.context
    writeTasks(plan, ids: ids, in: &scope)
    if isDiscarding { code.end() }
    let wait = code.next
    if isDiscarding {
      code.line("}  // waits until all are out")
    } else {
      code.line(plan.kind == .swiftForEach ? "for try await _ in group {}" : "try await group.waitForAll()")
    }
    code.mark(ids.map { .wait($0) }, from: wait)
    guard !isDiscarding else { return }
    code.end()
    code.line("}")
  }

  /// Spawns a task.
  ///
  /// - Parameter name: Its name, as a literal.
  mutating func writeChildTask(_ plan: TaskPlan, name: String, ids: [String], from begin: Int, in scope: SwiftScope) {
    needsTask = true
    code.line("group.addTask {")
    code.begin()
    code.line("try await task(\(name)) {")
    code.mark(ids.map { .spawn($0) }, from: begin)
    code.begin()
    var own = scope
    own.isInSwiftGroup = true
    writeBody(plan, ids: ids, in: own)
    code.end()
    code.line("}")
    code.end()
    code.line("}")
  }

  /// What programs over Swift's own groups need.
  mutating func writeTaskHelper() {
    guard needsTask else { return }
    code.blank()
    code.line("/// Says how a task ended.")
    code.line("private func task(")
    code.line("  _ name: String, _ body: () async throws -> Void")
    code.line(") async throws {")
    code.line("  do {")
    code.line("    try await body()")
    code.line("    print(\"\\(name): done\")")
    code.line("  } catch {")
    code.line("    print(\"\\(name): \\(error)\")")
    code.line("    throw error")
    code.line("  }")
    code.line("}")
  }
}
