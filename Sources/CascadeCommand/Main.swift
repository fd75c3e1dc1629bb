import ArgumentParser

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The program: its arguments, and the status that it leaves with.
@main enum Main {
  static func main() {
    do {
      var command = try RootCommand.parseAsRoot()
      try command.run()
    } catch let status as ExitStatus {
      exit(status.rawValue)
    } catch {
      let code = RootCommand.exitCode(for: error)
      let text = RootCommand.fullMessage(for: error)
      if code.isSuccess {
        print(text)
        exit(ExitStatus.ok.rawValue)
      }
      printError(text)
      exit(code == .validationFailure ? ExitStatus.unusable.rawValue : code.rawValue)
    }
  }
}
