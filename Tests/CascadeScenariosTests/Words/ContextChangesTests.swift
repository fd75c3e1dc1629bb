import Cascade
import CascadeNarration
import CascadeScenarios
import CascadeTrace
import Testing

/// What a change of contexts comes to, in words.
@Suite struct ContextChangesTests {
  private func sentences(_ name: String, _ change: String, at milliseconds: Int) throws -> [String] {
    let scenario = try Gallery.named(name).scenario()
    let run = try ScenarioRun(scenario)
    let before = Recording(run.events)
    let place = before.cursor(at: Context.Instant.zero.advanced(by: .milliseconds(milliseconds)))
    let reader = PhraseReader(names: PhraseNames(scenario, in: run.events), at: place)
    let branch = try ScenarioRun(scenario, variation: Variation([try reader.read(change)]))
    return Consequences(of: Recording(branch.events), comparedWith: before).sentences
  }

  @Test(arguments: [
    (
      "cancel request", 300,
      ["request and search are cancelled 700 ms earlier, at 0.300 s.", "close-rows starts 700 ms earlier, at 0.300 s."]
    ),
    (
      "end request at 800ms", 100,
      ["request and search are cancelled 200 ms earlier, at 0.800 s.", "close-rows starts 200 ms earlier, at 0.800 s."]
    ),
    (
      "cancel search", 100,
      [
        "A hand cancels context search at 0.100 s.", "search is cancelled 900 ms earlier, at 0.100 s.",
        "close-rows starts 900 ms earlier, at 0.100 s.",
      ]
    ),
    ("cancel server", 1_400, ["server is cancelled 100 ms earlier, at 1.400 s."]),
  ])
  func ofContextsAlone(_ change: String, _ milliseconds: Int, _ expected: [String]) throws {
    #expect(try sentences("contexts", change, at: milliseconds) == expected)
  }

  /// A group that is over ends its context, after a success, too.
  @Test func anAfterFunctionThatStartsLater() throws {
    #expect(
      try sentences("detached", "finish pay", at: 500).contains("give-seats-back starts 500 ms later, at 1.100 s."))
  }
}
