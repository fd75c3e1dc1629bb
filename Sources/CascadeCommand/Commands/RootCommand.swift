import ArgumentParser
import CascadeScenarios
import CascadeText
import CascadeTrace
import Foundation

/// `cascade`: the gallery, or one of the commands.
struct RootCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cascade",
    abstract: "Show how one task's failure cancels the others, event by event.",
    discussion: """
      Without a command it opens the gallery of built-in scenarios.

      Examples:
        cascade run first-failure               step through a built-in scenario
        cascade run my.yaml --plain             run your own as text
        cascade what-if my.yaml "1s: cancel a"  run it with a change
        cascade compare my.yaml                 two kinds of group side by side
        cascade check my.yaml                   check its expectations
        cascade code my.yaml --lang go          print it as Go
        cascade import main.go                  write a scenario's skeleton from Go
        cascade talk my-talk.yaml               give a talk with a clicker
        cascade attach shop                     watch a running program

      Exit status: 0 fine; 1 a check failed, or a printed run ended in a deadlock; 2 the command line, a file or the \
      output can't be used; from outside: 129 hung up, 130 interrupted, 143 terminated.
      """,
    version: "cascade \(programVersion)",
    subcommands: [
      GalleryCommand.self, RunCommand.self, ReplayCommand.self, AttachCommand.self, WhatIfCommand.self,
      CompareCommand.self, ExploreCommand.self, QuizCommand.self, ChallengeCommand.self, TalkCommand.self,
      NotesCommand.self, ControlCommand.self, FollowCommand.self, ListCommand.self, CheckCommand.self,
      DetailCommand.self, CodeCommand.self, ImportCommand.self, ExportRunCommand.self, ConfigCommand.self,
      CompletionsCommand.self, ManualCommand.self,
    ],
    defaultSubcommand: GalleryCommand.self)
}

/// The version of the program, as `--version` prints it.
let programVersion = "0.1.0"

/// `cascade gallery`, or just `cascade`.
struct GalleryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gallery",
    abstract: "Choose a built-in scenario.",
    discussion: "Example:\n  cascade gallery --charset ascii")

  @Flag(help: "List the scenarios in plain text, without drawing.")
  var plain = false

  @Option(
    help: ArgumentHelp("Let `cascade ctl` and `cascade follow` in, under this name.", valueName: "name"),
    transform: RemoteSession.named)
  var session: RemoteSession?

  @OptionGroup var look: LookOptions

  func run() throws {
    switch OutputMode.choose(plain: plain, look: look) {
    case .plain(let why):
      if let why { printError("cascade: plain text, because \(why)") }
      try printGallery()
    case .screen(let terminal):
      var loop = ScreenLoop(terminal: terminal, look: look, session: session)
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

/// `cascade man`
struct ManualCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "man",
    abstract: "Print the manual page.",
    discussion: """
      Examples:
        cascade man > ~/.local/share/man/man1/cascade.1
        cascade man | man -l -
      """)

  func run() throws {
    guard let page = ManualPage(help: Data(RootCommand._dumpHelp().utf8)) else { throw ExitStatus.unusable }
    try LineWriter.write(page.lines)
  }
}
