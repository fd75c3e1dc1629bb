public import Cascade
public import Logging

extension FunctionalOption where Root == UserAggregator.Configuration {
  /// Bounds the time that all of it may take. The default is 5 s.
  ///
  /// - Throws: when applied, an `OptionError` for a timeout that isn't positive.
  public static func timeout(_ timeout: Duration) -> Self {
    Self(validating: "timeout(\(timeout))") { configuration throws(OptionError) in
      guard timeout > .zero else {
        throw OptionError(option: "timeout", value: "\(timeout)", reason: "a timeout has to be longer than nothing")
      }
      configuration.timeout = timeout
    }
  }

  /// Says what it does to this logger. The default is one called `user-aggregator`.
  public static func logger(_ logger: Logger) -> Self {
    Self("logger(\(logger.label))") { $0.logger = logger }
  }

  /// Asks a service so many times again after a failure of its own. The default is 0.
  ///
  /// - Throws: when applied, an `OptionError` for a negative number.
  public static func retries(_ retries: Int) -> Self {
    Self(validating: "retries(\(retries))") { configuration throws(OptionError) in
      guard retries >= 0 else {
        throw OptionError(option: "retries", value: "\(retries)", reason: "nobody can ask less than once")
      }
      configuration.retries = retries
    }
  }

  /// Reaches services through this client. The default is a ``SampleClient``.
  public static func client(_ client: any Client) -> Self {
    Self("client") { $0.client = client }
  }
}
