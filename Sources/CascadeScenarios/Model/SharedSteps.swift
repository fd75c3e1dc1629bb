/// A semaphore of the library's, which tasks share.
package struct SemaphorePlan: Hashable, Sendable {
  /// Unique in the scenario.
  package var name: String
  package var permits: Int

  package init(name: String, permits: Int) {
    self.name = name
    self.permits = permits
  }
}

/// What a step does with a semaphore.
package enum PermitStep: Hashable, Sendable {
  /// Waits for so many permits. Where no step of the same list gives them back, they are when the list is over (Go:
  /// `defer s.Release(n)`).
  case acquire(String, count: Int, listens: Bool)
  case release(String, count: Int)

  package var semaphore: String {
    switch self {
    case .acquire(let name, _, _), .release(let name, _): name
    }
  }

  var traits: Step.Traits {
    if case .acquire(_, _, listens: true) = self { Step.Traits(listening: .unlessDeaf) } else { Step.Traits() }
  }
}

/// A call that tasks share which ask for it at the same time.
package struct FlightStep: Hashable, Sendable {
  package var key: String
  /// What the task does that asks first, in a context of the call's own.
  package var call: [Step]
  /// Whether the wait for the result is a `select` with the context.
  package var listens: Bool

  package init(key: String, call: [Step], listens: Bool) {
    self.key = key
    self.call = call
    self.listens = listens
  }

  var traits: Step.Traits { Step.Traits(listening: listens ? .unlessDeaf : .never) }
}

extension [Step] {
  /// The semaphores of which a step gives permits back.
  package var released: Set<String> {
    var names: Set<String> = []
    for case .permits(.release(let name, _)) in flatMap(\.withInner) { names.insert(name) }
    return names
  }
}

extension GroupPlan {
  /// The semaphores that steps in it, or in groups inside it, have to do with.
  package var semaphores: Set<String> {
    var names: Set<String> = []
    for step in ownSteps.flatMap(\.withInner) {
      if case .permits(let step) = step { names.insert(step.semaphore) }
      if let nested = step.nestedGroup { names.formUnion(nested.semaphores) }
    }
    return names
  }

  /// Whether tasks in it, or in groups inside it, share calls.
  package var sharesCalls: Bool {
    ownSteps.flatMap(\.withInner).contains { step in
      if case .flight = step { true } else { step.nestedGroup?.sharesCalls == true }
    }
  }
}
