import ArgumentParser
import CascadeEvents
import CascadeScenarios
import CascadeText

/// `cascade run NAME|FILE`
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run a scenario and step through its events.",
    discussion: """
      Examples:
        cascade run first-failure
        cascade run my.yaml --seed 11
        cascade run deaf-task --live --plain
        cascade run nested-groups --record run.jsonl
        cascade run run.jsonl                     what `cascade replay` does
      """)

  @Argument(
    help: ArgumentHelp("The name of a built-in scenario (see `cascade list`), or a file.", valueName: "name|file"))
  var scenario: String

  @Option(
    parsing: .unconditional,
    help: "Seed for the order of events at the same instant. (default: the scenario's)")
  var seed: UInt64?

  @Flag(help: "Run on the real clock and the real thread pool.")
  var live = false

  @Option(help: ArgumentHelp("Write the events to a file, for `cascade replay`.", valueName: "file"))
  var record: String?

  @OptionGroup var print: PrintOptions

  @OptionGroup var look: LookOptions

  func validate() throws {
    if live, seed != nil {
      throw ValidationError("--seed can't be used with --live: the real clock decides the order.")
    }
  }

  func run() throws {
    if RecordingFile.isRecording(path: scenario) { return try replay() }
    var story = try ScenarioArgument(text: scenario).read()
    if let seed { story.seed = seed }
    let source = RunSource(name: scenario, scenario: story, isLive: live, output: try output())
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

  private func output() throws -> EventFileOutput? {
    do {
      return try record.map { path in try EventFileOutput(path: path) }
    } catch {
      printError("cascade: \(error)")
      throw ExitStatus.unusable
    }
  }

  /// A recording was named in place of a scenario.
  private func replay() throws {
    let asked = [live ? "--live" : nil, seed.map { _ in "--seed" }, record.map { _ in "--record" }].compactMap(\.self)
    if let first = asked.first {
      printError(
        "\(SafeText.make(scenario)): this is a recording, and what happened can't be run again: \(first) can't be used")
      throw ExitStatus.unusable
    }
    try show([try RecordedSource(path: scenario)], print: print, look: look)
  }
}
