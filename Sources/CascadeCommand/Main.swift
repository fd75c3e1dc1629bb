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

/// How the program ends, for the shell. Thrown to end it; what there is to say has been said by then.
enum ExitStatus: Int32, Error {
  case ok = 0
  /// A scenario didn't do what its file claims.
  case checkFailed = 1
  /// The command line or a file can't be used; nothing was run or drawn.
  case unusable = 2
  /// As a shell reports a program that a signal ended: 128 and the signal's number.
  case hungUp = 129
  case interrupted = 130
  case terminated = 143
}

/// Writes lines to standard error.
func printError(_ text: String) {
  var rest = Array((text.hasSuffix("\n") ? text : text + "\n").utf8)[...]
  while !rest.isEmpty {
    let written = rest.withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
    guard written > 0 else { return }
    rest = rest.dropFirst(written)
  }
}
