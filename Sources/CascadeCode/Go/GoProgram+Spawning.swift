import Cascade
import CascadeScenarios
import CascadeTrace

/// Who is handed over to a group, and when.
extension GoProgram {
  mutating func writeTasks(_ plan: GroupPlan, ids: [String], in scope: inout GoScope) {
    if plan.measuresArrivals {
      imports.insert("time")
      scope.opened = "opened"
      code.line("opened := time.Now()")
    }
    var clock = Duration.zero
    for batch in Batch.batches(of: plan.tasks) {
      let tasks = ids.flatMap { id in batch.names.map { "\(id)/\($0)" } }
      guard batch.isLoop else {
        writeSpawn(batch.plan, ids: tasks, in: scope, clock: &clock)
        continue
      }
      code.line("for number := range \(batch.names.count) {")
      code.begin()
      let format = Literal.go(batch.stem.replacing("%", with: "%%") + "%d")
      writeSpawn(batch.plan, name: "fmt.Sprintf(\(format), number+1)", ids: tasks, in: scope, clock: &clock)
      code.end()
      code.line("}")
    }
    for id in ids { code.setSpawns(plan.tasks.map { "\(id)/\($0.name)" }, of: id) }
  }

  /// Hands a task over.
  ///
  /// - Parameters:
  ///   - name: Its name, as an expression.
  ///   - clock: How long after the group's start the spawner is here, if nothing holds it back.
  mutating func writeSpawn(
    _ plan: TaskPlan, name: String? = nil, ids: [String], in scope: GoScope, clock: inout Duration
  ) {
    let begin = code.next
    switch plan.arrival {
    case .afterPrevious(let delay):
      if delay > .zero { writeBusy(delay) }
      clock += delay
    case .sinceGroupStart(let offset):
      if !scope.opened.isEmpty, offset > .zero {
        code.line("time.Sleep(time.Until(opened.Add(\(DurationText.goAlone(offset)))))")
      } else if offset > clock {
        writeBusy(offset - clock)
        clock = offset
      }
    }
    if scope.slots != nil { code.line("slots <- struct{}{}") }
    let go = plan.spawn == .go ? "Go" : "TryGo"
    let task = "task(\(name ?? Literal.go(plan.name)), func() error {"
    if scope.isWaitGroup {
      needsDropping = true
      code.line("\(scope.group).Go(dropping(\(task)")
    } else {
      code.line("\(scope.group).\(go)(\(task)")
    }
    code.mark(ids.map { .spawn($0) }, from: begin)
    code.begin()
    if scope.slots != nil { code.line("defer func() { <-slots }()") }
    writeBody(plan, ids: ids, in: scope)
    code.end()
    code.line(scope.isWaitGroup ? "})))" : "}))")
  }
}
