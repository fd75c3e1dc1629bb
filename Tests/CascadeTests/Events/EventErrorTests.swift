import Cascade
import CascadeSimulation
import Testing

/// What events say of an error beside its text.
@Suite struct EventErrorTests {
  private struct AppError: Error, CustomStringConvertible {
    var description: String { "no disk" }
  }

  private struct ClientError: CancellationReporting {
    var reportsCancellation: Bool { true }
  }

  /// What the only task's error is in the events.
  private func thrown(_ error: any Error) async throws -> Event.ErrorInfo {
    let recorder = EventRecorder()
    _ = try? await withErrGroup(in: .background(observedBy: recorder)) { group in
      await group.go("a") { _ in throw error }
    }
    let infos = recorder.events.compactMap { event -> Event.ErrorInfo? in
      if case .taskOut(let out) = event.kind { out.error } else { nil }
    }
    return try #require(infos.first)
  }

  @Test func anErrorSaysItsTextAndType() async throws {
    let info = try await thrown(AppError())
    #expect(info == Event.ErrorInfo("no disk", type: "AppError"))
    #expect(info.nature == .failure)
  }

  @Test func cancellationsAreKnownByWhatTheyAre() async throws {
    #expect(try await thrown(CancellationError()).nature == .cancellation)
    #expect(try await thrown(ClientError()).nature == .cancellation)
    let deadline = Context.background.makeCancelScope(timeout: .zero)
    let error = try #require(deadline.context.error)
    #expect(try await thrown(error).nature == .deadline)
  }

  @Test func groupErrorsWrapWhatTheirTasksThrew() async throws {
    var tally = ErrGroup.Tally()
    tally.failures = [.init(task: "a", error: AppError()), .init(task: "b", error: CancellationError())]
    tally.failed = 2
    let info = try await thrown(GroupError(tally))
    #expect(info.nature == .failure)
    #expect(info.wraps.map(\.nature) == [.failure, .cancellation])
    #expect(info.contains(.cancellation))
    #expect(!info.contains(.deadline))
  }

  @Test func policiesAndOptionsAreValues() throws {
    let recorder = EventRecorder()
    let policy = JoinPolicy("quorum", keeps: .best, cancelsOn: .success) { _ in
      .goOn
    } conclude: { _ in
      nil
    }
    _ = try ErrGroup(
      in: .background(observedBy: recorder), .policy(policy), .limit(2), .queued(.skipAfterFailure),
      .ignoringLoneCancellations)
    guard case .groupOpened(let opened)? = recorder.events.first(where: { $0.id == "group" })?.kind else {
      Issue.record("no group was opened")
      return
    }
    #expect(opened.policy == Event.Policy("quorum", keeps: .best, cancelsOn: .success))
    #expect(opened.options == [.limit(2), .queued(.skipAfterFailure), .ignoringLoneCancellations])
  }

  @Test func everyKindOfGroupIsThePolicyThatItSays() {
    for kind in GroupKind.allCases {
      #expect(kind.policy.name == kind.rawValue)
      #expect(kind.policy.kind == kind)
      #expect((kind.joinPolicy == nil) == kind.isSwift)
    }
  }
}
