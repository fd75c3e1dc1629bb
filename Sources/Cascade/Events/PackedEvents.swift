/// The events of a run in few bytes: 32 for each, 16 for each path and as many for each new name, and lists of what doesn't
/// fit into that.
///
/// Not concurrent: the ``EventRecorder`` has the lock. A copy is a view of that moment, which costs little.
struct PackedEvents: Sendable {
  /// One event. What `a` and `b` mean depends on `kind`.
  struct Entry {
    let t: Context.Instant
    let path: UInt32
    let kind: Kind
    var a: UInt64 = 0
    var b: UInt64 = 0
  }

  enum Kind {
    case contextMade(Event.ContextMade.What)
    case contextTold(Cancellation.Reason)
    case contextEnded
    case groupOpened, groupWaiting, groupFailureKept, groupClosed
    case taskSpawned, taskQueued, taskStarted, taskRefused, taskSkipped
    case taskTold(Cancellation.Reason)
    case taskOut(Event.TaskOut.Outcome, kept: Bool)
    case afterFired, afterReturned, afterStopped
    case log, retry, cleanup, plan, pause, note
    case event
  }

  /// One path, by its last name. Number 0 is the empty one.
  struct Step {
    /// The number of the name in its list.
    let name: UInt32
    let owner: UInt32
    /// That of the context that it was derived from, of a group of the one it was opened in, of a task of its group.
    var parent: UInt32 = 0
    let ordinal: UInt32
  }

  struct Opening: Equatable {
    let policy: Event.Policy
    let options: [Event.GroupOption]
  }

  private let run: UInt32
  private(set) var entries = Pages<Entry>()
  private(set) var steps = Pages<Step>()
  private(set) var names = Pages<String>()
  // What doesn't fit. Texts, errors, places and instants are numbered from 1; 0 is none.
  private(set) var texts = Pages<String>()
  private(set) var errors = Pages<Event.ErrorInfo>()
  private(set) var sites = Pages<CallSite>()
  private(set) var instants = Pages<Context.Instant>()
  private(set) var durations = Pages<Duration>()
  private(set) var openings = Pages<Opening>()
  private(set) var notes = Pages<Event.Note>()
  private(set) var events = Pages<Event.Kind>()

  /// - Parameter run: The run whose paths have their numbers here.
  init(run: UInt32) {
    self.run = run
    enter("", ordinal: 1, below: 0)
  }

  var count: Int { entries.count }

  /// Appends what happened.
  ///
  /// - Complexity: O(1), where the owner of the path is known; O(length of the path) for that of another run.
  mutating func append(_ path: Path, _ happening: consuming Happening, at t: Context.Instant) {
    let path = number(of: path)
    let (kind, a, b) = words(of: consume happening, about: path)
    entries.append(Entry(t: t, path: path, kind: kind, a: a, b: b))
  }

  /// The same of a note.
  mutating func append(_ path: Path, _ note: consuming Event.Note, at t: Context.Instant) {
    let path = number(of: path)
    let (kind, a, b) = words(of: consume note)
    entries.append(Entry(t: t, path: path, kind: kind, a: a, b: b))
  }

  /// The same about a path that is there as a text.
  mutating func append(_ path: String, _ event: consuming Event.Kind, at t: Context.Instant) {
    let path = path.isEmpty ? 0 : number(of: path)
    events.append(event)
    entries.append(Entry(t: t, path: path, kind: .event, a: UInt64(events.count - 1)))
  }

  private mutating func words(
    of happening: consuming Happening, about path: UInt32
  ) -> (Kind, UInt64, UInt64) {
    switch happening {
    case .contextMade(let what, let parent, let deadline, let site):
      setParent(parent, of: path)
      let (file, line) = site?.words ?? (0, 0)
      return (.contextMade(what), UInt64(file), UInt64(line) | number(of: deadline) << 32)
    case .contextTold(let telling):
      let (a, b) = words(of: telling, about: path)
      return (.contextTold(telling.reason), a, b)
    case .contextEnded: return (.contextEnded, 0, 0)
    case .groupOpened(let parent, let policy, let options):
      setParent(parent, of: path)
      let opening = Opening(policy: policy, options: options)
      if openings.last != opening { openings.append(opening) }
      return (.groupOpened, UInt64(openings.count - 1), 0)
    case .groupWaiting(let who): return (.groupWaiting, UInt64(number(of: who)), 0)
    case .groupFailureKept(let task, let error):
      return (.groupFailureKept, UInt64(number(of: task)), number(of: error))
    case .groupClosed(let error): return (.groupClosed, number(of: error), 0)
    case .taskSpawned(let group, let site):
      setParent(group, of: path)
      let (file, line) = site?.words ?? (0, 0)
      return (.taskSpawned, UInt64(file), UInt64(line))
    case .taskQueued: return (.taskQueued, 0, 0)
    case .taskStarted: return (.taskStarted, 0, 0)
    case .taskRefused(let why): return (.taskRefused, number(ofText: why), 0)
    case .taskSkipped(let why): return (.taskSkipped, number(ofText: why), 0)
    case .taskTold(let telling):
      let (a, b) = words(of: telling, about: path)
      return (.taskTold(telling.reason), a, b)
    case .taskOut(let end):
      return (.taskOut(end.outcome, kept: end.kept), number(of: end.error), UInt64(number(of: end.through)))
    case .afterFired: return (.afterFired, 0, 0)
    case .afterReturned: return (.afterReturned, 0, 0)
    case .afterStopped: return (.afterStopped, 0, 0)
    case .other(let event):
      events.append(event)
      return (.event, UInt64(events.count - 1), 0)
    }
  }

  private mutating func words(of note: consuming Event.Note) -> (Kind, UInt64, UInt64) {
    switch note {
    case .log(let line): return (.log, number(ofText: line), 0)
    case .retry(let attempt, let limit):
      return (.retry, UInt64(bitPattern: Int64(attempt)), UInt64(bitPattern: Int64(limit)))
    case .cleanup(let planned): return (.cleanup, number(of: planned), 0)
    case .plan(let total): return (.plan, number(of: total), 0)
    case .pause(let planned): return (.pause, number(of: planned), 0)
    case .step, .wait, .signal, .returns, .exit, .call:
      notes.append(note)
      return (.note, UInt64(notes.count - 1), 0)
    }
  }

  /// Where nothing says where it began, that is the context itself.
  private mutating func words(of telling: Telling, about path: UInt32) -> (UInt64, UInt64) {
    let origin = number(of: telling.origin)
    return (
      UInt64(origin == 0 ? path : origin) | number(of: telling.site) << 32,
      telling.cause.map { number(of: $0) } ?? 0
    )
  }

  // MARK: Numbers

  private mutating func setParent(_ parent: Path, of path: UInt32) {
    let number = number(of: parent)
    if number != 0 { steps[Int(path)].parent = number }
  }

  @inline(__always)
  private mutating func number(of path: Path) -> UInt32 {
    guard let place = path.place else { return 0 }
    // Not counted: the caller has it.
    return Unmanaged.passUnretained(place)._withUnsafeGuaranteedRef { place in
      place.run == run && place.number != 0 ? place.number : newNumber(of: place)
    }
  }

  private mutating func newNumber(of place: NamedPlace) -> UInt32 {
    // Code of another run may be at work here.
    guard place.run == run else { return number(of: place.text) }
    guard let owner = place.owner else { return 0 }
    // Mostly the owner is known. Where it isn't, it may be deep.
    if owner.number == 0, !owner.isRoot {
      var unknown: [NamedPlace] = []
      var above = owner
      while above.number == 0, let next = above.owner {
        unknown.append(above)
        above = next
      }
      for place in unknown.reversed() { enter(place, below: place.owner?.number ?? 0) }
    }
    enter(place, below: owner.number)
    return place.number
  }

  private mutating func enter(_ place: NamedPlace, below owner: UInt32) {
    place.number = enter(place.name, ordinal: place.ordinal, below: owner)
  }

  private mutating func number(of path: String) -> UInt32 {
    enter(path, ordinal: 1, below: 0)
  }

  @discardableResult
  private mutating func enter(_ name: String, ordinal: Int, below owner: UInt32) -> UInt32 {
    // Many contexts in a row often have the same name.
    if names.last != name { names.append(name) }
    steps.append(
      Step(
        name: UInt32(truncatingIfNeeded: names.count - 1), owner: owner,
        ordinal: UInt32(truncatingIfNeeded: ordinal)))
    return UInt32(truncatingIfNeeded: steps.count - 1)
  }

  func name(of step: Step) -> String { names[Int(step.name)] }

  private mutating func number(ofText text: String?) -> UInt64 {
    guard let text else { return 0 }
    // What was said last is often said again, of a group and of each of its tasks.
    if texts.last != text { texts.append(text) }
    return UInt64(texts.count)
  }

  private mutating func number(of error: Event.ErrorInfo?) -> UInt64 {
    guard let error else { return 0 }
    // As with texts.
    if errors.last != error { errors.append(error) }
    return UInt64(errors.count)
  }

  private mutating func number(of site: CallSite?) -> UInt64 {
    guard let site else { return 0 }
    if sites.last.map({ $0.file != site.file || $0.line != site.line }) ?? true { sites.append(site) }
    return UInt64(sites.count)
  }

  private mutating func number(of duration: Duration) -> UInt64 {
    durations.append(duration)
    return UInt64(durations.count - 1)
  }

  private mutating func number(of instant: Context.Instant?) -> UInt64 {
    guard let instant else { return 0 }
    instants.append(instant)
    return UInt64(instants.count)
  }
}

/// A list that only grows, so many elements to a page: what is there never moves when more comes, and a copy shares all
/// pages but the one that isn't full.
struct Pages<Element> {
  private var full: [ContiguousArray<Element>] = []
  private var rest = ContiguousArray<Element>()

  private static var size: Int { 256 }

  var count: Int { full.count * Self.size + rest.count }

  @inline(__always)
  mutating func append(_ element: consuming Element) {
    if rest.count == Self.size || rest.isEmpty { turn() }
    rest.append(element)
  }

  @inline(never)
  private mutating func turn() {
    if !rest.isEmpty { full.append(rest) }
    rest = []
    rest.reserveCapacity(Self.size)
  }

  subscript(index: Int) -> Element {
    get {
      let page = index / Self.size
      return page < full.count ? full[page][index % Self.size] : rest[index % Self.size]
    }
    set {
      let page = index / Self.size
      if page < full.count { full[page][index % Self.size] = newValue } else { rest[index % Self.size] = newValue }
    }
  }

  var last: Element? { rest.last }
}

extension Pages: Sendable where Element: Sendable {}
