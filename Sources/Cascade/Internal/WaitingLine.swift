/// Those that wait, in the order of their arrival. Each can leave from the middle.
///
/// A place that was left stays as a gap, until the gaps are more than half.
struct WaitingLine<Element> {
  /// What finds a place in the line again.
  struct Ticket: Hashable, Sendable {
    fileprivate let number: UInt64
  }

  private struct Place {
    let ticket: Ticket
    var element: Element?
  }

  /// In the order of their tickets. The first one, where there is one, is no gap.
  private var places: ContiguousArray<Place> = []
  /// Where the first one is.
  private var head = 0
  private var nextNumber: UInt64 = 0
  private(set) var count = 0

  var isEmpty: Bool { count == 0 }

  /// How many places there are, gaps included; for tests.
  var room: Int { places.count }

  /// The one that has waited longest.
  var first: Element? { head < places.count ? places[head].element : nil }

  /// All of them, the longest first.
  var all: [Element] { places[head...].compactMap(\.element) }

  /// Joins the line.
  ///
  /// - Complexity: O(1), amortised.
  mutating func append(_ element: Element) -> Ticket {
    let ticket = Ticket(number: nextNumber)
    nextNumber += 1
    places.append(Place(ticket: ticket, element: element))
    count += 1
    return ticket
  }

  /// Takes out the one that has waited longest.
  ///
  /// - Complexity: O(1), amortised.
  mutating func popFirst() -> Element? {
    guard let first else { return nil }
    places[head].element = nil
    count -= 1
    closeGaps()
    return first
  }

  /// Takes out the one with this ticket.
  ///
  /// - Returns: none when it isn't in the line any more.
  /// - Complexity: O(log n), amortised.
  mutating func remove(_ ticket: Ticket) -> Element? {
    var low = head
    var high = places.count
    while low < high {
      let middle = low + (high - low) / 2
      if places[middle].ticket.number < ticket.number { low = middle + 1 } else { high = middle }
    }
    guard low < places.count, places[low].ticket == ticket, let element = places[low].element else { return nil }
    places[low].element = nil
    count -= 1
    closeGaps()
    return element
  }

  private mutating func closeGaps() {
    while head < places.count, places[head].element == nil { head += 1 }
    if count == 0 {
      // A line that was long once needn't be kept for ever.
      places.removeAll(keepingCapacity: places.capacity <= 64)
      head = 0
    } else if places.count > 64, count * 2 < places.count {
      places.removeAll { $0.element == nil }
      head = 0
    }
  }
}
