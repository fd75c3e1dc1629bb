/// Does a thing once for all callers that ask for it at the same time (Go: `golang.org/x/sync/singleflight`).
///
///     let users = SingleFlight<Int, String>(name: "users")
///     let user = try await users.value(for: id, in: ctx) { ctx in
///       try await fetchUser(ctx, id)
///     }
///
/// The first caller of a key starts the call; those that come while it is under way wait for it and get the same result,
/// be it a value or an error. It is no cache: when the call has returned, the next caller starts another one.
///
/// The call belongs to all that wait for it. It runs in a task and a context of its own, with the values of the first
/// caller's context but neither its end nor its deadline. A caller whose context ends leaves at once, with that
/// context's error, and the others go on waiting. When the last one has left, the call's context ends for the same
/// cause, and so does its Swift task; a caller that comes after that starts a call of its own.
///
/// A call that asks its own flight for its own key waits for itself.
public final class SingleFlight<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private typealias Machine = SingleFlightMachine<Key, SingleFlightCall<Key, Value>, Waiter>

  /// How events call the group of a call, and reports of a simulation the flight.
  public let name: String
  private let machine = Locked(Machine())

  /// Makes a flight with nothing under way.
  ///
  /// The keys are hashed and compared under the flight's lock, so these operations mustn't use the flight.
  ///
  /// - Parameter name: How events call the group of a call, whose one task is called as its key is described. The default
  ///   is `single-flight`.
  public init(name: String = "single-flight") {
    self.name = name
  }

  /// What a call came to, and for how many.
  public struct Outcome: Sendable {
    /// What the call returned or threw.
    public let result: Result<Value, any Error>
    /// Whether more than one caller asked for the call (Go's third result), those included that left early. A value with
    /// several callers then have a reference inside.
    public let isShared: Bool
  }

  /// The result of the call for a key: of the one that is under way, or else of a new one (Go: `g.Do(key, fn)`).
  ///
  /// - Parameters:
  ///   - key: What is asked for.
  ///   - context: How long the caller waits. A new call takes over its values, its time and its surroundings.
  ///   - operation: Does it, if the caller is the first. It is given the call's context: use that one.
  /// - Returns: What the call returned.
  /// - Throws: what the call threw; the caller's context's error, when that is over before the call is, or was over
  ///   already, in which case nothing is started. A cancellation of the surrounding Swift task from outside has the same
  ///   effect.
  /// - Complexity: O(1); a new call costs a Swift task, and to leave O(log of the number of those that wait).
  public func value(
    for key: Key, in context: Context, _ operation: @escaping @Sendable @concurrent (Context) async throws -> Value
  ) async throws -> Value {
    try await outcome(for: key, in: context, operation).result.get()
  }

  /// The same, and whether the result was shared.
  ///
  /// - Parameters:
  ///   - key: What is asked for.
  ///   - context: How long the caller waits. A new call takes over its values, its time and its surroundings.
  ///   - operation: Does it, if the caller is the first. It is given the call's context: use that one.
  /// - Returns: What the call came to, its error included.
  /// - Throws: the caller's context's error, as ``value(for:in:_:)``.
  public func outcome(
    for key: Key, in context: Context, _ operation: @escaping @Sendable @concurrent (Context) async throws -> Value
  ) async throws(ContextError) -> Outcome {
    try context.checkBeforeWaiting()
    let waiter = Waiter(in: context.environment)
    let (call, isNew, place) = machine.withLock { $0.join(key, waiter, SingleFlightCall()) }
    if isNew {
      call.start(in: context, named: name, key: key, operation) { [self] result in
        let (waiting, isShared) = machine.withLock { $0.finish(place) }
        return (waiting, Outcome(result: result, isShared: isShared))
      }
    }
    do throws(ContextError) {
      try await context.wait(for: waiter, doing: .other("the call for \(key) of single flight \(name)"))
    } catch {
      machine.withLock { $0.leave(place) }?.end(as: error.cancellation)
      throw error
    }
    guard let outcome = call.outcome else { fatalError("a call that is over left no outcome") }
    return outcome
  }

  /// Lets the next caller of the key start a call of its own, though one is under way (Go: `g.Forget(key)`). Callers that
  /// wait for that one go on waiting.
  public func forget(_ key: Key) {
    machine.withLock { $0.forget(key) }
  }

  /// How many calls are under way; for tests.
  var callCount: Int { machine.withLock { $0.callCount } }

  /// How many callers wait for the call that a new caller would join; for tests.
  func waitingCount(for key: Key) -> Int { machine.withLock { $0.waitingCount(for: key) } }
}

/// One call of a single flight: a group with one task, which hangs on no caller's context.
private final class SingleFlightCall<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  typealias Outcome = SingleFlight<Key, Value>.Outcome

  private struct State {
    /// There from the moment the first caller waits.
    var group: GroupNode?
    var outcome: Outcome?
  }

  private let state = Locked(State())

  /// What became of it, once those that wait are woken.
  var outcome: Outcome? { state.withLock { $0.outcome } }

  /// Starts it, on behalf of the first caller.
  ///
  /// - Parameter finish: Takes the call out of the flight, when its task is out. Returns those that wait, and what to tell
  ///   them.
  func start(
    in context: Context, named name: String, key: Key,
    _ operation: @escaping @Sendable @concurrent (Context) async throws -> Value,
    _ finish: @escaping @Sendable (Result<Value, any Error>) -> (waiting: [Waiter], outcome: Outcome)
  ) {
    var configuration = ErrGroup.Configuration()
    configuration.name = name
    let group = GroupNode(in: context.withoutCancel(), configuration)
    state.withLock { $0.group = group }
    // The key is described only where an observer reads it.
    let task = group.admit(group.isObserved ? "\(key)" : nil, site: nil)
    let work = Work(operation)
    // An unstructured task: the call is no part of what its first caller does.
    let handle: Task<Void, any Error> = task.starting {
      Task(executorPreference: task.executor) {
        let result: Result<Value, any Error>
        do { result = .success(try await task.run(work)) } catch { result = .failure(error) }
        // The one task is out: this closes the group, and doesn't suspend.
        _ = await group.wait()
        let (waiting, outcome) = finish(result)
        self.state.withLock { $0.outcome = outcome }
        for waiter in waiting { waiter.wake(.elapsed) }
      }
    }
    task.publish(handle)
  }

  /// No caller waits any more.
  func end(as cancellation: Cancellation) {
    state.withLock { $0.group }?.end(cancellation)
  }
}
