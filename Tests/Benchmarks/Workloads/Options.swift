import Cascade

/// Making a configuration with five options, against setting its five fields. Nanoseconds for `count` of them.
public enum Options {
  public static func five(_ limit: Int, count: Int) throws -> Double {
    try nanoseconds {
      for _ in 0..<count {
        keep(
          try ErrGroup.Configuration([
            .named("dashboard"), .limit(limit), .policy(.collectAll), .queued(.skipAfterFailure),
            .ignoringLoneCancellations,
          ]))
      }
    }
  }

  /// The same five, made once and used again.
  public static func fiveStored(_ limit: Int, count: Int) throws -> Double {
    let options: [ErrGroup.Option] = [
      .named("dashboard"), .limit(limit), .policy(.collectAll), .queued(.skipAfterFailure), .ignoringLoneCancellations,
    ]
    return try nanoseconds { for _ in 0..<count { keep(try ErrGroup.Configuration(options)) } }
  }

  public static func fields(_ limit: Int, count: Int) -> Double {
    nanoseconds {
      for _ in 0..<count {
        var configuration = ErrGroup.Configuration()
        configuration.name = "dashboard"
        configuration.limit = limit
        configuration.policy = .collectAll
        configuration.queued = .skipAfterFailure
        configuration.ignoresLoneCancellations = true
        keep(configuration)
      }
    }
  }
}
