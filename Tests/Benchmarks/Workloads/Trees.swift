import Cascade

/// Cancelling a whole tree whose nodes somebody still holds. Nanoseconds for all its nodes together.
public enum Trees {
  /// One parent and `count` children.
  public static func fan(_ count: Int) -> Double {
    var scopes = Scopes(capacity: count + 1)
    scopes.append(Context.background.makeCancelScope())
    let root = scopes[0].context
    for _ in 0..<count { scopes.append(root.makeCancelScope()) }
    return nanoseconds { scopes[0].cancel() }
  }

  /// Ten children each, down to the fifth level: 111,111 nodes.
  public static func tenary() -> Double {
    let count = 111_111
    var scopes = Scopes(capacity: count + 10)
    scopes.append(Context.background.makeCancelScope())
    var next = 0
    while scopes.count < count {
      let parent = scopes[next].context
      for _ in 0..<10 { scopes.append(parent.makeCancelScope()) }
      next += 1
    }
    return nanoseconds { scopes[0].cancel() }
  }

  /// One parent and `count` children that only the tree holds, so that the cancel also frees them.
  public static func fanAndFree(_ count: Int) -> Double {
    var scopes = Scopes(capacity: count + 1)
    scopes.append(Context.background.makeCancelScope())
    let root = scopes[0].context
    for _ in 0..<count { scopes.append(root.makeCancelScope()) }
    return nanoseconds {
      scopes[0].cancel()
      scopes.removeAll()
    }
  }
}

/// Scopes that can't be copied, in a row.
struct Scopes: ~Copyable {
  private let base: UnsafeMutablePointer<CancelScope>
  private(set) var count = 0

  init(capacity: Int) {
    base = .allocate(capacity: capacity)
  }

  mutating func append(_ scope: consuming CancelScope) {
    (base + count).initialize(to: scope)
    count += 1
  }

  mutating func removeAll() {
    base.deinitialize(count: count)
    count = 0
  }

  subscript(index: Int) -> CancelScope {
    _read { yield base[index] }
  }

  deinit {
    base.deinitialize(count: count)
    base.deallocate()
  }
}
