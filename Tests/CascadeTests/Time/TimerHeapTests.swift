import Cascade
import TestSupport
import Testing

@Suite struct TimerHeapTests {
  private struct Entry {
    var timer: any TimerEntry
    var order: Int
  }

  /// Random operations, beside a list that is sorted whenever somebody asks.
  @Test(arguments: 1...40) func theHeapIsASortedList(_ seed: Int) {
    var random = Seeded(UInt64(seed))
    var heap = TimerHeap()
    var model: [Entry] = []
    var order = 0
    func sort() {
      model.sort {
        ($0.timer.instant, $0.timer.tie, $0.order) < ($1.timer.instant, $1.timer.tie, $1.order)
      }
    }
    for _ in 0..<500 {
      switch random.below(10) {
      case 0..<5:
        // Few instants and few ties, so that everything happens often.
        let timer = PlainTimer(at: Context.Instant(nanoseconds: Int64(random.below(12))), tie: UInt64(random.below(3)))
        heap.insert(timer)
        model.append(Entry(timer: timer, order: order))
        order += 1
      case 5 where random.chance(5):
        let all = heap.removeAll()
        #expect(Set(all.map { ObjectIdentifier($0) }) == Set(model.map { ObjectIdentifier($0.timer) }))
        #expect(all.count == model.count && all.allSatisfy { $0.index < 0 })
        model = []
      case 5..<7:
        guard !model.isEmpty else { continue }
        let gone = model.remove(at: random.below(model.count)).timer
        let removed = heap.remove(gone)
        let again = heap.remove(gone)
        #expect(removed && !again)
      default:
        sort()
        let instant = Context.Instant(nanoseconds: Int64(random.below(12)))
        let expected = model.first.flatMap { $0.timer.instant <= instant ? $0.timer : nil }
        let popped = heap.popFirst(dueBy: instant)
        #expect(popped === expected)
        if expected != nil { model.removeFirst() }
      }
      sort()
      #expect(heap.count == model.count)
      #expect(heap.isEmpty == model.isEmpty)
      #expect(heap.earliest == model.first?.timer.instant)
    }
    sort()
    for entry in model {
      let popped = heap.popFirst(dueBy: Context.Instant(nanoseconds: .max))
      #expect(popped === entry.timer)
    }
    #expect(heap.isEmpty)
  }

  @Test func aTimerCanBeAddedAgainAfterItWent() {
    var heap = TimerHeap()
    let timer = PlainTimer(at: .zero, tie: 0)
    for _ in 0..<3 {
      heap.insert(timer)
      let popped = heap.popFirst(dueBy: .zero)
      #expect(popped === timer)
      heap.insert(timer)
      let removed = heap.remove(timer)
      #expect(removed)
    }
    #expect(heap.isEmpty)
  }
}
