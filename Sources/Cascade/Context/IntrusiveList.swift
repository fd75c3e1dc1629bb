/// What can be in an ``IntrusiveList``, in one at a time.
protocol Linked: AnyObject {
  associatedtype Element: Linked where Element.Element == Element

  /// The element before; the first one's is the last. None while it is in no list.
  var previous: Unmanaged<Element>? { get set }
  var next: Unmanaged<Element>? { get set }
}

/// A list that holds its elements, and needs no memory but theirs.
///
/// Its owner has to take all elements out before it goes.
struct IntrusiveList<Element: Linked> where Element.Element == Element {
  private(set) var first: Unmanaged<Element>?

  init(first: Unmanaged<Element>? = nil) {
    self.first = first
  }

  var isEmpty: Bool { first == nil }

  mutating func append(_ element: Element) {
    let this = Unmanaged.passRetained(element)
    guard let first else {
      element.previous = this
      self.first = this
      return
    }
    first._withUnsafeGuaranteedRef { first in
      element.previous = first.previous
      first.previous?._withUnsafeGuaranteedRef { $0.next = this }
      first.previous = this
    }
  }

  /// Takes an element out.
  ///
  /// - Returns: whether it was in the list: then the caller takes over the list's hold on it.
  mutating func remove(_ element: Element) -> Bool {
    guard let previous = element.previous else { return false }
    if first?.toOpaque() == Unmanaged.passUnretained(element).toOpaque() {
      first = element.next
    } else {
      previous._withUnsafeGuaranteedRef { $0.next = element.next }
    }
    // Each knows the one before; the first one knows the last.
    let follower = element.next ?? first
    follower?._withUnsafeGuaranteedRef { $0.previous = previous }
    element.previous = nil
    element.next = nil
    return true
  }

  /// Takes all elements out, and puts them before `rest`. They are still held, and linked by `next`; what each says of the
  /// one before counts no more.
  mutating func takeAll(before rest: Unmanaged<Element>? = nil) -> Unmanaged<Element>? {
    guard let first else { return rest }
    self.first = nil
    first._withUnsafeGuaranteedRef { first in
      first.previous?._withUnsafeGuaranteedRef { $0.next = rest }
    }
    return first
  }

  /// The first element of which something holds.
  func first(where holds: (Element) -> Bool) -> Element? {
    var current = first
    while let reference = current {
      let element = reference.takeUnretainedValue()
      if holds(element) { return element }
      current = element.next
    }
    return nil
  }

  /// How many there are; for tests.
  var count: Int {
    var count = 0
    _ = first { _ in
      count += 1
      return false
    }
    return count
  }
}

/// An element of a list that has a list of its own: a node of a tree.
protocol Branching: Linked where Element: Branching {
  var children: IntrusiveList<Element> { get set }
}

/// A node and all that was below it, taken out of their lists: parents before children, each held once, linked by `next`.
/// It has to be gone through once with ``consume(_:)``.
struct Subtree<Node: Branching> where Node.Element == Node {
  private let first: Node
  /// Whether it holds the first one a second time, for the list of its parent that did.
  private let holdsFirst: Bool

  /// Takes the tree apart, without recursion or allocation.
  ///
  /// - Parameters:
  ///   - first: The node, which is in no list any more.
  ///   - isHeld: Whether the caller hands over the hold of the list that it was in.
  ///   - visit: Called for each node below the first, in order.
  init(of first: Node, isHeld: Bool, _ visit: (Node) -> Void) {
    self.first = first
    holdsFirst = isHeld
    first.next = first.children.takeAll()
    var current = first.next
    while let reference = current {
      current = reference._withUnsafeGuaranteedRef { node in
        visit(node)
        node.next = node.children.takeAll(before: node.next)
        return node.next
      }
    }
  }

  /// Goes through it, and leaves it as it is.
  func visit(_ body: (Node) -> Void) {
    var current: Unmanaged<Node>? = .passUnretained(first)
    while let node = current?.takeUnretainedValue() {
      body(node)
      current = node.next
    }
  }

  /// Goes through it, and lets go of each node after `body`.
  func consume(_ body: (Node) -> Void) {
    var current: Unmanaged<Node>? = .passUnretained(first)
    var isHeld = holdsFirst
    while let reference = current {
      current = reference._withUnsafeGuaranteedRef { node in
        let next = node.next
        node.next = nil
        body(node)
        return next
      }
      if isHeld { reference.release() }
      isHeld = true
    }
  }
}

/// Sendable because the links of its nodes belong to it alone.
extension Subtree: @unchecked Sendable where Node: Sendable {}
