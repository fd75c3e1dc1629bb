import Cascade
import CascadeSimulation
import TestSupport
import Testing

/// What Go's `x_test.go` says about values and about layers of everything.
@Suite struct ValueUpstreamTests {
  private enum K1: ContextKey { static let defaultValue: String? = nil, name = "k1" }
  private enum K2: ContextKey { static let defaultValue: String? = nil, name = "k2" }
  private enum O1: ContextKey { static let defaultValue: Int? = nil, name = "o1" }

  private static func values(_ context: Context) -> [String?] {
    [context[K1.self], context[K2.self], context[O1.self].map(String.init)]
  }

  @Test func testValues() {
    let c0 = Context.background
    #expect(Self.values(c0) == [nil, nil, nil])
    let c1 = c0.setting(K1.self, to: "c1k1")
    #expect(Self.values(c1) == ["c1k1", nil, nil])
    #expect("\(c1)" == "context.Background.WithValue(k1, c1k1)")
    let c2 = c1.setting(K2.self, to: "c2k2")
    #expect(Self.values(c2) == ["c1k1", "c2k2", nil])
    #expect("\(c2)" == "context.Background.WithValue(k1, c1k1).WithValue(k2, c2k2)")
    let c3 = c2.setting(K2.self, to: nil)
    #expect(Self.values(c3) == ["c1k1", nil, nil])
    #expect("\(c3)" == "context.Background.WithValue(k1, c1k1).WithValue(k2, c2k2).WithValue(k2, <nil>)")
    let c4 = c3.setting(O1.self, to: 4)
    #expect(Self.values(c4) == ["c1k1", nil, "4"])
    // Lookups pass through whatever is in between.
    let o0 = c4.makeCancelScope()
    let o1 = o0.context.makeCancelScope(timeout: .seconds(3600))
    let o2 = o1.context.withoutCancel().setting(K1.self, to: "nearest")
    #expect(Self.values(o1.context) == ["c1k1", nil, "4"])
    #expect(Self.values(o2) == ["nearest", nil, "4"])
    #expect(Self.values(c1) == ["c1k1", nil, nil])
  }

  /// At least thirty layers of values, cancels and timeouts, by the seed.
  private static func layers(_ seed: UInt64, _ root: Context, timeouts: Bool) -> (scopes: [Owner], leaf: Context, Int) {
    var random = Seeded(seed)
    var scopes: [Owner] = []
    var values = 0
    var context = root
    for layer in 0..<(30 + random.below(70)) {
      switch random.below(3) {
      case 0:
        values += 1
        context = context.setting(O1.self, to: layer)
      case 1:
        let scope = Owner(context.makeCancelScope())
        scopes.append(scope)
        context = scope.context
      default:
        let timeout = timeouts ? Duration.milliseconds(20 + random.below(50)) : .seconds(3600)
        let scope = Owner(context.makeCancelScope(timeout: timeout))
        scopes.append(scope)
        context = scope.context
      }
    }
    if timeouts {
      let scope = Owner(context.makeCancelScope(timeout: .milliseconds(20)))
      scopes.append(scope)
      context = scope.context
    }
    return (scopes, context.setting(K1.self, to: "leaf"), values)
  }

  /// What the leaf says of itself: its values don't depend on whether it lives.
  private static func describe(_ leaf: Context) -> [String?] { values(leaf) }

  @Test(arguments: 1...20) func testLayersCancel(_ seed: Int) throws {
    try simulate { root in
      let (scopes, leaf, _) = Self.layers(UInt64(seed), root, timeouts: false)
      let before = Self.describe(leaf)
      #expect(leaf.error == nil)
      var random = Seeded(UInt64(seed) &+ 1000)
      scopes[random.below(scopes.count)].cancel()
      #expect(leaf.error?.description == "context canceled")
      #expect(Self.describe(leaf) == before)
      #expect(before[0] == "leaf")
    }.value
  }

  @Test(arguments: 1...20) func testLayersTimeout(_ seed: Int) throws {
    let report = try simulate { root in
      let (scopes, leaf, _) = Self.layers(UInt64(seed), root, timeouts: true)
      let before = Self.describe(leaf)
      _ = await leaf.waitUntilCancelled()
      #expect(leaf.error?.description == "context deadline exceeded")
      #expect(Self.describe(leaf) == before)
      withExtendedLifetime(scopes) {}
    }
    try report.value
    #expect(report.elapsed == .milliseconds(20))
  }
}
