#if ServiceLifecycle
  public import Cascade
  import Logging

  /// The group of a ``GroupService``, which knows its workers by name.
  public struct Workers: Sendable {
    /// The group itself. What is started on it directly belongs to the service as well, but can't be reported by name.
    public let group: ErrGroup
    let roster: Roster

    /// Starts a worker, as `ErrGroup.go` does.
    ///
    /// - Parameters:
    ///   - name: What it is called in events and reports.
    ///   - priority: The priority of the Swift task. The default is the caller's.
    ///   - fileID: The caller's file, for the events. Leave the default.
    ///   - line: The caller's line, for the events. Leave the default.
    ///   - operation: The work. It receives the worker's context, whose `shutdownSignal` asks it to finish.
    /// - Returns: A handle to its result.
    @discardableResult
    public func go<Value: Sendable>(
      _ name: String, priority: TaskPriority? = nil, fileID: StaticString = #fileID, line: UInt = #line,
      _ operation: @escaping @Sendable @concurrent (Context) async throws -> Value
    ) async -> Subtask<Value> {
      await group.go(name, priority: priority, fileID: fileID, line: line) { [roster] ctx in
        let entry = roster.enter(name)
        defer { roster.leave(entry, at: ctx.now) }
        return try await operation(ctx)
      }
    }
  }

  /// Workers that don't heed that their contexts are over.
  public struct DeafWorkers: Sendable, CustomStringConvertible {
    /// Their names, in the order in which they started.
    public let names: [String]
    /// What they were told.
    public let cancellation: Cancellation

    /// `deaf: consumer-1, consumer-2`.
    public var description: String { "deaf: " + names.joined(separator: ", ") }
  }

  /// Who is at work.
  final class Roster: Sendable {
    private struct Entry {
      let name: String
      var reported: Context.Instant?
    }

    private let logger: Logger
    private let state = Locked((next: 0, entries: [Int: Entry]()))

    init(_ logger: Logger) {
      self.logger = logger
    }

    /// The names of those at work, in the order in which they started.
    var names: [String] {
      state.withLock { state in state.entries.sorted { $0.key < $1.key }.map(\.value.name) }
    }

    func enter(_ name: String) -> Int {
      state.withLock { state in
        state.next += 1
        state.entries[state.next] = Entry(name: name)
        return state.next
      }
    }

    func leave(_ entry: Int, at now: Context.Instant) {
      let left = state.withLock { $0.entries.removeValue(forKey: entry) }
      guard let left, let reported = left.reported else { return }
      logger.notice(
        "a deaf worker is out", metadata: ["worker": "\(left.name)", "later": "\(reported.duration(to: now))"])
    }

    /// The same names; when one of these is out, the log will say so.
    func reportDeaf(at now: Context.Instant) -> [String] {
      state.withLock { state in
        for key in state.entries.keys { state.entries[key]?.reported = now }
      }
      return names
    }
  }

  /// A request to shut down that may come before there is a group.
  final class PendingShutdown: Sendable {
    private let state = Locked((group: ErrGroup?.none, isAsked: false))

    func opened(_ group: ErrGroup, grace: Duration) {
      let isAsked = state.withLock { state in
        state.group = group
        return state.isAsked
      }
      if isAsked { group.shutdown(grace: grace, message: "graceful shutdown") }
    }

    func ask(grace: Duration) {
      let group = state.withLock { state in
        state.isAsked = true
        return state.group
      }
      group?.shutdown(grace: grace, message: "graceful shutdown")
    }
  }
#endif
