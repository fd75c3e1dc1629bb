/// First in, first out; an element can also be taken out of the middle.
///
/// The place of one that was stays as a gap, until the gaps are more than half.
struct Queue<Element> {
  /// What finds an element again.
  struct Ticket: Hashable, Sendable {
    fileprivate let number: UInt64

    /// That of no element.
    static var none: Ticket { Ticket(number: 0) }
  }

  private struct Place {
    let ticket: Ticket
    var element: Element?
  }

  /// In the order of their tickets. The first one, where there is one, is no gap.
  private var places: ContiguousArray<Place> = []
  /// The index of the first one.
  private var head = 0
  private var nextNumber: UInt64 = 1
  private(set) var count = 0

  var isEmpty: Bool { count == 0 }

  /// How many places there are, gaps included; for tests.
  var room: Int { places.count }

  /// The oldest element.
  var first: Element? { head < places.count ? places[head].element : nil }

  /// All elements, the oldest first.
  var all: [Element] { places[head...].compactMap(\.element) }

  /// Adds the newest element.
  ///
  /// - Complexity: O(1), amortised.
  @discardableResult
  mutating func append(_ element: Element) -> Ticket {
    let ticket = Ticket(number: nextNumber)
    nextNumber += 1
    places.append(Place(ticket: ticket, element: element))
    count += 1
    return ticket
  }

  /// Takes out the oldest element.
  ///
  /// - Complexity: O(1), amortised.
  mutating func popFirst() -> Element? {
    guard head < places.count, let first = places[head].element.take() else { return nil }
    count -= 1
    closeGaps()
    return first
  }

  /// Takes out all elements, the oldest first.
  mutating func popAll() -> [Element] {
    guard !isEmpty else { return [] }
    defer {
      count = 0
      closeGaps()
    }
    return all
  }

  /// Takes out the element with this ticket.
  ///
  /// - Returns: none when it isn't there any more.
  /// - Complexity: O(log n), amortised.
  mutating func remove(_ ticket: Ticket) -> Element? {
    var low = head
    var high = places.count
    while low < high {
      let middle = low + (high - low) / 2
      if places[middle].ticket.number < ticket.number { low = middle + 1 } else { high = middle }
    }
    guard low < places.count, places[low].ticket == ticket, let element = places[low].element.take() else {
      return nil
    }
    count -= 1
    closeGaps()
    return element
  }

  private mutating func closeGaps() {
    if count == 0 {
      // Mostly one waits at a time.
      if places.count == 1, places.capacity <= 64 {
        places.removeLast()
      } else {
        // The memory of a queue that was long once needn't be kept for ever.
        places.removeAll(keepingCapacity: places.capacity <= 64)
      }
      head = 0
      return
    }
    while places[head].element == nil { head += 1 }
    if places.count > 64, count * 2 < places.count {
      places.removeAll { $0.element == nil }
      head = 0
    }
  }
}
