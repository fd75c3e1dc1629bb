import ArgumentParser
import CascadeScenarios
import CascadeText
import CascadeTrace
import CascadeUI

/// `cascade challenge [NAME|FILE] [CHANGE…]`
struct ChallengeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "challenge",
    abstract: "Change a run until it reaches a goal.",
    discussion: """
      Without a name it lists the built-in challenges. With a name it opens the run: each change made with i, o, x or ! \
      is a move, and the goal says when it is reached. With changes, as in `cascade what-if`, it judges them. \
      Exit status: 0 the goal is reached, 1 it isn't.

      Examples:
        cascade challenge
        cascade challenge no-error
        cascade challenge answer-sooner "300ms: make invoice listen"
      """)

  @Argument(
    help: ArgumentHelp("The name of a built-in challenge, or a file with a goal.", valueName: "name|file"),
    completion: .challenges)
  var scenario: String?

  @Argument(help: ArgumentHelp("A change, as a phrase; each is a move.", valueName: "change"))
  var changes: [String] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("When a change happens that doesn't say so. (default: 0ms)", valueName: "time"),
    transform: TimeArgument.read)
  var at: Duration?

  @Flag(help: "Print sentences, one fact per line, instead of drawing.")
  var plain = false

  @OptionGroup var look: LookOptions

  func run() throws {
    guard let scenario else { return try list() }
    let source = RunSource(name: scenario, scenario: try ScenarioArgument(text: scenario).read(), isLive: false)
    guard let goal = source.scenario.goal else {
      printError("\(SafeText.make(scenario)): this scenario has no goal; see cascade challenge")
      throw ExitStatus.unusable
    }
    if !changes.isEmpty { return try judge(source, goal) }
    let run = try source.record()
    switch OutputMode.choose(plain: plain, look: look) {
    case .plain(let why):
      if let why { printError("cascade: plain text, because \(why)") }
      let about = source.scenario.about.map { [SafeText.make($0)] } ?? []
      try LineWriter.write([SafeText.make(source.scenario.title)] + about + lines(goal, goal.judge(run)))
    case .screen(let terminal):
      var loop = ScreenLoop(terminal: terminal, look: look, named: [(source, source.recording(of: run))])
      try loop.runNamed()
    }
  }

  private func judge(_ source: RunSource, _ goal: Goal) throws {
    let question = try WhatIfQuestion(source, changes, at: .time(at ?? .zero))
    let judgement = goal.judge(question.branch)
    try LineWriter.write(question.steps.map { SafeText.make($0.question) } + lines(goal, judgement))
    if !judgement.isReached { throw ExitStatus.failed }
  }

  private func lines(_ goal: Goal, _ judgement: Goal.Judgement) -> [String] {
    let note = ChallengeNote(goal)
    return ["Goal: \(SafeText.make(goal.say))"] + judgement.facts.map { "  \($0)" } + [
      note.standing(judgement.standing)
    ]
  }

  private func list() throws {
    var lines: [String] = []
    for entry in Gallery.challenges {
      guard let scenario = try? entry.scenario(), let goal = scenario.goal else { continue }
      lines.append("\(entry.name): \(SafeText.make(goal.say)) (\(goal.moves == 1 ? "1 move" : "\(goal.moves) moves"))")
    }
    try LineWriter.write(lines + ["", "Play one with: cascade challenge NAME"])
  }
}

extension ChallengeNote {
  init(_ goal: Goal) { self.init(say: goal.say, moves: goal.moves) }
}

extension Goal.Judgement {
  var standing: ChallengeNote.Standing { ChallengeNote.Standing(moves: moves, isReached: isReached) }
}
