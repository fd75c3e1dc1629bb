package import CascadeTrace

/// Runs of the open scenario with changes, each asked for once and kept by what it changes.
///
/// Previews come and go, so only the latest are kept; those that are in use (``keep(_:)``) stay.
package struct Runs: Sendable {
  private var answers: [Variation: Answer<Recording>] = [:]
  private var asked: Set<Variation> = []
  private var kept: Set<Variation> = []
  /// The answers that may be dropped, the oldest first.
  private var passing: [Variation] = []

  /// How many answers are kept that aren't in use, and how many events they may have in all.
  private static let mostPassing = (answers: 64, events: 400_000)

  /// - Parameter original: what happens without any change.
  init(original: Recording) {
    answers[.none] = .here(original)
    kept = [.none]
  }

  /// What came of a run, once it is here.
  package subscript(_ variation: Variation) -> Answer<Recording>? { answers[variation] }

  /// The events of a run, once they are here.
  package func recording(of variation: Variation) -> Recording? {
    guard case .here(let recording)? = answers[variation] else { return nil }
    return recording
  }

  /// Sees to it that there will be an answer.
  mutating func want(_ variation: Variation) -> [Effect] {
    guard answers[variation] == nil, asked.insert(variation).inserted else { return [] }
    return [.run(variation)]
  }

  /// Takes a run in that wasn't asked for.
  mutating func add(_ variation: Variation, _ recording: Recording) {
    asked.remove(variation)
    answers[variation] = .here(recording)
    if !kept.contains(variation), !passing.contains(variation) { passing.append(variation) }
  }

  /// Takes an answer in. What wasn't asked for is dropped: an answer has to come before another scenario is opened, in
  /// which the same may have been asked.
  mutating func take(_ variation: Variation, _ answer: Answer<Recording>) {
    guard asked.remove(variation) != nil else { return }
    answers[variation] = answer
    if !kept.contains(variation) { passing.append(variation) }
    dropOldest()
  }

  /// Never drops the answer for this one.
  mutating func keep(_ variation: Variation) {
    kept.insert(variation)
    passing.removeAll { $0 == variation }
  }

  /// The same with only what is in use, and nothing on its way.
  var withoutPassing: Runs {
    var copy = self
    for variation in passing { copy.answers[variation] = nil }
    copy.passing = []
    copy.asked = []
    return copy
  }

  private mutating func dropOldest() {
    var events = passing.reduce(0) { $0 + (recording(of: $1)?.count ?? 0) }
    while passing.count > 1, passing.count > Self.mostPassing.answers || events > Self.mostPassing.events {
      let oldest = passing.removeFirst()
      events -= recording(of: oldest)?.count ?? 0
      answers[oldest] = nil
    }
  }
}
