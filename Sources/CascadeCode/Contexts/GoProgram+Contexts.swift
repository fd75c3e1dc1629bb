import Cascade
import CascadeScenarios
import CascadeTrace

/// Stories about contexts alone: one line after the other.
extension GoProgram {
  /// Writes the function, what it needs, and `main`.
  mutating func writeContexts(_ program: ContextProgram) {
    var story = ContextProgramState(program)
    code.line("func \(function)(ctx context.Context) {")
    code.begin()
    if story.measuresRun {
      imports.insert("time")
      code.line("began := time.Now()")
    }
    for entry in program.entries {
      if let sleep = story.sleep(before: entry) { write(sleep) }
      write(entry.action, in: &story)
    }
    if let sleep = story.lastSleep() {
      code.line("// Until the last deadline has passed.")
      write(sleep)
    }
    for name in program.contextNames { writeCheck(name, in: story) }
    code.end()
    code.line("}")
    code.blank()
    writeContextHelpers(story)
    code.line("func main() {")
    code.line("\t\(function)(context.Background())")
    code.line("}")
  }

  private mutating func write(_ sleep: ContextProgramState.Sleep) {
    let begin = code.next
    writeBusy(sleep.duration)
    code.mark([sleep.part], from: begin)
  }

  private mutating func write(_ action: ContextProgram.Action, in story: inout ContextProgramState) {
    let begin = code.next
    switch action {
    case .root(let name, let isTodo):
      let variable = names.unique(name, else: "root")
      story.make(name)
      story.variables[name] = variable
      code.line("\(variable) := context.\(isTodo ? "TODO" : "Background")()")
      code.mark([.context(name)], from: begin)
    case .derive(let name, let parent, let derivation):
      writeDerivation(name, parent, derivation, in: &story)
      code.mark([.context(name)], from: begin)
    case .after(let name, let parent): writeAfter(name, on: parent, in: &story)
    case .cancel(let name, let cause):
      story.cancel(name)
      let argument = story.isCancelledWithCause(name) ? cause.map { error($0) } ?? "nil" : ""
      code.line("\(story.owners[name] ?? "")(\(argument))")
      code.markFirst(.cancel(name), from: begin)
    case .stop(let name):
      code.line("\(story.variable(name))()")
      code.markFirst(.stop(name), from: begin)
    case .check(let name):
      for (name, part) in story.checked(name) {
        let begin = code.next
        writeCheck(name, in: story)
        code.mark([part], from: begin)
      }
    }
  }

  private mutating func writeDerivation(
    _ name: String, _ parent: String?, _ derivation: ContextProgram.Derivation, in story: inout ContextProgramState
  ) {
    let variable = names.unique(name, else: "derived")
    var from = story.variable(parent)
    story.derive(name, from: parent, derivation)
    story.variables[name] = variable
    switch derivation {
    case .cancel:
      writeCancellable(variable, name, from: from, in: &story)
    case .timeout, .deadline:
      var cancel = names.unique("cancel-" + variable)
      if story.isCancelledWithCause(name) {
        // What a timeout returns takes no cause.
        let outer = names.unique(variable + "-parent")
        writeCancellable(outer, name, from: from, cancel: cancel, in: &story)
        from = outer
        cancel = names.unique("stop-" + variable)
      } else {
        story.owners[name] = cancel
      }
      writeTimed("\(variable), \(cancel) := context.", from, derivation)
      code.line("defer \(cancel)()")
    case .value(let key, let value):
      code.line("\(variable) := context.WithValue(\(from), key(\(Literal.go(key))), \(Literal.go(value)))")
    case .withoutCancel: code.line("\(variable) := context.WithoutCancel(\(from))")
    }
  }

  private mutating func writeCancellable(
    _ variable: String, _ name: String, from: String, cancel given: String? = nil, in story: inout ContextProgramState
  ) {
    let cancel = given ?? names.unique("cancel-" + variable)
    let takesCause = story.isCancelledWithCause(name)
    story.owners[name] = cancel
    code.line("\(variable), \(cancel) := context.WithCancel\(takesCause ? "Cause" : "")(\(from))")
    code.line("defer \(cancel)(\(takesCause ? "nil" : ""))")
  }

  private mutating func writeTimed(_ head: String, _ from: String, _ derivation: ContextProgram.Derivation) {
    let call: String
    let moment: String
    let cause: String?
    switch derivation {
    case .timeout(let timeout, let text): (call, moment, cause) = ("WithTimeout", duration(timeout), text)
    case .deadline(let deadline, let text):
      (call, moment, cause) = ("WithDeadline", "began.Add(\(duration(deadline)))", text)
    case .cancel, .value, .withoutCancel: return
    }
    if let cause {
      let line = "\(head)\(call)Cause(\(from), \(moment),"
      // Never wider than a pane.
      if code.fits(line) {
        code.line(line)
      } else {
        code.line("\(head)\(call)Cause(")
        code.line("\t\(from), \(moment),")
      }
      code.line("\t\(error(cause)))")
    } else {
      code.line("\(head)\(call)(\(from), \(moment))")
    }
  }

  private mutating func writeAfter(_ name: String, on parent: String?, in story: inout ContextProgramState) {
    let begin = code.next
    let stop = names.unique("stop-" + name, else: "stopAfter")
    story.variables[name] = stop
    code.line("\(stop) := context.AfterFunc(\(story.variable(parent)), func() {")
    code.line("\t\(Self.printing(name))")
    code.line("})")
    code.mark([.after(name)], from: begin)
    guard !story.isStopped(name) else { return }
    let end = code.next
    code.line("defer \(stop)()")
    code.mark([.stop(name)], from: end)
  }

  private mutating func writeCheck(_ name: String, in story: ContextProgramState) {
    code.line("check(\(story.variable(name)), \(Literal.go(name)))")
  }

  private mutating func writeContextHelpers(_ story: ContextProgramState) {
    if !story.keys.isEmpty {
      code.line("type key string")
      code.blank()
    }
    code.line("// check says whether a context is over, and why.")
    code.line("func check(ctx context.Context, name string) {")
    code.line("\tfmt.Printf(\"%s: %v, cause: %v\\n\", name, ctx.Err(), context.Cause(ctx))")
    for key in story.keys {
      let text = Literal.go(key.replacing("%", with: "%%")).dropFirst().dropLast()
      code.line("\tfmt.Printf(\"%s: \(text) = %v\\n\", name, ctx.Value(key(\(Literal.go(key)))))")
    }
    code.line("}")
    code.blank()
  }
}
