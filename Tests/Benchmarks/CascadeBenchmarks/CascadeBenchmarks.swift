import Benchmark
import Cascade
import Workloads

let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration = .init(
    metrics: [.wallClock, .throughput, .instructions, .peakMemoryResident], scalingFactor: .kilo,
    maxDuration: .seconds(2), maxIterations: 10_000)

  Benchmark("poll/live") { keep(Polling.check(Polling.live.context, count: $0.scaledIterations.count)) }
  Benchmark("poll/dead") { keep(Polling.check(Polling.dead.context, count: $0.scaledIterations.count)) }
  for depth in [10, 100] {
    let context = Values.context(depth: depth)
    Benchmark("value/depth \(depth)") { keep(Values.lookUp(in: context, count: $0.scaledIterations.count)) }
  }
  Benchmark("context/background parent") {
    keep(Deriving.cancel(under: .background, count: $0.scaledIterations.count))
  }
  Benchmark("context/live parent") {
    keep(Deriving.cancel(under: Polling.live.context, count: $0.scaledIterations.count))
  }
  Benchmark("context/timeout") {
    keep(Deriving.timeout(under: Polling.live.context, count: $0.scaledIterations.count))
  }
  Benchmark("context/after") { keep(Deriving.after(under: Polling.live.context, count: $0.scaledIterations.count)) }
  Benchmark("group/spawn") { keep(try await Groups.unlimited($0.scaledIterations.count)) }
  Benchmark("group/raw spawn") { keep(try await Groups.rawUnlimited($0.scaledIterations.count)) }
  Benchmark("group/limit 2") { keep(try await Groups.limited(2, $0.scaledIterations.count)) }
  Benchmark("group/raw limit 2") { keep(try await Groups.rawLimited(2, $0.scaledIterations.count)) }
  Benchmark("options/five") { keep(try Options.five(4, count: $0.scaledIterations.count)) }
}
