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
        cascade list first-failure > my.yaml    begin a scenario of your own
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
    abstract: "List the built-in scenarios, print one's file, or list the keys of files.",
    discussion: """
      Examples:
        cascade list
        cascade list first-failure > my.yaml    begin with a copy
        cascade list --keys                     what a file may say
      """)

  @Argument(help: "A built-in scenario, to print its file.", completion: .scenarios) var name: String?

  @Flag(help: "The keys of scenario files and talks, with what each says.") var keys = false

  func validate() throws {
    if name != nil, keys { throw ValidationError("give a name or --keys, not both") }
  }

  func run() throws {
    if keys { return try LineWriter.write(Self.keyLines) }
    guard let name else { return try printGallery() }
    do {
      var writer = LineWriter()
      try writer.write(text: try Gallery.named(name).source)
      try writer.flush()
    } catch let unknown as Gallery.UnknownName {
      printError("cascade: \(unknown)")
      throw ExitStatus.unusable
    }
  }

  private static var keyLines: [String] {
    (KeyList.all + [.outcomes]).flatMap { $0.lines + [""] }
      + ["How they go together: cascade list NAME prints the file of a built-in scenario."]
  }
}

/// Prints name, title and one line about each built-in scenario.
func printGallery() throws {
  var lines: [String] = []
  func add(_ entries: [Gallery.Entry]) {
    for entry in entries {
      guard let scenario = try? entry.scenario() else { continue }
      lines.append("\(entry.name): \(SafeText.make(scenario.title))")
      if let about = scenario.about { lines.append("  \(SafeText.make(about))") }
    }
  }
  add(Gallery.all)
  lines += ["", "Patterns of real programs:", ""]
  add(Gallery.patterns)
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

/// `cascade completions SHELL`
struct CompletionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "completions",
    abstract: "Print completions for a shell.",
    discussion: """
      Examples:
        cascade completions bash > ~/.local/share/bash-completion/completions/cascade
        cascade completions zsh > ~/.zfunc/_cascade
        cascade completions fish > ~/.config/fish/completions/cascade.fish
      """)

  enum Shell: String, ExpressibleByArgument, CaseIterable {
    case bash, zsh, fish

    fileprivate var known: CompletionShell {
      switch self {
      case .bash: .bash
      case .zsh: .zsh
      case .fish: .fish
      }
    }
  }

  @Argument(help: "The shell.")
  var shell: Shell

  func run() throws { try LineWriter.write([RootCommand.completionScript(for: shell.known)]) }
}
