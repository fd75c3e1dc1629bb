import Testing

@testable import Cascade

@Suite struct WaiterTests {
  @Test(arguments: [Waiter.Outcome.elapsed, .contextDone, .foreign])
  func aWakeBeforeTheWaitIsNotLost(_ outcome: Waiter.Outcome) async {
    let waiter = Waiter(in: .live)
    #expect(waiter.wake(outcome))
    #expect(!waiter.wake(.elapsed))
    #expect(await waiter.value(doing: .other("")) == outcome)
  }

  @Test(arguments: [Waiter.Outcome.elapsed, .contextDone, .foreign])
  func aWakeEndsTheWait(_ outcome: Waiter.Outcome) async {
    let waiter = Waiter(in: .live)
    async let value = waiter.value(doing: .other(""))
    // Whether the task is suspended yet or not.
    #expect(waiter.wake(outcome))
    #expect(await value == outcome)
    #expect(!waiter.wake(.foreign))
  }

  @Test func ofManyWakesOneCounts() async {
    for _ in 0..<200 {
      let waiter = Waiter(in: .live)
      async let value = waiter.value(doing: .other(""))
      let winners = Locked<[Waiter.Outcome]>([])
      onThreads(3) { thread in
        let outcome: Waiter.Outcome = [.elapsed, .contextDone, .foreign][thread]
        if waiter.wake(outcome) { winners.withLock { $0.append(outcome) } }
      }
      #expect(await [value] == winners.withLock { $0 })
    }
  }
}
