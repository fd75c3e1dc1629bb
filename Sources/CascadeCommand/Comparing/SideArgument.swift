import Cascade
import CascadeNarration
import CascadeScenarios
import CascadeText
import CascadeTrace
import CascadeUI

/// What `--a SIDE` or `--b SIDE` stands for.
struct SideArgument {
  /// As it was given.
  let text: String

  /// - Throws: ``ExitStatus/unusable``, after saying what is wrong.
  func side(of source: RunSource) throws -> CompareSide {
    if text.hasPrefix(Self.file) {
      return CompareSide(file: String(text.dropFirst(Self.file.count)))
    }
    do {
      let timed = TimedPhrase(text)
      if PhraseReader.isPhrase(timed.phrase) {
        let change = try read(timed.phrase, at: timed.moment ?? .zero, source)
        return CompareSide(.variation(Variation([change])), name: text)
      }
      var variation = Variation.none
      for part in text.split(separator: ",", omittingEmptySubsequences: false) {
        variation = variation.adding(try option(String(part), of: source.scenario.group.name))
      }
      return CompareSide(.variation(variation), name: name)
    } catch {
      printError("cascade: \(SafeText.quoted(text)): \(error)")
      throw ExitStatus.unusable
    }
  }

  private static let file = "file="

  /// The scenario itself, called by the kind of its group.
  static func asWritten(_ scenario: Scenario) -> CompareSide {
    CompareSide(.variation(.none), name: scenario.group.kind.rawValue)
  }

  /// `kind=waitgroup` is called `waitgroup`, `seed=8` is called `seed 8`.
  private var name: String {
    guard !text.contains(","), let (key, value) = Self.pair(text) else { return text }
    return key == "kind" ? value : "\(key) \(value)"
  }

  private static func pair(_ text: String) -> (key: String, value: String)? {
    guard let equals = text.firstIndex(of: "=") else { return nil }
    return (String(text[..<equals]), String(text[text.index(after: equals)...]))
  }

  // MARK: Phrases

  private func read(_ phrase: String, at moment: Duration, _ source: RunSource) throws -> Variation.Change {
    let events = try source.record().events
    let place = Recording(events).cursor(at: Context.Instant.zero.advanced(by: moment))
    return try PhraseReader(names: PhraseNames(source.scenario, in: events), at: place).read(phrase)
  }

  // MARK: Options

  private func option(_ part: String, of group: String) throws -> Variation.Change {
    guard let (key, word) = Self.pair(part) else { throw Self.unknown }
    if key == "seed" {
      guard let seed = UInt64(word) else { throw Refusal("a seed is a whole number from 0") }
      return .seed(seed)
    }
    guard let name = GroupSetting.Name(rawValue: key) else { throw Self.unknown }
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

  private struct Refusal: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
      self.description = description
    }
  }
}

extension RunSource {
  /// The run of one side of a comparison.
  ///
  /// - Throws: ``ExitStatus/unusable``, after saying why it can't be had.
  func recording(of side: CompareSide) throws -> Recording {
    do {
      switch side.source {
      case .file(let path): return try RecordingFile.read(path: path)
      case .variation(let variation): return recording(of: try ScenarioRun(scenario, variation: variation))
      }
    } catch {
      // What is wrong with a file begins with its path.
      if case .file = side.source {
        printError("cascade: \(error)")
      } else {
        printError("cascade: \(SafeText.make(side.name)): \(error)")
      }
      throw ExitStatus.unusable
    }
  }
}
