import Cascade
import CascadeSimulation
import Testing

/// Every wait on a group has a form that ends with a context, or with the Swift task that waits.
@Suite struct WaitInContextTests {
  enum Wait: CaseIterable {
    case group, value, slot
  }

  enum Ending: CaseIterable {
    case deadline, cancel, foreign, overBefore, foreignBefore, inTime
  }

  /// A group with one slot whose task is out after 10 s; the wait begins at 0 and is ended at 1 s.
  @Test(arguments: Wait.allCases, Ending.allCases) func itEnds(_ wait: Wait, with ending: Ending) throws {
    for seed in UInt64(0)..<8 {
      let report = try simulate(seed: seed) { root in
        let (group, _) = try ErrGroup.withContext(root, .named("g"), .limit(1))
        let holds: Duration = ending == .inTime ? .milliseconds(500) : .seconds(10)
        let task = await group.go("holds") { ctx in
          try await ctx.sleep(for: holds)
          return 1
        }
        let scope = Owner(ending == .deadline ? root.makeCancelScope(timeout: .seconds(1)) : root.makeCancelScope())
        if ending == .overBefore { scope.cancel() }
        let waiting = Task(executorPreference: root.environment.executor) {
          if ending == .foreignBefore { while !Task.isCancelled { await Task.yield() } }
          do {
            switch wait {
            case .group:
              try await group.wait(in: scope.context)
              return "done"
            case .value: return try await task.value(in: scope.context) == 1 ? "done" : "?"
            case .slot:
              let second = try await group.go(waitingIn: scope.context, "second") { _ in 2 }
              return try await second.value() == 2 ? "done" : "?"
            }
          } catch let error as ContextError {
            return "\(error) (\(error.cancellation.reason)) at \(root.now)"
          } catch {
            return "\(error)"
          }
        }
        if ending == .foreignBefore { waiting.cancel() }
        if ending == .cancel || ending == .foreign {
          await root.pause(for: .seconds(1))
          if ending == .cancel { scope.cancel() } else { waiting.cancel() }
        }
        let answer = await waiting.value
        #expect(!group.context.isCancelled || ending == .inTime && wait == .group)
        // It can be waited for again, and what gave up never ran.
        try await group.wait()
        return answer
      }
      let answer = try report.value
      switch ending {
      case .deadline: #expect(answer == "context deadline exceeded (deadlineExceeded) at 1.0 seconds")
      case .cancel: #expect(answer == "context canceled (requested) at 1.0 seconds")
      case .foreign: #expect(answer == "context canceled (taskCancelled) at 1.0 seconds")
      case .overBefore: #expect(answer == "context canceled (requested) at 0.0 seconds")
      case .foreignBefore: #expect(answer == "context canceled (taskCancelled) at 0.0 seconds")
      case .inTime: #expect(answer == "done")
      }
      #expect(report.elapsed == (ending == .inTime ? .milliseconds(500) : .seconds(10)))
      let ran = report.events.contains { $0.id == "g/second" && $0.kind == .taskStarted }
      #expect(ran == (wait == .slot && ending == .inTime))
    }
  }

  @Test func aSlotThatIsGivenAtTheVeryInstantIsKept() throws {
    // The slot is free and the time is over at 1 s: either is right, nothing in between is, and no slot is lost.
    var answers: Set<String> = []
    for seed in UInt64(0)..<40 {
      let answer = try simulate(seed: seed) { root in
        let (group, _) = try ErrGroup.withContext(root, .limit(1))
        await group.go { ctx in try await ctx.sleep(for: .seconds(1)) }
        let scope = root.makeCancelScope(timeout: .seconds(1))
        let gaveUp = await thrown { try await group.go(waitingIn: scope.context) { _ in } } != nil
        let third = await group.go { _ in 3 }
        #expect(try await third.value() == 3)
        try await group.wait()
        return gaveUp ? "gave up" : "started"
      }.value
      answers.insert(answer)
    }
    #expect(answers == ["gave up", "started"])
  }

  @Test func whoGivesUpLeavesTheQueueInOrder() throws {
    let order = try simulated { root in
      let (group, _) = try ErrGroup.withContext(root, .limit(1))
      let log = Log()
      await group.go { ctx in try await ctx.sleep(for: .seconds(5)) }
      try await withErrGroup(in: root, .named("callers")) { callers in
        for index in 0..<6 {
          await callers.go { ctx in
            try await ctx.sleep(for: .milliseconds(index))
            // Every second one gives up after a second.
            try? await ctx.withTimeout(index.isMultiple(of: 2) ? .seconds(60) : .seconds(1)) { ctx in
              _ = try await group.go(waitingIn: ctx) { _ in log.add("\(index)") }
            }
          }
        }
      }
      try await group.wait()
      return log.all
    }
    #expect(order == ["0", "2", "4"])
  }
}
