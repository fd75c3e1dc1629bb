import Cascade
import CascadeNarration
import CascadeScenarios
import CascadeText
import CascadeTrace

/// A run, and the same with changes.
struct WhatIfQuestion {
  /// When interventions happen.
  enum Moment {
    /// After everything that is due by this time of the run.
    case time(Duration)
    /// As soon as so many events have happened.
    case afterEvent(Int)
  }

  /// One change, made in the run that the changes before it led to.
  struct Step {
    /// In words: `cancel fetch-recs`.
    let change: String
    /// The same as a question: `What if fetch-recs is cancelled at 1.000 s?`.
    let question: String
    /// The run with it and with those before.
    let run: ScenarioRun
  }

  let source: RunSource
  /// The run as it is in the file.
  let base: ScenarioRun
  /// What is changed, one after the other.
  let steps: [Step]

  /// The run with all changes.
  var branch: ScenarioRun { steps.last?.run ?? base }

  /// - Throws: ``ExitStatus/unusable``, after saying what can't be.
  init(_ source: RunSource, _ texts: [String], at moment: Moment) throws {
    var variation = Variation.none
    base = try source.record()
    var latest = base
    var steps: [Step] = []
    for text in texts {
      let names = PhraseNames(source.scenario, variation, in: latest.events)
      let timed = TimedPhrase(text)
      do {
        let place = (timed.moment.map { .time($0) } ?? moment).place(in: latest)
        let change = try PhraseReader(names: names, at: place).read(timed.phrase)
        variation = variation.adding(change)
        latest = try ScenarioRun(source.scenario, variation: variation)
        steps.append(
          Step(
            change: change.phrase(naming: names.name), question: change.question(naming: names.name), run: latest))
      } catch {
        printError("\(SafeText.make(source.name)): \(SafeText.quoted(text)): \(error)")
        throw ExitStatus.unusable
      }
    }
    self.source = source
    self.steps = steps
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
    case .time(let time): return recording.cursor(at: Context.Instant.zero.advanced(by: time))
    case .afterEvent(let count):
      // Beyond the last event there is nothing, which the run itself says best.
      let place = recording.cursor(at: count)
      return Cursor(position: max(0, count), t: place.t)
    }
  }
}
