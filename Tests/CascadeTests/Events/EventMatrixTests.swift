import Cascade
import CascadeSimulation
import Testing

/// The exact events of one situation after the other: kinds, ids, order, and what they carry.
@Suite struct EventMatrixTests {
  /// The lines of a run with seed 0, which keeps the order in which things were asked for.
  private func lines(_ body: @escaping @Sendable @concurrent (Context) async throws -> Void) throws -> [String] {
    let report = try simulate { root in _ = await thrown { try await body(root) } }
    try report.value
    return report.events.lines
  }

  @Test func aRunSaysHowItBeganAndEnded() throws {
    let report = try simulate(seed: 7) { _ in }
    #expect(report.events.map(\.line) == ["0 - run.started 2 virtual seed=7", "0 - run.ended completed"])
  }

  @Test func allIsWell() throws {
    let lines = try lines { root in
      try await withErrGroup(in: root, .named("g")) { group in
        for name in ["a", "b"] {
          await group.go(name) { ctx in try await ctx.sleep(for: .milliseconds(name == "a" ? 2 : 1)) }
        }
      }
    }
    #expect(
      lines == [
        "0 g group.opened errgroup under=-",
        "0 g/a task.spawned",
        "0 g/b task.spawned",
        "0 g group.waiting -",
        "0 g/a task.started",
        "0 g/b task.started",
        "1 g/b task.out completed",
        "2 g/a task.out completed",
        // As in Go, the context of a group is over when the group is.
        "2 g context.told canceled scopeEnded by=g: context canceled",
        "2 g group.closed -",
      ])
  }

  @Test func theFirstFailureTellsTheOthersFromTheTop() throws {
    let lines = try lines { root in
      try await withErrGroup(in: root, .named("g")) { group in
        await group.go("nests") { ctx in
          try await withErrGroup(in: ctx, .named("inner")) { inner in
            for name in ["x", "y"] { await inner.go(name) { ctx in try await ctx.sleep(for: .seconds(1)) } }
          }
        }
        await group.go("sleeps") { ctx in
          ctx.onCancel { _ in ctx.note(.log("callback 1")) }
          ctx.afterCancel("function") { ctx.note(.log("function runs")) }
          ctx.onCancel { _ in ctx.note(.log("callback 2")) }
          try await ctx.sleep(for: .seconds(1))
        }
        await group.go("fails") { ctx in
          try await ctx.sleep(for: .milliseconds(5))
          throw Boom()
        }
      }
    }
    let told = "told canceled siblingFailed by=g/fails: boom"
    #expect(
      lines == [
        "0 g group.opened errgroup under=-",
        "0 g/nests task.spawned",
        "0 g/sleeps task.spawned",
        "0 g/fails task.spawned",
        "0 g group.waiting -",
        "0 g/nests task.started",
        "0 g/nests/inner group.opened errgroup under=g/nests",
        "0 g/nests/inner/x task.spawned",
        "0 g/nests/inner/y task.spawned",
        "0 g/nests/inner group.waiting g/nests",
        "0 g/sleeps task.started",
        "0 g/sleeps/function context.made after under=g/sleeps",
        "0 g/fails task.started",
        "0 g/nests/inner/x task.started",
        "0 g/nests/inner/y task.started",
        // The cause, and who it is, before anybody is told.
        "5 g/fails task.out failed: boom (kept)",
        "5 g group.failureKept g/fails: boom",
        // Depth first, parents before children, children in the order in which they came.
        "5 g context.\(told)",
        "5 g/nests task.\(told)",
        "5 g/nests/inner context.\(told)",
        "5 g/nests/inner/x task.\(told)",
        "5 g/nests/inner/y task.\(told)",
        "5 g/sleeps task.\(told)",
        // Then what hangs on them, in the order of registration.
        "5 g/sleeps note log(\"callback 1\")",
        "5 g/sleeps/function after.fired",
        "5 g/sleeps note log(\"callback 2\")",
        // Then everybody's own work.
        "5 g/nests/inner/x task.out cancelled: context canceled (kept)",
        "5 g/nests/inner group.failureKept g/nests/inner/x: context canceled",
        "5 g/nests/inner/y task.out cancelled: context canceled",
        "5 g/sleeps note log(\"function runs\")",
        "5 g/sleeps/function after.returned",
        "5 g/sleeps task.out cancelled: context canceled",
        "5 g/nests/inner group.closed context canceled",
        "5 g/nests task.out propagated: context canceled through g/nests/inner",
        "5 g group.closed boom",
      ])
  }

  @Test func aZeroGroupTellsNobody() throws {
    let lines = try lines { root in
      let group = try ErrGroup(in: root, .named("z"), .policy(.keepFirst))
      await group.go("a") { ctx in try await ctx.sleep(for: .milliseconds(2)) }
      await group.go("b") { _ in throw Boom() }
      try await group.wait()
    }
    #expect(
      lines == [
        "0 z group.opened zero-errgroup under=-",
        "0 z/a task.spawned",
        "0 z/b task.spawned",
        "0 z group.waiting -",
        "0 z/a task.started",
        "0 z/b task.started",
        "0 z/b task.out failed: boom (kept)",
        "0 z group.failureKept z/b: boom",
        "2 z/a task.out completed",
        "2 z group.closed boom",
      ])
  }

  @Test func aWaitGroupKeepsNothing() throws {
    let lines = try lines { root in
      let group = try WaitGroup(in: root, .named("w"))
      await group.go("a") { _ in throw Boom() }
      await group.wait()
    }
    #expect(
      lines == [
        "0 w group.opened waitgroup under=-",
        "0 w/a task.spawned",
        "0 w group.waiting -",
        "0 w/a task.started",
        "0 w/a task.out failed: boom",
        "0 w group.closed -",
      ])
  }

  @Test func theLimitQueuesAndRefuses() throws {
    let lines = try lines { root in
      try await withErrGroup(in: root, .named("g"), .limit(1)) { group in
        await group.go("a") { ctx in try await ctx.sleep(for: .milliseconds(1)) }
        group.tryGo("b") { _ in }
        await group.go("c") { _ in }
      }
    }
    #expect(
      lines == [
        "0 g group.opened errgroup under=- limit(1)",
        "0 g/a task.spawned",
        "0 g/b task.spawned",
        "0 g/b task.refused the limit of 1 is reached",
        "0 g/c task.spawned",
        "0 g/c task.queued",
        "0 g/a task.started",
        "1 g/a task.out completed",
        "1 g group.waiting -",
        "1 g/c task.started",
        "1 g/c task.out completed",
        "1 g context.told canceled scopeEnded by=g: context canceled",
        "1 g group.closed -",
      ])
  }

  @Test func whoIsQueuedIsToldAndStartsAllTheSame() throws {
    let lines = try lines { root in
      try await withErrGroup(in: root, .named("g"), .limit(1)) { group in
        await group.go("fails") { ctx in
          try await ctx.sleep(for: .milliseconds(1))
          throw Boom()
        }
        await group.go("late") { ctx in try ctx.checkCancellation() }
        await group.go("later") { _ in }
      }
    }
    let told = "told canceled siblingFailed by=g/fails: boom"
    #expect(
      lines == [
        "0 g group.opened errgroup under=- limit(1)",
        "0 g/fails task.spawned",
        "0 g/late task.spawned",
        "0 g/late task.queued",
        "0 g/fails task.started",
        "1 g/fails task.out failed: boom (kept)",
        "1 g group.failureKept g/fails: boom",
        "1 g context.\(told)",
        "1 g/late task.\(told)",
        // Asked for on a group that is over: born told.
        "1 g/later task.spawned",
        "1 g/later task.\(told)",
        "1 g/later task.queued",
        "1 g/late task.started",
        "1 g/late task.out cancelled: context canceled",
        "1 g group.waiting -",
        "1 g/later task.started",
        "1 g/later task.out completed",
        "1 g group.closed boom",
      ])
  }

  @Test func contextsSayWhatTheyAreAndHowTheyEnd() throws {
    let lines = try lines { root in
      let outer = root.makeCancelScope(name: "outer")
      do {
        let released = outer.context.makeCancelScope(name: "released")
        let below = released.context.makeCancelScope(timeout: .seconds(1), name: "below")
        #expect(!released.context.isCancelled)
        #expect(!below.context.isCancelled)
      }
      let deadline = outer.context.makeCancelScope(timeout: .milliseconds(3), cause: Boom("late"), name: "deadline")
      _ = deadline.context.withoutCancel(name: "detached")
      let stopped = outer.context.afterCancel("stopped") {}
      stopped.stop()
      stopped.stop()
      // On a context that can't end, too.
      let idle = root.withoutCancel(name: "cut").afterCancel("idle") {}
      #expect(idle.stop() && !idle.stop())
      _ = await deadline.context.waitUntilCancelled()
      let bornDone = deadline.context.makeCancelScope(name: "born")
      #expect(bornDone.context.isCancelled)
      outer.cancel(cause: Boom("enough"))
      outer.cancel(cause: Boom("again"))
    }
    #expect(
      lines == [
        "0 outer context.made cancel under=-",
        "0 released context.made cancel under=outer",
        "0 below context.made deadline under=released until=1000",
        "0 below context.ended",
        "0 released context.ended",
        "0 deadline context.made deadline under=outer until=3",
        "0 detached context.made withoutCancel under=deadline",
        "0 stopped context.made after under=outer",
        "0 stopped after.stopped",
        "0 cut context.made withoutCancel under=-",
        "0 idle context.made after under=cut",
        "0 idle after.stopped",
        "3 deadline context.told deadline deadlineExceeded by=deadline: late",
        "3 born context.made cancel under=deadline",
        "3 born context.told deadline deadlineExceeded by=deadline: late",
        "3 outer context.told canceled requested by=outer: enough",
      ])
  }

  @Test func aReleasedScopeTellsWhatHangsOnIt() throws {
    let lines = try lines { root in
      let kept: Owner
      do {
        let released = root.makeCancelScope(name: "released")
        kept = Owner(released.context.makeCancelScope(name: "below"))
      }
      withExtendedLifetime(kept) {}
    }
    #expect(
      lines == [
        "0 released context.made cancel under=-",
        "0 below context.made cancel under=released",
        "0 released context.ended",
        "0 below context.told canceled scopeEnded by=released: context canceled",
      ])
  }

  @Test func oneTaskIsCancelledAlone() throws {
    let lines = try lines { root in
      try await withErrGroup(in: root, .named("g")) { group in
        let alone = await group.go("alone") { ctx in try await ctx.sleep(for: .seconds(1)) }
        await group.go("other") { ctx in try await ctx.sleep(for: .seconds(1)) }
        try await root.sleep(for: .milliseconds(1))
        alone.cancel(cause: Boom("not needed"))
      }
    }
    #expect(
      lines.suffix(8) == [
        "1 g/alone task.told canceled requested by=g/alone: not needed",
        "1 g group.waiting -",
        "1 g/alone task.out cancelled: context canceled (kept)",
        "1 g group.failureKept g/alone: context canceled",
        "1 g context.told canceled siblingFailed by=g/alone: context canceled",
        "1 g/other task.told canceled siblingFailed by=g/alone: context canceled",
        "1 g/other task.out cancelled: context canceled",
        "1 g group.closed context canceled",
      ])
  }

  @Test func aHandleDroppedWithoutWaitSaysSo() throws {
    let lines = try lines { root in
      do {
        let (group, _) = try ErrGroup.withContext(root, .named("g"))
        await group.go("a") { ctx in try await ctx.sleep(for: .seconds(1)) }
      }
      await root.pause(for: .milliseconds(1))
    }
    #expect(
      lines == [
        "0 g group.opened errgroup under=-",
        "0 g/a task.spawned",
        "0 g context.told canceled handleDropped by=g: context canceled",
        "0 g/a task.told canceled handleDropped by=g: context canceled",
        "0 g/a task.started",
        "0 g/a task.out cancelled: context canceled (kept)",
        "0 g group.failureKept g/a: context canceled",
      ])
  }

  @Test func theBodyFailsFirst() throws {
    let lines = try lines { root in
      try await withErrGroup(in: root, .named("g")) { group in
        await group.go("a") { ctx in try await ctx.sleep(for: .seconds(1)) }
        try await root.sleep(for: .milliseconds(1))
        throw Boom("body")
      }
    }
    #expect(
      lines.dropFirst(3) == [
        "1 g group.failureKept -: body",
        "1 g context.told canceled siblingFailed by=g: body",
        "1 g/a task.told canceled siblingFailed by=g: body",
        "1 g group.waiting -",
        "1 g/a task.out cancelled: context canceled",
        "1 g group.closed body",
      ])
  }

  @Test func waitingTwiceClosesTwice() throws {
    let lines = try lines { root in
      let (group, _) = try ErrGroup.withContext(root, .named("g"))
      await group.go("a") { _ in throw Boom() }
      _ = await thrown { try await group.wait() }
      _ = await thrown { try await group.wait() }
    }
    #expect(
      lines == [
        "0 g group.opened errgroup under=-",
        "0 g/a task.spawned",
        "0 g group.waiting -",
        "0 g/a task.started",
        "0 g/a task.out failed: boom (kept)",
        "0 g group.failureKept g/a: boom",
        "0 g context.told canceled siblingFailed by=g/a: boom",
        "0 g group.closed boom",
        "0 g group.waiting -",
        "0 g group.closed boom",
      ])
  }

  @Test func whoIsDeafCompletesWithoutKnowing() throws {
    let lines = try lines { root in
      try await withErrGroup(in: root, .named("g")) { group in
        await group.go("deaf") { _ in await root.pause(for: .milliseconds(3)) }
        await group.go("fails") { _ in throw Boom() }
      }
    }
    let told = "told canceled siblingFailed by=g/fails: boom"
    #expect(
      lines.suffix(5) == [
        "0 g group.failureKept g/fails: boom",
        "0 g context.\(told)",
        "0 g/deaf task.\(told)",
        "3 g/deaf task.out completed",
        "3 g group.closed boom",
      ])
  }

  @Test func aDeadlineAboveTellsEverybodyBelow() throws {
    let lines = try lines { root in
      let scope = root.makeCancelScope(timeout: .milliseconds(2), name: "limit")
      _ = try await withErrGroup(in: scope.context, .named("g")) { group in
        await group.go("a") { ctx in try await ctx.sleep(for: .seconds(1)) }
      }
    }
    let told = "told deadline deadlineExceeded by=limit: context deadline exceeded"
    #expect(
      lines.suffix(6) == [
        "2 limit context.\(told)",
        "2 g context.\(told)",
        "2 g/a task.\(told)",
        "2 g/a task.out cancelled: context deadline exceeded (kept)",
        "2 g group.failureKept g/a: context deadline exceeded",
        "2 g group.closed context deadline exceeded",
      ])
  }

  @Test func nothingCanGoOn() throws {
    let report = try simulate { root in
      try await withErrGroup(in: root, .named("g"), .limit(1)) { group in
        await group.go("a") { _ in
          await group.go("b") { _ in }
          root.note(.log("never"))
        }
        try await group.wait()
      }
    }
    #expect(
      report.events.map(\.line).suffix(2) == [
        "0 - deadlock -: group g; g/a: a free slot in g",
        "0 - run.ended deadlocked",
      ])
  }
}
