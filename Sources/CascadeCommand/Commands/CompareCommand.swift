import ArgumentParser
import CascadeNarration
import CascadeScenarios
import CascadeText
import CascadeTrace
import CascadeUI

/// `cascade compare NAME|FILE`
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Show two runs of a scenario side by side.",
    discussion: """
      A side is
        kind=collect-all          another kind of group
        limit=2  timeout=1s       another limit or timeout, or none
        seed=8                    another order within an instant
        file=run.jsonl            events kept with `cascade run NAME --json`
        "1s: cancel NAME"         a phrase as in `cascade what-if`, with its time
      The first three can be combined with commas. Default of --b: the file as it is. \
      Default of --a: a waitgroup; an errgroup if the file has a waitgroup; no grace \
      period if it has a shutdown; the file as it is if --b is a recording.

      Examples:
        cascade compare first-failure
        cascade compare first-failure --b kind=supervised --plain
        cascade compare first-failure --a limit=2 --b limit=4,seed=3
      """)

  @Argument(
    help: ArgumentHelp("The name of a built-in scenario (see `cascade list`), or a file.", valueName: "name|file"),
    completion: .scenarios)
  var scenario: String

  @Option(help: ArgumentHelp("The left side.", valueName: "side"))
  var a: String?

  @Option(help: ArgumentHelp("The right side.", valueName: "side"))
  var b: String?

  @Flag(help: "Print sentences, one fact per line, instead of drawing.")
  var plain = false

  @OptionGroup var look: LookOptions

  func run() throws {
    let source = RunSource(name: scenario, scenario: try ScenarioArgument(text: scenario).read(), isLive: false)
    guard source.scenario.contexts == nil else {
      printError(
        "\(SafeText.make(scenario)): a scenario of contexts has no tasks to compare; try cascade what-if")
      throw ExitStatus.unusable
    }
    let asWritten = source.recording(of: try source.record())
    let (left, right) = try sides(of: source, asWritten)
    // Before the terminal is taken over: what can't be had is said in plain words.
    let runs = (try source.recording(of: left), try source.recording(of: right))
    switch OutputMode.choose(plain: plain, look: look) {
    case .plain(let why):
      if let why { printError("cascade: plain text, because \(why)") }
      let comparison = Comparison((left.wholeName, runs.0), (right.wholeName, runs.1))
      try LineWriter.write([SafeText.make(source.scenario.title), ""] + ComparisonText(comparison).lines)
    case .screen(let terminal):
      var loop = ScreenLoop(terminal: terminal, look: look, named: [(source, asWritten)])
      try loop.compare(source, left, right)
    }
  }

  /// The two sides that were asked for; what teaches most in the place of one that wasn't.
  private func sides(of source: RunSource, _ asWritten: Recording) throws -> (CompareSide, CompareSide) {
    let left = try a.map { try SideArgument(text: $0).side(of: source) }
    let right = try b.map { try SideArgument(text: $0).side(of: source) }
    let own = right ?? SideArgument.asWritten(source.scenario)
    if let left { return (left, own) }
    // Events from elsewhere are there to be held against the scenario itself.
    if case .file? = right?.source { return (SideArgument.asWritten(source.scenario), own) }
    guard let contrast = Contrast(asWritten) else {
      printError("\(SafeText.make(scenario)): this run has no group; use --a to say what to compare it with")
      throw ExitStatus.unusable
    }
    return (CompareSide(other: contrast), right ?? CompareSide(own: contrast))
  }
}
