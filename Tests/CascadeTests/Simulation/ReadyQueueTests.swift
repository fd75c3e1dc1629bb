import TestSupport
import Testing

@testable import CascadeSimulation

@Suite struct ReadyQueueTests {
  @Test func aRoundGoesByTieThenByArrival() {
    var queue = ReadyQueue<String>()
    for (job, tie) in [("a", 2), ("b", 1), ("c", 2), ("d", 0), ("e", 1)] { queue.append(job, tie: UInt64(tie)) }
    var order: [String] = []
    while let job = queue.popFirst() { order.append(job) }
    #expect(order == ["d", "b", "e", "a", "c"])
  }

  @Test func whatArrivesWithoutATieBelongsToTheNextRound() {
    var queue = ReadyQueue<String>()
    queue.append("first", tie: 5)
    queue.append("second", tie: 6)
    var order = [queue.popFirst()]
    queue.append("urgent", tie: 0)
    while let job = queue.popFirst() { order.append(job) }
    #expect(order == ["first", "second", "urgent"])
    #expect(queue.isEmpty)
  }

  /// A goroutine that another one wakes may run before those that were ready.
  @Test func whatArrivesWithATieJoinsTheRound() {
    var queue = ReadyQueue<String>()
    for (job, tie) in [("waker", 2), ("ready", 5), ("late", 7)] { queue.append(job, tie: UInt64(tie)) }
    var order = [queue.popFirst()]
    for (job, tie) in [("woken", 4), ("as late", 7), ("at once", 1)] { queue.append(job, tie: UInt64(tie)) }
    while let job = queue.popFirst() { order.append(job) }
    #expect(order == ["waker", "at once", "woken", "ready", "late", "as late"])
  }

  /// Random operations, beside lists of lists.
  @Test(arguments: 1...20) func theQueueIsAListOfRounds(_ seed: Int) {
    var random = Seeded(UInt64(seed))
    var queue = ReadyQueue<Int>()
    var round: [(tie: UInt64, job: Int)] = []
    var next: [(tie: UInt64, job: Int)] = []
    for job in 0..<1000 {
      if random.chance(55) {
        let tie = UInt64(random.below(4))
        queue.append(job, tie: tie)
        if tie == 0 || round.isEmpty {
          next.append((tie, job))
        } else {
          round.append((tie, job))
          round.sort { ($0.tie, $0.job) < ($1.tie, $1.job) }
        }
      } else {
        if round.isEmpty {
          // Jobs are numbered in the order in which they arrive.
          round = next.sorted { ($0.tie, $0.job) < ($1.tie, $1.job) }
          next = []
        }
        let expected = round.isEmpty ? nil : round.removeFirst().job
        let popped = queue.popFirst()
        #expect(popped == expected)
      }
      #expect(queue.isEmpty == (round.isEmpty && next.isEmpty))
    }
  }
}
