import Cascade
import CascadeSimulation
import Testing

struct Photo: Sendable {
  var megabytes = 2
}

private func scale(_ ctx: Context, _ photo: Photo) async throws -> Photo {
  try await ctx.sleep(for: .seconds(1))
  return Photo(megabytes: 1)
}

private func fetchUser(_ ctx: Context, _ id: Int) async throws -> String {
  try await ctx.sleep(for: .seconds(3))
  return "Alice"
}

private func fetchPage(_ ctx: Context, _ url: String) async throws -> String {
  try await ctx.sleep(for: .seconds(1))
  return "page"
}

private func prefetch(_ ctx: Context) async throws {}

/// What *Semaphores and single flight* and the comments of the two show.
@Suite struct SemaphoreAndFlightSnippets {
  private static let megabytes = Semaphore(permits: 4)

  // snippet: sync-permits
  static func thumbnail(_ ctx: Context, _ photo: Photo) async throws -> Photo {
    try await megabytes.withPermits(ctx, photo.megabytes) {
      try await scale(ctx, photo)
    }
  }
  // snippet: end

  // snippet: sync-flight
  static let users = SingleFlight<Int, String>(name: "users")

  static func user(_ ctx: Context, id: Int) async throws -> String {
    try await users.value(for: id, in: ctx) { ctx in
      try await fetchUser(ctx, id)
    }
  }
  // snippet: end

  @Test func twoAtATime() throws {
    let report = try Simulation().run { ctx in
      try await withErrGroup(in: ctx) { group in
        for _ in 0..<6 { await group.go { ctx in _ = try await Self.thumbnail(ctx, Photo()) } }
      }
    }
    try report.value
    #expect(report.elapsed == .seconds(3))
  }

  @Test func inHand() async throws {
    let ctx = Context.background
    let semaphore = Semaphore(permits: 3)
    func work() async throws {
      // snippet: sync-acquire
      try await semaphore.acquire(ctx, permits: 2)
      defer { semaphore.release(permits: 2) }
      if semaphore.tryAcquire() {
        defer { semaphore.release() }
        try await prefetch(ctx)
      }
      // snippet: end
    }
    try await work()
    #expect(semaphore.available == 3)
  }

  @Test func aConnectionIsHeld() throws {
    let report = try Simulation().run { ctx in
      let url = "https://example.org"
      // snippet: comment-semaphore
      let connections = Semaphore(permits: 4, name: "connections")
      let page = try await connections.withPermit(ctx) {
        try await fetchPage(ctx, url)
      }
      // snippet: end
      return page
    }
    #expect(try report.value == "page")
  }

  @Test func aUserIsFetchedOnce() throws {
    let report = try Simulation().run { ctx in
      let id = 7
      // snippet: comment-flight
      let users = SingleFlight<Int, String>(name: "users")
      let user = try await users.value(for: id, in: ctx) { ctx in
        try await fetchUser(ctx, id)
      }
      // snippet: end
      return user
    }
    #expect(try report.value == "Alice")
  }

  @Test func oneLeaves() throws {
    let report = try Simulation().run { ctx in
      let group = try ErrGroup(in: ctx, .policy(.keepFirst))
      try await Self.ask(ctx, group)
    }
    try report.value
    #expect(report.elapsed == .seconds(3))
  }

  private static func ask(_ ctx: Context, _ group: ErrGroup) async throws {
    // snippet: sync-leave
    let impatient = ctx.makeCancelScope(timeout: .seconds(1))
    await group.go("impatient") { _ in
      do {
        _ = try await user(impatient.context, id: 7)
      } catch let error as ContextError {
        assert(error.isTimeout)
      }
    }
    await group.go("patient") { ctx in
      let name = try await user(ctx, id: 7)
      assert(name == "Alice")
    }
    // snippet: end
    try await group.wait()
  }
}
