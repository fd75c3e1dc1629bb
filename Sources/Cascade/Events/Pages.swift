/// A list that only grows, so many elements to a page: what is there never moves when more comes, and a copy shares all
/// pages but the last.
struct Pages<Element> {
  private var pages: [ContiguousArray<Element>] = []
  private(set) var count = 0

  private static var size: Int { 256 }

  mutating func append(_ element: consuming Element) {
    let rest = count & (Self.size - 1)
    if rest == 0 {
      pages.append([])
      pages[pages.count - 1].reserveCapacity(Self.size)
    }
    pages[pages.count - 1].append(element)
    count += 1
  }

  subscript(index: Int) -> Element {
    get { pages[index / Self.size][index % Self.size] }
    set { pages[index / Self.size][index % Self.size] = newValue }
  }

  var last: Element? { pages.last?.last }
}

extension Pages: Sendable where Element: Sendable {}
