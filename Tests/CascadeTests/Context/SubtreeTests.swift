import TestSupport
import Testing

@testable import Cascade

/// The lists that need no memory of their own, and what is taken out of them at an end, beside arrays.
@Suite struct SubtreeTests {
  /// A node that is nothing else.
  private final class Twig: Branching {
    typealias Element = Twig

    var previous: Unmanaged<Twig>?
    var next: Unmanaged<Twig>?
    var children = IntrusiveList<Twig>()
    let number: Int
    let living: Locked<Set<Int>>

    init(_ number: Int, _ living: Locked<Set<Int>>) {
      self.number = number
      self.living = living
      _ = living.withLock { $0.insert(number) }
    }

    deinit { _ = living.withLock { $0.remove(number) } }
  }

  /// The same as numbers.
  private struct Model {
    var children: [Int: [Int]] = [:]
    var parents: [Int: Int] = [:]

    mutating func add(_ number: Int, to parent: Int) {
      children[parent, default: []].append(number)
      parents[number] = parent
    }

    mutating func remove(_ number: Int) -> Bool {
      guard let parent = parents.removeValue(forKey: number) else { return false }
      children[parent]?.removeAll { $0 == number }
      return true
    }

    /// Parents before children, in the order in which they came.
    mutating func takeSubtree(_ number: Int) -> [Int] {
      let below = children.removeValue(forKey: number) ?? []
      for child in below { parents[child] = nil }
      return [number] + below.flatMap { takeSubtree($0) }
    }
  }

  /// Nodes come, go alone, and end with all below them. What the test itself holds is one reference to each that it may
  /// still name.
  @Test(arguments: 0..<60 as Range<UInt64>) func listsAndSubtreesAreAsInTheModel(_ seed: UInt64) {
    var random = Seeded(seed)
    let living = Locked<Set<Int>>([])
    var twigs = [0: Twig(0, living)]
    var model = Model()
    for number in 1...200 {
      let names = twigs.keys.sorted()
      let chosen = names[random.below(names.count)]
      guard let twig = twigs[chosen] else { continue }
      switch random.below(10) {
      case 0 where chosen != 0:
        guard let parent = model.parents[chosen].flatMap({ twigs[$0] }) else { break }
        let wasThere = parent.children.remove(twig)
        let wasInModel = model.remove(chosen)
        #expect(wasThere && wasInModel)
        let isThere = parent.children.remove(twig)
        #expect(!isThere)
        // It ends by itself, with what hangs on it.
        let (visited, consumed) = Self.end(twig, isHeld: true)
        let expected = model.takeSubtree(chosen)
        #expect(consumed == expected && visited == Array(expected.dropFirst()))
        for gone in expected { twigs[gone] = nil }
      case 1:
        let parent = model.parents[chosen].flatMap { twigs[$0] }
        let isHeld = parent?.children.remove(twig) ?? false
        let wasInModel = model.remove(chosen)
        #expect(wasInModel == isHeld)
        let (visited, consumed) = Self.end(twig, isHeld: isHeld)
        let expected = model.takeSubtree(chosen)
        #expect(consumed == expected && visited == Array(expected.dropFirst()))
        for gone in expected where gone != 0 { twigs[gone] = nil }
      default:
        let new = Twig(number, living)
        twig.children.append(new)
        twigs[number] = new
        model.add(number, to: chosen)
      }
      for (name, twig) in twigs {
        let expected = model.children[name] ?? []
        #expect(Self.numbers(twig.children) == expected && twig.children.count == expected.count)
        #expect(twig.children.isEmpty == expected.isEmpty)
      }
    }
    if let root = twigs[0] { _ = Self.end(root, isHeld: false) }
    twigs = [:]
    #expect(living.withLock { $0 } == [])
  }

  /// - Returns: the nodes below it as they were visited, and all as they were consumed.
  private static func end(_ twig: Twig, isHeld: Bool) -> (visited: [Int], consumed: [Int]) {
    var visited: [Int] = []
    var seen: [Int] = []
    var consumed: [Int] = []
    let subtree = Subtree(of: twig, isHeld: isHeld) { visited.append($0.number) }
    subtree.visit { seen.append($0.number) }
    subtree.consume { consumed.append($0.number) }
    #expect(seen == consumed)
    return (visited, consumed)
  }

  private static func numbers(_ list: IntrusiveList<Twig>) -> [Int] {
    var numbers: [Int] = []
    _ = list.first { twig in
      numbers.append(twig.number)
      return false
    }
    return numbers
  }

  @Test func aDeepTreeNeedsNoRecursion() {
    let living = Locked<Set<Int>>([])
    do {
      let root = Twig(0, living)
      var last = root
      for number in 1...100_000 {
        let twig = Twig(number, living)
        last.children.append(twig)
        last = twig
      }
      var count = 0
      Subtree(of: root, isHeld: false) { _ in count += 1 }.consume { _ in }
      #expect(count == 100_000)
    }
    #expect(living.withLock { $0 } == [])
  }

  @Test func oneBeforeTheOtherIsFound() {
    let living = Locked<Set<Int>>([])
    var list = IntrusiveList<Twig>()
    for number in [3, 4, 5, 6] { list.append(Twig(number, living)) }
    let found = list.first { $0.number > 3 }?.number
    let none = list.first { $0.number > 6 }?.number
    #expect(found == 4 && none == nil)
    var current = list.takeAll()
    while let twig = current?.takeRetainedValue() {
      current = twig.next
      twig.next = nil
    }
    #expect(living.withLock { $0 } == [])
  }
}
