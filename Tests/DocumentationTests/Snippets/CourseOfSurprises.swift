import Cascade
import CascadeSimulation
import Testing

private struct Refused: Error, CustomStringConvertible {
  var description: String
}

/// Stands for a call to a service: it listens, and it answers after a while.
@discardableResult
private func ask(_ ctx: Context, _ what: String, after time: Duration) async throws -> String {
  try await ctx.sleep(for: time)
  return what
}

/// Stands for a call that fails after a while.
@discardableResult
private func refuse(_ ctx: Context, _ why: String, after time: Duration) async throws -> String {
  try await ctx.sleep(for: time)
  throw Refused(description: why)
}

private struct CorruptBlock: Error {
  var number: Int
}

private struct BrokenPhoto: Error {}

private func translate(_ ctx: Context, _ text: Int) async throws -> Int {
  guard text != 620 else { throw Refused(description: "unknown language") }
  try await ctx.sleep(for: .milliseconds(200))
  return text
}

/// What the later pages of the course show.
@Suite struct CourseOfSurprisesSnippets {
  @Test func theGroupKeepsBeforeItCancels() throws {
    let report = try Simulation().run { ctx in
      // snippet: course-hidden-error
      do {
        try await withErrGroup(in: ctx) { group in
          await group.go("balances") { ctx in try await ask(ctx, "balances", after: .milliseconds(800)) }
          await group.go("read-blocks") { ctx in
            try await ctx.sleep(for: .milliseconds(400))
            throw CorruptBlock(number: 812)
          }
        }
      } catch let error as CorruptBlock {
        assert(error.number == 812)
      }
      // snippet: end
    }
    try report.value
    #expect(report.elapsed == .milliseconds(400))
  }

  @Test func queuedWorkCanBeSkipped() throws {
    let report = try Simulation().run { ctx in
      // snippet: course-late-start
      try await withErrGroup(in: ctx, .limit(2), .queued(.skipAfterFailure)) { group in
        await group.go("headers") { ctx in try await ask(ctx, "headers", after: .seconds(1)) }
        await group.go("state") { ctx in try await refuse(ctx, "state root differs", after: .milliseconds(400)) }
        await group.go("snapshots") { ctx in
          try await ask(ctx.withoutCancel(), "snapshots", after: .milliseconds(600))
        }
      }
      // snippet: end
    }
    #expect(throws: Refused.self) { try report.value }
    #expect(report.elapsed == .milliseconds(400))
  }

  @Test func aCleanupHasAContextOfItsOwn() throws {
    let report = try Simulation().run { ctx in
      // snippet: course-cleanup
      try await withErrGroup(in: ctx) { group in
        await group.go("pay") { ctx in try await refuse(ctx, "card declined", after: .milliseconds(300)) }
        await group.go("stock") { ctx in
          do { try await ask(ctx, "stock", after: .milliseconds(800)) } catch {
            try await ask(ctx.withoutCancel(), "release", after: .milliseconds(200))
            throw error
          }
        }
      }
      // snippet: end
    }
    #expect(throws: Refused.self) { try report.value }
    #expect(report.elapsed == .milliseconds(500))
  }

  @Test func aFullGroupRefuses() throws {
    let report = try Simulation().run { ctx in
      var refused: [Int] = []
      // snippet: course-try-go
      try await withErrGroup(in: ctx, .limit(2)) { group in
        for photo in 1...4 {
          let task = group.tryGo("photo-\(photo)") { ctx in try await ask(ctx, "photo", after: .milliseconds(400)) }
          if task == nil { refused.append(photo) }
        }
      }
      // snippet: end
      return refused
    }
    #expect(try report.value == [3, 4])
    #expect(report.elapsed == .milliseconds(400))
  }

  @Test func whatHasToBeWaitedForIsATask() throws {
    let report = try Simulation().run { ctx in
      // snippet: course-after-func
      try await withErrGroup(in: ctx) { group in
        await group.go("read") { ctx in try await ask(ctx, "read", after: .milliseconds(200)) }
        await group.go("write") { ctx in try await ask(ctx, "written", after: .milliseconds(400)) }
      }
      try await ask(ctx.withoutCancel(), "metrics", after: .milliseconds(300))
      // snippet: end
    }
    try report.value
    #expect(report.elapsed == .milliseconds(700))
  }

  @Test func aServerDrainsWhenItIsTold() throws {
    let report = try Simulation().run { ctx in
      // snippet: course-serve
      try await withErrGroup(in: ctx) { group in
        await group.go("stop") { ctx in
          await ctx.waitUntilCancelled()
          // The context is done: what is left has one of its own.
          try await ask(ctx.withoutCancel(), "drained", after: .milliseconds(300))
        }
        await group.go("signal") { ctx in try await refuse(ctx, "interrupt", after: .seconds(1)) }
      }
      // snippet: end
    }
    #expect(throws: Refused.self) { try report.value }
    #expect(report.elapsed == .milliseconds(1_300))
  }

  @Test func aCallerThatDoesNotBlockGoesOn() throws {
    let report = try Simulation().run { ctx in
      // snippet: course-blocked-go
      try await withErrGroup(in: ctx, .limit(2)) { group in
        for number in 1...2 {
          await group.go("copy-\(number)") { ctx in
            try await ask(ctx.withoutCancel(), "copied", after: .milliseconds(700))
          }
        }
        if group.tryGo("report", { ctx in try await ask(ctx, "report", after: .milliseconds(200)) }) == nil {
          print("no slot for the report")
        }
      }
      // snippet: end
    }
    try report.value
    #expect(report.elapsed == .milliseconds(700))
  }

  @Test func aTaskThatUsesItsOwnContextIsStopped() throws {
    let report = try Simulation().run { ctx in
      // snippet: course-wrong-context
      try await withErrGroup(in: ctx) { group in
        await group.go("pull-db") { ctx in try await ask(ctx, "2 GB", after: .seconds(2)) }
        await group.go("pull-cache") { ctx in try await refuse(ctx, "no such image", after: .milliseconds(400)) }
      }
      // snippet: end
    }
    #expect(throws: Refused.self) { try report.value }
    #expect(report.elapsed == .milliseconds(400))
  }

  @Test func afterTheScopeTheOuterContextIsMeant() throws {
    let report = try Simulation().run { ctx in
      // snippet: course-used-after-wait
      try await withErrGroup(in: ctx, .named("parts")) { parts in
        await parts.go("config") { ctx in try await ask(ctx, "config", after: .milliseconds(100)) }
        await parts.go("layer") { ctx in try await ask(ctx, "layer", after: .milliseconds(600)) }
      }
      try await ask(ctx, "manifest", after: .milliseconds(200))
      // snippet: end
    }
    try report.value
    #expect(report.elapsed == .milliseconds(800))
  }

  @Test func whatCanBeForeseenIsThrown() throws {
    let report = try Simulation().run { ctx in
      // snippet: course-panic
      try await withErrGroup(in: ctx, .named("gallery")) { group in
        await group.go("photo-1") { ctx in try await ask(ctx, "decoded", after: .milliseconds(800)) }
        await group.go("photo-2") { ctx in
          let rows = try await ask(ctx, "123", after: .milliseconds(400))
          guard rows.count > 3 else { throw BrokenPhoto() }
        }
      }
      // snippet: end
    }
    #expect(throws: BrokenPhoto.self) { try report.value }
    #expect(report.elapsed == .milliseconds(400))
  }

  @Test func theOthersGoOn() throws {
    let report = try Simulation().run { ctx in
      // snippet: course-batch
      let done = try await withErrGroup(in: ctx, .limit(50), .policy(.supervised)) { group in
        var texts: [Subtask<Int>] = []
        for text in 0..<1_000 { texts.append(await group.go { ctx in try await translate(ctx, text) }) }
        try await group.wait()
        assert(group.failures.count == 1)
        var done: [Int] = []
        for text in texts { if let text = try? await text.value() { done.append(text) } }
        return done
      }
      assert(done.count == 999)
      // snippet: end
    }
    try report.value
    #expect(report.elapsed == .seconds(4))
  }
}
