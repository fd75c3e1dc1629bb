import Cascade
import CascadeSimulation
import Testing

/// A group with one slot, held until 30 ms by a task that then fails; two more wait for the slot.
@Suite struct QueuedWorkTests {
  private struct Story: Sendable {
    var started: [String] = []
    var spawnerFreeAt: [Context.Instant] = []
    var results: [String] = []
    var kinds: [Event.Kind] = []
  }

  private func play(_ queued: ErrGroup.QueuedWork) throws -> Story {
    let started = Locked<[String]>([])
    let report = try Simulation().run { ctx in
      var story = Story()
      let (group, _) = try ErrGroup.withContext(ctx, .named("root"), .limit(1), .queued(queued))
      await group.go("a") { ctx in
        try? await ctx.sleep(for: .milliseconds(50))
        // Fails, and takes its time to leave: the slot is free only at 30 ms.
        await ctx.pause(for: .milliseconds(20))
        throw Boom("a")
      }
      // An outside hand ends the group at 10 ms.
      let hand = ctx.schedule(at: Context.Instant(nanoseconds: 10_000_000)) { group.cancel(cause: Boom("hand")) }
      for name in ["b", "c"] {
        let handle = await group.go(name) { _ in started.withLock { $0.append(name) } }
        story.spawnerFreeAt.append(ctx.now)
        do {
          try await handle.value()
          story.results.append("ok")
        } catch { story.results.append("\(error)") }
      }
      hand.cancel()
      try? await group.wait()
      return story
    }
    var story = try report.value
    story.started = started.withLock { $0 }
    story.kinds = report.events.filter { $0.id == "root/b" }.map(\.kind)
    return story
  }

  @Test func asInGoItStartsWhenASlotIsFree() throws {
    let story = try play(.start)
    #expect(story.started == ["b", "c"])
    #expect(story.spawnerFreeAt.map(\.nanoseconds) == [30_000_000, 30_000_000])
    #expect(story.results == ["ok", "ok"])
  }

  @Test func theSpawnerNeedNotWait() throws {
    let story = try play(.startWithoutSpawner)
    #expect(story.started == ["b", "c"])
    #expect(story.spawnerFreeAt.map(\.nanoseconds) == [10_000_000, 30_000_000])
    #expect(story.results == ["ok", "ok"])
  }

  @Test func queuedWorkIsSkippedAndSaysSo() throws {
    let story = try play(.skipAfterFailure)
    #expect(story.started == [])
    #expect(story.spawnerFreeAt.map(\.nanoseconds) == [10_000_000, 10_000_000])
    #expect(story.results == ["context canceled", "context canceled"])
    #expect(story.kinds.contains(.taskSkipped(why: "the group is over")))
  }
}
