import ArgumentParser
import CascadeCode
import CascadeText
import CascadeTrace

/// `cascade code NAME|FILE`
struct CodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "code",
    abstract: "Print a scenario as a program.",
    discussion: """
      In Swift it is one file of a program that depends on Cascade; in Go it needs \
      golang.org/x/sync, and golang.org/x/time for limiters. Status 2: the language has nothing of the kind.

      Examples:
        cascade code first-failure > Sources/demo/Demo.swift
        cascade code my.yaml --lang go > main.go
      """)

  @Argument(
    help: ArgumentHelp("The name of a built-in scenario (see `cascade list`), or a file.", valueName: "name|file"),
    completion: .scenarios)
  var scenario: String

  @Option(name: .customLong("lang"), help: "The language.")
  var language = CodeListing.Language.swift

  func run() throws {
    let argument = ScenarioArgument(text: scenario)
    let story = try argument.read()
    let listing: CodeListing
    do {
      listing = try Program.listing(story, named: argument.shortName, in: language)
    } catch {
      printError(problem(error, with: scenario))
      throw ExitStatus.unusable
    }
    try LineWriter.write(listing.lines)
  }
}

extension CodeListing.Language: ExpressibleByArgument {}
