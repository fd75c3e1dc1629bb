import Cascade
import CascadeScenarios
import CascadeTrace

/// A run, and the same with changes.
struct WhatIfQuestion {
  /// When hands act.
  enum Moment {
    /// After everything that is due by this time of the run.
    case time(Duration)
    /// As soon as so many events have happened.
    case afterEvent(Int)
  }

  let source: RunSource
  /// The run as it is without the last of the changes.
  let base: ScenarioRun
  /// The run with all of them.
  let branch: ScenarioRun
  /// The changes in words, in order: `cancel fetch-recs, at 1.000 s`.
  let phrases: [String]

  /// - Throws: ``ExitStatus/unusable``, after saying what can't be.
  init(_ source: RunSource, _ texts: [String], at moment: Moment) throws {
    var variation = Variation.none
    let original = try source.record()
    var latest = original
    var phrases: [String] = []
    for text in texts {
      let names = PhraseNames(source.scenario, variation, in: latest.events)
      do {
        let change = try PhraseReader(names: names, at: moment.place(in: latest)).read(text)
        variation = variation.adding(change)
        phrases.append(change.question(naming: names.name))
        latest = try ScenarioRun(source.scenario, variation: variation)
      } catch {
        printError("\(SafeText.make(source.name)): \(SafeText.quoted(text)): \(error)")
        throw ExitStatus.unusable
      }
    }
    self.source = source
    self.phrases = phrases
    base = original
    branch = latest
  }

  /// The run with all changes as something to look at.
  var branchSource: RunSource {
    var source = source
    source.variation = branch.variation
    return source
  }

  /// The number of the first event that isn't the same; none where nothing changed.
  var difference: Int? {
    let same = zip(base.events, branch.events).prefix { $0 == $1 }.count
    return same < max(base.events.count, branch.events.count) ? same : nil
  }
}

extension WhatIfQuestion.Moment {
  func place(in run: ScenarioRun) -> Cursor {
    let recording = Recording(run.events)
    switch self {
    case .time(let time): return recording.cursor(at: Instant.zero.advanced(by: time))
    case .afterEvent(let count):
      // Beyond the last event there is nothing, which the run itself says best.
      let place = recording.cursor(at: count)
      return Cursor(position: max(0, count), t: place.t)
    }
  }
}

extension Variation.Change {
  /// What is changed, and when, if a hand does it.
  fileprivate func question(naming name: (String) -> String) -> String {
    guard case .intervention(let intervention) = self else { return phrase(naming: name) }
    return "\(phrase(naming: name)), at \(TimeText.instant(intervention.moment.t))"
  }
}
