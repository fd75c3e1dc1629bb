import TestSupport
import Testing

@testable import Cascade

/// A queue beside an array.
@Suite struct QueueTests {
  @Test(arguments: 0..<20 as Range<UInt64>) func anArrayDoesTheSame(_ seed: UInt64) {
    var random = Seeded(seed)
    var queue = Queue<Int>()
    var model: [(ticket: Queue<Int>.Ticket, number: Int)] = []
    var left: [Queue<Int>.Ticket] = []
    // It grows, shrinks, and is empty now and then.
    for number in 0..<4000 {
      let grows = (number / 500).isMultiple(of: 2)
      switch random.below(10) {
      case 0..<(grows ? 6 : 2): model.append((queue.append(number), number))
      case 8 where !left.isEmpty:
        let again = queue.remove(left[random.below(left.count)])
        #expect(again == nil)
      case 7 where random.chance(2):
        let all = queue.popAll()
        #expect(all == model.map(\.number))
        left += model.map(\.ticket)
        model = []
      case 9:
        let first = queue.popFirst()
        #expect(first == model.first?.number)
        if !model.isEmpty { left.append(model.removeFirst().ticket) }
      default:
        guard !model.isEmpty else { continue }
        let (ticket, expected) = model.remove(at: random.below(model.count))
        let removed = queue.remove(ticket)
        #expect(removed == expected)
        left.append(ticket)
        let none = queue.remove(.none)
        #expect(none == nil)
      }
      #expect(queue.count == model.count)
      #expect(queue.isEmpty == model.isEmpty)
      #expect(queue.first == model.first?.number)
      if number % 100 == 0 { #expect(queue.all == model.map(\.number)) }
    }
  }

  /// A queue whose head stays keeps no more than it holds, however many come and leave behind it.
  @Test func gapsAreClosed() {
    var queue = Queue<Int>()
    _ = queue.append(-1)
    for number in 0..<100_000 {
      let ticket = queue.append(number)
      _ = queue.remove(ticket)
    }
    #expect(queue.all == [-1])
    #expect(queue.room <= 65)
  }
}
