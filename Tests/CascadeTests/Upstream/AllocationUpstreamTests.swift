import Testing

@testable import Cascade

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Go's `TestAllocs`, with objects and their bytes for allocations, which nobody counts here. The ceilings are what Go
/// itself uses for the same thing.
@Suite struct AllocationUpstreamTests {
  private enum Key: ContextKey { static let defaultValue = 0 }

  #if DEBUG
    // A debug build watches scopes.
    private static let size = 104
  #else
    private static let size = 88
  #endif

  /// The bytes that the allocator gave an object; none where it doesn't tell.
  private static func bytes(of object: AnyObject) -> Int? {
    #if canImport(Glibc)
      typealias Size = @convention(c) (UnsafeMutableRawPointer?) -> Int
      guard let symbol = dlsym(nil, "malloc_usable_size") else { return nil }
      return unsafeBitCast(symbol, to: Size.self)(Unmanaged.passUnretained(object).toOpaque())
    #else
      return malloc_size(Unmanaged.passUnretained(object).toOpaque())
    #endif
  }

  @Test func testAllocs() throws {
    let root = Context.background
    #expect(Context.background.node === root.node)

    // One object for a context, whatever its parent: the scope is the parent's own.
    let parent = root.makeCancelScope()
    let child = parent.context.makeCancelScope()
    for context in [parent.context, child.context] {
      #expect(context.node.scope === root.node.scope)
    }
    // An allocator may give a block that is a little larger than asked for: the smallest of many counts.
    let many = (0..<64).map { _ in root.makeCancelScope().context.node }
    let sizes = try many.map { try #require(Self.bytes(of: $0)) }
    #expect(try #require(sizes.min()) <= Self.size)

    // A deadline has a scope that says so, and is its own timer.
    let timeouts = (0..<64).map { _ in root.makeCancelScope(timeout: .seconds(3600)).context.node }
    let used = try timeouts.map {
      try #require(Self.bytes(of: $0)) + #require(Self.bytes(of: $0.scope))
    }
    #expect(try #require(used.min()) <= Self.size + 184)

    // A value makes no node.
    let value = root.setting(Key.self, to: 1)
    #expect(value.node === root.node)
  }
}
