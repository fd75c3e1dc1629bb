import CascadeSimulation
import Testing

@testable import Cascade

/// Go's `singleflight_test.go`.
@Suite struct SingleFlightUpstreamTests {
  @Test func testDo() async throws {
    let flight = SingleFlight<String, String>()
    #expect(try await flight.value(for: "key", in: .background) { _ in "bar" } == "bar")
  }

  @Test func testDoErr() async throws {
    let flight = SingleFlight<String, String>()
    let outcome = try await flight.outcome(for: "key", in: .background) { _ in throw Boom("Some error") }
    #expect(throws: Boom("Some error")) { try outcome.result.get() }
  }

  @Test(arguments: 0..<20 as Range<UInt64>) func testDoDupSuppress(_ seed: UInt64) throws {
    try simulate(seed: seed) { root in
      let flight = SingleFlight<String, String>()
      let calls = Counter()
      let count = 10
      let group = try WaitGroup(in: root)
      for _ in 0..<count {
        await group.go { ctx in
          let value = try? await flight.value(for: "key", in: ctx) { ctx in
            calls.add()
            try await ctx.sleep(for: .milliseconds(10))
            return "bar"
          }
          #expect(value == "bar")
        }
      }
      await group.wait()
      // Go can only say that it is less than 10.
      #expect(calls.value == 1)
    }.value
  }

  @Test func testForget() async throws {
    let flight = SingleFlight<String, Int>()
    let firstStarted = Gate()
    let unblockFirst = Gate()
    let first = Task.detached {
      try await flight.value(for: "key", in: .background) { _ in
        firstStarted.open()
        await unblockFirst.wait()
        return 1
      }
    }
    await firstStarted.wait()
    flight.forget("key")

    let secondStarted = Gate()
    let unblockSecond = Gate()
    let second = Task.detached {
      try await flight.value(for: "key", in: .background) { _ in
        secondStarted.open()
        await unblockSecond.wait()
        return 2
      }
    }
    await secondStarted.wait()
    unblockFirst.open()
    #expect(try await first.value == 1)

    let third = Task.detached { try await flight.value(for: "key", in: .background) { _ in 3 } }
    while flight.waitingCount(for: "key") < 2 { await Task.yield() }
    unblockSecond.open()
    #expect(try await second.value == 2)
    // The result of the second call.
    #expect(try await third.value == 2)
  }

  /// There are no channels: a task does it.
  @Test func testDoChan() async throws {
    let flight = SingleFlight<String, String>()
    let result = Task { try await flight.value(for: "key", in: .background) { _ in "bar" } }
    #expect(try await result.value == "bar")
  }

  @Test func testPanicDoChan() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = try await SingleFlight<String, Int>().value(for: "", in: .background) { _ in fatalError("Panicking in Do") }
    }
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains("Panicking in Do"))
  }

  @Test func exampleGroup() async throws {
    let flight = SingleFlight<String, String>()
    let block = Gate()
    let results = (1...2).map { number in
      Task {
        try await flight.outcome(for: "key", in: .background) { _ in
          await block.wait()
          return "func \(number)"
        }
      }
    }
    while flight.waitingCount(for: "key") < 2 { await Task.yield() }
    block.open()
    let first = try await results[0].value
    let second = try await results[1].value
    #expect(second.isShared)
    let texts = (try first.result.get(), try second.result.get())
    #expect(texts.0 == texts.1)
  }
}
