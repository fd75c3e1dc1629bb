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
