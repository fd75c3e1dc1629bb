package import Cascade

/// What the running code of a scenario saw of the library's answers, by path: read off the API, not off the events, so
/// that each can be checked against the other. Instants count from the start of the run.
package final class RunLedger: Sendable {
  /// What was seen of one group.
  package struct OfGroup: Hashable, Sendable {
    package var kind: GroupPlan.Kind
    package var start: Context.Instant
    package var end: Context.Instant?
    /// When its caller returned without waiting any longer.
    package var leftAt: Context.Instant?
    /// What wait threw.
    package var waitError: String?
    /// How the steps after wait ended, where they didn't run to the end.
    package var afterWait: TaskOutcome?
    /// What the code around the group returned.
    package var returned: String?
    /// What wait threw when it was called again, where it was.
    package var secondWaitError: String?
    /// The error and cause, just after wait, of the context that the tasks saw.
    package var contextError: String?
    package var cause: String?
    /// When that context was done, if it was by then.
    package var cancelledAt: Context.Instant?
    package var deadline: Context.Instant?
    package var afterFunctions: [OfAfterFunction] = []
  }

  /// What was seen of an after-function.
  package struct OfAfterFunction: Hashable, Sendable {
    package var name: String
    package var firedAt: Context.Instant?
    /// What each call of stop answered, where there were any.
    package var stopResults: [Bool]?
  }

  /// What was seen of one task.
  package struct OfTask: Hashable, Sendable {
    package var spawnCalledAt: Context.Instant
    package var start: Context.Instant?
    package var end: Context.Instant?
    package var outcome: TaskOutcome?
    package var interruptedAt: Context.Instant?
    package var returned: String?
    /// The error and cause, just before it returned, of the context that the task looked at.
    package var contextError: String?
    package var cause: String?
    /// When that context was done, of a task that is done inline: no event says it.
    package var contextEndedAt: Context.Instant?
    package var deadline: Context.Instant?
  }

  /// What a context said.
  package struct OfContext: Hashable, Sendable {
    package var name: String
    package var error: String?
    package var cause: String?
    package var isCancelled: Bool
    package var canBeCancelled: Bool
    package var deadline: Context.Instant?
    /// The values in reach, by the names of their keys.
    package var values: [String: String]
    package var toldAt: Context.Instant?
    package var description: String
  }

  /// What contexts answered when they were asked.
  package struct Check: Hashable, Sendable {
    package var at: Context.Instant
    package var contexts: [OfContext]
  }

  /// What was seen of a program over contexts.
  package struct OfProgram: Hashable, Sendable {
    package var checks: [Check] = []
    /// In the order in which they were registered.
    package var afterFunctions: [OfAfterFunction] = []
    /// As they were when the program was over, in the order in which they were made.
    package var contexts: [OfContext] = []
    fileprivate var told: [String: Context.Instant] = [:]
  }

  private struct State {
    var program = OfProgram()
    var groups: [String: OfGroup] = [:]
    var tasks: [OfTask] = []
    /// Where each stands among ``tasks``, by path.
    var places: [String: Int] = [:]
    var endless: String?
  }

  private let state = Locked(State())

  /// - Parameter tasks: How many tasks there will be, about. The default says nothing.
  package init(tasks: Int = 0) {
    state.withLock {
      $0.tasks.reserveCapacity(tasks)
      $0.places.reserveCapacity(tasks)
    }
  }

  package var groups: [String: OfGroup] { state.withLock { $0.groups } }

  /// - Complexity: O(number of tasks).
  package var tasks: [String: OfTask] { state.withLock { state in state.places.mapValues { state.tasks[$0] } } }

  package var program: OfProgram { state.withLock { $0.program } }

  /// The first task that has gone through more rounds than one may.
  var endless: String? { state.withLock { $0.endless } }

  func stopRounds(of task: String) {
    state.withLock { $0.endless = $0.endless ?? task }
  }

  func tell(_ context: String, at instant: Context.Instant) {
    state.withLock { $0.program.told[context] = instant }
  }

  func toldAt(_ context: String) -> Context.Instant? {
    state.withLock { $0.program.told[context] }
  }

  func check(_ answers: [OfContext], at instant: Context.Instant) {
    state.withLock { $0.program.checks.append(Check(at: instant, contexts: answers)) }
  }

  func register(_ function: OfAfterFunction) {
    state.withLock { $0.program.afterFunctions.append(function) }
  }

  func change(after name: String, _ change: (inout OfAfterFunction) -> Void) {
    state.withLock { state in
      guard let index = state.program.afterFunctions.firstIndex(where: { $0.name == name }) else { return }
      change(&state.program.afterFunctions[index])
    }
  }

  func end(with contexts: [OfContext]) {
    state.withLock { $0.program.contexts = contexts }
  }

  func open(_ group: OfGroup, at path: String) {
    state.withLock { $0.groups[path] = group }
  }

  func change(group path: String, _ change: (inout OfGroup) -> Void) {
    state.withLock { state in
      guard let index = state.groups.index(forKey: path) else { return }
      change(&state.groups.values[index])
    }
  }

  func task(_ path: String) -> OfTask? {
    state.withLock { state in state.places[path].map { state.tasks[$0] } }
  }

  func spawn(_ path: String, at instant: Context.Instant) {
    state.withLock { state in
      if let place = state.places[path] {
        state.tasks[place] = OfTask(spawnCalledAt: instant)
      } else {
        state.places[path] = state.tasks.count
        state.tasks.append(OfTask(spawnCalledAt: instant))
      }
    }
  }

  func change(task path: String, _ change: (inout OfTask) -> Void) {
    state.withLock { state in
      guard let place = state.places[path] else { return }
      change(&state.tasks[place])
    }
  }
}
