import CascadeNarration
import CascadeTerminal
import CascadeTrace

/// The goal of a challenge, and how the branches that were looked at stand to it.
package struct ChallengeNote: Hashable, Sendable {
  package let say: String
  /// How many changes may be made.
  package let moves: Int
  /// By branch, as soon as it was judged.
  var standings: [Variation: Standing] = [:]

  /// How one branch stands to the goal.
  package struct Standing: Hashable, Sendable {
    /// How many changes were made.
    package let moves: Int
    package let isReached: Bool

    package init(moves: Int, isReached: Bool) {
      self.moves = moves
      self.isReached = isReached
    }
  }

  package init(say: String, moves: Int) {
    self.say = say
    self.moves = moves
  }

  /// `Solved in 1 of 2 moves.`
  package func standing(_ standing: Standing) -> String {
    let count = "\(standing.moves) of \(moves == 1 ? "1 move" : "\(moves) moves")"
    if standing.isReached { return "Solved in \(count)." }
    return standing.moves > moves ? "Too many moves: \(count)." : "Not reached, \(count) made."
  }

  /// `Solved, 1/2`, `Not reached, 1/1`, `0/1 moves`: the same where there is little room.
  func shortStanding(_ standing: Standing) -> String {
    let count = "\(standing.moves)/\(moves)"
    if standing.isReached { return "Solved, \(count)" }
    return standing.moves == 0 ? "\(count) moves" : "\(standing.moves > moves ? "Too many" : "Not reached"), \(count)"
  }

  /// The goal and how a branch stands to it, in one row: less and less beside the goal, so that this stays whole.
  package func row(_ standing: Standing?, columns: Int) -> (goal: String, standing: String) {
    let words = standing.map { [self.standing($0), shortStanding($0)] } ?? [""]
    let full = words.map { (goal: "GOAL  " + say, standing: $0) }
    let forms = full + [(say, words.last ?? ""), (say, "")]
    return forms.first { $0.goal.columns + ($0.standing.isEmpty ? 0 : 2 + $0.standing.columns) <= columns } ?? (say, "")
  }
}

extension Canvas {
  /// The goal in one row, and how the branch in view stands to it.
  mutating func draw(_ challenge: ChallengeNote, of variation: Variation, appearance: Appearance) {
    let standing = challenge.standings[variation]
    let style = standing?.isReached == true ? appearance.picture[.done].adding(.bold) : appearance.picture[.strong]
    let room = region.size.columns - 2
    let (goal, words) = challenge.row(standing, columns: room)
    write(
      TextLayout.fit(goal, columns: room, glyphs: appearance.glyphs), at: Point(x: 1, y: 0),
      style: Style(attributes: .bold))
    write(words, at: Point(x: 1 + room - words.columns, y: 0), style: style)
  }
}
