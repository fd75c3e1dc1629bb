public import Cascade

extension Simulation {
  /// Runs `body` with many seeds, to find an order of things due at the same instant that breaks it.
  ///
  ///     try Simulation.explore(seeds: 0..<1000) { ctx in
  ///       let stock = try await sellConcurrently(ctx)
  ///       guard stock >= 0 else { throw Oversold(stock) }
  ///     }
  ///
  /// - Parameters:
  ///   - seeds: The seeds to try, in order. The default is 100 of them.
  ///   - options: How each simulation is made, but for its seed.
  ///   - body: The code to run. It throws when a law is broken.
  /// - Returns: How many different runs there were.
  /// - Throws: a ``BrokenRun`` that names the first seed whose run threw, deadlocked, escaped or didn't end; an
  ///   `OptionError` for an option that can't be.
  @discardableResult
  public static func explore(
    seeds: Range<UInt64> = 0..<100, options: [Option] = [],
    _ body: @escaping @Sendable @concurrent (Context) async throws -> Void
  ) throws -> Exploration {
    var orders: Set<[Event]> = []
    for seed in seeds {
      let report = try Simulation(options + [.seed(seed)]).run(body)
      do { try report.value } catch { throw BrokenRun(seed: seed, error: error, events: report.events) }
      // The first event names the seed; what follows is what the seed made of it.
      orders.insert(Array(report.events.dropFirst()))
    }
    return Exploration(runs: seeds.count, orders: orders.count)
  }

  /// What came of trying many seeds, when every run was fine.
  public struct Exploration: Hashable, Sendable {
    /// How many runs there were.
    public var runs: Int
    /// How many of them differed in what happened, or in which order.
    public var orders: Int
  }

  /// A run that broke a law.
  public struct BrokenRun: Error, CustomStringConvertible {
    /// The seed that repeats it: `Simulation(.seed(seed))`.
    public var seed: UInt64
    /// What the run threw, or a ``SimulationError``.
    public var error: any Error
    /// Everything that happened in it.
    public var events: [Event]

    /// The seed, the error, and how to repeat the run.
    public var description: String {
      "with seed \(seed): \(error)\nSimulation(.seed(\(seed))) repeats this run, event for event."
    }
  }
}
