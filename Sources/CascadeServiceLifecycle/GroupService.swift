#if ServiceLifecycle
  public import Cascade
  public import Logging
  public import ServiceLifecycle

  /// A group of workers as a service of a `ServiceGroup`.
  ///
  ///     let consumers = GroupService("consumers", grace: .seconds(10)) { workers in
  ///       for partition in 0..<4 {
  ///         await workers.go("consumer-\(partition)") { ctx in
  ///           while !ctx.shutdownSignal.isCancelled { try await handleNext(ctx, partition) }
  ///         }
  ///       }
  ///     }
  ///     try await ServiceGroup(services: [consumers], gracefulShutdownSignals: [.sigterm], logger: logger).run()
  ///
  /// A graceful shutdown is the group's own, in two steps (`ErrGroup.shutdown(grace:)`): workers are asked at once, through
  /// `ctx.shutdownSignal`, and when the grace is over, the contexts of those that are still at work end. A worker that
  /// doesn't heed that either is *deaf*; it is reported by name, since the service can't return before it does.
  ///
  /// The service ends when all workers are out, which makes a `ServiceGroup` cancel its other services unless its
  /// configuration says otherwise. The first failure ends the others' contexts and is what the service throws. When the
  /// `ServiceGroup` cancels the service, the group's context ends at once.
  ///
  /// Keep `maximumGracefulShutdownDuration` of the `ServiceGroup`, if it is set, longer than the grace.
  public struct GroupService: Service, CustomStringConvertible {
    private let name: String
    private let context: Context
    private let grace: Duration
    private let patience: Duration
    private let options: [ErrGroup.Option]
    private let logger: Logger
    private let onDeaf: @Sendable (DeafWorkers) -> Void
    private let body: @Sendable (Workers) async throws -> Void

    /// Makes a service; ``run()`` opens the group.
    ///
    /// - Parameters:
    ///   - name: What the service is called in the log, and its group in events.
    ///   - context: What the group's context is derived from. The default is `Context.background`.
    ///   - grace: How long after workers were asked to finish their contexts end; zero and less for at once.
    ///   - patience: How long after that a worker that hasn't returned is reported as deaf. The default is 1 s.
    ///   - options: How the group is made. The default is a group that fails fast.
    ///   - logger: Where shutdowns and deaf workers are reported. The default is one with the service's name as its label.
    ///   - onDeaf: Called once with the deaf workers, if there are any. The default does nothing.
    ///   - body: Starts the workers, and may go on for as long as it likes: the group isn't over before it has returned.
    public init(
      _ name: String, in context: Context = .background, grace: Duration, patience: Duration = .seconds(1),
      options: [ErrGroup.Option] = [], logger: Logger? = nil,
      onDeaf: @escaping @Sendable (DeafWorkers) -> Void = { _ in },
      _ body: @escaping @Sendable (Workers) async throws -> Void
    ) {
      self.name = name
      self.context = context
      self.grace = grace
      self.patience = patience
      self.options = options
      self.logger = logger ?? Logger(label: name)
      self.onDeaf = onDeaf
      self.body = body
    }

    /// The name: a `ServiceGroup` calls services by their descriptions.
    public var description: String { name }

    /// Runs the group until all workers are out.
    ///
    /// - Throws: the first failure; an `OptionError` for an option that can't be.
    public func run() async throws {
      let roster = Roster(logger)
      let shutdown = PendingShutdown()
      // Over when this returns, and the watch for deaf workers with it.
      let watching = context.withoutCancel(name: "deaf-watch").makeCancelScope(name: "deaf-watch")
      try await withGracefulShutdownHandler {
        try await withErrGroup(in: context, [.named(name)] + options) { group in
          watch(group, roster, for: watching.context)
          shutdown.opened(group, grace: grace)
          try await body(Workers(group: group, roster: roster))
        }
      } onGracefulShutdown: {
        // The handler runs under a lock that `Task.isShuttingDownGracefully` takes, too; and shutting a group down runs
        // the callbacks of its users.
        Task {
          logger.info(
            "asked to shut down", metadata: ["grace": "\(grace)", "workers": .array(roster.names.map { "\($0)" })])
          shutdown.ask(grace: grace)
        }
      }
    }

    /// Reports those who are still at work when the group's context has been over for a while.
    private func watch(_ group: ErrGroup, _ roster: Roster, for watching: Context) {
      // Also of a group without a context of its own.
      let context = group.taskContext
      context.afterCancel("deaf-watch") {
        guard let cancellation = context.cancellation, cancellation.reason != .scopeEnded,
          (try? await watching.sleep(for: patience)) != nil
        else { return }
        let names = roster.reportDeaf(at: watching.now)
        if names.isEmpty { return }
        logger.warning(
          "workers don't heed that their contexts are over, and the service waits for them",
          metadata: [
            "workers": .array(names.map { "\($0)" }), "reason": "\(cancellation.reason)", "patience": "\(patience)",
          ])
        onDeaf(DeafWorkers(names: names, cancellation: cancellation))
      }
    }
  }
#endif
