package import Cascade
import CascadeText

/// A group that is made with another option than its file says.
package struct OptionChange: Hashable, Sendable {
  /// The option, with its other value. What a kind of group doesn't know is refused when the scenario is run.
  package enum Option: Hashable, Sendable {
    /// How many tasks may run at once; none for no limit.
    case limit(Int?)
    /// What kind of group it is.
    case kind(GroupKind)
    /// So long after its start it ends by itself; none for never.
    case timeout(Duration?)
    /// What becomes of tasks that wait for a slot when the group's context ends.
    case queued(ErrGroup.QueuedWork)
    /// Whether a task that was cancelled alone counts as a failure.
    case ignoresLoneCancellations(Bool)
  }

  /// The path of the group.
  package var group: String
  package var option: Option

  package init(_ group: String, _ option: Option) {
    self.group = group
    self.option = option
  }
}

/// The one list of the options that a group can be changed in: what each is called, how its values are written and read.
extension OptionChange.Option {
  /// What an option is called, in files and phrases.
  package enum Name: String, Hashable, Sendable, CaseIterable {
    case limit
    case kind
    case timeout
    case queued
    case ignoreLoneCancellations = "ignore-lone-cancellations"
  }

  package var name: Name {
    switch self {
    case .limit: .limit
    case .kind: .kind
    case .timeout: .timeout
    case .queued: .queued
    case .ignoresLoneCancellations: .ignoreLoneCancellations
    }
  }

  /// The value, in a word, as ``Name/read(_:)`` takes it.
  package var value: String {
    switch self {
    case .limit(let limit): limit.map(String.init) ?? "none"
    case .kind(let kind): kind.rawValue
    case .timeout(let timeout): timeout?.inWords ?? "none"
    case .queued(let work): work.rawValue
    case .ignoresLoneCancellations(let ignores): ignores ? "yes" : "no"
    }
  }

  /// Why a word is no value of an option.
  package struct Refusal: Error {
    package let message: String
    /// The words that there are.
    package let words: [String]
    package var suggestion: String?

    init(_ message: String, words: [String] = [], suggestion: String? = nil) {
      self.message = message
      self.words = words
      self.suggestion = suggestion
    }
  }
}

extension OptionChange.Option.Name {
  /// The option with the value that a word stands for.
  package func read(_ word: String) throws(OptionChange.Option.Refusal) -> OptionChange.Option {
    switch self {
    case .limit:
      if word == "none" { return .limit(nil) }
      guard let limit = Int(word) else {
        throw OptionChange.Option.Refusal("a limit is a whole number, or none, not \(SafeText.quoted(word))")
      }
      return .limit(limit)
    case .kind: return .kind(try one(of: "kind of group", word))
    case .timeout:
      if word == "none" { return .timeout(nil) }
      do {
        // A negative one is refused in better words where it is set.
        let isNegative = word.hasPrefix("-")
        let size = try DurationText.read(isNegative ? String(word.dropFirst()) : word)
        return .timeout(isNegative ? .zero - size : size)
      } catch {
        throw OptionChange.Option.Refusal(error.message, suggestion: error.suggestion)
      }
    case .queued: return .queued(try one(of: "queued setting", word))
    case .ignoreLoneCancellations:
      switch word {
      case "yes", "true": return .ignoresLoneCancellations(true)
      case "no", "false": return .ignoresLoneCancellations(false)
      default: throw OptionChange.Option.Refusal("\(SafeText.quoted(word)) is neither yes nor no")
      }
    }
  }

  private func one<Word: RawRepresentable<String> & CaseIterable>(
    of what: String, _ word: String
  ) throws(OptionChange.Option.Refusal) -> Word {
    if let found = Word(rawValue: word) { return found }
    let words = Word.allCases.map(\.rawValue)
    throw OptionChange.Option.Refusal(
      "there is no \(what) called \(SafeText.quoted(word)); there are \(words.joined(separator: ", "))", words: words)
  }
}
