/// The rules of a group, without locks, tasks or continuations: what happens when a task is asked for, when it returns,
/// and when a caller waits. Each method says what is to be done; the shell does it.
///
/// `Spawner` and `Joiner` stand for callers suspended in `go` and in `wait`.
struct GroupMachine<Spawner, Joiner> {
  let policy: JoinPolicy
  let limit: Int?
  /// Tasks that hold a slot.
  private(set) var running = 0
  /// Tasks that have been asked for and aren't out: those running, and those whose spawner waits for a slot.
  private(set) var outstanding = 0
  /// The error that counts.
  private(set) var firstFailure: (any Error)?
  /// The first one that isn't the echo of a cancellation.
  private(set) var firstOther: (any Error)?
  /// Whether a task was cut short by the end of the group's context.
  private var hasEchoes = false
  /// How the tasks have ended so far.
  private(set) var tally = ErrGroup.Tally()
  private var spawners = Queue<Spawner>()
  /// The first caller that waits for the group. Mostly there is no other.
  private var joiner: Joiner?
  private var otherJoiners: [Joiner] = []

  init(policy: JoinPolicy, limit: Int?) {
    self.policy = policy
    self.limit = limit
  }

  /// A task is asked for with `go`. Whether there is a slot; if not, the caller has to wait for one (``queue(_:)``).
  /// Either way the task counts from now on.
  mutating func spawn() -> Bool {
    outstanding += 1
    guard let limit, running >= limit else {
      running += 1
      return true
    }
    return false
  }

  /// A spawner that was taken out of the queue (``takeSpawners(dropping:)``) asks again, for the same task.
  mutating func respawn() -> Bool {
    guard let limit, running >= limit else {
      running += 1
      return true
    }
    return false
  }

  /// Empties the queue.
  ///
  /// - Parameter dropping: Whether their tasks will never run, and so don't count any more.
  /// - Returns: the spawners taken out, and the joiners to resume, if no task is left to wait for.
  mutating func takeSpawners(dropping: Bool) -> (spawners: [Spawner], joiners: [Joiner]) {
    let taken = spawners.popAll()
    guard dropping, !taken.isEmpty else { return (taken, []) }
    outstanding -= taken.count
    guard outstanding == 0 else { return (taken, []) }
    return (taken, takeJoiners())
  }

  /// A task is asked for with `tryGo`. Whether there is a slot; if not, nothing has changed.
  mutating func trySpawn() -> Bool {
    if let limit, running >= limit { return false }
    running += 1
    outstanding += 1
    return true
  }

  /// The caller of `go` is suspended.
  ///
  /// - Returns: its place, for ``withdraw(_:)``.
  @discardableResult
  mutating func queue(_ spawner: Spawner) -> Queue<Spawner>.Ticket {
    spawners.append(spawner)
  }

  /// The caller of `go` gives up. Its task will never run, and doesn't count any more.
  ///
  /// - Returns: whether it was still in the queue; if not, its task has a slot. And the joiners to release, if nothing is
  ///   left to wait for.
  mutating func withdraw(_ place: Queue<Spawner>.Ticket) -> (wasQueued: Bool, joiners: [Joiner]) {
    guard spawners.remove(place) != nil else { return (false, []) }
    outstanding -= 1
    guard outstanding == 0 else { return (true, []) }
    return (true, takeJoiners())
  }

  /// What a task's return means for the group.
  struct Decision {
    /// Whether the task's failure is one that counts.
    var kept = false
    var action = Action.none

    enum Action {
      case none
      /// The group's tasks have to be told of this failure, before the task counts as out.
      case tell(ErrGroup.Failure)
      /// The policy has to be asked, before the task counts as out.
      case ask(ErrGroup.Tally)
    }
  }

  /// How a task returned, as far as the group cares.
  enum Ending {
    case success
    case failure(ErrGroup.Failure)
    /// With an error that an option asked to overlook.
    case overlooked
  }

  /// A task returned. It counts as out only after ``leave()``.
  mutating func taskReturned(_ ending: Ending) -> Decision {
    let failure: ErrGroup.Failure
    switch ending {
    case .overlooked: return Decision()
    case .success:
      if tally.failed == 0 { tally.beganWithSuccess = true }
      tally.succeeded += 1
      guard case .asked = policy.form else { return Decision() }
      return Decision(action: .ask(tally))
    case .failure(let given): failure = given
    }
    if case .ignoreErrors = policy.form { return Decision() }
    let isFirst = firstFailure == nil
    if isFirst { firstFailure = failure.error }
    if failure.nature == .echo {
      hasEchoes = true
    } else if firstOther == nil {
      firstOther = failure.error
    }
    tally.failed += 1
    if tally.failures.count < ErrGroup.Tally.failureLimit { tally.failures.append(failure) }
    switch policy.form {
    case .failFast: return Decision(kept: isFirst, action: isFirst ? .tell(failure) : .none)
    case .keepFirst: return Decision(kept: isFirst)
    case .ignoreErrors: return Decision()
    case .asked:
      let kept =
        switch policy.keeps {
        case .none, .best: false
        // After a success that ends the group no failure counts.
        case .first: isFirst && !(policy.cancelsOn == .success && tally.succeeded > 0)
        case .all: true
        }
      return Decision(kept: kept, action: .ask(tally))
    }
  }

  /// A task is out. Its slot goes to the spawner that has waited longest, if one waits. The joiners go on when this was
  /// the last task.
  mutating func leave() -> (spawner: Spawner?, joiners: [Joiner]) {
    outstanding -= 1
    let next = spawners.popFirst()
    if next == nil { running -= 1 }
    guard outstanding == 0 else { return (next, []) }
    return (next, takeJoiners())
  }

  /// A task returned without an error and is out, in a group whose policy needn't be asked:
  /// ``taskReturned(_:)`` and ``leave()`` in one, without the joiners (``takeJoiners()``).
  ///
  /// - Returns: the spawner that gets its slot, and whether no task is left to wait for.
  mutating func succeed() -> (spawner: Spawner?, isLast: Bool) {
    tally.succeeded += 1
    return leaveAlone()
  }

  /// The same for a task that says no more than that the group is over, in a group that fails fast.
  mutating func fail(echo failure: ErrGroup.Failure) -> (spawner: Spawner?, isLast: Bool) {
    if firstFailure == nil { firstFailure = failure.error }
    hasEchoes = true
    tally.failed += 1
    if tally.failures.count < ErrGroup.Tally.failureLimit { tally.failures.append(failure) }
    return leaveAlone()
  }

  private mutating func leaveAlone() -> (spawner: Spawner?, isLast: Bool) {
    outstanding -= 1
    let next = limit == nil ? nil : spawners.popFirst()
    if next == nil { running -= 1 }
    return (next, outstanding == 0)
  }

  /// The callers that wait for the group, if nothing is left to wait for.
  mutating func takeJoiners() -> [Joiner] {
    guard let first = takeJoiner() else { return [] }
    guard !otherJoiners.isEmpty else { return [first] }
    defer { otherJoiners = [] }
    return [first] + otherJoiners
  }

  /// The first of those, if it is the only one: then there is no need for a list.
  mutating func takeOnlyJoiner() -> Joiner? {
    otherJoiners.isEmpty ? takeJoiner() : nil
  }

  private mutating func takeJoiner() -> Joiner? {
    outstanding == 0 ? joiner.take() : nil
  }

  /// What waiting for the group throws now that all tasks are out. A policy of a third party has to be asked without a
  /// lock.
  ///
  /// - Parameter interruption: What the group's context says, if it was ended from elsewhere.
  func conclusion(_ interruption: ContextError?) -> @Sendable () -> (any Error)? {
    let firstFailure = firstFailure
    guard case .asked(_, let conclude) = policy.form else { return { firstFailure } }
    var tally = tally
    tally.interruption = hasEchoes ? interruption : nil
    return { [tally] in conclude(tally) }
  }

  /// The same for the code that ended the group: echoes of that are no failures.
  var conclusionWithoutEchoes: @Sendable () -> (any Error)? {
    let firstOther = firstOther
    guard firstOther != nil, policy.isAsked else { return { firstOther } }
    return conclusion(nil)
  }

  /// A caller waits. Whether there is a task to wait for; if so, `joiner` is kept until there is none.
  mutating func join(_ joiner: @autoclosure () -> Joiner) -> Bool {
    guard outstanding > 0 else { return false }
    if self.joiner == nil { self.joiner = joiner() } else { otherJoiners.append(joiner()) }
    return true
  }

  /// A joiner gives up.
  mutating func unjoin(_ isJoiner: (Joiner) -> Bool) {
    otherJoiners.removeAll(where: isJoiner)
    guard let first = joiner, isJoiner(first) else { return }
    joiner = otherJoiners.isEmpty ? nil : otherJoiners.removeFirst()
  }
}
