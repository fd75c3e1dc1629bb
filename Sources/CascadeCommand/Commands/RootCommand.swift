import ArgumentParser

/// `cascade`: the gallery, or one of the commands.
struct RootCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cascade",
    abstract: "Watch a cancellation travel: cause, told, out.",
    discussion: """
      Without a command it opens the gallery of built-in scenarios.

      Examples:
        cascade                                 choose a scenario and step through it
        cascade run first-failure               step through a built-in scenario
        cascade run my.yaml --plain             the same story in sentences
        cascade what-if my.yaml --at 1s "cancel a"   the same with a change
        cascade compare my.yaml                      two kinds of group side by side
        cascade check my.yaml                   does the file do what it claims?
        cascade code my.yaml --lang go          the same as a program

      Exit status: 0 fine, 1 a check failed, 2 the command line or a file can't be used, 130 interrupted.
      """,
    version: "cascade \(programVersion)",
    subcommands: [
      GalleryCommand.self, RunCommand.self, WhatIfCommand.self, CompareCommand.self, ListCommand.self,
      CheckCommand.self, DetailCommand.self, CodeCommand.self,
    ],
    defaultSubcommand: GalleryCommand.self)
}

/// The version of the program, as `--version` prints it.
let programVersion = "0.1.0"
