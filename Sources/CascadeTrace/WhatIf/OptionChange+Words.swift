extension OptionChange.Option {
  /// The option as files write it: `limit: 2`, `no timeout`.
  package var words: String {
    switch self {
    case .limit(let limit): limit.map { "limit: \($0)" } ?? "no limit"
    case .kind(let word): "kind: \(word)"
    case .timeout(let timeout): timeout.map { "timeout: \($0.inWords)" } ?? "no timeout"
    case .queued(let word): "queued: \(word)"
    case .ignoresLoneCancellations(let ignores):
      ignores ? "ignores lone cancellations" : "lone cancellations count"
    }
  }
}
