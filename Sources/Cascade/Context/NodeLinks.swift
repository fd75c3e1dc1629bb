/// Where a node stands among its siblings, and its first child; or, once it has ended alone and so is in no list any more,
/// what its record will say. A context is as small as it is because both share their place.
struct NodeLinks {
  private var words: (UInt64, UInt64, UInt64) = (0, 0, 0)

  // MARK: While it is in lists

  /// The sibling before; the first child's is the last one.
  var previous: Unmanaged<ContextNode>? {
    get { Self.link(words.0) }
    set { words.0 = Self.word(newValue) }
  }

  var next: Unmanaged<ContextNode>? {
    get { Self.link(words.1) }
    set { words.1 = Self.word(newValue) }
  }

  var firstChild: Unmanaged<ContextNode>? {
    get { Self.link(words.2) }
    set { words.2 = Self.word(newValue) }
  }

  private static func link(_ word: UInt64) -> Unmanaged<ContextNode>? {
    UnsafeRawPointer(bitPattern: UInt(truncatingIfNeeded: word)).map { .fromOpaque($0) }
  }

  private static func word(_ link: Unmanaged<ContextNode>?) -> UInt64 {
    UInt64(UInt(bitPattern: link?.toOpaque()))
  }

  // MARK: After it ended alone

  /// How it ended.
  var plainEnd: PlainEnd {
    get { PlainEnd(words: words) }
    set { words = newValue.words }
  }
}
