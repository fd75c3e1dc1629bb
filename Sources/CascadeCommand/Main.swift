import ArgumentParser

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The program: its arguments, and the status that it leaves with.
@main enum Main {
  static func main() {
    if let unknown = UnknownCommand(CommandLine.arguments.dropFirst()) {
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
    let text = RootCommand.fullMessage(for: error)
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
}
