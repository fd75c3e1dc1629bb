import CascadeTrace

extension Duration {
  /// Reads a duration the way files write it: `30ms`, `1.2s`, `1m30s`.
  ///
  /// - Throws: words that say why it isn't one.
  package static func read(_ text: String) throws -> Duration {
    do {
      return try DurationText.read(text)
    } catch {
      throw PhraseError(column: 1, message: error.message, suggestion: error.suggestion)
    }
  }
}
