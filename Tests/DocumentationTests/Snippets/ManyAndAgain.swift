import Cascade
import CascadeSimulation
import Testing

private func fetchUser(_ ctx: Context, _ id: Int) async throws -> String {
  guard id > 0 else { throw NoSuchUser() }
  try await ctx.sleep(for: .seconds(1))
  return "user \(id)"
}

private struct NoSuchUser: Error {}
private struct Unavailable: Error {}

private struct Request: Sendable {}
private func answer(_ ctx: Context, _ request: Request) async throws {}
private func warmUp(_ ctx: Context, _ id: Int) async throws {}

private struct Shop: Sendable {
  var seconds: Int

  func price(_ ctx: Context) async throws -> Int {
    try await ctx.sleep(for: .seconds(seconds))
    return 100 - seconds
  }
}

private struct WebPage: Sendable {}
private func fetch(_ ctx: Context, _ url: String) async throws -> WebPage { WebPage() }

/// What *Many at once* and *Retrying* show, and the comments on what is in them.
private struct Flows {
  // snippet: many-map
  func names(_ ctx: Context, of ids: [Int]) async throws -> [String] {
    try await ids.concurrentMap(in: ctx, .limit(4)) { ctx, id in
      try await fetchUser(ctx, id)
    }
  }
  // snippet: end

  // snippet: many-serve
  func serve(_ ctx: Context, _ requests: some AsyncSequence<Request, any Error>) async throws {
    try await requests.concurrentForEach(in: ctx, .limit(100)) { ctx, request in
      try await answer(ctx, request)
    }
  }
  // snippet: end

  // snippet: many-results
  func cheapest(_ ctx: Context, _ shops: [Shop], below price: Int) async throws -> Int? {
    try await withResultGroup(in: ctx, of: Int.self, .limit(10)) { group in
      for shop in shops { await group.go { ctx in try await shop.price(ctx) } }
      for try await found in group.results where found < price { return found }
      return nil
    }
  }
  // snippet: end

  // snippet: retry-user
  func user(_ ctx: Context, id: Int) async throws -> String {
    try await retry(
      in: ctx, .attempts(5), .backoff(.exponential(from: .milliseconds(100), factor: 2, upTo: .seconds(5))),
      .jitter(0.2), .attemptTimeout(.seconds(2)), .budget(.seconds(10))
    ) { ctx, attempt in
      do {
        return try await fetchUser(ctx, id)
      } catch let error as NoSuchUser {
        throw Retry.Permanent(error)
      }
    }
  }
  // snippet: end
}

@Suite struct FlowSnippets {
  @Test func many() throws {
    let report = try Simulation().run { ctx in
      let names = try await Flows().names(ctx, of: [3, 1, 2])
      let (requests, more) = AsyncThrowingStream<Request, any Error>.makeStream()
      more.yield(Request())
      more.finish()
      try await Flows().serve(ctx, requests)
      let price = try await Flows().cheapest(ctx, [1, 9, 5].map(Shop.init), below: 99)
      return "\(names) \(price ?? 0)"
    }
    #expect(try report.value == #"["user 3", "user 1", "user 2"] 95"#)
    #expect(report.elapsed == .seconds(6))
  }

  @Test func comments() throws {
    let report = try Simulation().run { ctx in
      let ids = [1, 2]
      let id = 1
      // snippet: comment-map
      let names = try await ids.concurrentMap(in: ctx, .limit(4)) { ctx, id in
        try await fetchUser(ctx, id)
      }
      // snippet: end
      // snippet: comment-for-each
      try await ids.concurrentForEach(in: ctx, .limit(4)) { ctx, id in
        try await warmUp(ctx, id)
      }
      // snippet: end
      let (requests, more) = AsyncStream<Request>.makeStream()
      more.finish()
      // snippet: comment-for-each-async
      try await requests.concurrentForEach(in: ctx, .limit(100)) { ctx, request in
        try await answer(ctx, request)
      }
      // snippet: end
      // snippet: comment-retry
      let user = try await retry(in: ctx, .attempts(5), .jitter(0.2), .budget(.seconds(10))) { ctx, attempt in
        try await fetchUser(ctx, id)
      }
      // snippet: end
      // snippet: comment-clock
      try await Task.sleep(for: .seconds(3600), clock: ctx.clock)
      // snippet: end
      return names + [user]
    }
    #expect(try report.value == ["user 1", "user 2", "user 1"])
  }

  private actor Index {
    var count = 0

    func add(_ page: WebPage) { count += 1 }
  }

  @Test func results() throws {
    @Sendable func askForPrice(_ ctx: Context, _ shop: Shop) async throws -> Int { try await shop.price(ctx) }
    let report = try Simulation().run { ctx in
      let shops = [Shop(seconds: 1)]
      // snippet: comment-results
      let cheapest = try await withResultGroup(in: ctx, of: Int.self, .limit(4)) { group in
        for shop in shops {
          await group.go { ctx in try await askForPrice(ctx, shop) }
        }
        for try await price in group.results where price < 100 { return price }
        return 100
      }
      // snippet: end
      let urls = (1...20).map { "/\($0)" }
      let index = Index()
      try await Self.fill(index, ctx, urls)
      return "\(cheapest) \(await index.count)"
    }
    #expect(try report.value == "99 20")
  }

  private static func fill(_ pages: Index, _ ctx: Context, _ urls: [String]) async throws {
    final class Counting {
      var pages: [WebPage] = []
      func add(_ page: WebPage) { pages.append(page) }
    }
    let index = Counting()
    // snippet: comment-results-bounded
    try await withResultGroup(in: ctx, of: WebPage.self) { group in
      var waiting = urls.makeIterator()
      func startNext() async {
        guard let url = waiting.next() else { return }
        await group.go { ctx in try await fetch(ctx, url) }
      }
      for _ in 0..<8 { await startNext() }
      for try await page in group.results {
        index.add(page)
        await startNext()
      }
    }
    // snippet: end
    for page in index.pages { await pages.add(page) }
  }

  @Test func retrying() throws {
    #expect(throws: NoSuchUser.self) { try Simulation().run { try await Flows().user($0, id: 0) }.value }
    #expect(try Simulation().run { try await Flows().user($0, id: 1) }.value == "user 1")
    // snippet: retry-test
    let report = try Simulation().run { ctx in
      try await retry(in: ctx, .attempts(4), .backoff(.constant(.seconds(1200)))) { ctx, attempt in
        if attempt < 4 { throw Unavailable() }
        return "at \(ctx.now)"
      }
    }
    let said = try report.value
    assert(said == "at 3600.0 seconds")
    // snippet: end
    #expect(report.escapes == [])
  }
}
