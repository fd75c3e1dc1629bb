import Cascade
import CascadeScenarios
import CascadeTrace

/// A scenario as a Swift program, written with the public API of the library.
struct SwiftProgram {
  /// A type that values of contexts are found by.
  struct Key {
    /// What the file calls it.
    var text: String
    var typeName: String
  }

  let scenario: Scenario
  let shown: ShownNames
  var code = CodeWriter(indentation: "  ")
  var names = Identifiers(reserved: Self.reserved)
  let function: String
  /// The instant at which the program began, where that matters.
  var start: String?
  var needsError = false
  /// Whether anything stands for a panic, and whether an error is asked if it is one.
  var panics = false
  var asksForPanics = false
  var needsBusy = false
  var needsBusyUntil = false
  var needsWork = false
  var needsTask = false
  var needsLater = false
  var needsSignal = false
  var needsSignalOrEnd = false
  var needsSignalOfSeveral = false
  var needsTicker = false
  var needsKept = false
  var needsIsCaused = false
  var needsFatal = false
  var needsSignalContext = false
  var needsSharedScope = false
  var needsTrySend = false
  var needsTryReceive = false
  var needsSendOrEnd = false
  var needsReceiveOrEnd = false
  /// Whether a close looks whether there was one before.
  var saysWhetherItCloses = false
  /// What steps wait for.
  var signals: [SignalVariable] = []
  /// What tasks pass items through.
  var channels: [ChannelVariable] = []
  var semaphores: [SemaphoreVariable] = []
  var limiters: [LimiterVariable] = []
  /// The semaphores that the steps that are being written give permits back of.
  var released: Set<String> = []
  /// The semaphores that the caller of a group holds permits of until it returns.
  var held: Set<String> = []
  /// What values of contexts are found by.
  var keys: [Key] = []

  init(_ scenario: Scenario, named name: String) {
    self.scenario = scenario
    shown = ShownNames(scenario.group)
    function = names.unique(name)
  }

  static func functionName(_ name: String) -> String {
    var names = Identifiers(reserved: reserved)
    return names.unique(name)
  }

  mutating func write() -> CodeListing {
    for line in CommentText.lines(scenario.title) { code.line(line) }
    code.line("import Cascade")
    if scenario.group.hasExit { code.line("import Foundation") }
    if !scenario.group.channels.isEmpty || !scenario.group.limiters.isEmpty { code.line("import Synchronization") }
    code.blank()
    for line in CommentText.lines(scenario.about ?? "") where scenario.about != nil { code.line("/" + line) }
    code.line("func \(function)(_ ctx: Context) async throws {")
    code.begin()
    if let program = scenario.contexts {
      writeContexts(program)
    } else {
      writeOutermostGroup()
    }
    code.end()
    code.line("}")
    writeHelpers()
    if scenario.contexts == nil {
      writeMain()
    } else {
      writeContextHelpers()
      writeContextMain()
    }
    return code.listing(.swift)
  }

  private mutating func writeOutermostGroup() {
    if scenario.group.hasRunTimeDeadline {
      start = names.unique("start")
      code.line("let \(start ?? "start") = ctx.now")
    }
    writeSignals()
    writeChannels()
    writeSemaphores()
    writeGroup(scenario.group, ids: [scenario.group.name], in: SwiftScope(context: "ctx"), ignoreError: false)
  }

  private mutating func writeMain() {
    code.blank()
    code.line("#if !TESTING")
    if !scenario.group.hasExit {
      code.line("  import Foundation")
      code.blank()
    }
    code.line("  @main struct Program {")
    code.line("    static func main() async {")
    code.line("      do {")
    code.line("        try await \(function)(.background)")
    code.line("        print(\"wait returned\")")
    code.line("      } catch {")
    code.line("        print(\"wait threw: \\(error)\")")
    code.line("        exit(1)")
    code.line("      }")
    code.line("    }")
    code.line("  }")
    code.line("#endif")
  }

  /// What stands for a panic: Swift can't catch one.
  mutating func panicArgument(_ text: String) -> String {
    (needsError, panics) = (true, true)
    return "panic: \(Literal.swift(text))"
  }

  mutating func error(_ text: String) -> String {
    needsError = true
    return "AppError(\(Literal.swift(text)))"
  }

  mutating func busy(_ duration: Duration, _ context: String) -> String {
    needsBusy = true
    return "await \(context).busy(for: \(Literal.swift(duration)))"
  }

  /// Writes a call, its arguments on a line of their own where they don't fit.
  mutating func call(_ head: String, _ arguments: [String], _ tail: String = ")") {
    let all = arguments.joined(separator: ", ")
    // A short argument alone on a line is harder to read than a line that is a little too long.
    if code.fits(head + "(" + all + tail) || all.count < 12 {
      code.line(head + "(" + all + tail)
    } else {
      // A closure begins where the call does.
      let isClosure = tail.contains("{")
      let end = isClosure ? "" : tail
      code.line(head + "(")
      if code.fits("  " + all + end) {
        code.line("  " + all + end)
      } else {
        for argument in arguments.dropLast() { code.line("  " + argument + ",") }
        code.line("  " + (arguments.last ?? "") + end)
      }
      if isClosure { code.line(tail) }
    }
  }

  private static let reserved: Set<String> = [
    "as", "async", "await", "break", "case", "catch", "class", "continue", "default", "defer", "do", "else", "enum",
    "extension", "false", "fileprivate", "for", "func", "guard", "if", "import", "in", "init", "inout", "internal",
    "is", "let", "nil", "nonisolated", "operator", "print", "private", "protocol", "public", "repeat", "rethrows",
    "return", "self", "static", "struct", "subscript", "super", "switch", "throw", "throws", "true", "try",
    "typealias", "var", "where", "while", "attempt", "busy", "check", "ctx", "error", "failure", "group",
    "groupContext", "race", "pause", "jitter", "name", "item", "kept", "task", "main", "number", "result",
    "withErrGroup",
    "exit", "fatal", "any", "some", "type", "actor", "macro", "package",
    "calls", "job", "open", "deinit", "associatedtype", "fallthrough", "precedencegroup",
  ]
}

extension GroupPlan {
  /// Whether it, or a group inside it, ends at a time of the run.
  var hasRunTimeDeadline: Bool {
    if case .atRunTime? = deadline?.moment { return true }
    return allTasks.contains { task in
      task.allSteps.contains { $0.nestedGroup?.hasRunTimeDeadline == true }
    }
  }
}

/// What names mean at one place of a Swift program.
struct SwiftScope {
  /// The context that code here listens to.
  var context: String
  /// The context of the innermost group, and the one that it was made from.
  var groupContext = ""
  var parentContext = ""
  /// The context that the innermost group was opened in.
  var openedIn = ""
  /// What cancels the innermost group.
  var canceller = ""
  /// The instant at which the innermost group was opened, where that matters.
  var opened = ""
  /// The number of the round that this is in, for a literal, where what it opens or spawns bears that.
  var round: String?
  /// Whether the caller of the innermost group looks at its context before it hands over a task, and whether that is in a loop.
  var looks = false
  var isInLoop = false
  /// The innermost task around this that a loop spawns.
  var loop: LoopedTask?
  /// The label of what a caller leaves that returns before it waits.
  var leaves: String?
  /// Whether this is what an after-function does.
  var isInFunction = false
  /// Whether this is in a try, at whose end permits are given back.
  var isInTry = false
  /// What the innermost group is.
  var kind: GroupPlan.Kind?
  /// Whether the end of a grace ends the tasks alone, as their group has no context of its own.
  var endsTasksAlone = false
  /// Whether this is the code of a task.
  var isNested = false
  /// Whether that is a child task of one of Swift's own groups: Swift's cancellation is all that reaches it.
  var isInSwiftGroup = false
}

extension SwiftScope {
  /// The statement that returns without an error.
  var returning: String { leaves.map { "break \($0)" } ?? "return" }
}
