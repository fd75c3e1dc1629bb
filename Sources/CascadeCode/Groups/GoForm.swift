import Cascade
import CascadeScenarios

/// How a group is written in Go, by what it is made of there.
extension GroupKind.GoForm {
  /// The variable of the group.
  var variable: String { self == .errgroup ? "g" : "wg" }

  /// Whether its tasks' errors come through a channel.
  var hasResults: Bool {
    switch self {
    case .errgroup, .dropping: false
    case .reporting, .noticing, .racing, .ending: true
    }
  }

  /// What the group's error is after its wait, as an expression; none where it has none. A channel that is closed and empty
  /// gives nil.
  var result: String? {
    switch self {
    case .errgroup: "g.Wait()"
    case .dropping: nil
    case .reporting: "join(results)"
    case .noticing, .ending: "<-results"
    case .racing: "success(results)"
    }
  }

  /// What stands before and behind a task that is handed over: `wg.Go(reporting(results, ` and `))`.
  ///
  /// - Parameter context: The group's.
  func spawning(in context: String) -> (head: String, tail: String) {
    switch self {
    case .errgroup: ("", ")")
    case .dropping: ("dropping(", "))")
    case .reporting: ("reporting(results, ", "))")
    case .noticing: ("noticing(results, \(context), ", "))")
    case .racing: ("racing(results, end, ", "))")
    case .ending: ("ending(results, end, ", "))")
    }
  }
}

extension GroupPlan {
  /// What it is made of in Go.
  ///
  /// - Parameter isNested: Whether there is a group around it, which may cut it short.
  func goForm(isNested: Bool) -> GroupKind.GoForm {
    // Only the end of what is around it counts, and only where a task was cut short by it.
    let mayBeCutShort = isNested || outsideCancel != nil || deadline != nil || hasCancelLayer
    return kind == .supervised && mayBeCutShort ? .noticing : kind.goForm
  }
}

/// What there is of a group's error after its wait.
enum GoWaited {
  /// An expression.
  case error(String)
  /// It has none.
  case nothing
  /// The function has returned by then.
  case isReturned

  init(_ form: GroupKind.GoForm) {
    self = form.result.map(Self.error) ?? .nothing
  }
}

extension GoProgram {
  /// Makes a group that isn't an errgroup.
  mutating func writeWaitGroup(_ plan: GroupPlan, _ form: GroupKind.GoForm, needsContext: Bool, in scope: inout GoScope)
  {
    imports.insert("sync")
    if form == .racing || form == .ending || (plan.hasOwnContext && needsContext) {
      let own = !plan.usesGroupContextInGo && watcher == nil ? "_" : plan.needsTwoContexts ? scope.free("gctx") : "ctx"
      code.line("\(own), end := context.WithCancel(\(scope.context))")
      code.line("defer end()")
      if own != "_" { scope.context = own }
      scope.ends = true
    }
    code.line("var wg sync.WaitGroup")
    if let limit = plan.limit {
      code.line("slots := make(chan struct{}, \(limit))")
      scope.slots = "slots"
    }
    if form.hasResults { code.line("results := make(chan error, \(plan.mostTasks))") }
    forms.insert(form)
  }

  /// Waits for a group.
  ///
  mutating func writeWaiting(_ plan: GroupPlan, in scope: GoScope) -> GoWaited {
    if scope.form != .errgroup {
      code.line("wg.Wait()")
      if scope.ends { code.line("end()") }
      if scope.form.hasResults { code.line("close(results)") }
    }
    return GoWaited(scope.form)
  }

  mutating func writeFormHelpers() {
    if forms.contains(.dropping) {
      code.line("// dropping drops what f returns.")
      code.line("func dropping(f func() error) func() {")
      code.line("\treturn func() { _ = f() }")
      code.line("}")
      code.blank()
    }
    if forms.contains(.reporting) {
      code.line("// reporting hands on what f returns.")
      code.line("func reporting(results chan<- error, f func() error) func() {")
      code.line("\treturn func() { results <- f() }")
      code.line("}")
      code.blank()
      code.line("// join is all errors together, and nil where there is none.")
      code.line("func join(results <-chan error) error {")
      code.line("\tvar errs []error")
      code.line("\tfor err := range results {")
      code.line("\t\terrs = append(errs, err)")
      code.line("\t}")
      code.line("\treturn errors.Join(errs...)")
      code.line("}")
      code.blank()
    }
    if forms.contains(.noticing) {
      code.line("// noticing drops what f returns, unless the end of ctx cut it short.")
      code.line("func noticing(results chan<- error, ctx context.Context, f func() error) func() {")
      code.line("\treturn func() {")
      code.line("\t\terr := f()")
      code.line("\t\tif err == nil || ctx.Err() == nil {")
      code.line("\t\t\treturn")
      code.line("\t\t}")
      code.line("\t\tswitch err {")
      code.line("\t\tcase context.Canceled, context.DeadlineExceeded, context.Cause(ctx):")
      code.line("\t\t\tresults <- ctx.Err()")
      code.line("\t\t}")
      code.line("\t}")
      code.line("}")
      code.blank()
    }
    if forms.contains(.racing) {
      code.line("// racing hands on what f returns, and ends the others when")
      code.line("// that is a success.")
      code.line("func racing(results chan<- error, end func(), f func() error) func() {")
      code.line("\treturn func() {")
      code.line("\t\terr := f()")
      code.line("\t\tif err == nil {")
      code.line("\t\t\tend()")
      code.line("\t\t}")
      code.line("\t\tresults <- err")
      code.line("\t}")
      code.line("}")
      code.blank()
      code.line("// success is nil if any result is, and else all errors together.")
      code.line("func success(results <-chan error) error {")
      code.line("\tvar errs []error")
      code.line("\tfor err := range results {")
      code.line("\t\tif err == nil {")
      code.line("\t\t\treturn nil")
      code.line("\t\t}")
      code.line("\t\terrs = append(errs, err)")
      code.line("\t}")
      code.line("\treturn errors.Join(errs...)")
      code.line("}")
      code.blank()
    }
    if forms.contains(.ending) {
      code.line("// ending hands on what f returns, and ends the others.")
      code.line("func ending(results chan<- error, end func(), f func() error) func() {")
      code.line("\treturn func() {")
      code.line("\t\tresults <- f()")
      code.line("\t\tend()")
      code.line("\t}")
      code.line("}")
      code.blank()
    }
    if forms.contains(where: { $0 == .reporting || $0 == .racing }) { imports.insert("errors") }
  }
}

/// What functions of Go programs return.
extension GoProgram {
  /// A statement that returns.
  ///
  /// - Parameter error: An expression; none for no error.
  func returning(_ error: String?, in scope: GoScope) -> String {
    switch scope.results {
    case .error: "return \(error ?? "nil")"
    case .valueAndError: "return nil, \(error ?? "nil")"
    case .nothing: "return"
    }
  }

  /// Ends a function without an error.
  mutating func writeSuccess(in scope: GoScope) {
    switch scope.results {
    case .error, .valueAndError: code.line(returning(nil, in: scope))
    case .nothing: break
    }
  }

  /// Whether the function that a group is written as may return an error. Where it can't, it returns nothing.
  ///
  /// - Parameter isNested: Whether there is a group around it.
  func mayFail(_ plan: GroupPlan, isNested: Bool) -> Bool {
    let isHeard = plan.goForm(isNested: isNested) != .dropping && !plan.onError.returnsNone
    if isHeard || plan.keepsErrors { return true }
    if let leave = plan.leave, leave.whenTold || leave.error != nil { return true }
    return plan.mayFailEarly || (plan.beforeGo + plan.afterWait).flatMap(\.withUncaught).contains { mayFail($0) }
  }

  /// Whether the caller of a group may return an error in a step before the first task, or after wait.
  private func mayFail(_ step: Step) -> Bool {
    if case .channel(let step) = step { return step.doesJobs || step.listens && scenario.onCancel != .success }
    if case .attempt(let step) = step { return step.otherwise.contains { mayFail($0) } }
    if case .handling(let step) = step { return step.otherwise.contains { mayFail($0) } }
    if case .panic = step { return false }
    return step.traits.mayThrowElse || step.looksAtContext(isDeaf: false) && scenario.onCancel != .success
  }
}

/// What callers make of the error of wait.
extension GoProgram {
  /// Writes what becomes of wait's error, which is in `err`.
  ///
  /// - Parameter begin: A statement that puts it there, in front of a condition.
  mutating func writeAnswer(of plan: GroupPlan, _ begin: String, ignoreError: Bool, in scope: GoScope) {
    let answer = plan.onError
    if !answer.known.isEmpty { imports.insert("errors") }
    let causes = answer.cause.map { "errors.Is(err, \(error($0)))" }.joined(separator: " || ")
    let isNone = answer.ok.map { " && !errors.Is(err, \(error($0)))" }.joined()
    func returned(_ action: GroupPlan.ErrorAnswer.Action, _ program: inout GoProgram) -> String {
      if let exit = program.exiting(action, of: plan, in: scope) { return exit }
      return program.returning(ignoreError ? nil : program.failure(action, of: plan, in: scope), in: scope)
    }
    if answer.otherwise == .ok {
      code.line("if \(begin)\(answer.ok.isEmpty ? causes : "err != nil\(isNone) && (\(causes))") {")
      code.line("\t\(returned(.cause, &self))")
      return code.line("}")
    }
    code.line("if \(begin)err != nil\(isNone) {")
    code.begin()
    if !causes.isEmpty {
      code.line("if \(causes) {")
      code.line("\t\(returned(.cause, &self))")
      code.line("}")
    }
    code.line(returned(answer.otherwise, &self))
    code.end()
    code.line("}")
  }

  /// The statement that ends the program where wait's error is in `err`; none for what doesn't.
  private mutating func exiting(
    _ action: GroupPlan.ErrorAnswer.Action, of plan: GroupPlan, in scope: GoScope
  ) -> String? {
    switch action {
    case .error, .cause, .ok, .wrap, .fail: return nil
    case .exit(let status):
      imports.insert("os")
      return "os.Exit(\(status))"
    case .fatal(let text):
      imports.insert("log")
      let said = failure(.error, of: plan, in: scope) ?? "err"
      guard let text else { return "log.Fatal(\(said))" }
      return "log.Fatalf(\(Literal.go(text.replacing("%", with: "%%") + ": %v")), \(said))"
    }
  }

  /// What the caller returns where wait's error is in `err`; none for no error.
  private mutating func failure(
    _ action: GroupPlan.ErrorAnswer.Action, of plan: GroupPlan, in scope: GoScope
  ) -> String? {
    let own: String? =
      switch action {
      case .error: "err"
      case .cause: "context.Cause(\(scope.callerContext))"
      case .ok, .fatal, .exit: nil
      case .wrap(let text): wrapped(text, "err")
      case .fail(let text): error(text)
      }
    guard plan.keepsErrors, let own else { return own }
    return plan.onError.isLast
      ? "errors.Join(append(kept, \(own))...)" : "errors.Join(\(own), errors.Join(kept...))"
  }
}
