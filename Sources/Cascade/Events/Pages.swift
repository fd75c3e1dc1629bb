/// A list that only grows, so many elements to a page: what is there never moves when more comes, and a copy shares all
/// pages but the one that isn't full.
struct Pages<Element> {
  private var full: [ContiguousArray<Element>] = []
  private var rest = ContiguousArray<Element>()

  private static var size: Int { 256 }

  var count: Int { full.count * Self.size + rest.count }

  @inline(__always)
  mutating func append(_ element: consuming Element) {
    if rest.count == Self.size || rest.isEmpty { turn() }
    rest.append(element)
  }

  @inline(never)
  private mutating func turn() {
    if !rest.isEmpty { full.append(rest) }
    rest = []
    rest.reserveCapacity(Self.size)
  }

  subscript(index: Int) -> Element {
    get {
      let page = index / Self.size
      return page < full.count ? full[page][index % Self.size] : rest[index % Self.size]
    }
    set {
      let page = index / Self.size
      if page < full.count { full[page][index % Self.size] = newValue } else { rest[index % Self.size] = newValue }
    }
  }

  var last: Element? { rest.last }
}

extension Pages: Sendable where Element: Sendable {}
