/// A lifetime that is handed down: whether it is over and why, when it will be, and the values that go with it.
///
/// A context is Go's `context.Context` for Swift. Pass it as the first argument to whatever works on behalf of a
/// request; derive a child to end a part of the work earlier; ask it (``checkCancellation()``, ``isCancelled``) or wait on it
/// (``sleep(for:)``, ``waitUntilCancelled()``) to stop when the result isn't needed any more. Cancellation only goes down: a child
/// never ends its parent or its siblings.
///
/// A copy is the same context. All members may be used from any thread.
public struct Context: Sendable {
  @usableFromInline let node: ContextNode
  @usableFromInline let values: ValueLayer?

  @usableFromInline
  init(_ node: ContextNode, values: ValueLayer?) {
    self.node = node
    self.values = values
  }

  init(_ node: ContextNode) {
    self.init(node, values: node.scope.values)
  }

  static func root(
    _ kind: ContextNode.Kind, _ environment: Environment, id: Path = .empty, everlasting: Bool = false
  ) -> Context {
    Context(
      ContextNode(
        root: kind, scope: Scope(of: environment, id: id),
        everlasting: everlasting))
  }

  /// The root of every tree in a live program: it never ends and carries nothing (Go: `context.Background()`).
  public static let background = root(.background, .live, everlasting: true)

  /// A root for code that doesn't know yet which context to use (Go: `context.TODO()`).
  public static let todo = root(.todo, .live, everlasting: true)

  /// A root whose whole tree is observed: everything that happens to its contexts, groups and tasks is recorded, from
  /// now on and in real time.
  ///
  /// - Parameter recorder: Where the events go. Give each root one of its own: the events of a recorder are one run.
  public static func background(observedBy recorder: EventRecorder) -> Context {
    let time = LiveTimeSource.shared
    return background(
      in: Environment(time: time, executor: nil, observation: Observation(recorder: recorder, time: time)))
  }

  /// A root in surroundings of the caller's making, such as a simulation's.
  package static func background(in environment: Environment) -> Context {
    root(.background, environment)
  }

  /// The same as ``todo``, in other surroundings.
  package static func todo(in environment: Environment) -> Context {
    root(.todo, environment)
  }

  package var environment: Environment { node.scope.environment }
}

extension Context {
  /// The path of this context in its run, when the run is observed; else empty.
  public var id: String { path.text }

  var path: Path {
    node.unownedScope._withUnsafeGuaranteedRef { scope in
      if let values, values !== scope.values, !values.id.isEmpty { return values.id }
      return scope.id
    }
  }

  /// Whether the context is over. One atomic load, no lock.
  @inlinable
  public var isCancelled: Bool {
    noteUse()
    return node.isDone
  }

  /// What ended the context, why, when and from where; none while it lives.
  public var cancellation: Cancellation? {
    noteUse()
    return node.record?.cancellation
  }

  /// Which of the two errors the context ended with; none while it lives (Go: `ctx.Err()`).
  public var error: ContextError? { cancellation?.error }

  /// The cause that the context ended with: the one that was given, or else the ``error``; none while it lives (Go:
  /// `context.Cause(ctx)`).
  public var cause: (any Error)? { cancellation?.cause }

  /// When the context ends by itself, at the latest: the earliest deadline on the way to the root (Go:
  /// `ctx.Deadline()`). O(1). It doesn't change when the context ends.
  public var deadline: Context.Instant? { node.scope.deadline }

  /// Whether the context can end at all (Go: `ctx.Done() != nil`).
  public var canBeCancelled: Bool { node.canBeReached }

  /// The time of the surroundings: real, or a simulation's.
  public var now: Context.Instant { node.now }

  /// Throws if the context is over.
  ///
  /// - Throws: the context's ``error``.
  /// - Complexity: O(1); one atomic load while it lives.
  @inlinable
  public func checkCancellation() throws(ContextError) {
    noteUse()
    if node.isDone { try throwCancellation() }
  }

  // Not inlined: a check of a context that lives is then one load and one branch of the caller's.
  /// Throws what a context that is over ended with.
  @usableFromInline @inline(never)
  func throwCancellation() throws(ContextError) {
    Running.sawCancellation()
    if let error { throw error }
  }

  /// The value that was put under this key, here or above, or the key's default (Go: `ctx.Value(key)`).
  ///
  /// - Complexity: O(1), whatever the depth.
  @inlinable
  public subscript<Key: ContextKey>(key: Key.Type) -> Key.Value {
    values?.value(of: key) ?? Key.defaultValue
  }

  /// Says something about the running code to the observer of the run; costs nothing when there is none.
  public func note(_ note: @autoclosure () -> Event.Note) {
    guard node.isObserved else { return }
    // The closures keep what the scope holds from being counted.
    node.unownedScope._withUnsafeGuaranteedRef { scope in
      scope.withObservation { observation, environment in
        if let task = runningTask(in: environment) {
          observation.emit(task, note())
        } else {
          scope.withOwner { observation.emit($0, note()) }
        }
      }
    }
  }
}

extension Context {
  /// The path that names made by the current code go below: that of the task that runs it, else that of the nearest
  /// task or group of this context. Only of use when the run is observed.
  var owner: Path {
    node.unownedScope._withUnsafeGuaranteedRef { runningTask(in: $0.environment) ?? $0.owner }
  }

  /// The path of the task that runs the current code, if there is one in this environment.
  func runningTask(in environment: Environment) -> Path? {
    guard let code = Running.code, code.environment === environment else { return nil }
    let id = code.taskID
    return id.isEmpty ? nil : id
  }
}

extension Context: CustomStringConvertible {
  /// What Go prints: the derivations from the root down, `context.Background.WithCancel.WithValue(k, v)`.
  public var description: String {
    var parts: [String] = []
    var node: ContextNode? = node
    var layer = values
    while let current = node {
      let inherited = current.scope.values
      while let value = layer, value !== inherited {
        parts.append(".WithValue(\(value.keyText), \(value.valueText))")
        layer = value.above
      }
      parts.append(current.derivation)
      layer = inherited
      node = current.parent
    }
    return parts.reversed().joined()
  }
}

extension ContextNode {
  /// This node's part of a context's description.
  fileprivate var derivation: String {
    switch kind {
    case .background: "context.Background"
    case .todo: "context.TODO"
    case .cancel, .group: ".WithCancel"
    case .deadline:
      if let deadline = scope.deadline {
        ".WithDeadline(\(deadline) [\(now.duration(to: deadline))])"
      } else {
        ".WithDeadline"
      }
    case .withoutCancel: ".WithoutCancel"
    case .plainGroup, .task: ""
    }
  }
}
