import ArgumentParser
import CascadeScenarios

/// `cascade run NAME|FILE`
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Play a scenario, and step through what happened.",
    discussion: """
      Examples:
        cascade run first-failure
        cascade run my.yaml --seed 11
        cascade run deaf-task --live --plain
        cascade run nested-groups --json > events.jsonl
      """)

  @Argument(
    help: ArgumentHelp("The name of a built-in scenario (see `cascade list`), or a file.", valueName: "name|file"))
  var scenario: String

  @Option(
    parsing: .unconditional,
    help: "What decides the order of things due at the same instant. (default: the scenario's own)")
  var seed: UInt64?

  @Flag(help: "Play on the real clock and the real thread pool.")
  var live = false

  @OptionGroup var print: PrintOptions

  @OptionGroup var look: LookOptions

  func validate() throws {
    if live, seed != nil {
      throw ValidationError("--seed has no meaning with --live: real time takes no orders. Leave one of them out.")
    }
  }

  func run() throws {
    var story = try ScenarioArgument(text: scenario).read()
    if let seed { story.seed = seed }
    let source = RunSource(name: scenario, scenario: story, isLive: live)
    if let format = print.format { return try format.print(source) }
    // Before the terminal is taken over: a long run can be interrupted as usual.
    let recording = try source.played()
    switch OutputMode.choose(plain: false, look: look) {
    case .plain(let why):
      if let why { printError("cascade: plain text, because \(why)") }
      try tell(source, recording)
    case .screen(let terminal):
      var loop = ScreenLoop(terminal: terminal, look: look)
      try loop.run(source, recording)
    }
  }
}
