public import Cascade

/// Runs real code of the library in virtual time, on one thread, the same way every time.
///
///     let report = try Simulation(.seed(7)).run { ctx in
///       try await ctx.sleep(for: .seconds(3600))
///     }
///     assert(report.elapsed == .seconds(3600))
///
/// Time stands still while anything can go on, and then jumps to the next instant at which something is due. What is
/// due at the same instant is ordered by the seed: the same seed gives the same events, byte for byte; other seeds give
/// other orders that could happen, too. A run that can't go on is reported as a deadlock that names which task waits for what.
///
/// Everything that the body does in tasks of groups, child tasks and default actors stays in the simulation. `Task {}`
/// and `Task.detached {}`, the main actor, and real clocks are outside: using them is listed in ``Report/escapes``, and
/// ``Report/value`` throws, since the run then depends on more than its seed. Tasks that a run leaves behind, because it
/// can't go on or its body has returned, stay suspended for ever, and so does what they hold.
public struct Simulation: Sendable {
  /// How a simulation is made. Use the options; this is what they change.
  public struct Configuration: OptionConfiguration {
    /// What decides between things due at the same instant. The default, 0, keeps the order in which they were asked
    /// for.
    public var seed: UInt64 = 0

    /// How many jobs may run before the run is given up as endless. The default is 10,000,000.
    public var maximumJobs = 10_000_000

    /// What is written into the first event as the scenario's name. The default is none.
    public var title: String?

    /// Where the events go. The default is a recorder of the run's own, with room for 1,000,000 events. A run that
    /// doesn't fit is given up.
    public var recorder: EventRecorder?

    /// What may act in the run between two jobs. The default is none.
    package var hand: (any OutsideHand)?

    /// Whether the report has the events. The default is yes.
    package var reportsEvents = true

    /// The defaults.
    public init() {}
  }

  /// An option of a simulation.
  public typealias Option = FunctionalOption<Configuration>

  private let configuration: Configuration

  /// Makes a simulation that can be run any number of times.
  ///
  /// - Parameter options: How it is made; see ``Configuration``.
  /// - Throws: an `OptionError` for an option that can't be.
  public init(_ options: Option...) throws(OptionError) {
    try self.init(options)
  }

  /// The same, for options that were put together before.
  public init(_ options: [Option]) throws(OptionError) {
    configuration = try Configuration(options)
  }

  /// Runs `body` until it returns or nothing can go on. Blocks the calling thread, on which everything happens.
  ///
  /// - Parameter body: The code to run, with the root context of the run.
  /// - Returns: How it ended, and everything that happened.
  public func run<Value: Sendable>(
    _ body: @escaping @Sendable @concurrent (Context) async throws -> Value
  ) -> Report<Value> {
    let recorder = configuration.recorder ?? EventRecorder()
    let executor = VirtualExecutor()
    let time = VirtualTimeSource(seed: configuration.seed, executor: executor)
    let observation = Observation(recorder: recorder, time: time, findsDeadlocks: true)
    let environment = Environment(time: time, executor: executor, observation: observation)
    let outcome = Locked<Result<Value, any Error>?>(nil)
    observation.emit(
      "", .runStarted(Event.RunStart(clock: .virtual, seed: configuration.seed, scenario: configuration.title)))
    let root = Context.background(in: environment)
    // A simulation may run inside a task of another one; that isn't a task of this run.
    _ = Context.outsideOfTasks {
      Task(executorPreference: executor) {
        do {
          let value = try await body(root)
          outcome.withLock { $0 = .success(value) }
        } catch {
          outcome.withLock { $0 = .failure(error) }
        }
      }
    }
    let loop = RunLoop(
      executor: executor, time: time, observation: observation, maximumJobs: configuration.maximumJobs,
      hand: configuration.hand)
    GlobalPool.watch()
    let stop = executor.drive { loop.run { outcome.withLock { $0 != nil } } }
    time.letGo()
    let ending: Report<Value>.Ending
    switch (outcome.withLock { $0 }, stop) {
    case (_, .exited(let status)):
      // The last event has said so.
      ending = .exited(status: status)
    case (.success(let value)?, _):
      ending = .completed(.success(value))
      observation.emit("", .runEnded(.completed))
    case (.failure(let error)?, _):
      ending = .completed(.failure(error))
      observation.emit("", .runEnded(.completed))
    case (nil, .exhausted):
      ending = .exhausted
      observation.emit("", .runEnded(.stopped))
    case (nil, _):
      let waits =
        observation.waits
        + observation.unexplained.map {
          Event.Waiting(
            who: $0, what: .other("something outside the simulation, such as Task.sleep (ctx.sleep is inside)"))
        }
      ending = .deadlocked(waits)
      observation.emit("", .deadlock(waits))
      observation.emit("", .runEnded(.deadlocked))
    }
    return Report(
      ending: ending, elapsed: Context.Instant.zero.duration(to: time.now),
      events: configuration.reportsEvents ? recorder.events : [], jobs: executor.jobsRun, escapes: executor.escapes)
  }
}

extension FunctionalOption where Root == Simulation.Configuration {
  /// Decides between things due at the same instant. The default, 0, keeps the order in which they were asked for.
  public static func seed(_ seed: UInt64) -> Self {
    Self("seed(\(seed))") { $0.seed = seed }
  }

  /// Gives the run up after so many jobs. The default is 10,000,000.
  ///
  /// - Throws: when applied, an `OptionError` for less than 1.
  public static func maximumJobs(_ count: Int) -> Self {
    Self(validating: "maximumJobs(\(count))") { configuration throws(OptionError) in
      guard count > 0 else {
        throw OptionError(option: "maximumJobs", value: "\(count)", reason: "a run needs at least one job")
      }
      configuration.maximumJobs = count
    }
  }

  /// Names the run in its first event. The default is none.
  public static func titled(_ title: String) -> Self {
    Self("titled(\(title))") { $0.title = title }
  }

  /// Records into a recorder of the caller's. The default is one of the run's own.
  public static func recorder(_ recorder: EventRecorder) -> Self {
    Self("recorder") { $0.recorder = recorder }
  }
}

extension FunctionalOption where Root == Simulation.Configuration {
  /// Lets a hand act in the run between two jobs. The default is none.
  package static func hand(_ hand: any OutsideHand) -> Self {
    Self("hand") { $0.hand = hand }
  }

  /// Leaves the report without events, for a caller that reads them from its recorder. The default is to have them.
  package static var withoutEvents: Self {
    Self("withoutEvents") { $0.reportsEvents = false }
  }
}
