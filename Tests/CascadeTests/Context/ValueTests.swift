import CascadeSimulation
import TestSupport
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
    { $0.setting(Key<A>.self, to: $1) }, { $0.setting(Key<B>.self, to: $1) }, { $0.setting(Key<C>.self, to: $1) },
    { $0.setting(Key<D>.self, to: $1) }, { $0.setting(Key<E>.self, to: $1) }, { $0.setting(Key<F>.self, to: $1) },
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
        let scope = Owner(context.makeCancelScope())
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
    let context = Context.background.setting(First.Token.self, to: "mine")
    #expect(First.Token.name == Second.Token.name)
    #expect(context[First.Token.self] == "mine")
    #expect(context[Second.Token.self] == "-")
  }

  @Test func tasksAndGroupsHandValuesOn() throws {
    let values = try simulated { root in
      try await withErrGroup(in: root.setting(Key<A>.self, to: 7)) { group in
        let task = await group.go { ctx in
          try await withErrGroup(in: ctx.setting(Key<B>.self, to: 8)) { inner in
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
    #expect("\(root.setting(PlainKey.self, to: Plain()))" == "context.Background.WithValue(plain, Plain)")
    #expect("\(root.setting(PlainKey.self, to: nil))" == "context.Background.WithValue(plain, <nil>)")
    #expect(
      "\(root.setting(DescribedKey.self, to: Described()))" == "context.Background.WithValue(described, described)")
    #expect("\(root.setting(TextKey.self, to: "text"))" == "context.Background.WithValue(TextKey, text)")
    let scope = root.setting(TextKey.self, to: "a").makeCancelScope()
    let below = scope.context.setting(TextKey.self, to: "b").withoutCancel()
    #expect(
      "\(below)"
        == "context.Background.WithValue(TextKey, a).WithCancel.WithValue(TextKey, b).WithoutCancel")
  }

  // MARK: Reach

  private struct Above<Below> {}

  /// A chain of contexts with so many different keys, each put in twice at different places, beside what is expected.
  private static func checkChain<Tag>(_ tag: Tag.Type, in context: Context, _ number: Int, of depth: Int) {
    let first = context.setting(Key<Tag>.self, to: number)
    #expect(first[Key<Tag>.self] == number)
    let last = number + 1 < depth ? grow(Above<Tag>.self, in: first, number + 1, of: depth) : first
    #expect(last[Key<Tag>.self] == number)
    #expect(context[Key<Tag>.self] == -1)
    let hidden = last.setting(Key<Tag>.self, to: -number)
    #expect(hidden[Key<Tag>.self] == -number)
    #expect(last[Key<Tag>.self] == number)
  }

  private static func grow<Tag>(_ tag: Tag.Type, in context: Context, _ number: Int, of depth: Int) -> Context {
    checkChain(tag, in: context, number, of: depth)
    let here = context.setting(Key<Tag>.self, to: number)
    return number + 1 < depth ? grow(Above<Tag>.self, in: here, number + 1, of: depth) : here
  }

  @Test(arguments: [1, 2, 5, 9]) func everyKeyIsInReachAtAnyDepth(_ depth: Int) {
    Self.checkChain(A.self, in: .background, 0, of: depth)
  }

  /// Twenty different keys in one chain, and each of them looked up from each place.
  @Test func manyKeysAreInReach() {
    func grow<Tag>(
      _ tag: Tag.Type, in context: Context, _ number: Int, _ above: [@Sendable (Context) -> Int]
    ) {
      let here = context.setting(Key<Tag>.self, to: number)
      let readers = above + [{ $0[Key<Tag>.self] }]
      #expect(readers.map { $0(here) } == Array(0...number))
      #expect(here[Key<F>.self] == -1)
      if number < 40 { grow(Above<Tag>.self, in: here, number + 1, readers) }
    }
    grow(A.self, in: .background, 0, [])
  }

  @Test func aLongChainIsLetGo() {
    final class Token: Sendable {}
    enum TokenKey: ContextKey { static let defaultValue: Token? = nil }
    weak var token: Token?
    do {
      let held = Token()
      token = held
      var context = Context.background.setting(TokenKey.self, to: held)
      for number in 0..<200_000 { context = context.setting(Key<A>.self, to: number) }
      #expect(context[Key<A>.self] == 199_999)
      #expect(context[TokenKey.self] === held)
    }
    #expect(token == nil)
  }

  // MARK: Describing

  /// Counts how often it, its parts and its key are described.
  private struct Shy: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    static let asked = Locked(0)

    private func answer() -> String {
      Self.asked.withLock { $0 += 1 }
      return "shy"
    }

    var description: String { answer() }
    var debugDescription: String { answer() }
    var customMirror: Mirror {
      _ = answer()
      return Mirror(self, children: [])
    }
  }

  private enum ShyKey: ContextKey {
    static let defaultValue: Shy? = nil
    static var name: String {
      Shy.asked.withLock { $0 += 1 }
      return "key"
    }
  }

  /// Whatever is done with a context that carries a value, nothing describes it by itself.
  @Test func aValueIsDescribedOnlyWhenAskedFor() async throws {
    Shy.asked.withLock { $0 = 0 }
    let recorder = EventRecorder()
    for root in [Context.background, .background(observedBy: recorder)] {
      let carrying = root.setting(ShyKey.self, to: Shy())
      #expect(carrying[ShyKey.self] != nil)
      let scope = carrying.setting(Key<A>.self, to: 1).makeCancelScope()
      let context = scope.context.withoutCancel().setting(Key<B>.self, to: 2)
      #expect(context[ShyKey.self] != nil)
      scope.context.onCancel { _ in }
      scope.context.afterCancel {}.stop()
      try await withErrGroup(in: scope.context) { group in
        await group.go { ctx in
          ctx.note(.log("here"))
          #expect(ctx[ShyKey.self] != nil)
        }
      }
      let timeout = scope.context.makeCancelScope(timeout: .seconds(3600))
      scope.cancel(message: "enough")
      #expect(timeout.context.isCancelled)
      #expect(throws: ContextError.self) { try timeout.context.checkCancellation() }
    }
    _ = recorder.events
    #expect(Shy.asked.withLock { $0 } == 0)
    #expect("\(Context.background.setting(ShyKey.self, to: Shy()))" == "context.Background.WithValue(key, shy)")
    #expect(Shy.asked.withLock { $0 } == 2)
  }
}
