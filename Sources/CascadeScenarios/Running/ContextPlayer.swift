import Cascade

/// Values of a scenario, by the names of their keys.
private enum ScriptedValues: ContextKey {
  static let defaultValue: [String: String] = [:]
}

/// Performs a program over contexts, with the library's real ones.
struct ContextPlayer {
  let root: Context
  private let environment: RunEnvironment
  private var ledger: RunLedger { environment.ledger }
  private var contexts: [(name: String, context: Context)] = []
  /// The contexts that can be cancelled, in the order in which they were made.
  private var layers: [(name: String, layer: Layer)] = []
  private var registrations: [(name: String, registration: CancelRegistration)] = []
  private var start: Context.Instant

  init(root: Context, with environment: RunEnvironment) {
    self.root = root
    self.environment = environment
    start = root.now
  }

  mutating func play(_ program: ContextProgram) async {
    // Deadlines count from the start of the run, of which this is a part.
    start = root.now.advanced(by: .nanoseconds(-root.sinceStart(root.now).nanoseconds))
    for entry in program.entries {
      await root.pause(for: root.now.duration(to: start.advanced(by: entry.at)))
      perform(entry.action)
      await settle()
    }
    if program.awaitsDeadlines { await awaitDeadlines() }
    ledger.end(with: contexts.map(seen))
    // What still waits is over with the program, and isn't started by its end.
    for (_, registration) in registrations { registration.stop() }
    while layers.popLast() != nil {}
  }

  private mutating func perform(_ action: ContextProgram.Action) {
    switch action {
    case .root(let name, let isTodo): add(name, .root(named: name, isTodo: isTodo, in: root.environment))
    case .derive(let name, let parent, let derivation): derive(name, from: context(parent), derivation)
    case .after(let name, let parent):
      ledger.register(RunLedger.OfAfterFunction(name: name))
      let (root, ledger) = (root, ledger)
      let registration = context(parent).afterCancel(name) {
        let instant = root.sinceStart(root.now)
        ledger.change(after: name) { $0.firedAt = instant }
      }
      registrations.append((name, registration))
    case .cancel(let name, let cause): layers.first { $0.name == name }?.layer.cancel(cause: cause)
    case .stop(let name):
      guard let registration = registrations.first(where: { $0.name == name })?.registration else { return }
      let stopped = registration.stop()
      ledger.change(after: name) { $0.stopResults = ($0.stopResults ?? []) + [stopped] }
    case .check(let name): check(name)
    }
  }

  private mutating func derive(_ name: String, from parent: Context, _ derivation: ContextProgram.Derivation) {
    switch derivation {
    case .cancel: add(name, Layer(parent.makeCancelScope(name: name, fileID: "", line: 0)))
    case .timeout(let timeout, let cause):
      let cause = cause.map(ScriptedError.init)
      add(name, Layer(parent.makeCancelScope(timeout: timeout, cause: cause, name: name, fileID: "", line: 0)))
    case .deadline(let deadline, let cause):
      let cause = cause.map(ScriptedError.init)
      let instant = start.advanced(by: deadline)
      add(name, Layer(parent.makeCancelScope(deadline: instant, cause: cause, name: name, fileID: "", line: 0)))
    case .value(let key, let value):
      var values = parent[ScriptedValues.self]
      values[key] = value
      add(name, parent.setting(ScriptedValues.self, to: values, as: key, value, name: name))
    case .withoutCancel: add(name, parent.withoutCancel(name: name, fileID: "", line: 0))
    }
  }

  private func context(_ name: String?) -> Context {
    contexts.first { $0.name == name }?.context ?? root
  }

  private mutating func add(_ name: String, _ layer: Layer) {
    layers.append((name, layer))
    environment.registry.enter(layer)
    add(name, layer.context)
  }

  private mutating func add(_ name: String, _ context: Context) {
    contexts.append((name, context))
    let (root, ledger) = (root, ledger)
    context.onCancel { _ in
      let instant = root.sinceStart(root.now)
      ledger.tell(name, at: instant)
    }
  }

  // MARK: What they say

  private func check(_ name: String?) {
    let checked = contexts.filter { name == nil || $0.name == name }
    let answers = checked.map(seen)
    for (entry, answer) in zip(checked, answers) {
      root.record(.note(.log(answer.words)), about: entry.context.id)
    }
    ledger.check(answers, at: root.sinceStart(root.now))
  }

  private func seen(_ entry: (name: String, context: Context)) -> RunLedger.OfContext {
    let context = entry.context
    return RunLedger.OfContext(
      name: entry.name, error: context.error.map { "\($0)" }, cause: context.cause.map { "\($0)" },
      isCancelled: context.isCancelled, canBeCancelled: context.canBeCancelled,
      deadline: context.deadline.map(root.sinceStart), values: context[ScriptedValues.self],
      toldAt: ledger.toldAt(entry.name), description: context.description)
  }

  // MARK: Time

  private func awaitDeadlines() async {
    while let next = contexts.compactMap({ $0.context.isCancelled ? nil : $0.context.deadline }).min() {
      await root.pause(for: root.now.duration(to: next))
      await settle()
      // A deadline that is on its way on another thread comes at any moment.
      if contexts.contains(where: { !$0.context.isCancelled && $0.context.deadline == next }) {
        await root.pause(for: .milliseconds(1))
      }
    }
    await settle()
  }

  /// Lets everything that is ready at this instant run.
  private func settle() async {
    for _ in 0..<20 { await Task.yield() }
  }
}

extension RunLedger.OfContext {
  /// What it answers, in a few words: whether it is over, and the values in reach.
  fileprivate var words: String {
    var parts = [error ?? "active"]
    if let cause, cause != error { parts.append("cause: \(cause)") }
    parts += values.sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value)" }
    return parts.joined(separator: ", ")
  }
}
