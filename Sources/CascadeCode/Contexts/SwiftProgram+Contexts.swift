import Cascade
import CascadeScenarios
import CascadeTrace

/// Stories about contexts alone: one line after the other.
extension SwiftProgram {
  mutating func writeContexts(_ program: ContextProgram) {
    var story = ContextProgramState(program)
    for key in story.keys {
      let name = names.unique(key + "-key", else: "key")
      keys.append(Key(text: key, typeName: name.prefix(1).uppercased() + name.dropFirst()))
    }
    if story.measuresRun {
      start = names.unique("start")
      code.line("let \(start ?? "start") = ctx.now")
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
  }

  private mutating func write(_ sleep: ContextProgramState.Sleep) {
    let begin = code.next
    code.line("try await ctx.sleep(for: \(Literal.swift(sleep.duration)))")
    code.mark([sleep.part], from: begin)
  }

  private mutating func write(_ action: ContextProgram.Action, in story: inout ContextProgramState) {
    let begin = code.next
    switch action {
    case .root(let name, let isTodo):
      let variable = names.unique(name, else: "root")
      story.make(name)
      story.variables[name] = variable
      code.line("let \(variable) = ctx\(isTodo ? "  // a todo" : "")")
      code.mark([.context(name)], from: begin)
    case .derive(let name, let parent, let derivation):
      writeDerivation(name, parent, derivation, in: &story)
      code.mark([.context(name)], from: begin)
    case .after(let name, let parent): writeAfter(name, on: parent, in: &story)
    case .cancel(let name, let cause):
      story.cancel(name)
      writeCancel(story.owners[name] ?? name, cause: cause)
      code.markFirst(.cancel(name), from: begin)
    case .stop(let name):
      code.line("\(story.variable(name)).stop()")
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
    let head = "let \(variable) = \(story.variable(parent))"
    story.derive(name, from: parent, derivation)
    story.variables[name] = derivation.canBeCancelled ? variable + ".context" : variable
    if derivation.canBeCancelled { story.owners[name] = variable }
    let named = "name: \(Literal.swift(name))"
    switch derivation {
    case .cancel: call("\(head).makeCancelScope", [named])
    case .timeout(let timeout, let cause):
      let cause = cause.map { ["cause: \(error($0))"] } ?? []
      call("\(head).makeCancelScope", ["timeout: \(Literal.swift(timeout))"] + cause + [named])
    case .deadline(let deadline, let cause):
      let instant = "\(start ?? "start").advanced(by: \(Literal.swift(deadline)))"
      let cause = cause.map { ["cause: \(error($0))"] } ?? []
      call("\(head).makeCancelScope", ["deadline: \(instant)"] + cause + [named])
    case .value(let key, let value):
      let type = keys.first { $0.text == key }?.typeName ?? ""
      call("\(head).setting", ["\(type).self", "to: \(Literal.swift(value))"])
    case .withoutCancel: call("\(head).withoutCancel", [named])
    }
  }

  private mutating func writeAfter(_ name: String, on parent: String?, in story: inout ContextProgramState) {
    let begin = code.next
    let variable = names.unique(name, else: "registration")
    story.variables[name] = variable
    code.line("let \(variable) = \(story.variable(parent)).afterCancel(\(Literal.swift(name))) {")
    code.line("  print(\(Literal.swift(name)))")
    code.line("}")
    code.mark([.after(name)], from: begin)
    guard !story.isStopped(name) else { return }
    let end = code.next
    code.line("defer { \(variable).stop() }")
    code.mark([.stop(name)], from: end)
  }

  private mutating func writeCheck(_ name: String, in story: ContextProgramState) {
    call("check", [Literal.swift(name), story.variable(name)])
  }

  /// What the program needs besides its function.
  mutating func writeContextHelpers() {
    for key in keys {
      code.blank()
      code.line("private enum \(key.typeName): ContextKey {")
      code.line("  static let defaultValue: String? = nil")
      code.line("}")
    }
    code.blank()
    code.line("/// Says whether a context is over, and why.")
    code.line("private func check(_ name: String, _ ctx: Context) {")
    code.line("  let error = ctx.error.map { \"\\($0)\" } ?? \"none\"")
    code.line("  let cause = ctx.cause.map { \"\\($0)\" } ?? \"none\"")
    code.line("  print(\"\\(name): \\(error), cause: \\(cause)\")")
    for key in keys {
      let text = Literal.swift(key.text).dropFirst().dropLast()
      code.line("  print(\"\\(name): \(text) = \\(ctx[\(key.typeName).self] ?? \"none\")\")")
    }
    code.line("}")
  }

  mutating func writeContextMain() {
    code.blank()
    code.line("#if !TESTING")
    code.line("  @main struct Program {")
    code.line("    static func main() async throws {")
    code.line("      try await \(function)(.background)")
    code.line("    }")
    code.line("  }")
    code.line("#endif")
  }
}
