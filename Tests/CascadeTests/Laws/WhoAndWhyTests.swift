import CascadeSimulation
import Testing

@testable import Cascade

/// Who, why, when and from where: for every way to end a context, whether anything observes it or not.
@Suite struct WhoAndWhyTests {
  /// A way in which a context ends, a second after the run's start.
  enum Way: CaseIterable {
    case scopeCancel, bodyCancel, subtaskCancel, groupCancel, cancelAndWait, ancestorCancel
    case timeout, deadline, bornExpired, bodyTimeout, ancestorTimeout, mergedTimeout
    case sibling, unnamedSibling, body
    case foreignGroup, foreignBody
    case dropped, shutdown, decided, scopeEnded, groupEnded

    var reason: Cancellation.Reason {
      switch self {
      case .scopeCancel, .bodyCancel, .subtaskCancel, .groupCancel, .cancelAndWait, .ancestorCancel: .requested
      case .timeout, .deadline, .bornExpired, .bodyTimeout, .ancestorTimeout, .mergedTimeout: .deadlineExceeded
      case .sibling, .unnamedSibling, .body: .siblingFailed
      case .foreignGroup, .foreignBody: .taskCancelled
      case .dropped: .handleDropped
      case .shutdown: .shutdown
      case .decided: .groupDecided
      case .scopeEnded, .groupEnded: .scopeEnded
      }
    }

    /// What is to blame.
    var cause: String {
      switch reason {
      case .requested, .deadlineExceeded: "why"
      case .siblingFailed: "failed"
      case .taskCancelled: "CancellationError()"
      case .handleDropped, .shutdown, .groupDecided, .scopeEnded: "context canceled"
      }
    }

    /// Whether a call that stands somewhere ended it, or set the deadline that did.
    var hasCall: Bool { reason == .requested || reason == .deadlineExceeded || reason == .shutdown }

    /// What the origin says, observed: the path of what it came from.
    var origin: String {
      switch self {
      case .scopeCancel, .ancestorCancel: "outer"
      case .bodyCancel: "cancel"
      case .subtaskCancel: "g/victim"
      case .groupCancel, .cancelAndWait, .decided, .body, .foreignGroup, .dropped, .shutdown, .groupEnded: "g"
      case .timeout, .bornExpired, .bodyTimeout, .ancestorTimeout, .mergedTimeout: "limit"
      case .deadline: "limit"
      case .sibling: "g/sibling"
      case .unnamedSibling: "g/1"
      case .foreignBody: "limit"
      case .scopeEnded: "outer"
      }
    }

    /// The same, where there are no paths. Deadlines and failures are known by their names all the same.
    var plainOrigin: String {
      switch self {
      case .timeout, .deadline, .bornExpired, .bodyTimeout, .ancestorTimeout, .mergedTimeout: "limit"
      case .sibling: "sibling"
      case .unnamedSibling: "1"
      default: ""
      }
    }
  }

  private static let place: (StaticString, UInt) = ("Laws/Here.swift", 77)

  private static func play(_ way: Way, _ root: Context) async throws -> Cancellation? {
    let second = Duration.seconds(1)
    let why = Boom("why")
    let (file, line) = place
    let outer = Owner(root.makeCancelScope(name: "outer"))
    defer { withExtendedLifetime(outer) {} }
    switch way {
    case .scopeCancel:
      await root.pause(for: second)
      outer.scope.cancel(cause: why, message: "words", fileID: file, line: line)
      return outer.context.cancellation
    case .ancestorCancel:
      let child = Owner(outer.context.setting(Key.self, to: 1).makeCancelScope(timeout: .seconds(60)))
      await root.pause(for: second)
      outer.scope.cancel(cause: why, message: "words", fileID: file, line: line)
      return child.context.cancellation
    case .bodyCancel:
      return try await root.withCancel { ctx, cancel in
        await root.pause(for: second)
        cancel(cause: why, message: "words", fileID: file, line: line)
        return ctx.cancellation
      }
    case .subtaskCancel:
      let (group, _) = try ErrGroup.withContext(root, .named("g"))
      let task = await group.go("victim") { ctx in await ctx.waitUntilCancelled() }
      await root.pause(for: second)
      task.cancel(cause: why, message: "words", fileID: file, line: line)
      return try await task.value()
    case .groupCancel, .cancelAndWait:
      let (group, _) = try ErrGroup.withContext(root, .named("g"))
      let task = await group.go("victim") { ctx in await ctx.waitUntilCancelled() }
      await root.pause(for: second)
      if way == .groupCancel {
        group.cancel(cause: why, message: "words", fileID: file, line: line)
      } else {
        try await group.cancelAndWait(cause: why, message: "words", fileID: file, line: line)
      }
      return try await task.value()
    case .timeout:
      return await end(
        of: Owner(root.makeCancelScope(timeout: second, cause: why, name: "limit", fileID: file, line: line)))
    case .deadline:
      let limit = root.now.advanced(by: second)
      return await end(
        of: Owner(root.makeCancelScope(deadline: limit, cause: why, name: "limit", fileID: file, line: line)))
    case .bornExpired:
      await root.pause(for: second)
      let limit = Owner(root.makeCancelScope(timeout: .zero, cause: why, name: "limit", fileID: file, line: line))
      return limit.context.cancellation
    case .bodyTimeout:
      return try await root.withTimeout(second, cause: why, name: "limit", fileID: file, line: line) { ctx in
        await ctx.waitUntilCancelled()
      }
    case .ancestorTimeout:
      let limit = Owner(root.makeCancelScope(timeout: second, cause: why, name: "limit", fileID: file, line: line))
      return try await limit.context.withTimeout(.seconds(60)) { ctx in
        try await withErrGroup(in: ctx) { group in
          try await group.go { ctx in await ctx.waitUntilCancelled() }.value()
        }
      }
    case .mergedTimeout:
      let limit = Owner(root.makeCancelScope(timeout: second, cause: why, name: "limit", fileID: file, line: line))
      let cancellation = await end(of: Owner(outer.context.makeCancelScope(merging: limit.context)))
      withExtendedLifetime(limit) {}
      return cancellation
    case .sibling, .unnamedSibling:
      let (group, _) = try ErrGroup.withContext(root, .named("g"))
      let task = await group.go { ctx in await ctx.waitUntilCancelled() }
      await group.go(way == .sibling ? "sibling" : nil) { _ in
        await root.pause(for: second)
        throw Boom("failed")
      }
      return try await task.value()
    case .body:
      let said = Locked<Cancellation?>(nil)
      try? await withErrGroup(in: root, .named("g")) { group in
        await group.go { ctx in
          let cancellation = await ctx.waitUntilCancelled()
          said.withLock { $0 = cancellation }
        }
        await root.pause(for: second)
        throw Boom("failed")
      }
      return said.withLock { $0 }
    case .foreignGroup, .foreignBody:
      let said = Locked<Cancellation?>(nil)
      await withTaskGroup(of: Void.self) { tasks in
        tasks.addTask {
          if way == .foreignBody {
            try? await root.withTimeout(.seconds(60), name: "limit") { ctx in
              ctx.onCancel { cancellation in said.withLock { $0 = cancellation } }
              try await ctx.sleep(for: .seconds(30))
            }
          } else {
            _ = try? await withErrGroup(in: root, .named("g")) { group in
              await group.go { ctx in
                let cancellation = await ctx.waitUntilCancelled()
                said.withLock { $0 = cancellation }
              }
            }
          }
        }
        await root.pause(for: second)
        tasks.cancelAll()
      }
      return said.withLock { $0 }
    case .dropped:
      let gate = Gate()
      let said = Locked<Cancellation?>(nil)
      do {
        let (group, _) = try ErrGroup.withContext(root, .named("g"))
        await group.go { ctx in
          let cancellation = await ctx.waitUntilCancelled()
          said.withLock { $0 = cancellation }
          gate.open()
        }
        await root.pause(for: second)
        withExtendedLifetime(group) {}
      }
      await gate.wait()
      return said.withLock { $0 }
    case .shutdown:
      let (group, _) = try ErrGroup.withContext(root, .named("g"))
      let task = await group.go { ctx in await ctx.waitUntilCancelled() }
      group.shutdown(grace: second, message: "words", fileID: file, line: line)
      return try await task.value()
    case .decided:
      let (group, _) = try ErrGroup.withContext(root, .named("g"), .policy(.firstSuccess))
      let task = await group.go { ctx in
        let cancellation = await ctx.waitUntilCancelled()
        return cancellation
      }
      await group.go { _ in await root.pause(for: second) }
      return try await task.value()
    case .scopeEnded:
      let ctx: Context
      do {
        let scope = root.makeCancelScope(name: "outer")
        ctx = scope.context
        await root.pause(for: second)
        withExtendedLifetime(scope) {}
      }
      return ctx.cancellation
    case .groupEnded:
      let (group, ctx) = try ErrGroup.withContext(root, .named("g"))
      await group.go { _ in await root.pause(for: second) }
      try await group.wait()
      return ctx.cancellation
    }
  }

  private static func end(of owner: Owner) async -> Cancellation? {
    let cancellation = await owner.context.waitUntilCancelled()
    withExtendedLifetime(owner) {}
    return cancellation
  }

  private enum Key: ContextKey { static let defaultValue = 0 }

  private static func check(_ way: Way, _ cancellation: Cancellation?, observed: Bool) -> [String] {
    guard let cancellation else { return ["nothing is known"] }
    var wrong: [String] = []
    func compare<Part: Equatable>(_ what: String, _ is: Part, _ wanted: Part) {
      if `is` != wanted { wrong.append("\(what) \(`is`), not \(wanted)") }
    }
    compare("reason", cancellation.reason, way.reason)
    compare("cause", "\(cancellation.cause)", way.cause)
    compare("instant", cancellation.instant, .zero.advanced(by: .seconds(1)))
    compare("message", cancellation.message, way.reason == .requested || way == .shutdown ? "words" : nil)
    compare("location", cancellation.location, way.hasCall ? "Laws/Here.swift:77" : nil)
    let origin = cancellation.origin.replacing(/#\d+/, with: "")
    compare("origin", origin, observed ? way.origin : way.plainOrigin)
    return wrong
  }

  @Test(arguments: Way.allCases, [false, true]) func everythingIsSaid(_ way: Way, _ observed: Bool) throws {
    let body: @Sendable (Context) async throws -> Cancellation? = { root in try await Self.play(way, root) }
    let cancellation =
      observed
      ? try simulated { root in try await body(root) } : try runUnobserved { root in try await body(root) }?.get()
    let wrong = Self.check(way, cancellation ?? nil, observed: observed)
    #expect(wrong == [])
  }

  /// An inner limit can be told from an outer one.
  @Test(arguments: [1, 2, 3], [1, 2, 3]) func whoseLimitItWas(_ outer: Int, _ inner: Int) throws {
    for observed in [false, true] {
      let body: @Sendable (Context) async throws -> String = { root in
        let limit = Owner(root.makeCancelScope(timeout: .seconds(outer)))
        do {
          try await limit.context.withTimeout(.seconds(inner)) { ctx in try await ctx.sleep(for: .seconds(60)) }
          return "-"
        } catch let error as ContextError {
          return error.cancellation == limit.context.cancellation ? "outer" : "inner"
        }
      }
      let answer =
        observed
        ? try simulated { root in try await body(root) } : try runUnobserved { root in try await body(root) }?.get()
      #expect(outer == inner || answer == (outer < inner ? "outer" : "inner"))
    }
  }
}
