import CascadeScenarios
import Testing

/// What a repeat plans is what its rounds do, one after the other.
@Suite struct RoundsTests {
  private static let work = Step.work(.milliseconds(30), listens: true)
  private static let busy = Step.work(.milliseconds(7), listens: false)

  private static let rounds: [[Step]] = [
    [work], [work, busy], [.log("x")], [work, .finish], [work, .fail("no"), busy], [.finish],
  ]

  @Test(arguments: 1...4, rounds)
  func planIsWhatTheRoundsDo(times: Int, steps: [Step]) {
    for last in [nil] + Self.rounds.map(Optional.some) {
      let rounds = Rounds(times: times, steps: steps, last: last)
      var planned = Duration.zero
      var ending = Step.Traits.Ending.goesOn
      for round in 1...times where ending == .goesOn {
        for step in rounds.steps(ofRound: round) where ending == .goesOn {
          planned += step.traits.work ?? .zero
          ending = step.traits.ending
        }
      }
      let traits = Step.rounds(rounds).traits
      #expect(traits.work ?? .zero == planned, "\(times) times \(steps), last \(String(describing: last))")
      #expect(traits.ending == ending)
    }
  }
}
