/// Two runs that begin alike.
extension Recording {
  /// How many events two runs have in common from their beginning.
  package func sharedEvents(with other: Recording) -> Int {
    zip(log, other.log).prefix { $0 == $1 }.count
  }
}
