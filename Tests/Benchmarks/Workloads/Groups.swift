public import Cascade

/// Starting tasks that do nothing and waiting for them. Nanoseconds for `count` tasks.
public enum Groups {
  public static func unlimited(in context: Context = .background, _ count: Int) async throws -> Double {
    try await elapsed {
      try await withErrGroup(in: context) { group in
        for _ in 0..<count { await group.go { _ in } }
      }
    }
  }

  /// Tasks that take turns in a few Swift tasks.
  public static func sharing(_ count: Int) async throws -> Double {
    try await elapsed {
      try await withErrGroup(in: .background, .sharingSwiftTasks) { group in
        for _ in 0..<count { await group.go { _ in } }
      }
    }
  }

  /// Groups in which nothing happens.
  public static func empty(_ count: Int) async throws -> Double {
    try await elapsed {
      for _ in 0..<count { try await withErrGroup(in: .background) { _ in } }
    }
  }

  public static func rawEmpty(_ count: Int) async throws -> Double {
    try await elapsed {
      for _ in 0..<count { try await withThrowingDiscardingTaskGroup { _ in } }
    }
  }

  public static func limited(_ limit: Int, _ count: Int) async throws -> Double {
    try await elapsed {
      try await withErrGroup(in: .background, .limit(limit)) { group in
        for _ in 0..<count { await group.go { _ in } }
      }
    }
  }

  /// Swift's own nearest thing: a group that keeps the first error and cancels the rest.
  public static func rawUnlimited(_ count: Int) async throws -> Double {
    try await elapsed {
      try await withThrowingDiscardingTaskGroup { group in
        for _ in 0..<count { group.addTask {} }
      }
    }
  }

  /// Swift's own idiom for a limit: one more is started for each that returned.
  public static func rawLimited(_ limit: Int, _ count: Int) async throws -> Double {
    try await elapsed {
      try await withThrowingTaskGroup(of: Void.self) { group in
        for index in 0..<count {
          if index >= limit { try await group.next() }
          group.addTask {}
        }
        try await group.waitForAll()
      }
    }
  }
}
