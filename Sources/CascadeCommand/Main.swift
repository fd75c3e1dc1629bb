import ArgumentParser
import CascadeScenarios
import CascadeText
import CascadeTrace

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The program: its arguments, and the status that it leaves with.
@main enum Main {
  static func main() {
    let arguments = CommandLine.arguments.dropFirst()
    let unknown = UnknownCommand(arguments)?.description ?? UnknownOption(arguments)?.description
    if let unknown {
      printError("\(unknown)\nSee 'cascade --help' for more information.")
      exit(ExitStatus.unusable.rawValue)
    }
    do {
      var command = try RootCommand.parseAsRoot()
      try command.run()
    } catch {
      exit(status(of: error).rawValue)
    }
  }

  /// Says what there is to say about what was thrown, and gives the status to leave with.
  private static func status(of error: any Error) -> ExitStatus {
    if let status = error as? ExitStatus { return status }
    let text = spelled(RootCommand.fullMessage(for: error))
    guard RootCommand.exitCode(for: error).isSuccess else {
      printError(text)
      return .unusable
    }
    do {
      try LineWriter.write([text])
      return .ok
    } catch {
      return .unusable
    }
  }

  /// A message of the argument parser, which repeats arguments as they were given, made harmless. Line ends in an
  /// argument are not those of the message.
  private static func spelled(_ message: String) -> String {
    var message = message
    for argument in CommandLine.arguments.dropFirst() where SafeText.make(argument) != argument {
      let value = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).last.map(String.init)
      for given in [argument, value ?? ""] where !given.isEmpty {
        message = message.replacing(given, with: SafeText.make(given))
      }
    }
    return SafeText.lines(message)
  }
}

/// An option that can't be one: it has a character in its name that isn't harmless.
///
/// The argument parser would repeat it as it is, or in parts.
struct UnknownOption: CustomStringConvertible {
  let name: String

  /// None where there is no such option before `--`.
  init?(_ arguments: some Sequence<String>) {
    let names = arguments.prefix { $0 != "--" }.lazy
      .filter { $0.hasPrefix("-") }
      .map { String($0.prefix { $0 != "=" }) }
    guard let name = names.first(where: { SafeText.make($0) != $0 }) else { return nil }
    self.name = name
  }

  var description: String { "cascade: there is no option \(SafeText.quoted(name))" }
}

/// The first word of a command line, where it is no command.
///
/// Without this the gallery, which needs no command, would be handed the words, and complain that it takes none.
struct UnknownCommand: CustomStringConvertible {
  let word: String

  /// Nil where the command line, or what follows `help`, begins with a command or an option, or is empty.
  init?(_ arguments: some Collection<String>) {
    let asked = arguments.first == "help" ? Array(arguments.dropFirst()) : Array(arguments)
    guard let word = asked.first, !word.hasPrefix("-"), !Self.commands.contains(word) else { return nil }
    self.word = word
  }

  private static let commands =
    RootCommand.configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]

  var description: String {
    let what = "cascade: there is no command \(SafeText.quoted(word))"
    let argument = ScenarioArgument(text: word)
    if argument.looksLikeScenario { return "\(what); to step through a scenario: cascade run \(SafeText.make(word))" }
    if let near = closest(to: word, in: Self.commands) { return "\(what) (did you mean \(near)?)" }
    if let near = closest(to: word, in: Gallery.shown.map(\.name)) {
      return "\(what) (did you mean cascade run \(near)?)"
    }
    return "\(what); the commands are \(Self.commands.joined(separator: ", "))"
  }
}
