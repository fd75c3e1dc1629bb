import Cascade
import CascadeSimulation
import Testing

/// One context that obeys two.
@Suite struct MergingTests {
  @Test(arguments: [0, 1]) func itEndsWithWhicheverIsFirstAndForItsReason(first: Int) throws {
    let report = try Simulation().run { ctx in
      let left = ctx.makeCancelScope(name: "left")
      let right = ctx.makeCancelScope(name: "right")
      let merged = left.context.makeCancelScope(merging: right.context)
      if first == 0 { left.cancel(cause: Boom("left")) } else { right.cancel(cause: Boom("right")) }
      let cause = merged.context.cause.map { "\($0)" }
      left.cancel(cause: Boom("too late"))
      right.cancel(cause: Boom("too late"))
      return [cause, merged.context.cause.map { "\($0)" }, merged.context.cancellation?.origin]
    }
    let name = first == 0 ? "left" : "right"
    #expect(try report.value == [name, name, name])
  }

  @Test func itEndsNeitherOfTheTwo() throws {
    let report = try Simulation().run { ctx in
      let left = ctx.makeCancelScope()
      let right = ctx.makeCancelScope()
      left.context.makeCancelScope(merging: right.context).cancel()
      return [left.context.isCancelled, right.context.isCancelled]
    }
    #expect(try report.value == [false, false])
  }

  @Test func itHasTheEarlierDeadline() throws {
    let report = try Simulation().run { ctx in
      let left = ctx.makeCancelScope(timeout: .seconds(5))
      let right = ctx.makeCancelScope(timeout: .seconds(3))
      let merged = left.context.makeCancelScope(merging: right.context)
      let cancellation = await merged.context.waitUntilCancelled()
      return (merged.context.deadline, cancellation?.reason, left.context.isCancelled)
    }
    let (deadline, reason, leftIsOver) = try report.value
    #expect(deadline == Context.Instant(nanoseconds: 3_000_000_000))
    #expect(reason == .deadlineExceeded)
    #expect(!leftIsOver)
    #expect(report.elapsed == .seconds(3))
  }

  @Test func itIsBornDoneWhereOneOfThemIs() throws {
    let report = try Simulation().run { ctx in
      let other = ctx.makeCancelScope()
      other.cancel(cause: Boom("gone"))
      return ctx.makeCancelScope(merging: other.context).context.cause.map { "\($0)" }
    }
    #expect(try report.value == "gone")
  }
}
