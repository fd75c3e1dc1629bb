package import Cascade

/// The events that teach one thing.
package struct Beat: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    /// Everything at the first instant, up to the first cause.
    case start
    /// A failure and what its group made of it, a deadline, or a hand.
    case cause
    /// All tasks that a cause reaches are told, and what starts thereby.
    case walk
    /// Told tasks come out.
    case out
    /// Nothing can go on.
    case deadlock
    /// Wait returned, or the run is over.
    case close
    /// Named by the author of the scenario.
    case given
  }

  package let kind: Kind
  /// The numbers of its events.
  package fileprivate(set) var range: Range<Int>
  package let t: Context.Instant
  /// The author's sentence, where there is one.
  package let sentence: String?
  /// The author's note for the presenter.
  package let note: String?
  /// What is asked there, before the run goes on.
  package let ask: Ask?

  /// Where a cursor stands that shows what this beat did.
  package var position: Int { range.upperBound }

  package init(
    kind: Kind, range: Range<Int>, t: Context.Instant, sentence: String? = nil, note: String? = nil, ask: Ask? = nil
  ) {
    self.kind = kind
    self.range = range
    self.t = t
    self.sentence = sentence
    self.note = note
    self.ask = ask
  }

  /// Lets it go on to the event before `end`.
  mutating func extend(to end: Int) { range = range.lowerBound..<end }
}

/// A beat that a scenario names, in place of those found in the events.
package struct GivenBeat: Hashable, Sendable {
  /// The number of the event at which it stands.
  package var event: Int
  /// When it is, where that is later than its event.
  package var t: Context.Instant?
  package var sentence: String?
  package var note: String?
  /// What is asked there, before the run goes on.
  package var ask: Ask?

  package init(
    event: Int, t: Context.Instant? = nil, sentence: String? = nil, note: String? = nil, ask: Ask? = nil
  ) {
    self.event = event
    self.t = t
    self.sentence = sentence
    self.note = note
    self.ask = ask
  }
}
