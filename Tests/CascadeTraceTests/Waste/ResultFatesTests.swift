import Cascade
import CascadeTrace
import TestSupport
import Testing

/// Which results are of use follows from what a policy says of itself, whatever it is called.
@Suite struct ResultFatesTests {
  /// Three tasks return, and a fourth fails; the group decides after the second where a success ends it.
  private static func thrownAway(
    keeps: JoinPolicy.Keeping, cancelsOn: JoinPolicy.Trigger, closing error: Event.ErrorInfo? = nil
  ) -> [String] {
    let state = Script { s in
      s.add(
        "g",
        .groupOpened(
          .init(parent: "", name: "g", policy: .init("somebody's", keeps: keeps, cancelsOn: cancelsOn))))
      s.go("g/a", "g/b", "g/c", "g/d")
      s.at(10)
      s.fail("g/d", "no", kept: keeps == .all || keeps == .first)
      if keeps == .all || keeps == .first { s.keep("g", "g/d", "no") }
      s.at(20)
      s.done("g/a")
      s.done("g/b")
      if cancelsOn == .success { s.tell(["g", "g/c"], contexts: ["g"], .groupDecided, cause: "", origin: "g") }
      s.at(30)
      s.done("g/c")
      s.add("g", .groupClosed(error: error))
    }.recording.latestState
    let fates = ResultFates(state)
    return ["g/a", "g/b", "g/c"].filter { id in state.row(id).map { fates.isThrownAway($0.number) } ?? false }
  }

  @Test func aQuorumUsesWhatThereWasWhenItDecided() {
    #expect(Self.thrownAway(keeps: .none, cancelsOn: .success) == ["g/c"])
    #expect(Self.thrownAway(keeps: .none, cancelsOn: .success, closing: "too few") == ["g/a", "g/b", "g/c"])
  }

  @Test func allOrNothingWhereOneFailureCounts() {
    let all = ["g/a", "g/b", "g/c"]
    #expect(Self.thrownAway(keeps: .first, cancelsOn: .failure) == all)
    #expect(Self.thrownAway(keeps: .best, cancelsOn: .failure, closing: "no") == all)
    #expect(Self.thrownAway(keeps: .best, cancelsOn: .failure).isEmpty)
    #expect(Self.thrownAway(keeps: .all, cancelsOn: .failure) == all)
  }

  @Test func everyResultIsOfUseWhereFailuresEndNothing() {
    #expect(Self.thrownAway(keeps: .none, cancelsOn: .never).isEmpty)
    for keeps in [JoinPolicy.Keeping.all, .first, .best] {
      #expect(Self.thrownAway(keeps: keeps, cancelsOn: .never, closing: "no").isEmpty)
    }
  }
}
