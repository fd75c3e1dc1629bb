#if ServiceLifecycle
  import Cascade
  import CascadeServiceLifecycle
  import InMemoryLogging
  import Logging
  import ServiceLifecycle
  import Testing

  /// Real `ServiceGroup`s, told to shut down by the test. Nothing depends on how long anything takes: a grace that must not
  /// run out is an hour, one that must is nothing.
  @Suite(.timeLimit(.minutes(1))) struct GroupServiceTests {
    /// A signal that a worker gives or waits for, whatever happens to any context.
    private struct Gate: Sendable {
      private let stream: AsyncStream<Void>
      private let continuation: AsyncStream<Void>.Continuation

      init() { (stream, continuation) = AsyncStream.makeStream() }

      func open() { continuation.finish() }
      func passed() async { await Task { for await _ in stream {} }.value }
    }

    private struct Broken: Error {}

    private let handler = InMemoryLogHandler()
    private var logger: Logger { Logger(label: "test") { _ in handler } }

    private func serviceGroup(_ service: GroupService) -> ServiceGroup {
      ServiceGroup(
        configuration: ServiceGroupConfiguration(
          services: [.init(service: service, successTerminationBehavior: .ignore)],
          logger: Logger(label: "group") { _ in SwiftLogNoOpLogHandler() }))
    }

    @Test func workersAreAskedFirstAndMayFinish() async throws {
      let started = Gate()
      let seen = Locked<[String]>([])
      let service = GroupService("consumers", grace: .seconds(3600), logger: logger) { workers in
        await workers.go("idle") { ctx in
          started.open()
          _ = await ctx.shutdownSignal.waitUntilCancelled()
          seen.withLock { $0.append("asked, and \(ctx.isCancelled ? "told" : "not told")") }
          #expect(Task.isShuttingDownGracefully)
        }
      }
      let group = serviceGroup(service)
      async let run: Void = group.run()
      await started.passed()
      await group.triggerGracefulShutdown()
      try await run
      #expect(seen.withLock { $0 } == ["asked, and not told"])
      #expect(handler.entries.map { "\($0.level) \($0.message)" } == ["info asked to shut down"])
      #expect(handler.entries.first?.metadata["workers"] == .array(["idle"]))
    }

    @Test func contextsEndWhenTheGraceIsOver() async throws {
      let started = Gate()
      let cancellation = Locked<Cancellation?>(nil)
      let service = GroupService("consumers", grace: .zero, patience: .seconds(3600), logger: logger) { workers in
        await workers.go("stubborn") { ctx in
          started.open()
          let end = await ctx.waitUntilCancelled()
          cancellation.withLock { $0 = end }
        }
      }
      let group = serviceGroup(service)
      async let run: Void = group.run()
      await started.passed()
      await group.triggerGracefulShutdown()
      try await run
      #expect(cancellation.withLock { $0?.reason } == .shutdown)
      #expect(cancellation.withLock { $0?.message } == "graceful shutdown")
      // It heeded that: it isn't deaf.
      #expect(!handler.entries.contains { $0.level == .warning })
    }

    @Test func deafWorkerIsReportedByName() async throws {
      let started = Gate()
      let reported = Gate()
      let deaf = Locked<[DeafWorkers]>([])
      let report: @Sendable (DeafWorkers) -> Void = { workers in
        deaf.withLock { $0.append(workers) }
        reported.open()
      }
      let service = GroupService("consumers", grace: .zero, patience: .zero, logger: logger, onDeaf: report) {
        workers in
        // They are out only after they have been reported.
        await workers.go("deaf-1") { _ in await reported.passed() }
        await workers.go("deaf-2") { _ in
          started.open()
          await reported.passed()
        }
      }
      let group = serviceGroup(service)
      async let run: Void = group.run()
      await started.passed()
      await group.triggerGracefulShutdown()
      try await run
      let reports = deaf.withLock { $0 }
      #expect(reports.count == 1)
      let first = try #require(reports.first)
      #expect(Set(first.names).isSuperset(of: ["deaf-2"]))
      #expect(first.cancellation.reason == .shutdown)
      let messages = handler.entries.map { "\($0.level) \($0.message)" }
      #expect(
        messages.contains("warning workers don't heed that their contexts are over, and the service waits for them"))
      #expect(messages.contains("notice a deaf worker is out"))
    }

    @Test func failureOfAWorkerEndsTheOthersAndIsThrown() async throws {
      let service = GroupService("consumers", grace: .seconds(3600), logger: logger) { workers in
        await workers.go("broken") { _ in throw Broken() }
        await workers.go("idle") { ctx in _ = await ctx.waitUntilCancelled() }
      }
      await #expect(throws: Broken.self) { try await service.run() }
      await #expect(throws: Broken.self) { try await serviceGroup(service).run() }
    }

    @Test func cancelledServiceEndsItsGroupAtOnce() async throws {
      let started = Gate()
      let reason = Locked<Cancellation.Reason?>(nil)
      let service = GroupService("consumers", grace: .seconds(3600), logger: logger) { workers in
        await workers.go("idle") { ctx in
          started.open()
          let end = await ctx.waitUntilCancelled()
          reason.withLock { $0 = end?.reason }
        }
      }
      let run = Task { try await service.run() }
      await started.passed()
      run.cancel()
      try await run.value
      #expect(reason.withLock { $0 } == .taskCancelled)
    }

    @Test func serviceThatStartsWhileTheGroupIsShuttingDownIsAskedAtOnce() async throws {
      let service = GroupService("late", grace: .seconds(3600), logger: logger) { workers in
        await workers.go("idle") { ctx in _ = await ctx.shutdownSignal.waitUntilCancelled() }
      }
      let group = serviceGroup(service)
      await group.triggerGracefulShutdown()
      try await group.run()
    }

    @Test func optionsAreTheGroupsOwn() async throws {
      let service = GroupService("consumers", grace: .zero, options: [.limit(-1)], logger: logger) { _ in }
      await #expect(throws: OptionError.self) { try await service.run() }
      #expect("\(service)" == "consumers")
    }
  }
#endif
