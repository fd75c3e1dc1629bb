import Testing

@testable import Cascade

/// A cancellation keeps its cause through code that makes an error of its own of it.
@Suite struct ForeignErrorTests {
  /// What foreign code throws when it stops.
  enum Thrown: CaseIterable {
    case swift
    /// An error that says of itself that it reports a cancellation.
    case reporting
    /// One of the same type, that doesn't.
    case notReporting
    /// One that the context was taught.
    case recognized
    case other

    var error: any Error {
      switch self {
      case .swift: CancellationError()
      case .reporting: Client(reportsCancellation: true)
      case .notReporting: Client(reportsCancellation: false)
      case .recognized: Taught()
      case .other: Boom("other")
      }
    }

    var saysOnlyCancelled: Bool {
      switch self {
      case .swift, .reporting, .recognized: true
      case .notReporting, .other: false
      }
    }
  }

  private struct Client: CancellationReporting { let reportsCancellation: Bool }
  private struct Taught: Error {}

  /// What became of the context before.
  enum End: CaseIterable {
    case alive, deadline, requested, foreign

    /// Its reason and its cause, in words.
    var words: String? {
      switch self {
      case .alive: nil
      case .deadline: "deadlineExceeded slow"
      case .requested: "requested stop"
      case .foreign: "taskCancelled CancellationError()"
      }
    }
  }

  /// Where the foreign code runs.
  enum Place: CaseIterable {
    case body, cancelBody, orNil, leavingBehind, bodyInBody, bodyInTask
    case task, groupBody, zeroGroup, nestedGroup, gather, subtaskValue, subtaskValueIn
    case collectAll, supervised, firstSuccess

    /// Whether several failures come out in one.
    var isJoined: Bool { self == .collectAll || self == .firstSuccess }
    /// Whether the code runs in the task of a group.
    var isTask: Bool {
      switch self {
      case .body, .cancelBody, .orNil, .leavingBehind, .bodyInBody, .groupBody: false
      case .bodyInTask, .task, .zeroGroup, .nestedGroup, .gather, .subtaskValue, .subtaskValueIn, .collectAll,
        .supervised, .firstSuccess:
        true
      }
    }
  }

  // MARK: The law

  private static func expected(_ thrown: Thrown, _ end: End, _ place: Place) -> Set<String> {
    let original = "\(type(of: thrown.error))"
    let isEcho = thrown.saysOnlyCancelled && end != .alive
    var text = isEcho ? "ContextError \(end.words ?? "") of \(original)" : original
    switch place {
    case .collectAll, .firstSuccess: text = "all: " + text
    // Only what cut the tasks short is heard.
    case .supervised: text = isEcho ? "ContextError \(end.words ?? "")" : "-"
    // The wait ends with the context, and doesn't hear what the code throws then.
    case .leavingBehind where end != .alive: text = "ContextError \(waitWords(end))"
    default: break
    }
    if place.isTask, place != .gather { text += isEcho ? ", echo" : ", own" }
    // The result comes in the instant that ends the wait for it.
    if place == .subtaskValueIn, end == .foreign { return [text, "ContextError \(waitWords(end))"] }
    return [text]
  }

  /// What a wait says that a cancel from outside has ended, not a context.
  private static func waitWords(_ end: End) -> String {
    end == .foreign ? "taskCancelled context canceled" : end.words ?? ""
  }

  // MARK: The run

  private static func words(_ error: any Error, underlying: Bool = true) -> String {
    switch error {
    case let error as GroupError:
      // What an aggregate contains can be asked for, by the type that people know.
      return "all: "
        + (error.first(of: ContextError.self).map { words($0) } ?? error.failures.first.map { words($0.error) } ?? "")
    case let error as ContextError:
      let under = error.underlyingError.map { " of \(type(of: $0))" } ?? ""
      return "ContextError \(error.cancellation.reason) \(error.cancellation.cause)" + (underlying ? under : "")
    default: return "\(type(of: error))"
    }
  }

  private static func play(_ thrown: Thrown, _ end: End, _ place: Place, _ root: Context) async -> String {
    let root = root.recognizingCancellation { $0 is Taught }
    let outer = Owner(
      end == .deadline ? root.makeCancelScope(timeout: .seconds(1), cause: Boom("slow")) : root.makeCancelScope())
    if end == .requested {
      _ = root.schedule(at: .zero.advanced(by: .seconds(1))) { outer.cancel(Boom("stop")) }
    }
    return await withTaskGroup(of: String.self) { tasks in
      tasks.addTask { await run(thrown, end, place, outer.context) }
      if end == .foreign {
        await root.pause(for: .seconds(1))
        tasks.cancelAll()
      }
      return await tasks.next() ?? ""
    }
  }

  private static func run(_ thrown: Thrown, _ end: End, _ place: Place, _ outer: Context) async -> String {
    let work: @Sendable (Context) async throws -> Void = { ctx in
      if end != .alive { _ = await ctx.waitUntilCancelled() }
      throw thrown.error
    }
    let failures = Locked<[ErrGroup.Failure]>([])
    do {
      switch place {
      case .body: try await outer.withTimeout(.seconds(60), work)
      case .cancelBody: try await outer.withCancel { ctx, _ in try await work(ctx) }
      case .orNil: try await outer.withTimeoutOrNil(.seconds(60), work)
      case .leavingBehind: try await outer.withTimeoutLeavingBehind(.seconds(60)) { ctx in try await work(ctx) }
      case .bodyInBody:
        try await outer.withTimeout(.seconds(60)) { ctx in try await ctx.withTimeout(.seconds(30), work) }
      case .bodyInTask:
        try await group(outer, .failFast, failures) { ctx in try await ctx.withTimeout(.seconds(30), work) }
      case .task: try await group(outer, .failFast, failures, work)
      case .collectAll: try await group(outer, .collectAll, failures, work)
      case .supervised: try await group(outer, .supervised, failures, work)
      case .firstSuccess: try await group(outer, .firstSuccess, failures, work)
      case .groupBody: try await withErrGroup(in: outer) { group in try await work(group.context) }
      case .zeroGroup:
        try await outer.withCancel { ctx, _ in
          let group = try ErrGroup(in: ctx, .policy(.keepFirst))
          await group.go { ctx in try await work(ctx) }
          defer { failures.withLock { $0 = group.failures } }
          try await group.wait()
        }
      case .nestedGroup:
        try await group(outer, .failFast, failures) { ctx in
          try await withErrGroup(in: ctx) { group in _ = await group.go { ctx in try await work(ctx) } }
        }
      case .gather:
        try await Cascade.gather(in: outer, GroupTask("a") { ctx in try await work(ctx) })
      case .subtaskValue, .subtaskValueIn:
        try await withErrGroup(in: outer) { group in
          defer { failures.withLock { $0 = group.failures } }
          let task = await group.go { ctx in try await work(ctx) }
          try await (place == .subtaskValue ? task.value() : task.value(in: Context.background))
        }
      }
      return "-" + (failures.withLock { $0.first }.map { ", \($0.nature)" } ?? "")
    } catch {
      return words(error, underlying: place != .supervised)
        + (failures.withLock { $0.first }.map { ", \($0.nature)" } ?? "")
    }
  }

  private static func group(
    _ outer: Context, _ policy: JoinPolicy, _ failures: Locked<[ErrGroup.Failure]>,
    _ work: @escaping @Sendable (Context) async throws -> Void
  ) async throws {
    let kept = Locked<ErrGroup?>(nil)
    defer { failures.withLock { $0 = kept.withLock { $0.take()?.failures ?? [] } } }
    try await withErrGroup(in: outer, .policy(policy)) { group in
      kept.withLock { $0 = group }
      await group.go { ctx in try await work(ctx) }
    }
  }

  @Test func theCauseGoesThrough() throws {
    var wrong: [String] = []
    var seed: UInt64 = 0
    for thrown in Thrown.allCases {
      for end in End.allCases {
        for place in Place.allCases {
          seed += 1
          let answer =
            (try? simulated(seed: seed % 20) { root in await Self.play(thrown, end, place, root) }) ?? "deadlock"
          let expected = Self.expected(thrown, end, place)
          if !expected.contains(answer) {
            wrong.append("\(thrown) in \(place), \(end): \(answer), not \(expected.sorted())")
          }
        }
      }
    }
    if !wrong.isEmpty { Issue.record("\(wrong.count) of \(seed):\n\(wrong.joined(separator: "\n"))") }
  }
}
