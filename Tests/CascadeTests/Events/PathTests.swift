import Cascade
import CascadeSimulation
import Testing

/// Names become paths that are unique and don't depend on timing.
@Suite struct PathTests {
  private static func spawned(_ events: [Event]) -> [String] {
    events.compactMap { if case .taskSpawned = $0.kind { $0.id } else { nil } }
  }

  @Test func takenNamesAreNumbered() throws {
    let report = try simulate { root in
      for _ in 0..<2 {
        try await withErrGroup(in: root, .named("g")) { group in
          for name in ["a", "a", "b", "a"] { await group.go(name) { _ in } }
        }
      }
    }
    #expect(
      Self.spawned(report.events) == ["g/a", "g/a#2", "g/b", "g/a#3", "g#2/a", "g#2/a#2", "g#2/b", "g#2/a#3"])
  }

  @Test func tasksWithoutNamesAreCounted() throws {
    let report = try simulate { root in
      try await withErrGroup(in: root) { group in
        for _ in 0..<2 { await group.go { _ in } }
      }
    }
    #expect(Self.spawned(report.events) == ["group/0", "group/1"])
  }

  @Test func pathsFollowWhoRunsTheCode() throws {
    let report = try simulate { root in
      try await withErrGroup(in: root, .named("g")) { group in
        await group.go("a") { ctx in
          // Whatever context it hangs on, a group that a task opens is that task's.
          for parent in [ctx, root, ctx.withoutCancel()] {
            try await withErrGroup(in: parent, .named("inner")) { inner in
              await inner.go("x") { _ in }
              await group.go("y") { _ in }
            }
          }
          let scope = ctx.makeCancelScope(name: "scope")
          scope.cancel()
        }
      }
    }
    let opened = report.events.compactMap { event in
      if case .groupOpened(let opened) = event.kind { "\(event.id) under \(opened.parent)" } else { nil }
    }
    #expect(
      opened == [
        "g under ", "g/a/inner under g/a", "g/a/inner#2 under ", "g/a/inner#3 under g/a/detached",
      ])
    #expect(
      Self.spawned(report.events)
        == ["g/a", "g/a/inner/x", "g/y", "g/a/inner#2/x", "g/y#2", "g/a/inner#3/x", "g/y#3"])
    #expect(report.events.contains { $0.id == "g/a/scope" })
  }

  @Test(arguments: 1...40) func everyIdHasOneBeginning(_ seed: Int) throws {
    let report = try RandomRun(seed: UInt64(seed)).report
    var begun = Set<String>()
    for event in report.events {
      switch event.kind {
      case .taskSpawned, .groupOpened, .contextMade: #expect(begun.insert(event.id).inserted)
      default: #expect(event.id.isEmpty || begun.contains(event.id))
      }
    }
    #expect(begun.count >= 2)
  }

  @Test func ownPathsAreKnownToTheCode() throws {
    let ids = try simulated { root in
      let log = Log()
      try await withErrGroup(in: root, .named("g")) { group in
        log.add(group.context.id)
        let task = await group.go("a") { ctx in log.add(ctx.id) }
        log.add(task.id)
        try await task.value()
      }
      return log.all
    }
    #expect(ids == ["g", "g/a", "g/a"])
  }
}
