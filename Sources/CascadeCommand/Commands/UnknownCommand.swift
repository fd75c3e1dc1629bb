import ArgumentParser
import CascadeScenarios
import CascadeText
import CascadeTrace

/// The first word of a command line, where it is no command.
///
/// Without this the gallery, which needs no command, would be handed the words, and complain that it takes none.
struct UnknownCommand: CustomStringConvertible {
  let word: String

  /// Nil where the command line begins with a command or an option, or is empty.
  init?(_ arguments: some Collection<String>) {
    guard let word = arguments.first, !word.hasPrefix("-"), !Self.commands.contains(word) else { return nil }
    self.word = word
  }

  private static let commands =
    RootCommand.configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]

  var description: String {
    let what = "cascade: there is no command \(SafeText.quoted(word))"
    let argument = ScenarioArgument(text: word)
    if argument.looksLikeScenario { return "\(what); to step through a scenario: cascade run \(SafeText.make(word))" }
    if let near = closest(to: word, in: Self.commands) { return "\(what) (did you mean \(near)?)" }
    if let near = closest(to: word, in: Gallery.all.map(\.name)) {
      return "\(what) (did you mean cascade run \(near)?)"
    }
    return "\(what); there are \(Self.commands.joined(separator: ", "))"
  }
}
