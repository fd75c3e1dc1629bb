import ArgumentParser
import CascadeText
import CascadeTrace

/// What `--at TIME` stands for.
enum TimeArgument {
  /// - Throws: words that say why it is no time of a run.
  static func read(_ text: String) throws -> Duration {
    do {
      return try DurationText.read(text)
    } catch {
      throw ValidationError(error.description)
    }
  }
}
