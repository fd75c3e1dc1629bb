import ArgumentParser
import Cascade
import CascadeScenarios
import CascadeTrace

/// `cascade what-if NAME|FILE CHANGE…`
struct WhatIfCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "what-if",
    abstract: "Run a scenario with a change.",
    discussion: """
      A change is a phrase:
        cancel NAME                       fail NAME: TEXT
        finish NAME                       panic NAME: TEXT
        delay NAME by 250ms               end NAME at 1.5s
        deafen NAME                       make NAME listen
        add NAME to GROUP: 300ms          add NAME to GROUP: 300ms, deaf, fails: TEXT
        set limit of GROUP to 2           set kind of GROUP to collect-all
        set timeout of GROUP to 2s        set seed to 11
      A time and a colon before it say when it happens: "1s: cancel NAME".

      Examples:
        cascade what-if first-failure --at 1s "cancel fetch-recs"
        cascade what-if first-failure --after-event 20 "deafen fetch-recs"
        cascade what-if nested-groups "set kind of root to collect-all" --json
      """)

  @Argument(
    help: ArgumentHelp("The name of a built-in scenario (see `cascade list`), or a file.", valueName: "name|file"),
    completion: .scenarios)
  var scenario: String

  @Argument(
    help: ArgumentHelp("A change, as a phrase; several are made one after another.", valueName: "change"))
  var changes: [String]

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "When a change happens that doesn't say so: after all events at this time. (default: 0ms)",
      valueName: "time"),
    transform: TimeArgument.read)
  var at: Duration?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The same, after this many events.", valueName: "count"))
  var afterEvent: Int?

  @OptionGroup var print: PrintOptions

  @OptionGroup var look: LookOptions

  func validate() throws {
    if at != nil, afterEvent != nil {
      throw ValidationError("Use --at or --after-event, not both.")
    }
    if let afterEvent, afterEvent < 0 {
      throw ValidationError("--after-event must be 0 or more.")
    }
    if changes.isEmpty {
      throw ValidationError("Missing: a change, such as \"cancel NAME\".")
    }
  }

  func run() throws {
    let source = RunSource(name: scenario, scenario: try ScenarioArgument(text: scenario).read(), isLive: false)
    let question = try WhatIfQuestion(source, changes, at: moment)
    if let format = print.format { return try format.print(question) }
    switch OutputMode.choose(plain: false, look: look) {
    case .plain(let why):
      if let why { printError("cascade: plain text, because \(why)") }
      try tell(question)
    case .screen(let terminal):
      var loop = ScreenLoop(
        terminal: terminal, look: look, named: [(source, source.recording(of: question.base))])
      try loop.run(question)
    }
  }

  private var moment: WhatIfQuestion.Moment { afterEvent.map { .afterEvent($0) } ?? .time(at ?? .zero) }
}
