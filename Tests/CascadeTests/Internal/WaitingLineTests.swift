import TestSupport
import Testing

@testable import Cascade

/// A line beside an array.
@Suite struct WaitingLineTests {
  @Test(arguments: 0..<20 as Range<UInt64>) func anArrayDoesTheSame(_ seed: UInt64) {
    var random = Seeded(seed)
    var line = WaitingLine<Int>()
    var model: [(ticket: WaitingLine<Int>.Ticket, number: Int)] = []
    var left: [WaitingLine<Int>.Ticket] = []
    // It grows, shrinks, and is empty now and then.
    for number in 0..<4000 {
      let grows = (number / 500).isMultiple(of: 2)
      switch random.below(10) {
      case 0..<(grows ? 6 : 2): model.append((line.append(number), number))
      case 8 where !left.isEmpty:
        let again = line.remove(left[random.below(left.count)])
        #expect(again == nil)
      case 9:
        let first = line.popFirst()
        #expect(first == model.first?.number)
        if !model.isEmpty { left.append(model.removeFirst().ticket) }
      default:
        guard !model.isEmpty else { continue }
        let (ticket, expected) = model.remove(at: random.below(model.count))
        let removed = line.remove(ticket)
        #expect(removed == expected)
        left.append(ticket)
      }
      #expect(line.count == model.count)
      #expect(line.isEmpty == model.isEmpty)
      #expect(line.first == model.first?.number)
      if number % 100 == 0 { #expect(line.all == model.map(\.number)) }
    }
  }

  /// A line whose head stays keeps no more than it holds, however many come and leave behind it.
  @Test func gapsAreClosed() {
    var line = WaitingLine<Int>()
    _ = line.append(-1)
    for number in 0..<100_000 {
      let ticket = line.append(number)
      _ = line.remove(ticket)
    }
    #expect(line.all == [-1])
    #expect(line.room <= 65)
  }
}
