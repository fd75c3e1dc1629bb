import ArgumentParser

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
