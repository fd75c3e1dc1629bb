import CascadeText
import CascadeTrace

/// What a challenge is about: a law that the run as it is written breaks, and that is to hold after so many changes.
package struct Goal: Hashable, Sendable {
  /// The goal in words.
  package var say: String
  package var law: Law
  /// How many changes may be made; each intervention, option or seed is one.
  package var moves: Int
  /// Where the file says so.
  package var place: Place?

  package init(say: String, law: Law, moves: Int, place: Place? = nil) {
    self.say = say
    self.law = law
    self.moves = moves
    self.place = place
  }

  /// How a run stands to it.
  package struct Judgement: Hashable, Sendable {
    /// How many changes were made.
    package var moves: Int
    package var isReached: Bool
    /// What each claim says and what the run did, safe to print.
    package var facts: [String]
  }

  /// Judges a run by its events and by how it ended.
  package func judge(_ run: ScenarioRun) -> Judgement {
    let facts = LawFacts(run)
    let count = run.variation.changes.count
    return Judgement(
      moves: count, isReached: count <= moves && law.holds(in: facts), facts: law.claims.map { $0.sentence(in: facts) })
  }
}
