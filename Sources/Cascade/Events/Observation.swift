import Synchronization

/// What is known about a run only because somebody observes it: the recorder, the names in use, and who waits.
package final class Observation: Sendable {
  private struct State {
    var paths: [String: Int] = [:]
    var waits: [Int: Event.Waiting] = [:]
    var nextWait = 0
    var rootWaits: UInt64 = 0
    /// Tasks that have started and aren't out.
    var working: Set<String> = []

    /// How often the path has been used, with this time. One look into the table.
    mutating func use(_ path: String) -> Int {
      func count(_ uses: inout Int) -> Int {
        uses += 1
        return uses
      }
      return count(&paths[path, default: 0])
    }
  }

  private static let begun = Atomic(false)

  /// Whether anybody has observed anything in this process. As long as nobody has, every path is empty, and nobody
  /// needs to know what code runs.
  static var hasBegun: Bool { begun.load(ordering: .relaxed) }

  package let recorder: Recorder
  private let time: any TimeSource
  private let epoch: Instant
  /// Whether anybody will ask who waits: a simulation that can't go on.
  let findsDeadlocks: Bool
  private let state = Locked(State())

  /// The run begins now.
  ///
  /// - Parameter findsDeadlocks: Whether anybody will ask who waits and who is at work, which costs. The default is no.
  package init(recorder: Recorder, time: any TimeSource, findsDeadlocks: Bool = false) {
    self.recorder = recorder
    self.time = time
    self.findsDeadlocks = findsDeadlocks
    epoch = time.now
    Self.begun.store(true, ordering: .relaxed)
  }

  /// Records that something happened, now.
  package func emit(_ id: consuming String, _ kind: consuming Event.Kind) {
    recorder.append(id, kind, time: time, epoch: epoch)
  }

  /// An instant of the time source, counted from the beginning of the run as the instants of events are.
  package func sinceStart(_ instant: Instant) -> Instant {
    instant.advanced(by: .nanoseconds(-epoch.nanoseconds))
  }

  /// The path of `name` below `owner`, made unique by `#2`, `#3` … when it is taken.
  package func path(of name: String, below owner: String) -> String {
    let path = owner.isEmpty ? name : owner + "/" + name
    let uses = state.withLock { $0.use(path) }
    return uses == 1 ? path : path + "#" + String(uses)
  }

  /// How often code outside of any task has waited, with this time.
  func countWait() -> UInt64 {
    state.withLock { state in
      state.rootWaits += 1
      return state.rootWaits
    }
  }

  /// Notes that a task is about to suspend; give the result to ``endWait(_:)`` when it goes on. None when nobody will ask.
  package func beginWait(who: @autoclosure () -> String, what: @autoclosure () -> String) -> Int? {
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

  /// Who waits for what at this moment, in the order in which they began to.
  package var waits: [Event.Waiting] {
    state.withLock { state in state.waits.sorted { $0.key < $1.key }.map(\.value) }
  }

  /// A task has started.
  func began(_ task: String) {
    if findsDeadlocks { state.withLock { _ = $0.working.insert(task) } }
  }

  /// A task is out.
  func ended(_ task: String) {
    if findsDeadlocks { state.withLock { _ = $0.working.remove(task) } }
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
