import Cascade
import CascadeScenarios
import CascadeTrace

/// What is done again and again.
extension SwiftProgram {
  mutating func writeRounds(
    _ rounds: Rounds, ids: [String], of task: TaskPlan?, in scope: inout SwiftScope, ending: SwiftEnding
  ) {
    let around = scope.round
    defer { scope.round = around }
    var ticker: String?
    if let every = rounds.every {
      needsTicker = true
      let name = names.unique("ticker")
      ticker = name
      call("var \(name) = Ticker", ["start: \(scope.context).now", "period: \(Literal.swift(every))"])
    }
    let isDeaf = task?.isDeaf == true
    let looks = rounds.times == nil && !rounds.listens && !isDeaf
    let same = rounds.last == nil ? rounds.times : rounds.times.map { $0 - 1 }
    if same != 0 {
      let isOver = scope.isInSwiftGroup ? "Task.isCancelled" : "\(scope.context).isCancelled"
      let counts = same != nil && rounds.steps.countRounds
      let number = counts ? names.unique("round") : "_"
      code.line(same.map { "for \(number) in 1...\($0) {" } ?? (looks ? "while !\(isOver) {" : "while true {"))
      code.begin()
      if counts { scope.round = "\\(\(number))" }
      writeRound(rounds.steps, ids: ids, ticker, of: task, in: &scope)
      if task?.onShutdown == .finish, !isDeaf, rounds.steps.last?.isListeningReceive == true {
        // Where it gives up, it says no more than that there is no item.
        code.line("if \(scope.context).shutdownSignal.isCancelled, !\(scope.context).isCancelled { return }")
      }
      code.end()
      code.line("}")
    }
    if looks {
      code.line("try \(scope.context).checkCancellation()")
      if scope.isInSwiftGroup { code.line("throw CancellationError()") }
    }
    if let last = rounds.last {
      scope.round = rounds.times.map { "\($0)" }
      writeRound(last.filter { $0 != .finish }, ids: ids, ticker, of: task, in: &scope, ending: ending)
    }
  }

  private mutating func writeRound(
    _ steps: [Step], ids: [String], _ ticker: String?, of task: TaskPlan?, in scope: inout SwiftScope,
    ending: SwiftEnding = .goesOn
  ) {
    if let ticker { writeTick("\(ticker).next(after: \(scope.context).now)", of: task, in: scope) }
    for (index, step) in steps.enumerated() {
      writeStep(step, ids: ids, in: &scope, task: task, ending: index == steps.count - 1 ? ending : .goesOn)
    }
  }

  private mutating func writeTick(_ tick: String, of task: TaskPlan?, in scope: SwiftScope) {
    if task?.isDeaf == true {
      needsBusyUntil = true
      code.line("await \(scope.context).busy(until: \(tick))")
    } else if task?.onShutdown == .finish || scope.isInSwiftGroup {
      let finishes = task?.onShutdown == .finish
      writeSleep("\(scope.context).now.duration(to: \(tick))", finishes: finishes, in: scope)
    } else {
      code.line("try await \(scope.context).sleep(until: \(tick))")
    }
  }

  mutating func writeTickerHelper() {
    guard needsTicker else { return }
    code.blank()
    let lines = [
      "/// Says when the next round begins. Of missed rounds there is one.",
      "private struct Ticker {",
      "  let start: Context.Instant",
      "  let period: Duration",
      "  private var count = 0",
      "",
      "  init(start: Context.Instant, period: Duration) {",
      "    self.start = start",
      "    self.period = period",
      "  }",
      "",
      "  mutating func next(after now: Context.Instant) -> Context.Instant {",
      "    count = max(count + 1, Int(start.duration(to: now) / period))",
      "    return start.advanced(by: period * count)",
      "  }",
      "}",
    ]
    for line in lines { code.line(line) }
  }
}

extension GoProgram {
  /// - Parameter isLast: Whether the function returns without an error after them.
  /// - Returns: whether what is written returns by itself.
  mutating func writeRounds(
    _ rounds: Rounds, ids: [String], of plan: TaskPlan?, index: Int, in scope: inout GoScope, isLast: Bool
  ) -> Bool {
    let around = scope.round
    defer { scope.round = around }
    var ticker: String?
    if let every = rounds.every {
      // Of the attempts that have it there, the one with the most before it.
      let before = plan?.attempts.filter { $0.indices.contains(index) && $0[index] == .rounds(rounds) }.map { steps in
        steps.prefix(index).count { step in
          if case .rounds(let rounds) = step { rounds.every != nil } else { false }
        }
      }.max()
      let number = before ?? scope.tickers
      let name = number == 0 ? "ticker" : "ticker\(number + 1)"
      ticker = name
      scope.tickers += 1
      code.line("\(name) := time.NewTicker(\(goDuration(every)))")
      code.line("defer \(name).Stop()")
    }
    let isDeaf = plan?.isDeaf == true
    let looks = rounds.times == nil && !rounds.listens && !isDeaf
    let same = rounds.last == nil ? rounds.times : rounds.times.map { $0 - 1 }
    if same != 0 {
      writeLoop(in: &scope) { program, scope in
        let counts = same != nil && rounds.steps.countRounds
        let number = "round"
        let head = same.map { "for \(counts ? "\(number) := " : "")range \($0) {" }
        program.code.line(head ?? (looks ? "for \(scope.context).Err() == nil {" : "for {"))
        program.code.begin()
        if counts { scope.round = number + "+1" }
        program.writeRound(rounds.steps, ids: ids, ticker, of: plan, in: &scope)
        program.code.end()
        program.code.line("}")
      }
    }
    if looks { writeAnswer(plan, in: scope) }
    guard let last = rounds.last else { return false }
    scope.round = rounds.times.map { "\($0)" }
    return writeRound(last.filter { $0 != .finish }, ids: ids, ticker, of: plan, in: &scope, isLast: isLast)
  }

  @discardableResult
  private mutating func writeRound(
    _ steps: [Step], ids: [String], _ ticker: String?, of plan: TaskPlan?, in scope: inout GoScope, isLast: Bool = false
  ) -> Bool {
    if let ticker { _ = writeSelect(["\(ticker).C"], of: plan, in: scope) }
    var isOver = false
    for (index, step) in steps.enumerated() {
      isOver = writeStep(step, ids: ids, in: &scope, plan: plan, isLast: isLast && index == steps.count - 1)
    }
    return isOver
  }
}

extension Step {
  /// Whether it waits for an item, and listens.
  fileprivate var isListeningReceive: Bool {
    switch self {
    case .channel(.receive(_, _, let listens)), .channel(.range(_, _, _, let listens)): listens
    case .channel, .work, .wait, .permits, .attempt, .flight, .rounds, .handling, .timed, .group, .spawn, .cancel,
      .useGroupContext, .signal, .keep, .log, .finish, .fail, .panic, .exit:
      false
    }
  }
}
