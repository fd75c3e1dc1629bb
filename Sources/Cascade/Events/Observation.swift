import Synchronization

/// What is known about a run only because it is observed: the recorder, where names begin, and which tasks wait.
package final class Observation: Sendable {
  private struct State {
    var waits: [Int: Event.Waiting] = [:]
    var nextWait = 0
    var rootWaits: UInt64 = 0
    /// Tasks that have started and aren't out.
    var working: Set<String> = []
    /// The status with which code ended the process, once it has.
    var exitStatus: Int?
  }

  private static let begun = Atomic(false)

  /// Whether any run has been observed in this process. Until then every path is empty, and which code runs needn't be
  /// known.
  static var hasBegun: Bool { begun.load(ordering: .relaxed) }

  package let recorder: EventRecorder
  private let time: any TimeSource
  /// Whether it is real: then it needn't be asked for its class.
  private let isReal: Bool
  private let epoch: Context.Instant
  private let root: NamedPlace
  /// Whether a simulation that can't go on will ask which tasks wait.
  let findsDeadlocks: Bool
  private let state = Locked(State())

  /// The run begins now.
  ///
  /// - Parameter findsDeadlocks: Whether to note which tasks wait and which work, which costs. The default is no.
  package init(recorder: EventRecorder, time: any TimeSource, findsDeadlocks: Bool = false) {
    self.recorder = recorder
    self.time = time
    self.findsDeadlocks = findsDeadlocks
    isReal = time === LiveTimeSource.shared
    epoch = time.now
    root = NamedPlace("", ordinal: 1, below: nil, run: recorder.run)
    Self.begun.store(true, ordering: .relaxed)
  }

  /// Records that something happened, now.
  func emit(_ path: Path, _ happening: consuming Happening) {
    recorder.append(path, happening) { sinceStart }
  }

  /// Records what running code says about itself, now.
  func emit(_ path: Path, _ note: consuming Event.Note) {
    recorder.append(path, note) { sinceStart }
  }

  /// Records something that the library doesn't say by itself.
  package func emit(_ id: String, _ kind: Event.Kind) {
    recorder.append(id, kind) { sinceStart }
  }

  /// Records that the code of `path` ends the process now. Nothing that comes after it is recorded.
  package func exit(_ path: String, status: Int, text: String?) {
    recorder.end(
      [(path, .note(.exit(status: status, text: text))), ("", .runEnded(.exited))], at: { sinceStart })
    state.withLock { $0.exitStatus = $0.exitStatus ?? status }
  }

  /// The status with which code ended the process, once it has.
  package var exitStatus: Int? { state.withLock { $0.exitStatus } }

  private var sinceStart: Context.Instant {
    Context.Instant(nanoseconds: (isReal ? LiveTimeSource.sharedNow : time.now).nanoseconds &- epoch.nanoseconds)
  }

  /// An instant of the time source, counted from the beginning of the run as the instants of events are.
  package func sinceStart(_ instant: Context.Instant) -> Context.Instant {
    instant.advanced(by: .nanoseconds(-epoch.nanoseconds))
  }

  /// The path of `name` below `owner`, made unique by `#2`, `#3` … when it is taken; see ``NameUses``.
  func path(of name: String, below owner: Path) -> Path {
    let owner = owner.place ?? root
    return path(name, ordinal: recorder.use(name, below: owner), below: owner)
  }

  /// The same for what has an index in place of a name.
  func path(ofIndex index: Int, below owner: Path) -> Path {
    let owner = owner.place ?? root
    return path(String(index), ordinal: recorder.use(index: index, below: owner), below: owner)
  }

  /// The path of something by this name below `owner` that needn't be the only one, as it is in no event.
  func path(called name: String, below owner: Path) -> Path {
    path(name, ordinal: 1, below: owner.place ?? root)
  }

  private func path(_ name: String, ordinal: Int, below owner: NamedPlace) -> Path {
    // A simulation reads a path whenever something is due.
    Path(
      findsDeadlocks
        ? SpelledPlace(name, ordinal: ordinal, below: owner)
        : NamedPlace(name, ordinal: ordinal, below: owner, run: recorder.run))
  }

  /// How often code outside of any task has waited, with this time.
  func countWait() -> UInt64 {
    state.withLock { state in
      state.rootWaits += 1
      return state.rootWaits
    }
  }

  /// Notes that a task is about to suspend; give the result to ``endWait(_:)`` when it goes on. None when waits aren't
  /// noted.
  package func beginWait(who: @autoclosure () -> String, what: @autoclosure () -> Event.Awaited) -> Int? {
    guard findsDeadlocks else { return nil }
    let waiting = Event.Waiting(who: who(), what: what())
    return state.withLock { state in
      state.nextWait += 1
      state.waits[state.nextWait] = waiting
      return state.nextWait
    }
  }

  package func endWait(_ token: Int) {
    state.withLock { _ = $0.waits.removeValue(forKey: token) }
  }

  /// Which task waits for what at this moment, in the order in which the waits began.
  package var waits: [Event.Waiting] {
    state.withLock { state in state.waits.sorted { $0.key < $1.key }.map(\.value) }
  }

  /// A task has started.
  func began(_ task: Path) {
    if findsDeadlocks { state.withLock { _ = $0.working.insert(task.text) } }
  }

  /// A task is out.
  func ended(_ task: Path) {
    if findsDeadlocks { state.withLock { _ = $0.working.remove(task.text) } }
  }

  /// The tasks that have started, aren't out, and aren't known to wait for anything here, in order; an empty path stands
  /// for the code of the run itself.
  package var unexplained: [String] {
    state.withLock { state in
      state.working.union([""]).subtracting(state.waits.values.map(\.who)).sorted()
    }
  }

  /// Whether some task that has started isn't known to wait for anything here: it may have left for elsewhere.
  package var mayBeAway: Bool {
    !unexplained.isEmpty
  }
}
