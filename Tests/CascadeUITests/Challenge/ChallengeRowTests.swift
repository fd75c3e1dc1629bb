import CascadeScenarios
import CascadeUI
import Testing

/// The row with the goal: it is what counts, so it is there whole, and what stands beside it gets shorter.
@Suite struct ChallengeRowTests {
  private static let standings: [ChallengeNote.Standing?] = [
    nil, .init(moves: 0, isReached: false), .init(moves: 1, isReached: true), .init(moves: 3, isReached: false),
  ]

  @Test(arguments: Gallery.challenges, standings)
  func theGoalIsWhole(entry: Gallery.Entry, standing: ChallengeNote.Standing?) throws {
    let goal = try #require(try entry.scenario().goal)
    let note = ChallengeNote(say: goal.say, moves: goal.moves)
    var widest = ""
    for columns in 58...200 {
      let row = note.row(standing, columns: columns)
      let both = row.goal.count + (row.standing.isEmpty ? 0 : 2 + row.standing.count)
      #expect(row.goal.hasSuffix(goal.say) && both <= columns)
      #expect(columns < 78 || row.goal.hasPrefix("GOAL") && (standing == nil) == row.standing.isEmpty)
      #expect(row.standing.count >= widest.count)
      widest = row.standing
    }
    #expect(widest == standing.map(note.standing) ?? "")
  }
}
