import Cascade

/// What has happened to one row so far: for each thing that can happen, the number of the event that said so, and the
/// few facts from it that states depend on. The rest is looked up in the events.
package struct Marks: Hashable, Sendable {
  /// The number of an event or of a row, or none.
  package struct Number: Hashable, Sendable {
    private var raw: Int32 = -1

    init() {}
    init(_ value: Int) { raw = Int32(clamping: value) }

    package var value: Int? { raw < 0 ? nil : Int(raw) }
    package var isSet: Bool { raw >= 0 }

    /// Keeps the first of several.
    mutating func setOnce(_ number: Number) {
      if raw < 0 { self = number }
    }

    /// Whether both are set, and this one is smaller.
    func isBefore(_ other: Number) -> Bool { isSet && raw < other.raw }
  }

  /// How a task returned.
  struct End: Hashable, Sendable {
    let outcome: Event.TaskOut.Outcome
    /// Whether its own event says that the group keeps its error.
    let isKept: Bool
    /// Whether the error says more than that the task was told.
    let hasOwnError: Bool
    let isDeadline: Bool
  }

  /// How a context was told.
  struct Telling: Hashable, Sendable {
    let reason: Cancellation.Reason
    let isTask: Bool
    /// Whether it began at this row or below it.
    let isOwn: Bool
  }

  /// `context.made`, `group.opened` or `task.spawned`.
  package private(set) var born = Number()
  /// The latest event about this row, whatever it said.
  package private(set) var latest = Number()
  package private(set) var queued = Number()
  package private(set) var started = Number()
  /// `task.told` or `context.told`: the first, since it never changes afterwards.
  package private(set) var told = Number()
  private(set) var telling: Telling?
  /// `task.out`, `group.closed` or `context.ended`.
  package private(set) var ended = Number()
  /// Of a task that has returned.
  private(set) var end: End?
  /// `task.refused` or `task.skipped`.
  package private(set) var turnedAway = Number()
  private(set) var wasSkipped = false
  /// `group.failureKept`: of a group the first one, of a task the one that names it.
  package private(set) var kept = Number()
  /// `group.waiting`.
  package private(set) var waited = Number()
  /// `after.fired`.
  package private(set) var fired = Number()
  /// `after.stopped`.
  package private(set) var stopped = Number()
  /// The `deadlock` that names this task.
  package private(set) var stuck = Number()
  /// The `note.exit` of this task.
  package private(set) var exited = Number()
  /// The latest of each kind of note.
  package private(set) var step = Number()
  private(set) var firstStep = Number()
  private(set) var stepHears = Event.Listening.yes
  private var stepAwaitsTold = false
  /// Whether it was told in a wait or a step that listens, which ended for that, and goes on: what it does then needn't listen.
  private(set) var hasHeard = false
  /// The latest `intervention` that made it listen or deaf.
  package private(set) var hearing = Number()
  private(set) var hearingListens = true
  package private(set) var cleanup = Number()
  package private(set) var plan = Number()
  package private(set) var log = Number()
  package private(set) var retry = Number()
  package private(set) var pause = Number()
  /// Of a task: the `context.told` of a deadline that the task set for itself.
  package private(set) var ownDeadline = Number()
  /// Of a task: the row of the group that it waits for.
  package private(set) var waitsFor = Number()
  /// Of a group: the row of the task that waits for it.
  package private(set) var waiter = Number()

  /// What it listens to in the step that it is in, as that said or as an intervention changed it since; nil for no step.
  var hears: Event.Listening? {
    guard step.isSet else { return nil }
    return step.isBefore(hearing) ? hearingListens ? .yes : .no : stepHears
  }

  /// Whether it does something after it heard that it was told.
  package var hasHeardAndWorks: Bool { hasHeard && stepHears == .no }

  /// Whether it listens to its own context.
  var listens: Bool? { hears.map { $0 == .yes } }

  /// One thing that an event changes about one row.
  enum Change: Hashable, Sendable {
    /// Nothing but that there was an event.
    case latest
    case born, queued, started
    case told(Telling)
    /// `nil` for what isn't a task.
    case ended(End?)
    case turnedAway(isSkipped: Bool)
    case kept, waited, fired, stopped, stuck, exited
    /// - Parameter cutsShort: Whether the step before ends before its work is done.
    case step(hears: Event.Listening, awaitsTold: Bool, cutsShort: Bool)
    case hearing(listens: Bool)
    case cleanup, plan, log, retry, pause, ownDeadline
    case waitsFor(Number)
    case waiter(Number)
  }

  /// Takes in a change.
  ///
  /// - Parameters:
  ///   - event: The number of the event that makes it.
  ///   - isAbout: Whether that event is about this row, and not about another one that has to do with it.
  mutating func take(_ change: Change, of event: Number, isAbout: Bool) {
    if isAbout { latest = event }
    switch change {
    case .latest: break
    case .born:
      // The same path again is a new life.
      self = Marks()
      (born, latest) = (event, event)
    case .queued: queued = event
    case .started: started = event
    case .told(let telling):
      guard !told.isSet else { break }
      (told, self.telling) = (event, telling)
    case .ended(let end):
      if end != nil { waitsFor = Number() }
      guard !ended.isSet else { break }
      (ended, self.end) = (event, end)
    case .turnedAway(let isSkipped): (turnedAway, wasSkipped) = (event, isSkipped)
    case .kept: kept.setOnce(event)
    case .waited: waited.setOnce(event)
    case .fired: fired.setOnce(event)
    case .stopped: stopped.setOnce(event)
    case .stuck: stuck = event
    case .exited: exited.setOnce(event)
    case .step(let hears, let awaitsTold, let cutsShort):
      if told.isSet, stepAwaitsTold || cutsShort && self.hears == .yes { hasHeard = true }
      (step, stepHears, stepAwaitsTold) = (event, hears, awaitsTold)
      firstStep.setOnce(event)
    case .hearing(let listens): (hearing, hearingListens) = (event, listens)
    case .cleanup: cleanup = event
    case .plan: plan = event
    case .log: log = event
    case .retry: retry = event
    case .pause: pause = event
    case .ownDeadline: ownDeadline.setOnce(event)
    case .waitsFor(let group): waitsFor = group
    case .waiter(let task): waiter = task
    }
  }
}
