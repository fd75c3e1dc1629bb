#if ServiceLifecycle
  import Cascade
  import CascadeServiceLifecycle
  import Logging
  import ServiceLifecycle
  import UnixSignals

  private func handleNext(_ ctx: Context, _ partition: Int) async throws {
    try await ctx.sleep(for: .seconds(1))
  }

  /// Serves until `SIGTERM` comes: compiled, not run.
  func serve(_ logger: Logger) async throws {
    // snippet: comment-group-service
    let consumers = GroupService("consumers", grace: .seconds(10)) { workers in
      for partition in 0..<4 {
        await workers.go("consumer-\(partition)") { ctx in
          while !ctx.shutdownSignal.isCancelled { try await handleNext(ctx, partition) }
        }
      }
    }
    try await ServiceGroup(services: [consumers], gracefulShutdownSignals: [.sigterm], logger: logger).run()
    // snippet: end
  }
#endif
