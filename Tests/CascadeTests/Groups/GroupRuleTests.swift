import Cascade
import CascadeSimulation
import Testing

/// The rules of groups that Go documents or that follow from its code.
@Suite struct GroupRuleTests {
  @Test func whatComesAfterTheFirstErrorIsKeptAside() throws {
    let (thrownError, failures) = try simulated { root in
      let (group, _) = try ErrGroup.withContext(root)
      for (name, delay) in [("a", 3), ("b", 1), ("c", 2)] {
        await group.go(name) { ctx in
          await ctx.pause(for: .milliseconds(delay))
          throw Boom(name)
        }
      }
      let error = await thrown { try await group.wait() }
      return (error, group.failures.map { "\($0.task): \($0.error)" })
    }
    #expect(thrownError == "b")
    #expect(failures == ["group/b: b", "group/c: c", "group/a: a"])
  }

  @Test func theErrorIsRecordedBeforeAnybodyIsTold() throws {
    // Whoever reacts to the cancel can't come first, not even from inside the callback.
    let failures = try simulated { root in
      let (group, ctx) = try ErrGroup.withContext(root)
      let log = Log()
      ctx.onCancel { _ in log.add("\(group.failures.map { "\($0.error)" })") }
      await group.go { _ in throw Boom() }
      _ = await thrown { try await group.wait() }
      return log.all
    }
    #expect(failures == ["[\"boom\"]"])
  }

  @Test func aTaskIsOutWhenEverybodyHasBeenTold() throws {
    // Its slot is still taken while the callbacks of its failure run.
    let said = try simulated { root in
      let (group, ctx) = try ErrGroup.withContext(root, .limit(1))
      let log = Log()
      ctx.onCancel { _ in log.add(group.tryGo { _ in } == nil ? "full" : "taken") }
      await group.go { _ in throw Boom() }
      _ = await thrown { try await group.wait() }
      log.add(group.tryGo { _ in } == nil ? "full" : "taken")
      _ = await thrown { try await group.wait() }
      return log.all
    }
    #expect(said == ["full", "taken"])
  }

  @Test func anExternalCancelIsTheFirstErrorOfWhoeverReturnsIt() throws {
    let (error, cause) = try simulated { root in
      let scope = root.makeCancelScope()
      let (group, ctx) = try ErrGroup.withContext(scope.context)
      await group.go { ctx in try await ctx.sleep(for: .seconds(10)) }
      await group.go { ctx in
        await ctx.pause(for: .seconds(1))
        throw Boom("too late")
      }
      try await root.sleep(for: .milliseconds(1))
      scope.cancel(cause: Boom("outside"))
      return (await thrown { try await group.wait() }, ctx.cause.map { "\($0)" })
    }
    #expect(error == "context canceled")
    #expect(cause == "outside")
  }

  @Test func aGroupOnADeadParentRunsAllTheSame() throws {
    let (error, said) = try simulated { root in
      let scope = root.makeCancelScope()
      scope.cancel(cause: Boom("before"))
      let (group, ctx) = try ErrGroup.withContext(scope.context)
      let log = Log()
      await group.go { ctx in log.add("runs, \(ctx.cause.map { "\($0)" } ?? "-")") }
      let error = await thrown { try await group.wait() }
      log.add(ctx.cause.map { "\($0)" } ?? "-")
      return (error, log.all)
    }
    #expect(error == nil)
    #expect(said == ["runs, before", "before"])
  }

  @Test func waitMayBeCalledByManyAndAgain() throws {
    let answers = try simulated { root in
      let (group, _) = try ErrGroup.withContext(root)
      await group.go { ctx in
        try await ctx.sleep(for: .seconds(1))
        throw Boom()
      }
      return await withTaskGroup(of: String?.self) { tasks in
        for _ in 0..<3 { tasks.addTask { await thrown { try await group.wait() } } }
        var answers: [String?] = []
        for await answer in tasks { answers.append(answer) }
        return answers + [await thrown { try await group.wait() }]
      }
    }
    #expect(answers == Array(repeating: "boom", count: 4))
  }

  @Test func aGroupIsReusedOnADeadContextAndItsErrorSticks() throws {
    let said = try simulated { root in
      let (group, _) = try ErrGroup.withContext(root)
      let log = Log()
      await group.go { _ in throw Boom("first") }
      log.add(await thrown { try await group.wait() } ?? "-")
      let taken = group.tryGo { ctx in
        log.add("runs, over: \(ctx.isCancelled)")
        throw Boom("second")
      }
      log.add(taken == nil ? "refused" : "taken")
      log.add(await thrown { try await group.wait() } ?? "-")
      return log.all
    }
    #expect(said == ["first", "taken", "runs, over: true", "first"])
  }

  @Test func aSuccessfulGroupEndsItsContext() throws {
    let (before, after) = try simulated { root in
      let (group, ctx) = try ErrGroup.withContext(root)
      await group.go { _ in }
      let before = ctx.cause.map { "\($0)" }
      try await group.wait()
      return (before, ctx.cause.map { "\($0)" })
    }
    #expect(before == nil)
    #expect(after == "context canceled")
  }

  @Test(arguments: [1, 2, 5]) func theLimitIsNeverExceededAndWhoWaitedLongestGoesFirst(_ limit: Int) throws {
    for seed in 0..<20 {
      let (most, order) = try simulated(seed: UInt64(seed)) { root in
        let running = Counter()
        let log = Log()
        try await withErrGroup(in: root, .limit(limit)) { group in
          // Spawners that all wait at the limit at once, in a known order.
          try await withErrGroup(in: root) { spawners in
            for index in 0..<20 {
              await spawners.go("spawner-\(index)") { ctx in
                try await ctx.sleep(until: Context.Instant(nanoseconds: Int64(index)))
                await group.go("task-\(index)") { ctx in
                  running.add()
                  log.add("\(index)")
                  try await ctx.sleep(for: .seconds(1))
                  running.add(-1)
                }
              }
            }
          }
        }
        return (running.most, log.all)
      }
      #expect(most == limit)
      if limit == 1 { #expect(order == (0..<20).map(String.init)) }
      #expect(order.count == 20)
    }
  }

  @Test func tryGoRefusesAtTheLimitAndTakesAgain() throws {
    let answers = try simulated { root in
      var answers: [Bool] = []
      let group = try ErrGroup(in: root, .limit(2), .policy(.keepFirst))
      for _ in 0..<3 { answers.append(group.tryGo { ctx in try await ctx.sleep(for: .seconds(1)) } != nil) }
      try await root.sleep(for: .seconds(2))
      answers.append(group.tryGo { _ in } != nil)
      try await group.wait()
      return answers
    }
    #expect(answers == [true, true, false, true])
  }

  @Test func aFreedSlotGoesToWhoeverWaitsBeforeAnybodyTries() throws {
    let lines = try simulated { root in
      let log = Log()
      try await withErrGroup(in: root, .limit(1)) { group in
        await group.go("first") { ctx in try await ctx.sleep(for: .seconds(1)) }
        try await withErrGroup(in: root) { others in
          await others.go("waits") { _ in
            await group.go("second") { ctx in
              log.add("second")
              try await ctx.sleep(for: .seconds(1))
            }
          }
          await others.go("tries") { ctx in
            // At the instant at which the slot is free, and a moment later.
            for delay in [1000, 1500] {
              try await ctx.sleep(until: Context.Instant(nanoseconds: Int64(delay) * 1_000_000))
              log.add(group.tryGo { _ in } == nil ? "refused" : "taken")
            }
          }
        }
      }
      return log.all
    }
    #expect(lines.filter { $0 == "refused" }.count == 2)
    #expect(lines.contains("second"))
  }

  @Test func aCancelDoesNotEndTheWaitForASlot() throws {
    let report = try simulate { root in
      let log = Log()
      let error = await thrown {
        try await withErrGroup(in: root, .limit(1)) { group in
          await group.go { ctx in
            await ctx.pause(for: .seconds(2))
            throw Boom("late")
          }
          try await withErrGroup(in: root) { other in
            await other.go { _ in
              await group.go { ctx in log.add("runs, over: \(ctx.isCancelled)") }
            }
            await other.go { ctx in
              try await ctx.sleep(for: .seconds(1))
              group.cancel(cause: Boom("early"))
            }
          }
        }
      }
      return (error, log.all)
    }
    let (error, said) = try report.value
    #expect(error == "late")
    #expect(said == ["runs, over: true"])
    #expect(report.elapsed == .seconds(2))
  }

  @Test func tasksMayStartOthers() throws {
    let names = try simulated { root in
      let log = Log()
      _ = try await withErrGroup(in: root) { group in
        await group.go("a") { _ in
          log.add("a")
          await group.go("b") { _ in
            log.add("b")
            group.tryGo("c") { _ in log.add("c") }
          }
        }
      }
      return log.all
    }
    #expect(names == ["a", "b", "c"])
  }

  @Test func theErrorOfTheBodyCountsLikeATasks() throws {
    let (error, told) = try simulated { root in
      let told = Log()
      let error = await thrown {
        try await withErrGroup(in: root) { group in
          await group.go { ctx in
            ctx.onCancel { told.add("\($0.reason): \($0.cause)") }
            try await ctx.sleep(for: .seconds(10))
          }
          try await root.sleep(for: .seconds(1))
          throw Boom("body")
        }
      }
      return (error, told.all)
    }
    #expect(error == "body")
    #expect(told == ["siblingFailed: body"])
  }

  @Test func theErrorOfTheBodyIsAnEchoAfterAFailure() throws {
    let failures = Log()
    let error = try simulated { root in
      let held = Locked<ErrGroup?>(nil)
      let error = await thrown {
        try await withErrGroup(in: root) { group in
          held.withLock { $0 = group }
          let task = await group.go("a") { _ in throw Boom() }
          try await task.value()
        }
      }
      for failure in held.withLock({ $0?.failures ?? [] }) { failures.add("\(failure.task): \(failure.error)") }
      return error
    }
    #expect(error == "boom")
    #expect(failures.all == ["group/a: boom", ": boom"])
  }

  @Test func theResultOfTheBodyIsTheResult() throws {
    let sum = try simulated { root in
      try await withErrGroup(in: root) { group in
        let one = await group.go { _ in 20 }
        let other = await group.go { _ in 22 }
        return try await one.value() + other.value()
      }
    }
    #expect(sum == 42)
  }

  @Test func aHandleDroppedWithoutWaitCancels() throws {
    let reasons = try simulated { root in
      let log = Log()
      do {
        let (group, ctx) = try ErrGroup.withContext(root)
        ctx.onCancel { log.add("\($0.reason)") }
        await group.go { ctx in try await ctx.sleep(for: .seconds(10)) }
      }
      return log.all
    }
    #expect(reasons == ["handleDropped"])
  }

  @Test func aZeroOrWaitGroupDroppedWithoutWaitCancelsItsTasks() throws {
    let reasons = try simulated { root in
      let log = Log()
      do {
        let zero = try ErrGroup(in: root, .policy(.keepFirst))
        await zero.go { ctx in ctx.onCancel { log.add("\($0.reason)") } }
        let wait = try WaitGroup(in: root)
        await wait.go { ctx in
          ctx.onCancel { log.add("\($0.reason)") }
          try await ctx.sleep(for: .seconds(10))
        }
      }
      await root.pause(for: .seconds(1))
      return log.all
    }
    #expect(reasons == ["handleDropped", "handleDropped"])
  }

  @Test func aTaskCancelledAloneFailsItsGroup() throws {
    let (error, cause, others) = try simulated { root in
      let (group, ctx) = try ErrGroup.withContext(root)
      let log = Log()
      let alone = await group.go("alone") { ctx in try await ctx.sleep(for: .seconds(10)) }
      await group.go("other") { ctx in
        ctx.onCancel { log.add("\($0.reason)") }
        try await ctx.sleep(for: .seconds(10))
      }
      try await root.sleep(for: .seconds(1))
      let first = alone.cancel(cause: Boom("alone"))
      let second = alone.cancel()
      #expect(first && !second)
      #expect(ctx.error == nil)
      let error: (any Error)?
      do {
        try await group.wait()
        error = nil
      } catch let failure { error = failure }
      return ((error as? ContextError)?.cancellation, ctx.cause.map { "\($0)" }, log.all)
    }
    #expect(error?.reason == .requested)
    #expect(error.map { "\($0.cause)" } == "alone")
    #expect(cause == "context canceled")
    #expect(others == ["siblingFailed"])
  }

  @Test func aTaskCancelledAloneThatReturnsWellHarmsNobody() throws {
    let (error, value) = try simulated { root in
      let (group, _) = try ErrGroup.withContext(root)
      let alone = await group.go { ctx in await ctx.waitUntilCancelled().map { "\($0.reason)" } ?? "-" }
      try await root.sleep(for: .seconds(1))
      alone.cancel()
      let value = try await alone.value()
      return (await thrown { try await group.wait() }, value)
    }
    #expect(error == nil)
    #expect(value == "requested")
  }

  @Test func theContextOfATaskEndsWithTheTask() throws {
    let report = try simulate { root in
      let kept = Locked<[Owner]>([])
      let contexts = Locked<[Context]>([])
      try await withErrGroup(in: root, .named("g")) { group in
        let task = await group.go("a") { ctx in
          contexts.withLock { $0 = [ctx] }
          kept.withLock { $0 = [Owner(ctx.makeCancelScope(name: "child"))] }
        }
        await group.go("b") { ctx in contexts.withLock { $0.append(ctx) } }
        try await task.value()
        await root.pause(for: .seconds(1))
        // The group lives on; what hung on the task doesn't.
        #expect(!group.context.isCancelled)
        #expect(contexts.withLock { $0.map { $0.cancellation?.reason } } == [.scopeEnded, .scopeEnded])
        #expect(kept.withLock { $0[0].context.cancellation?.origin } == "g/a")
      }
    }
    try report.value
    #expect(
      report.events.lines.filter { $0.contains("told") && !$0.contains(" g ") } == [
        "0 g/a/child context.told canceled scopeEnded by=g/a: context canceled"
      ])
  }

  @Test func aSubtaskHandsOnItsError() throws {
    let said = try simulated { root in
      let group = try ErrGroup(in: root, .policy(.keepFirst))
      let task: Subtask<Int> = await group.go { _ in throw Boom("its own") }
      let first = await thrown { _ = try await task.value() }
      let again = await thrown { _ = try await task.value() }
      try? await group.wait()
      return [first, again]
    }
    #expect(said == ["its own", "its own"])
  }

  @Test func tasksRunConcurrentlyWithTheirMaker() throws {
    let report = try simulate { root in
      try await withErrGroup(in: root) { group in
        for _ in 0..<100 { await group.go { ctx in try await ctx.sleep(for: .seconds(1)) } }
        try await root.sleep(for: .seconds(1))
      }
    }
    try report.value
    #expect(report.elapsed == .seconds(1))
  }
}
