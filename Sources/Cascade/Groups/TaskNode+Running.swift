/// How a record gets its Swift task, and what that does.
///
/// The generic part is inlined into the callers of `go`: where their types are known, a Swift task and the binding of its
/// record need no look-up of types and smaller frames.
extension TaskNode {
  /// Starts the Swift task of this record.
  @inlinable @inline(__always)
  func start<Value: Sendable>(
    priority: TaskPriority?, _ operation: sending @escaping @concurrent (Context) async throws -> Value
  ) -> Subtask<Value> {
    let work = Work(operation)
    guard isLean, !Running.prefersExecutor else {
      if isSharing, case .none = priority, !Running.prefersExecutor { return startShared(work) }
      return startFully(priority: priority, work)
    }
    // As `run` does it, in one frame, with no observer to tell.
    let task = Task(name: swiftName, priority: priority) { [self] in
      do {
        let value = try await Running.local.withValue(binding) {
          Running.arrive()
          return try await work.operation(context)
        }
        returnedLean(isVoid: Value.self == Void.self)
        return value
      } catch {
        throw failedLean(error)
      }
    }
    return handOut(task)
  }

  /// The same for a task that has to wait for a slot, or that never runs, or that is observed or simulated, or whose
  /// spawner prefers an executor.
  @inlinable @inline(never)
  func startFully<Value: Sendable>(priority: TaskPriority?, _ work: Work<Value>) -> Subtask<Value> {
    let name = swiftName
    let task: Task<Value, any Error>
    if let error = reasonToSkip {
      task = Task(executorPreference: executor) { throw error }
    } else if let executor {
      task = starting {
        Task(name: name, executorPreference: executor, priority: priority) { try await self.run(work) }
      }
    } else if let preferred = Running.preferredExecutor {
      task = Task(name: name, executorPreference: preferred, priority: priority) { try await self.run(work) }
    } else {
      // A Swift task with an executor of its own costs more, even where that is the global pool.
      task = Task(name: name, priority: priority) { try await self.run(work) }
    }
    return handOut(task)
  }

  @inlinable @inline(__always)
  func handOut<Value: Sendable>(_ task: Task<Value, any Error>) -> Subtask<Value> {
    publish(task)
    return Subtask(task, node: self)
  }

  /// What the Swift task of a record does.
  @inlinable @inline(__always)
  func run<Value: Sendable>(_ work: Work<Value>) async throws -> Value {
    if isGated { await passGate() }
    started()
    do {
      let value = try await Running.local.withValue(binding) {
        Running.arrive()
        return try await work.operation(context)
      }
      returned()
      return value
    } catch {
      throw failed(error)
    }
  }

  /// Makes the Swift task. In a simulation the path decides when its turn comes.
  @usableFromInline
  func starting<Value>(_ make: () -> Task<Value, any Error>) -> Task<Value, any Error> {
    environment.ordering(by: scope.id, make)
  }

  @usableFromInline var executor: (any TaskExecutor)? { environment.executor }

  @usableFromInline var context: Context { Context(self) }

  @usableFromInline var binding: Running.Binding { Running.Binding(task: self, number: number) }

  /// Why the task never runs, if it doesn't.
  @usableFromInline var reasonToSkip: (any Error)? {
    guard isSkipped else { return nil }
    return group.record?.cancellation.error ?? ContextError.cancelled(Cancellation(reason: .scopeEnded))
  }

  // MARK: The gate

  /// Whether there is no slot yet.
  @usableFromInline var isGated: Bool { gate != nil }

  /// Suspends until there is a slot, or spawners don't wait any longer. Called by the spawner.
  func gatePassed() async -> Waiter.Outcome {
    await gate.take()?.value(doing: .slot(group: group.scope.id.text)) ?? .elapsed
  }

  /// Waits for a slot, on the spawned Swift task. The gate stays: other threads may look at the record at this moment.
  @usableFromInline
  func passGate() async {
    _ = await gate?.value(doing: .slot(group: group.scope.id.text))
  }

  /// Waits for a slot, in the spawner.
  @usableFromInline
  func waitForSlot() async {
    await group.waitForSlot(self)
  }

  /// The same, but only until `context` is over, or the spawner's Swift task is cancelled from outside: then the task is
  /// given up.
  @usableFromInline
  func waitForSlot(in context: Context) async throws(ContextError) {
    try await group.waitForSlot(self, in: context)
  }

  // MARK: The group

  @usableFromInline
  func started() {
    guard isObserved else { return }
    unownedScope._withUnsafeGuaranteedRef { scope in
      scope.withObservation { observation, _ in
        observation.began(scope.id)
        observation.emit(scope.id, .taskStarted)
      }
    }
  }

  @usableFromInline
  func returned() {
    withGroup { $0.taskReturned(self, nil) }
  }

  /// The same for a task that isn't observed.
  @usableFromInline
  func returnedLean(isVoid: Bool) {
    withGroup { $0.leanTaskReturned(self, isVoid: isVoid) }
  }

  /// The same for one that threw.
  ///
  /// - Returns: as ``failed(_:)``.
  @usableFromInline
  func failedLean(_ error: any Error) -> any Error {
    let error = context.translated(error)
    withGroup { $0.leanTaskFailed(self, error) }
    return error
  }

  /// The operation threw.
  ///
  /// - Returns: what the task throws: the context's error in place of one that only says that a Swift task was cancelled.
  @usableFromInline
  func failed(_ error: any Error) -> any Error {
    let error = context.translated(error)
    group.taskReturned(self, error)
    return error
  }
}

/// The operation of one task, on its way to the Swift task.
///
/// Sendable because it is made of an operation that the spawner gave away, and called by one Swift task, once.
@usableFromInline
struct Work<Value>: @unchecked Sendable {
  @usableFromInline let operation: @concurrent (Context) async throws -> Value

  @inlinable
  init(_ operation: sending @escaping @concurrent (Context) async throws -> Value) {
    self.operation = operation
  }
}

// MARK: Tasks that take turns

extension TaskNode {
  /// The same as ``start(priority:_:)`` for a task that shares its Swift task with others.
  @inlinable @inline(never)
  func startShared<Value: Sendable>(_ work: Work<Value>) -> Subtask<Value> {
    // Most have nothing to return.
    let result = Value.self == Void.self ? nil : SharedResult<Value>()
    share { [self] in
      do {
        let value = try await Running.local.withValue(binding) {
          Running.arrive()
          return try await work.operation(context)
        }
        result?.value = value
        returnedLean(isVoid: false)
      } catch {
        failedShared(error)
      }
    }
    return Subtask(shared: result, node: self)
  }

  /// Puts the task into the queue of those that share.
  @usableFromInline
  func share(_ body: @escaping @Sendable @concurrent () async -> Void) {
    guard let work = sharedWork else { preconditionFailure("a task that shares nothing") }
    work.set(self, body)
    withGroup { $0.shared?.enqueue(work) }
  }

  @usableFromInline
  func failedShared(_ error: any Error) {
    let error = context.translated(error)
    sharedWork?.failure = error
    withGroup { $0.leanTaskFailed(self, error) }
  }
}
