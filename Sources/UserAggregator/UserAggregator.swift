public import Cascade
public import Logging

/// Puts a dashboard line together from two services that it asks at the same time: `User: Alice | Orders: 5`.
///
///     let aggregator = try UserAggregator(.timeout(.seconds(2)), .logger(logger))
///     let line = try await aggregator.aggregate(ctx, id: 1)
///
/// It is the three patterns in one small place. *Functional options*: callers say only what they care about. *Context*:
/// the first argument carries the lifetime of the request, and the timeout bounds it. *Error group*: the first service
/// that fails ends the other's request at once.
public struct UserAggregator: Sendable {
  /// How an aggregator is made. Use the options; this is what they change.
  public struct Configuration: OptionConfiguration {
    /// How long all of it may take. The default is 5 s.
    public var timeout = Duration.seconds(5)

    /// Where it says what it does. The default is a logger called `user-aggregator`.
    public var logger = Logger(label: "user-aggregator")

    /// How often a service is asked again after a failure of its own. The default is 0: never.
    public var retries = 0

    /// How services are reached. The default, ``SampleClient``, answers from memory.
    public var client: any Client = SampleClient()

    /// The defaults.
    public init() {}
  }

  /// An option of an aggregator.
  public typealias Option = FunctionalOption<Configuration>

  private let configuration: Configuration

  /// Makes an aggregator.
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

  /// Asks both services, and puts their answers together.
  ///
  /// - Parameters:
  ///   - ctx: The lifetime of the request. When it ends, so do both questions.
  ///   - id: The user.
  /// - Returns: `User: <name> | Orders: <count>`.
  /// - Throws: the first failure; the context's error when the time is over.
  public func aggregate(_ ctx: Context, id: Int) async throws -> String {
    let logger = configuration.logger
    do {
      let line = try await ctx.withTimeout(configuration.timeout, name: "aggregate") { ctx in
        let (user, orders) = try await gather(
          in: ctx,
          GroupTask("profile") { ctx in try await ask(ctx, "/profiles/\(id)") },
          GroupTask("orders") { ctx in try await ask(ctx, "/orders/\(id)/count") })
        return "User: \(user) | Orders: \(orders)"
      }
      logger.info("aggregated", metadata: ["user": "\(id)"])
      return line
    } catch {
      logger.error("aggregation failed", metadata: ["user": "\(id)", "error": "\(error)"])
      throw error
    }
  }

  /// Asks one service, again after a failure of its own, but not after the context is over.
  private func ask(_ ctx: Context, _ path: String) async throws -> String {
    let logger = configuration.logger
    return try await retry(
      in: ctx, .attempts(min(configuration.retries, .max - 1) + 1), .backoff(.none),
      .onRetry { failed in
        logger.warning("asking again", metadata: ["path": "\(path)", "error": "\(failed.error)"])
      }
    ) { ctx, _ in
      try await configuration.client.get(ctx, path)
    }
  }
}

/// A way to ask a service. Implementations end when the context does.
public protocol Client: Sendable {
  /// Fetches what is at `path`.
  ///
  /// - Throws: the context's error when it ends first, and whatever the service does to deserve it.
  func get(_ ctx: Context, _ path: String) async throws -> String
}

/// Answers from memory: every user is Alice, with five orders. For demonstrations.
public struct SampleClient: Client {
  /// Makes one; they are all alike.
  public init() {}

  /// `Alice` for a profile, `5` for anything else.
  ///
  /// - Throws: the context's error, when it is over.
  public func get(_ ctx: Context, _ path: String) async throws -> String {
    try ctx.checkCancellation()
    return path.hasPrefix("/profiles/") ? "Alice" : "5"
  }
}
