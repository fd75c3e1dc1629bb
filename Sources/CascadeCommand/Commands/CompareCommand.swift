import ArgumentParser
import CascadeScenarios
import CascadeTrace
import CascadeUI

/// `cascade compare NAME|FILE`
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Show two runs of a scenario side by side: what differs, what is wasted, what is saved.",
    discussion: """
      A side is
        kind=collect-all          another kind of group
        limit=2  timeout=1s       another limit or timeout, or none
        seed=8                    another order of what is due at the same instant
        file=run.jsonl            events kept with `cascade run NAME --json`
        "1s: cancel NAME"         a phrase as in `cascade what-if`, with the time at which it happens
      The first three can be combined with commas. Without --a the left side is a wait group (or an error group, where
      the file's own is a wait group), without --b the right side is as the file says.

      Examples:
        cascade compare first-failure
        cascade compare first-failure --b kind=supervised --plain
        cascade compare first-failure --a limit=2 --b limit=4,seed=3
      """)

  @Argument(
    help: ArgumentHelp("The name of a built-in scenario (see `cascade list`), or a file.", valueName: "name|file"))
  var scenario: String

  @Option(help: ArgumentHelp("The left side.", valueName: "side"))
  var a: String?

  @Option(help: ArgumentHelp("The right side.", valueName: "side"))
  var b: String?

  @Flag(help: "Tell it in sentences, one fact a line, without drawing.")
  var plain = false

  @OptionGroup var look: LookOptions

  func run() throws {
    let source = RunSource(name: scenario, scenario: try ScenarioArgument(text: scenario).read(), isLive: false)
    guard source.scenario.contexts == nil else {
      printError("\(SafeText.make(scenario)): a story about contexts alone has no group that could be another one")
      throw ExitStatus.unusable
    }
    let left = try a.map { try SideArgument(text: $0).side(of: source) } ?? Self.baseline(of: source.scenario)
    let right = try b.map { try SideArgument(text: $0).side(of: source) } ?? SideArgument.asWritten(source.scenario)
    // Before the terminal is taken over: what can't be had is said in plain words.
    let runs = (try source.recording(of: left), try source.recording(of: right))
    switch Face.choose(plain: plain, look: look) {
    case .plain(let why):
      if let why { printError("cascade: plain text, because \(why)") }
      let comparison = Comparison((left.name, runs.0), (right.name, runs.1))
      try LineWriter.write([SafeText.make(source.scenario.title), ""] + ComparisonText(comparison).lines)
    case .screen(let terminal):
      var loop = ScreenLoop(terminal: terminal, look: look)
      try loop.compare(source, source.recording(of: try source.record()), left, right)
    }
  }

  /// What a scenario is compared with when nobody says.
  private static func baseline(of scenario: Scenario) -> CompareSide {
    let kind = scenario.group.kind == .waitgroup ? GroupPlan.Kind.errgroup.rawValue : GroupPlan.Kind.waitgroup.rawValue
    let change = Variation.Change.option(OptionChange(scenario.group.name, .kind(kind)))
    return CompareSide(.variation(Variation([change])), name: kind)
  }
}
