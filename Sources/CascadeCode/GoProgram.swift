import Cascade
import CascadeScenarios
import CascadeTrace

/// A scenario as a Go program with golang.org/x/sync/errgroup.
struct GoProgram {
  /// A group that is written as a function of its own, because its task does other things, too.
  struct Function {
    var name: String
    var plan: GroupPlan
    var ids: [String]
    /// Whether it is given the channel that says that the tasks are asked to finish.
    var isAsked = false
    /// The task around it that a loop spawns, where there is one: it is given that name.
    var loop: LoopedTask?
  }

  let scenario: Scenario
  let shown: ShownNames
  var code = CodeWriter(indentation: "\t")
  var names = Identifiers(reserved: Self.reserved)
  let function: String
  /// Functions that are called and not written yet.
  var pending: [Function] = []
  var imports: Set<String> = ["context", "fmt"]
  var needsSleep = false
  var needsSleepUnless = false
  /// The text of an error that has a variable here, and what that is called.
  var sentinel: (text: String, name: String)?
  /// The errors that the program tells apart, by their texts.
  var sentinels: [String: String] = [:]
  /// What steps wait for.
  var signals: [SignalVariable] = []
  /// What tasks pass items through.
  var channels: [ChannelVariable] = []
  var semaphores: [SemaphoreVariable] = []
  var limiters: [LimiterVariable] = []
  /// The semaphores that the steps that are being written give permits back of.
  var released: Set<String> = []
  /// Which forms of groups there are, for their helpers.
  var forms: Set<GroupKind.GoForm> = []
  /// The labels of loops that something breaks off.
  var usedLabels: Set<String> = []
  /// A function that each group's context and name are given to.
  var watcher: String?
  /// Whether deadlines count from the beginning of the run.
  let measuresRun: Bool

  init(_ scenario: Scenario, named name: String) {
    self.scenario = scenario
    shown = ShownNames(scenario.group)
    function = names.unique(name)
    measuresRun = scenario.group.hasRunTimeDeadline
  }

  mutating func write() -> CodeListing {
    for line in CommentText.lines(scenario.title) { code.line(line) }
    code.line("package main")
    code.blank()
    let importsPlace = code.next
    if measuresRun {
      imports.insert("time")
      code.line("// When the program began.")
      code.line("var began time.Time")
      code.blank()
    }
    writeSentinels()
    for line in CommentText.lines(scenario.about ?? "") where scenario.about != nil { code.line(line) }
    if let program = scenario.contexts {
      writeContexts(program)
    } else {
      writeGroups()
    }
    code.insert(importLines, at: importsPlace)
    return code.listing(.go)
  }

  private mutating func writeGroups() {
    pending.append(Function(name: function, plan: scenario.group, ids: [scenario.group.name]))
    while !pending.isEmpty {
      writeFunction(pending.removeFirst())
      code.blank()
    }
    writeHelpers()
    code.line("func main() {")
    if measuresRun { code.line("\tbegan = time.Now()") }
    if mayFail(scenario.group, isNested: false) {
      imports.insert("os")
      code.line("\terr := \(function)(context.Background())")
      code.line("\tfmt.Println(\"wait:\", err)")
      code.line("\tif err != nil {")
      code.line("\t\tos.Exit(1)")
      code.line("\t}")
    } else {
      code.line("\t\(function)(context.Background())")
      code.line("\tfmt.Println(\"wait returned\")")
    }
    code.line("}")
  }

  /// The statement that prints a line. `go vet` takes a percent sign in what Println prints for a mistake.
  static func printing(_ text: String) -> String {
    text.contains("%") ? "fmt.Printf(\"%s\\n\", \(Literal.go(text)))" : "fmt.Println(\(Literal.go(text)))"
  }

  private mutating func writeFunction(_ function: Function) {
    let name = function.loop == nil ? "" : ", name string"
    let asked = function.isAsked ? ", asked <-chan struct{}" : ""
    let isOutermost = function.name == self.function
    let signals =
      isOutermost
      ? ""
      : signalParameters(of: function.plan, ids: function.ids).parameters
        + channelParameters(of: function.plan).parameters + sharedParameters(of: function.plan).parameters
    let fails = mayFail(function.plan, isNested: !isOutermost)
    code.line("func \(function.name)(ctx context.Context\(name)\(asked)\(signals))\(fails ? " error" : "") {")
    code.begin()
    let begin = code.next
    if isOutermost { writeSignals() }
    if isOutermost { writeChannels() }
    if isOutermost { writeSemaphores() }
    var scope = GoScope(context: "ctx")
    scope.asked = function.isAsked ? "asked" : nil
    scope.loop = function.loop
    if !fails { scope.results = .nothing }
    writeGroup(function.plan, ids: function.ids, in: scope)
    code.dropUnusedNames(from: begin)
    code.end()
    code.line("}")
  }

  private var importLines: [String] {
    let standard = imports.filter { !$0.contains(".") }.sorted().map { "\t\"\($0)\"" }
    let others = imports.filter { $0.contains(".") }.sorted().map { "\t\"\($0)\"" }
    return ["import ("] + standard + (others.isEmpty ? [] : [""] + others) + [")", ""]
  }

  private mutating func writeHelpers() {
    code.line("// task says how f ended.")
    code.line("func task(name string, f func() error) func() error {")
    code.line("\treturn func() error {")
    code.line("\t\terr := f()")
    code.line("\t\tfmt.Println(name+\":\", err)")
    code.line("\t\treturn err")
    code.line("\t}")
    code.line("}")
    code.blank()
    writeFormHelpers()
    if needsSleep {
      imports.insert("time")
      code.line("// sleep is work that looks at its context.")
      code.line("func sleep(ctx context.Context, d time.Duration) error {")
      code.line("\tif err := ctx.Err(); err != nil {")
      code.line("\t\treturn err")
      code.line("\t}")
      code.line("\tselect {")
      code.line("\tcase <-ctx.Done():")
      code.line("\t\treturn ctx.Err()")
      code.line("\tcase <-time.After(d):")
      code.line("\t\treturn nil")
      code.line("\t}")
      code.line("}")
      code.blank()
    }
    guard needsSleepUnless else { return }
    code.line("// sleepUnless is work that also ends when it is asked to.")
    code.line("func sleepUnless(ctx context.Context, asked <-chan struct{},")
    code.line("\td time.Duration) (done bool, err error) {")
    code.line("\tif err := ctx.Err(); err != nil {")
    code.line("\t\treturn false, err")
    code.line("\t}")
    code.line("\tselect {")
    code.line("\tcase <-asked:")
    code.line("\t\treturn false, nil")
    code.line("\tdefault:")
    code.line("\t}")
    code.line("\tselect {")
    code.line("\tcase <-ctx.Done():")
    code.line("\t\treturn false, ctx.Err()")
    code.line("\tcase <-asked:")
    code.line("\t\treturn false, nil")
    code.line("\tcase <-time.After(d):")
    code.line("\t\treturn true, nil")
    code.line("\t}")
    code.line("}")
    code.blank()
  }

  // MARK: Words

  mutating func error(_ text: String) -> String {
    if let sentinel, sentinel.text == text { return sentinel.name }
    if let name = sentinels[text] { return name }
    imports.insert("errors")
    return "errors.New(\(Literal.go(text)))"
  }

  /// Errors of Go's own that callers tell apart, and the packages that they are from.
  private static let known: [String: (name: String, package: String)] = [
    "context canceled": ("context.Canceled", "context"),
    "context deadline exceeded": ("context.DeadlineExceeded", "context"),
    "http: Server closed": ("http.ErrServerClosed", "net/http"),
    "EOF": ("io.EOF", "io"),
    "file does not exist": ("fs.ErrNotExist", "io/fs"),
  ]

  /// Writes the errors that are told apart, as far as they aren't Go's own.
  private mutating func writeSentinels() {
    for text in scenario.group.toldApart.sorted() {
      if let known = Self.known[text] {
        imports.insert(known.package)
        sentinels[text] = known.name
        continue
      }
      imports.insert("errors")
      let name = names.unique("err \(text)", else: "errKnown")
      sentinels[text] = name
      code.line("var \(name) = errors.New(\(Literal.go(text)))")
      code.blank()
    }
  }

  mutating func writeBusy(_ duration: Duration, comment: String = "") {
    imports.insert("time")
    code.line("time.Sleep(\(Literal.goAlone(duration)))\(comment)")
  }

  mutating func duration(_ duration: Duration) -> String {
    imports.insert("time")
    return Literal.go(duration)
  }

  /// The same where it is the only argument.
  mutating func goDuration(_ duration: Duration) -> String {
    imports.insert("time")
    return Literal.goAlone(duration)
  }

  private static let reserved: Set<String> = [
    "break", "case", "chan", "const", "continue", "default", "defer", "else", "fallthrough", "for", "func", "go",
    "goto", "if", "import", "interface", "map", "package", "range", "return", "select", "struct", "switch", "type",
    "var", "any", "append", "bool", "byte", "cap", "clear", "close", "complex", "copy", "delete", "error", "false",
    "imag", "int", "iota", "len", "make", "max", "min", "new", "nil", "panic", "print", "println", "real", "recover",
    "rune", "string", "true", "uint", "init", "main", "context", "errors", "fmt", "time", "sync", "errgroup", "task",
    "dropping", "reporting", "racing", "ending", "join", "success", "results", "end", "wg", "noticing",
    "sleep", "sleepUnless", "check", "key", "began", "g", "ctx", "gctx", "gctx2", "sctx", "sctx2", "err", "cancel",
    "semaphore", "singleflight", "calls", "job", "ok", "item", "insist", "asked", "asking", "done", "stop", "slots",
    "attempt", "number", "late", "opened", "ticker", "pause", "jitter", "jittered", "rand", "permanent", "waited", "mu",
    "kept", "keep", "round", "log", "os", "name", "returned", "rate",
  ]
}

/// What a function of a Go program returns.
enum GoResults {
  case error
  /// A value, which is nil here, and an error.
  case valueAndError
  case nothing
}

/// What names mean at one place of a Go program.
struct GoScope {
  /// The context that code here listens to.
  var context: String
  /// What the function returns that this is in.
  var results = GoResults.error
  /// The innermost task around this that a loop spawns.
  var loop: LoopedTask?
  /// Whether a variable here has the name of a task of this round.
  var hasName = false
  /// Whether what cancels the innermost group takes a cause.
  var cancelTakesCause = false
  /// The context of the innermost group, and the one that tasks capture that look at another.
  var groupContext = "ctx"
  var parentContext = "ctx"
  /// The one that the innermost group is made from: where its tasks are asked to finish, the one that the end of the grace ends.
  var madeFrom = "ctx"
  /// The one that the caller of the innermost group looks at before it waits: the end of a grace ends none but tasks, where the
  /// group has no context of its own.
  var callerContext = "ctx"
  /// The context that the innermost group was opened in.
  var openedIn = "ctx"
  /// What the innermost group is made of.
  var form = GroupKind.GoForm.errgroup
  /// Whether it has a context of its own that is ended by hand.
  var ends = false
  /// The channel of slots of a wait group with a limit, if it has one.
  var slots: String?
  /// The instant at which the innermost group was opened, where that matters.
  var opened = ""
  /// The channel that is closed when the tasks here are asked to finish, if that can happen.
  var asked: String?
  /// The context whose end cuts the innermost group short, where that isn't its own: the end of a grace isn't meant.
  var cutShortBy: String?
  /// The error that a task here returns when it is cut short, where that has to be told apart from its others.
  var late: String?
  /// The same as `asked` for those in the innermost group that look at its context, and for those around it.
  var askedInGroup: String?
  var askedAround: String?
  /// Whether a step that is cut short is over, and the next one follows: the caller's, before it waits.
  var goesOn = false
  /// The number of the round that this is in, from 1, as an expression, where what it opens or spawns bears that.
  var round: String?
  /// Whether the caller of the innermost group looks at its context before it hands over a task, and whether that is in a loop.
  var looks = false
  var isInLoop = false
  /// How many tickers the caller of the innermost group has.
  var tickers = 0
  /// The label of the loop that is over then, where the step is one.
  var label: String?
  /// Whether `ctx` is a parameter of the function that we are in, so that it can't be declared again.
  var ownsContext = true

  /// A name for a context of the innermost group. Where the group is written inside of a task of another, a context around it
  /// that is needed may have that name.
  func free(_ name: String) -> String { [parentContext, openedIn].contains(name) ? name + "2" : name }
}
