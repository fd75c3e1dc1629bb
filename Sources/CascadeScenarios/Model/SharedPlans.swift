/// A channel that tasks send on and receive from. Its items say nothing, but that they may be jobs.
package struct ChannelPlan: Hashable, Sendable {
  /// What it holds from the beginning: then it is closed.
  package enum Filling: Hashable, Sendable {
    case items(Int)
    /// What each asks of the task that takes it.
    case jobs([[Step]])

    package var count: Int {
      switch self {
      case .items(let count): count
      case .jobs(let jobs): jobs.count
      }
    }
  }

  /// Unique in the scenario.
  package var name: String
  /// How many items it holds that no task has received; with 0 a send waits for a task that receives.
  package var capacity: Int
  package var filling: Filling?

  package init(name: String, capacity: Int) {
    self.name = name
    self.capacity = capacity
  }

  package init(name: String, filling: Filling) {
    self.name = name
    capacity = filling.count
    self.filling = filling
  }

  package var jobs: [[Step]]? {
    if case .jobs(let jobs)? = filling { jobs } else { nil }
  }
}

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

/// What lets tasks go on only so often (Go: `rate.NewLimiter(rate.Every(every), burst)`).
package struct LimiterPlan: Hashable, Sendable {
  /// Unique in the scenario.
  package var name: String
  /// How long it takes until there is another token.
  package var every: Duration
  /// How many tokens it keeps, and has at the beginning.
  package var burst: Int

  package init(name: String, every: Duration, burst: Int = 1) {
    self.name = name
    self.every = every
    self.burst = burst
  }
}

extension [Step] {
  /// The semaphores of which a step gives permits back, or a task that one spawns.
  package var released: Set<String> {
    var names: Set<String> = []
    for step in flatMap(\.withInner) {
      if case .permits(.release(let name, _)) = step { names.insert(name) }
      if let task = step.spawnedTask { names.formUnion(task.allSteps.released) }
    }
    return names
  }
}

extension Step {
  /// The semaphore that it takes permits of.
  package var acquired: String? {
    switch self {
    case .permits(.acquire(let name, _, _)): name
    case .attempt(let step): step.semaphore
    case .permits, .work, .wait, .channel, .rounds, .handling, .timed, .flight, .group, .spawn, .cancel,
      .useGroupContext,
      .signal, .keep,
      .log, .finish, .fail, .panic, .exit:
      nil
    }
  }
}

extension GroupPlan {
  /// The channels that steps in it, or in groups inside it, have to do with.
  package var channels: Set<String> {
    var names: Set<String> = []
    for step in ownSteps.flatMap(\.withInner) {
      if case .channel(let step) = step { names.insert(step.channel) }
      if case .attempt(let step) = step, let channel = step.channel { names.insert(channel) }
      if let nested = step.nestedGroup { names.formUnion(nested.channels) }
    }
    for task in allTasks { names.formUnion(task.closes) }
    names.formUnion(closes)
    return names
  }

  /// The semaphores that steps in it, or in groups inside it, have to do with.
  package var semaphores: Set<String> {
    var names: Set<String> = []
    for step in ownSteps.flatMap(\.withInner) {
      if case .permits(let step) = step, let semaphore = step.semaphore { names.insert(semaphore) }
      if case .attempt(let step) = step, let semaphore = step.semaphore { names.insert(semaphore) }
      if let nested = step.nestedGroup { names.formUnion(nested.semaphores) }
    }
    return names
  }

  /// The limiters that steps in it, or in groups inside it, take tokens of.
  package var limiters: Set<String> {
    var names: Set<String> = []
    for step in ownSteps.flatMap(\.withInner) {
      if case .permits(.token(let name)) = step { names.insert(name) }
      if let nested = step.nestedGroup { names.formUnion(nested.limiters) }
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
