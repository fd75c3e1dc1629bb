/// The rules of a group, without locks, tasks or continuations: what happens when a task is asked for, when it returns,
/// and when somebody waits. Each method says what is to be done; the shell does it.
///
/// `Spawner` and `Joiner` stand for whoever is suspended in `go` and in `wait`.
struct GroupMachine<Spawner, Joiner> {
  /// What a group makes of an error.
  enum Rule: Sendable {
    /// Go's `errgroup.WithContext`: the first error is kept and cancels everybody.
    case failFast
    /// Go's zero `errgroup.Group`: the first error is kept, nobody is cancelled.
    case keepFirst
    /// Go's `sync.WaitGroup`: errors vanish.
    case ignore
  }

  let rule: Rule
  let limit: Int?
  /// Tasks that hold a slot.
  private(set) var running = 0
  /// Tasks that have been asked for and aren't out: those running, and those whose spawner waits for a slot.
  private(set) var outstanding = 0
  /// The error that counts.
  private(set) var firstFailure: (any Error)?
  /// All errors, in the order in which tasks returned them.
  private(set) var failures: [Failure] = []
  private var spawners = Queue<Spawner>()
  private var joiners: [Joiner] = []

  init(rule: Rule, limit: Int?) {
    self.rule = rule
    self.limit = limit
  }

  /// Somebody calls `go`. Whether there is a slot; if not, the caller has to wait for one
  /// (``queue(_:)``). Either way the task counts from now on.
  mutating func spawn() -> Bool {
    outstanding += 1
    guard let limit, running >= limit else {
      running += 1
      return true
    }
    return false
  }

  /// Somebody calls `tryGo`. Whether there is a slot; if not, nothing has changed.
  mutating func trySpawn() -> Bool {
    if let limit, running >= limit { return false }
    running += 1
    outstanding += 1
    return true
  }

  /// The caller of `go` is suspended.
  mutating func queue(_ spawner: Spawner) {
    spawners.append(spawner)
  }

  /// A task returned `error`. Whether this is the failure that counts, and whether everybody has to be told before the
  /// task counts as out (``leave()``).
  mutating func taskReturned(_ error: (any Error)?, name: String) -> (kept: Bool, cancels: Bool) {
    guard let error, rule != .ignore else { return (false, false) }
    failures.append(Failure(task: name, error: error))
    guard firstFailure == nil else { return (false, false) }
    firstFailure = error
    return (true, rule == .failFast)
  }

  /// A task is out. Its slot goes to the spawner that has waited longest, if one does. Whoever waits for the group goes
  /// on when this was the last.
  mutating func leave() -> (spawner: Spawner?, joiners: [Joiner]) {
    outstanding -= 1
    let next = spawners.popFirst()
    if next == nil { running -= 1 }
    guard outstanding == 0 else { return (next, []) }
    let released = joiners
    joiners = []
    return (next, released)
  }

  /// Somebody waits. Whether there is anything to wait for; if so, `joiner` is kept until there isn't.
  mutating func join(_ joiner: @autoclosure () -> Joiner) -> Bool {
    guard outstanding > 0 else { return false }
    joiners.append(joiner())
    return true
  }
}

/// An error that a task of a group returned.
public struct Failure: Error, Sendable {
  /// The path of the task, when the run is observed; else the name it was given.
  public var task: String
  public var error: any Error
}

/// First in, first out.
private struct Queue<Element> {
  private var elements: ContiguousArray<Element?> = []
  private var head = 0

  mutating func append(_ element: Element) {
    elements.append(element)
  }

  mutating func popFirst() -> Element? {
    guard head < elements.count else { return nil }
    let element = elements[head]
    elements[head] = nil
    head += 1
    if head == elements.count {
      elements.removeAll(keepingCapacity: true)
      head = 0
    } else if head > 64, head * 2 > elements.count {
      elements.removeFirst(head)
      head = 0
    }
    return element
  }
}
