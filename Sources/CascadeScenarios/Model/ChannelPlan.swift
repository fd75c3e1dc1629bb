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

/// What a step does with a channel. What `listens` is a `select` with the context, where that doesn't is the plain form, which
/// waits for ever.
package enum ChannelStep: Hashable, Sendable {
  /// Sends so many items.
  case send(String, count: Int, listens: Bool)
  /// Receives so many items, or goes on where there are no more and it is closed.
  case receive(String, count: Int, listens: Bool)
  /// Receives until it is closed, and does this with each item, after the job that it is, if it is one.
  case range(String, each: [Step], holdsJobs: Bool, listens: Bool)
  case close(String)

  package var channel: String {
    switch self {
    case .send(let name, _, _), .receive(let name, _, _), .range(let name, _, _, _), .close(let name): name
    }
  }

  /// Whether it is a `select` with the context.
  package var listens: Bool {
    switch self {
    case .send(_, _, let listens), .receive(_, _, let listens), .range(_, _, _, let listens): listens
    case .close: false
    }
  }

  /// What it does with each item.
  package var each: [Step] {
    if case .range(_, let each, _, _) = self { each } else { [] }
  }

  /// Whether it does jobs, with the context that it has.
  package var doesJobs: Bool {
    if case .range(_, _, let holdsJobs, _) = self { holdsJobs } else { false }
  }

  var traits: Step.Traits {
    let inner = each.map(\.traits)
    let looks = listens || doesJobs || inner.contains { $0.listening != .never }
    return Step.Traits(
      listening: looks ? .unlessDeaf : .never, usesGroup: inner.contains(where: \.usesGroup))
  }
}

extension GroupPlan {
  /// The channels that steps in it, or in groups inside it, have to do with.
  package var channels: Set<String> {
    var names: Set<String> = []
    for step in ownSteps.flatMap(\.withInner) {
      if case .channel(let step) = step { names.insert(step.channel) }
      if let nested = step.nestedGroup { names.formUnion(nested.channels) }
    }
    for task in allTasks { names.formUnion(task.closes) }
    return names
  }
}
