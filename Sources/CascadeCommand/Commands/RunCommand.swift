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
        cascade run first-failure my.yaml batch         a course of your own
        cascade run nested-groups --record run.jsonl
        cascade run run.jsonl                           what `cascade replay` does
      """)

  @Argument(
    help: ArgumentHelp("The name of a built-in scenario (see `cascade list`), or a file.", valueName: "name|file"),
    completion: .runs)
  var scenarios: [String]

  @Option(
    parsing: .unconditional,
    help: "Seed for the order of events at the same instant. (default: the scenario's)")
  var seed: UInt64?

  @Flag(help: "Run on the real clock and the real thread pool.")
  var live = false

  @Option(
    help: ArgumentHelp("Write the events to a file, for `cascade replay`.", valueName: "file"), completion: .file())
  var record: String?

  @OptionGroup var print: PrintOptions

  @Option(
    help: ArgumentHelp("Let `cascade ctl` and `cascade follow` in, under this name.", valueName: "name"),
    transform: RemoteSession.named)
  var session: RemoteSession?

  @OptionGroup var look: LookOptions

  func validate() throws {
    if live, seed != nil {
      throw ValidationError("--seed can't be used with --live: the real clock decides the order.")
    }
    for (index, name) in scenarios.enumerated() where scenarios[..<index].contains(name) {
      throw ValidationError("\(SafeText.quoted(name)) is given twice.")
    }
    if print.format == .json, scenarios.count > 1 {
      throw ValidationError("--json prints the events of one run.")
    }
    if record != nil, scenarios.count > 1 { throw ValidationError("--record writes the events of one run.") }
  }

  func run() throws {
    if scenarios.contains(where: RecordingFile.isRecording) { return try replay() }
    let sources = try sources()
    if let format = print.format {
      for (index, source) in sources.enumerated() {
        if index > 0 { try LineWriter.write([""]) }
        try format.print(source)
      }
      return
    }
    // Before the terminal is taken over: a long run can be interrupted as usual.
    let runs = try sources.map { (source: $0, recording: try $0.played()) }
    switch OutputMode.choose(plain: false, look: look) {
    case .plain(let why):
      if let why { printError("cascade: plain text, because \(why)") }
      for (index, run) in runs.enumerated() {
        if index > 0 { try LineWriter.write([""]) }
        try tell(run.source, run.recording)
      }
    case .screen(let terminal):
      var loop = ScreenLoop(terminal: terminal, look: look, named: runs, session: session)
      try loop.runNamed()
    }
  }

  /// What was named; every file that can't be read is told of before it ends.
  private func sources() throws -> [RunSource] {
    var sources: [RunSource] = []
    var failed: (any Error)?
    for name in scenarios {
      do {
        var story = try ScenarioArgument(text: name).read()
        if let seed { story.seed = seed }
        sources.append(RunSource(name: name, scenario: story, isLive: live, seed: seed))
      } catch {
        failed = error
      }
    }
    if let failed { throw failed }
    if record != nil { sources[0].output = try output() }
    return sources
  }

  private func output() throws -> EventFileOutput? {
    do {
      return try record.map { path in try EventFileOutput(path: path) }
    } catch {
      printError("cascade: \(error)")
      throw ExitStatus.unusable
    }
  }

  /// Recordings were named in place of scenarios.
  private func replay() throws {
    let asked = [live ? "--live" : nil, seed.map { _ in "--seed" }, record.map { _ in "--record" }].compactMap(\.self)
    for name in scenarios {
      if !RecordingFile.isRecording(path: name) {
        printError("\(SafeText.make(name)): this is no recording; scenarios and recordings can't be mixed")
        throw ExitStatus.unusable
      }
      if let first = asked.first {
        printError(
          "\(SafeText.make(name)): this is a recording, and what happened can't be run again: \(first) can't be used")
        throw ExitStatus.unusable
      }
    }
    try ReplayCommand.show(try scenarios.map { try RecordedSource(path: $0) }, print: print, look: look)
  }
}
