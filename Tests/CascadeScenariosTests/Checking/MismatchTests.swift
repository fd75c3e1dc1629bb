import CascadeScenarios
import Testing

@Suite struct MismatchTests {
  private let run = RunOutcome(
    wait: .returned(error: "503"), cause: "503",
    tasks: [
      "a": .init(outcome: .failed, out: .seconds(1), error: "503"),
      "b": .init(outcome: .cancelled, told: .seconds(1), out: .milliseconds(1_030), error: "context canceled"),
    ])

  private func messages(_ expectation: ExpectedOutcome, _ run: RunOutcome) -> [String] {
    expectation.mismatches(with: run).map { mismatch in
      "\(mismatch.place.map { "\($0.line): " } ?? "")\(mismatch.message)"
    }
  }

  @Test func `is content when all claims come true`() {
    let expectation = ExpectedOutcome(
      wait: .init(.some("503")), cause: .init(.some("503")),
      tasks: [
        .init(path: "a", outcome: .init(.failed), told: .init(.none), out: .init(.some(.seconds(1)))),
        .init(
          path: "b", outcome: .init(.cancelled), told: .init(.some(.seconds(1))),
          error: .init(.some("context canceled"))),
      ])
    #expect(expectation.mismatches(with: run).isEmpty)
    #expect(ExpectedOutcome().mismatches(with: run).isEmpty)
  }

  @Test func `says what was claimed and what happened`() {
    let expectation = ExpectedOutcome(
      wait: .init(.none, place: Place(line: 9, column: 9)), cause: .init(.some("Ctrl-C")),
      tasks: [
        .init(
          path: "a", outcome: .init(.completed, place: Place(line: 12, column: 3)), told: .init(.some(.seconds(1))),
          out: .init(.none), error: .init(.some("50\u{1B}3"))),
        .init(path: "b", out: .init(.some(.seconds(1))), error: .init(.none)),
        .init(path: "c", outcome: .init(.completed)),
      ])
    #expect(
      messages(expectation, run) == [
        "9: Wait returns \"503\"; expected nil", "the cause is \"503\"; expected \"Ctrl-C\"",
        "12: a is failed; expected completed", "a is never told; expected 1.000 s",
        "a is out at 1.000 s; expected never",
        "a returns \"503\"; expected \"50\\u{1B}3\"", "b is out at 1.030 s; expected 1.000 s",
        "b returns \"context canceled\"; expected nil", "c is never spawned",
      ])
  }

  @Test func `says that wait never returned`() {
    let stuck = RunOutcome(wait: .neverReturned)
    #expect(messages(ExpectedOutcome(wait: .init(.none)), stuck) == ["Wait never returns: deadlock"])
    #expect(messages(ExpectedOutcome(), stuck).isEmpty)
  }
}
