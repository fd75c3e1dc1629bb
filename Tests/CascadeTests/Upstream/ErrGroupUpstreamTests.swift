import Cascade
import CascadeSimulation
import Testing

/// Go's `errgroup_test.go`.
@Suite struct ErrGroupUpstreamTests {
  static let errorLists: [[Boom?]] = [
    [], [nil], [Boom("1")], [Boom("1"), nil], [Boom("1"), nil, Boom("2")], [nil, Boom("1"), Boom("2")],
  ]

  @Test(arguments: errorLists) func testZeroGroup(_ errors: [Boom?]) async throws {
    let group = try ErrGroup(.policy(.keepFirst))
    var first: Boom?
    for error in errors {
      await group.go { _ in if let error { throw error } }
      if first == nil { first = error }
      #expect(await thrown { try await group.wait() } == first?.description)
    }
  }

  @Test(arguments: [[], [nil], [Boom("1")], [Boom("1"), nil]] as [[Boom?]])
  func testWithContext(_ errors: [Boom?]) async throws {
    let (group, ctx) = try ErrGroup.withContext(.background)
    for error in errors {
      await group.go { _ in if let error { throw error } }
    }
    let first = errors.compactMap { $0 }.first
    #expect(await thrown { try await group.wait() } == first?.description)
    #expect(ctx.isCancelled)
    #expect(ctx.error?.description == "context canceled")
  }

  @Test func testTryGo() async throws {
    let group = try ErrGroup(.limit(42), .policy(.keepFirst))
    let release = Gate()
    for _ in 0..<42 {
      #expect(group.tryGo { _ in await release.wait() } != nil)
    }
    #expect(group.tryGo { _ in } == nil)
    release.open()
    try await group.wait()
    #expect(group.tryGo { _ in } != nil)
    try await group.wait()

    // Go changes the limit of an idle group here; here a limit is for life.
    let single = try ErrGroup(.limit(1), .policy(.keepFirst))
    let hold = Gate()
    #expect(single.tryGo { _ in await hold.wait() } != nil)
    #expect(single.tryGo { _ in } == nil)
    hold.open()
    try await single.wait()

    let none = try ErrGroup(.limit(0), .policy(.keepFirst))
    for _ in 0..<1024 {
      #expect(none.tryGo { _ in } == nil)
    }
    try await none.wait()
  }

  @Test func testGoLimit() async throws {
    let group = try ErrGroup(.limit(10), .policy(.keepFirst))
    let active = Counter()
    for _ in 0...1024 {
      await group.go { _ in
        active.add()
        await Task.yield()
        active.add(-1)
      }
    }
    try await group.wait()
    #expect(active.most <= 10)
    #expect(active.value == 0)
  }

  @Test(arguments: [[], [nil], [Boom("1")], [Boom("1"), nil], [nil, Boom("1")]] as [[Boom?]])
  func testCancelCause(_ errors: [Boom?]) async throws {
    let (group, ctx) = try ErrGroup.withContext(.background)
    for error in errors {
      #expect(group.tryGo { _ in if let error { throw error } } != nil)
    }
    let first = errors.compactMap { $0 }.first
    #expect(await thrown { try await group.wait() } == first?.description)
    #expect(ctx.cause.map { "\($0)" } == (first?.description ?? "context canceled"))
  }

  @Test func exampleGroup_justErrors() async throws {
    // The network's part is played by a table.
    let pages: [String: Boom?] = ["/": nil, "/about": nil, "/typo": Boom("no such host")]
    let group = try ErrGroup(.policy(.keepFirst))
    for (path, error) in pages {
      await group.go(path) { _ in if let error { throw error } }
    }
    let said = await thrown { try await group.wait() } ?? "Successfully fetched all URLs."
    #expect(said == "no such host")
  }

  @Test func exampleGroup_parallel() throws {
    let printed = try simulated { root in
      try await withErrGroup(in: root) { group in
        var searches: [Subtask<String>] = []
        for (index, kind) in ["web", "image", "video"].enumerated() {
          searches.append(
            await group.go(kind) { ctx in
              // The later ones are back earlier; the order of results is that of the questions.
              try await ctx.sleep(for: .milliseconds(30 - 10 * index))
              return "\(kind) result for \"golang\""
            })
        }
        var results: [String] = []
        for search in searches { results.append(try await search.value()) }
        return results
      }
    }
    #expect(
      printed == ["web result for \"golang\"", "image result for \"golang\"", "video result for \"golang\""])
  }

  /// A channel that several receive from.
  private actor Channel {
    private var items: [String] = []
    private var waiting: [CheckedContinuation<String?, Never>] = []
    private var isFinished = false

    func send(_ item: String) {
      if waiting.isEmpty { items.append(item) } else { waiting.removeFirst().resume(returning: item) }
    }

    func finish() {
      isFinished = true
      for receiver in waiting { receiver.resume(returning: nil) }
      waiting = []
    }

    func receive() async -> String? {
      if !items.isEmpty { return items.removeFirst() }
      if isFinished { return nil }
      return await withCheckedContinuation { waiting.append($0) }
    }
  }

  /// A walker, twenty digesters and a collector: the digests of all files, or the first error.
  private static func digestAll(
    _ root: Context, _ files: [String: String], unreadable: String?
  ) async throws -> [String: Int] {
    let paths = Channel()
    return try await withErrGroup(in: root) { group in
      await group.go("walker") { ctx in
        for path in files.keys.sorted() {
          if ctx.isCancelled { break }
          await paths.send(path)
        }
        await paths.finish()
        try ctx.checkCancellation()
      }
      let digests = Locked<[String: Int]>([:])
      for index in 0..<20 {
        await group.go("digester-\(index)") { ctx in
          while let path = await paths.receive() {
            try await ctx.sleep(for: .milliseconds(1))
            if path == unreadable { throw Boom("can't read \(path)") }
            let sum = files[path, default: ""].utf8.reduce(0) { ($0 &* 31 &+ Int($1)) & 0xffff }
            digests.withLock { $0[path] = sum }
          }
        }
      }
      try await group.wait()
      return digests.withLock { $0 }
    }
  }

  @Test(arguments: [nil, "file-37"]) func exampleGroup_pipeline(_ unreadable: String?) throws {
    let files = Dictionary(uniqueKeysWithValues: (0..<100).map { ("file-\($0)", "text \($0)") })
    let report = try simulate { root in try await Self.digestAll(root, files, unreadable: unreadable) }
    if let unreadable {
      #expect(throws: Boom("can't read \(unreadable)")) { try report.value }
      // Nobody goes on after the first error.
      #expect(report.elapsed < .milliseconds(5))
    } else {
      #expect(try report.value.keys.sorted() == files.keys.sorted())
      // A hundred files, twenty at a time, a millisecond each.
      #expect(report.elapsed == .milliseconds(5))
    }
  }
}
