import CascadeSimulation
import Testing

@testable import Cascade

@Suite struct ValueTests {
  private struct Key<Tag>: ContextKey { static var defaultValue: Int { -1 } }
  private enum A {}
  private enum B {}
  private enum C {}
  private enum D {}
  private enum E {}
  private enum F {}

  private static let setters: [@Sendable (Context, Int) -> Context] = [
    { $0.with(Key<A>.self, $1) }, { $0.with(Key<B>.self, $1) }, { $0.with(Key<C>.self, $1) },
    { $0.with(Key<D>.self, $1) }, { $0.with(Key<E>.self, $1) }, { $0.with(Key<F>.self, $1) },
  ]

  private static func all(_ context: Context) -> [Int] {
    [
      context[Key<A>.self], context[Key<B>.self], context[Key<C>.self], context[Key<D>.self], context[Key<E>.self],
      context[Key<F>.self],
    ]
  }

  /// A tree of contexts, each beside the plain list of what it must answer.
  @Test(arguments: 1...20) func valuesAreThoseOfTheNearestLayer(_ seed: Int) {
    var random = Seeded(UInt64(seed))
    var tree: [(context: Context, expected: [Int])] = [(.background, Array(repeating: -1, count: 6))]
    var scopes: [Owner] = []
    for value in 0..<200 {
      var (context, expected) = tree[random.below(tree.count)]
      switch random.below(6) {
      case 0:
        let scope = Owner(context.withCancel())
        scopes.append(scope)
        context = scope.context
      case 1: context = context.withoutCancel()
      default:
        let key = random.below(6)
        context = Self.setters[key](context, value)
        expected[key] = value
      }
      tree.append((context, expected))
    }
    for (context, expected) in tree { #expect(Self.all(context) == expected) }
    withExtendedLifetime(scopes) {}
  }

  @Test func keysOfEqualNamesAreDifferent() {
    enum First { enum Token: ContextKey { static let defaultValue = "-" } }
    enum Second { enum Token: ContextKey { static let defaultValue = "-" } }
    let context = Context.background.with(First.Token.self, "mine")
    #expect(First.Token.name == Second.Token.name)
    #expect(context[First.Token.self] == "mine")
    #expect(context[Second.Token.self] == "-")
  }

  @Test func tasksAndGroupsHandValuesOn() throws {
    let values = try simulated { root in
      try await withErrGroup(in: root.with(Key<A>.self, 7)) { group in
        let task = await group.go { ctx in
          try await withErrGroup(in: ctx.with(Key<B>.self, 8)) { inner in
            let nested = await inner.go { ctx in [ctx[Key<A>.self], ctx[Key<B>.self], ctx[Key<C>.self]] }
            return try await nested.value()
          }
        }
        return try await task.value()
      }
    }
    #expect(values == [7, 8, -1])
  }

  private struct Plain: Sendable {}
  private struct Described: Sendable, CustomStringConvertible { let description = "described" }
  private enum PlainKey: ContextKey { static let defaultValue: Plain? = nil, name = "plain" }
  private enum DescribedKey: ContextKey { static let defaultValue: Described? = nil, name = "described" }
  private enum TextKey: ContextKey { static let defaultValue = "" }

  @Test func descriptionsFollowGo() {
    let root = Context.background
    #expect("\(root.with(PlainKey.self, Plain()))" == "context.Background.WithValue(plain, Plain)")
    #expect("\(root.with(PlainKey.self, nil))" == "context.Background.WithValue(plain, <nil>)")
    #expect("\(root.with(DescribedKey.self, Described()))" == "context.Background.WithValue(described, described)")
    #expect("\(root.with(TextKey.self, "text"))" == "context.Background.WithValue(TextKey, text)")
    let scope = root.with(TextKey.self, "a").withCancel()
    let below = scope.context.with(TextKey.self, "b").withoutCancel()
    #expect(
      "\(below)"
        == "context.Background.WithValue(TextKey, a).WithCancel.WithValue(TextKey, b).WithoutCancel")
  }
}
