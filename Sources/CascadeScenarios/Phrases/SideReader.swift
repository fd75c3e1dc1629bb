import Cascade
import CascadeText
package import CascadeTrace

/// One side of a comparison as text says it: `kind=waitgroup`, `limit=2,seed=3`, `file=run.jsonl`, or a phrase with its time.
package enum ComparedSide: Hashable, Sendable {
  /// The scenario with these changes, and what that is called.
  case variation(Variation, name: String)
  /// Events that are kept in a file.
  case file(path: String)

  /// - Throws: a ``Refusal``, or what is wrong with a phrase.
  package init(_ text: String, of scenario: Scenario) throws {
    if text.hasPrefix(Self.file) {
      self = .file(path: String(text.dropFirst(Self.file.count)))
      return
    }
    let timed = TimedPhrase(text)
    if PhraseReader.isPhrase(timed.phrase) {
      let events = try ScenarioRun(scenario).events
      let place = Recording(events).cursor(at: Context.Instant.zero.advanced(by: timed.moment ?? .zero))
      let change = try PhraseReader(names: PhraseNames(scenario, in: events), at: place).read(timed.phrase)
      self = .variation(Variation([change]), name: text)
      return
    }
    var variation = Variation.none
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      variation = variation.adding(try Self.option(String(part), of: scenario.group.name))
    }
    self = .variation(variation, name: Self.name(of: text))
  }

  /// Why a text is no side; safe to print.
  package struct Refusal: Error, Hashable, CustomStringConvertible {
    package let description: String

    init(_ description: String) {
      self.description = description
    }
  }

  private static let file = "file="

  /// `kind=waitgroup` is called `waitgroup`, `seed=8` is called `seed 8`.
  private static func name(of text: String) -> String {
    guard !text.contains(","), let (key, value) = pair(text) else { return text }
    return key == "kind" ? value : "\(key) \(value)"
  }

  private static func pair(_ text: String) -> (key: String, value: String)? {
    guard let equals = text.firstIndex(of: "=") else { return nil }
    return (String(text[..<equals]), String(text[text.index(after: equals)...]))
  }

  private static func option(_ part: String, of group: String) throws -> Variation.Change {
    guard let (key, word) = pair(part) else { throw unknown }
    if key == "seed" {
      guard let seed = UInt64(word) else { throw Refusal("a seed is a whole number from 0") }
      return .seed(seed)
    }
    guard let name = GroupSetting.Name(rawValue: key) else { throw unknown }
    do {
      return .option(OptionChange(group, try name.read(word)))
    } catch {
      let suggestion = error.suggestion ?? closest(to: word, in: error.words)
      throw Refusal(error.message + (suggestion.map { " (did you mean \($0)?)" } ?? ""))
    }
  }

  private static var unknown: Refusal {
    let options = GroupSetting.Name.allCases.map { "\($0.rawValue)=…" }.joined(separator: ", ")
    return Refusal("a side is \(options), seed=…, file=… or a phrase such as \"1s: cancel NAME\"")
  }
}

/// `1.2s: cancel fetch-recs` in its two parts.
package struct TimedPhrase {
  /// None where the text doesn't begin with a time and a colon.
  package let moment: Duration?
  package let phrase: String

  package init(_ text: String) {
    guard let colon = text.firstIndex(of: ":"), let moment = try? DurationText.read(String(text[..<colon])) else {
      moment = nil
      phrase = text
      return
    }
    self.moment = moment
    phrase = String(text[text.index(after: colon)...].drop { $0 == " " })
  }
}
