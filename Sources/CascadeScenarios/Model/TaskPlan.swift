import Cascade
import CascadeText
import CascadeTrace

/// A task to be spawned in a group.
///
/// Its context is the group's (or the one that the author captured by mistake, ``capturedContext``), cut off
/// (``isDetached``), then ended by a timeout (``timeout``), in that order and each only where it is asked for.
package struct TaskPlan: Hashable, Sendable {
  /// How it is handed to the group.
  package enum Spawn: String, Hashable, Sendable, CaseIterable {
    /// Waits for a free slot.
    case go
    /// Gives up where there is no free slot.
    case tryGo = "try-go"
    /// Where there is no free slot, the spawner does it itself, and returns its error.
    case inline = "try-go-or-inline"
  }

  /// When the spawner hands it over. The spawner's own sleep can't be interrupted.
  package enum Arrival: Hashable, Sendable {
    /// The spawner sleeps so long after the task above it was handed over; zero for at once.
    case afterPrevious(Duration)
    /// The spawner sleeps until so long after the group's start; not at all where that is past.
    case sinceGroupStart(Duration)
  }

  /// How the pauses between attempts change, and what ends them.
  package struct Backoff: Hashable, Sendable {
    /// How many times longer each pause is than the one before.
    package var factor = 1.0
    package var longest: Duration?
    /// By how many per cent a pause may be shorter or longer.
    package var jitter = 0
    /// The text of an error after which there is no other attempt.
    package var except: String?

    package init() {}
  }

  /// Which context the author of the task captured.
  package enum CapturedContext: String, Hashable, Sendable, CaseIterable {
    /// The group's, as one should.
    case group
    /// The one that the group was made from: the task is never told of a sibling's failure.
    case parent
  }

  /// What it does when its group is asked to shut down.
  package enum ShutdownResponse: String, Hashable, Sendable, CaseIterable {
    /// Nothing: it works on, until it is done or the grace is over.
    case goOn = "go-on"
    /// It returns without an error: at once where it works and listens, else before its next step.
    case finish
  }

  /// An end that is set for the task alone.
  package struct Timeout: Hashable, Sendable {
    /// So long after the task's start.
    package var after: Duration
    /// The cause's text; none for the context's own error.
    package var cause: String?

    package init(after: Duration, cause: String? = nil) {
      self.after = after
      self.cause = cause
    }
  }

  /// Unique in its group, siblings that are spawned later included.
  package var name: String
  /// Where a step of a loop spawns it: in which rounds. It is called after each then, as in `fetch-2`.
  package var inRounds: Range<Int>?
  package var spawn: Spawn
  package var arrival: Arrival
  package var capturedContext: CapturedContext
  package var isDetached: Bool
  package var timeout: Timeout?
  /// Whether it never looks at its context, whatever its steps say.
  package var isDeaf: Bool
  /// How long it goes on, uninterruptible, once a step was cut short.
  package var cleanup: Duration
  /// What it returns once a step was cut short; none for ``Scenario/onCancel``.
  package var onCancel: CancelResult?
  package var onShutdown: ShutdownResponse
  /// The channels that it closes as it returns (Go: `defer close(c)`).
  package var closes: [String] = []
  /// Registered on its own context as it starts, and stopped as it returns.
  package var afterFunctions: [GroupPlan.AfterFunction]
  /// What it does: one list of steps for each attempt, never empty. The next attempt begins when one throws an error of
  /// its own; a cancelled attempt is the last. Where there is more than one, no step opens a group or spawns.
  package var attempts: [[Step]]
  /// How long it waits, listening, between the first two attempts.
  package var retryDelay: Duration
  package var backoff = Backoff()
  /// Where it stands in its file; none for one that isn't from a file.
  package var place: Place?

  package init(
    name: String, spawn: Spawn = .go, arrival: Arrival = .afterPrevious(.zero),
    capturedContext: CapturedContext = .group, isDetached: Bool = false, timeout: Timeout? = nil, isDeaf: Bool = false,
    cleanup: Duration = .zero, onCancel: CancelResult? = nil, onShutdown: ShutdownResponse = .goOn,
    afterFunctions: [GroupPlan.AfterFunction] = [], attempts: [[Step]], retryDelay: Duration = .zero,
    place: Place? = nil
  ) {
    self.name = name
    self.spawn = spawn
    self.arrival = arrival
    self.capturedContext = capturedContext
    self.isDetached = isDetached
    self.timeout = timeout
    self.isDeaf = isDeaf
    self.cleanup = cleanup
    self.onCancel = onCancel
    self.onShutdown = onShutdown
    self.afterFunctions = afterFunctions
    self.attempts = attempts
    self.retryDelay = retryDelay
    self.place = place
  }

  /// The one that a loop spawns in this round, from 1.
  package func inRound(_ round: Int) -> TaskPlan {
    guard inRounds != nil else { return self }
    var task = self
    task.name = "\(name)-\(round)"
    task.inRounds = nil
    return task
  }

  /// Itself, or the one of each round.
  package var copies: [TaskPlan] { inRounds.map { $0.map(inRound) } ?? [self] }

  /// Every step of every attempt, and those inside of them.
  package var allSteps: [Step] { attempts.joined().flatMap(\.withInner) }

  /// Its attempts without those that never come: those after a first one that doesn't fail on its own.
  package var comingAttempts: ArraySlice<[Step]> {
    let isSure = attempts[0].reachable.allSatisfy { !$0.step.withUncaught.contains(where: \.traits.mayThrowElse) }
    return isSure ? attempts.prefix(1) : attempts[...]
  }

  /// Every step of those, and those inside of them.
  package var comingSteps: [Step] { comingAttempts.joined().flatMap(\.withInner) }

  /// Whether its code looks at a context that its own doesn't end.
  package var looksElsewhere: Bool { isDetached || capturedContext == .parent }

  /// The task itself, then every sibling that its steps add to its group, and theirs.
  package var withSpawnedSiblings: [TaskPlan] {
    var tasks: [TaskPlan] = []
    addWithSiblings(to: &tasks)
    return tasks
  }

  /// The same, without an array for each task: there may be very many.
  func addWithSiblings(to tasks: inout [TaskPlan]) {
    tasks.append(self)
    for attempt in attempts {
      for step in attempt {
        if case .work = step { continue }
        if case .finish = step { continue }
        for inner in step.withInner { inner.spawnedTask?.addWithSiblings(to: &tasks) }
      }
    }
  }

  /// How long the pause after an attempt is, from 1, before jitter.
  package func pause(afterAttempt attempt: Int) -> Duration {
    guard backoff.factor > 1 else { return retryDelay }
    let longest = backoff.longest ?? DurationText.longest
    return Retry.Backoff.exponential(from: retryDelay, factor: backoff.factor, upTo: longest).pause(after: attempt)
  }

  /// Whether a spawner that does it itself may have to return an error.
  package var mayFailInline: Bool {
    comingSteps.contains { $0.traits.ending == .throwsError || $0.looksAtContext(isDeaf: isDeaf) }
  }

  /// All the work that it would do itself if nothing stopped it: every attempt up to the first that doesn't end in an
  /// error, each up to its end, and what it does after the wait of groups that it opens. The tasks of these groups and
  /// the pauses between attempts aren't its work.
  package var plannedWork: Duration {
    var total = Duration.zero
    for steps in attempts where steps.plan(into: &total) != .throwsError { break }
    return total
  }
}

/// What a task returns when a step of it was cut short.
package enum CancelResult: Hashable, Sendable {
  /// Its context's error (Go: `ctx.Err()`).
  case contextError
  /// Its context's cause (Go: `context.Cause(ctx)`).
  case cause
  /// Its context's error with this text around it (Go: `fmt.Errorf("text: %w", ctx.Err())`).
  case wrapped(WrapText)
  /// No error at all.
  case success
  /// An error of its own with this text.
  case error(String)
}

extension TaskPlan {
  /// A task that an intervention adds.
  init(_ added: Intervention.AddedTask) {
    let ending: Step =
      switch added.ending {
      case .returns: .finish
      case .fails(let text): .fail(text)
      }
    self.init(
      name: added.name, isDeaf: !added.listens, attempts: [[.work(added.work, listens: true), ending]])
  }

  /// Whether it looks at its own context in every step, as far as it has a choice.
  var listensThroughout: Bool {
    guard !isDeaf, !looksElsewhere else { return false }
    return comingSteps.allSatisfy { $0.traits.work == nil || $0.looksAtContext(isDeaf: false) }
  }

  /// Whether it looks at any context in any step.
  var listensSometimes: Bool {
    guard !isDeaf else { return false }
    return comingSteps.contains { $0.looksAtContext(isDeaf: false) }
      || (comingAttempts.count > 1 && retryDelay > .zero)
  }
}

// MARK: What its steps do with what tasks share

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
      listening: looks ? .unlessDeaf : .never, usesGroup: inner.contains(where: \.usesGroup),
      mayThrowElse: doesJobs || each.contains(where: \.endsTask), givesContextOn: doesJobs)
  }
}

/// What a step does with a semaphore, or with a limiter.
package enum PermitStep: Hashable, Sendable {
  /// Waits for so many permits. Where no step of the same list gives them back, they are when the task, or the try that it
  /// is in, is over (Go: `defer s.Release(n)`).
  case acquire(String, count: Int, listens: Bool)
  case release(String, count: Int)
  /// Takes a token of a limiter, or waits for one to come (Go: `lim.Wait(ctx)`).
  case token(String)

  /// What it fails with where the context's deadline comes before the token.
  package static let wouldExceed = "rate: Wait(n=1) would exceed context deadline"

  package var semaphore: String? {
    switch self {
    case .acquire(let name, _, _), .release(let name, _): name
    case .token: nil
    }
  }

  var traits: Step.Traits {
    if case .token = self {
      return Step.Traits(listening: .unlessDeaf, mayThrowElse: true, givesContextOn: true, waitsInLibrary: true)
    }
    guard case .acquire(_, _, let listens) = self else { return Step.Traits(waitsInLibrary: true) }
    return Step.Traits(listening: listens ? .unlessDeaf : .never, givesContextOn: true, waitsInLibrary: true)
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

  var traits: Step.Traits {
    Step.Traits(
      listening: listens ? .unlessDeaf : .never, mayThrowElse: true, givesContextOn: true, waitsInLibrary: true)
  }
}

extension [Step] {
  /// The steps that there is something to do for: none after one that ends the task, and not a return at the end.
  package var reachable: [(index: Int, step: Step)] {
    var steps: [(index: Int, step: Step)] = []
    for (index, step) in enumerated() {
      if step == .finish { break }
      steps.append((index, step))
      if step.endsTask { break }
    }
    return steps
  }
}
