import ArgumentParser
import CascadeScenarios
import CascadeText
import CascadeTrace

/// `cascade`: the gallery, or one of the commands.
struct RootCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cascade",
    abstract: "Show how one task's failure cancels the others, event by event.",
    discussion: """
      Without a command it opens the gallery of built-in scenarios.

      Examples:
        cascade                                 choose a scenario and step through it
        cascade run first-failure               step through a built-in scenario
        cascade run my.yaml --plain             run it as text
        cascade what-if my.yaml --at 1s "cancel a"   run it with a change
        cascade compare my.yaml                      two kinds of group side by side
        cascade check my.yaml                   check its expectations
        cascade explore my.yaml --law "wait = none"  find a run that breaks a law
        cascade code my.yaml --lang go          print it as Go
        cascade quiz course                     answer first, then see what happens
        cascade challenge                       change runs until they reach a goal
        cascade export my.yaml --as html -o my.html  a page to take away

      Exit status: 0 fine; 1 a check failed, or a printed run ended in a deadlock; 2 the command line, a file or the \
      output can't be used; from outside: 129 hung up, 130 interrupted, 143 terminated.
      """,
    version: "cascade \(programVersion)",
    subcommands: [
      GalleryCommand.self, RunCommand.self, WhatIfCommand.self, CompareCommand.self, QuizCommand.self,
      ChallengeCommand.self, ListCommand.self,
      CheckCommand.self, ExploreCommand.self, DetailCommand.self, CodeCommand.self, ExportRunCommand.self,
    ],
    defaultSubcommand: GalleryCommand.self)
}

/// The version of the program, as `--version` prints it.
let programVersion = "0.1.0"

/// `cascade gallery`, or just `cascade`.
struct GalleryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gallery",
    abstract: "Choose one of the built-in scenarios, and step through it.",
    discussion: "Example:\n  cascade gallery --charset ascii")

  @Flag(help: "List the scenarios in plain text, without drawing.")
  var plain = false

  @OptionGroup var look: LookOptions

  func run() throws {
    switch OutputMode.choose(plain: plain, look: look) {
    case .plain(let why):
      if let why { printError("cascade: plain text, because \(why)") }
      try printGallery()
    case .screen(let terminal):
      var loop = ScreenLoop(terminal: terminal, look: look)
      try loop.runGallery()
    }
  }
}

/// `cascade list`
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the built-in scenarios.",
    discussion: "Example:\n  cascade list")

  func run() throws {
    try printGallery()
  }
}

/// Prints name, title and one line about each built-in scenario.
func printGallery() throws {
  var lines: [String] = []
  for entry in Gallery.all {
    guard let scenario = try? entry.scenario() else { continue }
    lines.append("\(entry.name): \(SafeText.make(scenario.title))")
    if let about = scenario.about { lines.append("  \(SafeText.make(about))") }
  }
  try LineWriter.write(lines + ["", "Step through one with: cascade run NAME"])
}
