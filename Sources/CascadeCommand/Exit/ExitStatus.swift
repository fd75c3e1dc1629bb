/// How the program ends, for the shell. Thrown to end it; what there is to say has been said by then.
enum ExitStatus: Int32, Error {
  case ok = 0
  /// A scenario didn't do what its file claims.
  case checkFailed = 1
  /// The command line, a file or the output can't be used.
  case unusable = 2
  /// As a shell reports a program that a signal ended: 128 and the signal's number.
  case hungUp = 129
  case interrupted = 130
  case terminated = 143
}

extension ExitStatus: Comparable {
  static func < (left: ExitStatus, right: ExitStatus) -> Bool { left.rawValue < right.rawValue }
}
