import Cascade
import CascadeNcurses
import CascadeScenarios
import CascadeSockets
import CascadeTrace
import CascadeUI
import Dispatch
import Foundation

/// What takes long to answer, on a thread of its own, so that keys and signals are heard meanwhile: runs and programs of
/// scenarios with very many tasks.
///
/// One thing at a time, the newest question first: what a dialog asks as its user goes on is seldom worth waiting for.
final class LongWork: Sendable {
  private struct State {
    var waiting: [@Sendable () -> Message?] = []
    var answers: [Message] = []
    var isWorking = false
    /// How often everything was forgotten: an answer from before is dropped.
    var forgotten = 0
  }

  private let state = Locked(State())
  private let start: @Sendable (_ work: @escaping @Sendable () -> Void) -> Bool
  private let wake: @Sendable () -> Void

  /// A scenario with more tasks than this isn't answered for in between.
  private static let mostAtOnce = 2_000

  /// - Parameters:
  ///   - start: Does work on another thread, and says whether there is one to have.
  ///   - wake: Called from there for each answer.
  init(
    start: @escaping @Sendable (_ work: @escaping @Sendable () -> Void) -> Bool = {
      OwnThread.start(takesSignals: false, $0)
    }, wake: @escaping @Sendable () -> Void
  ) {
    self.start = start
    self.wake = wake
  }

  /// Whether what is asked about a scenario takes long.
  static func isLong(_ scenario: Scenario) -> Bool {
    var count = 0
    func add(_ group: GroupPlan) {
      guard group.tasks.count <= mostAtOnce else {
        count += group.tasks.count
        return
      }
      for task in group.allTasks where count <= mostAtOnce {
        count += 1
        for step in task.allSteps { if let nested = step.nestedGroup { add(nested) } }
      }
    }
    add(scenario.group)
    return count > mostAtOnce
  }

  /// Sees to it that there will be an answer.
  ///
  /// - Returns: the answer, where no thread can be had for it.
  func ask(_ question: @escaping @Sendable () -> Message?) -> Message? {
    let isWorking = state.withLock { state in
      state.waiting.append(question)
      defer { state.isWorking = true }
      return state.isWorking
    }
    guard !isWorking, !start({ [self] in work() }) else { return nil }
    state.withLock { state in
      state.isWorking = false
      state.waiting.removeLast()
    }
    return question()
  }

  /// The answers since the last time.
  func take() -> [Message] {
    state.withLock { state in
      defer { state.answers = [] }
      return state.answers
    }
  }

  /// What was played took several times the memory that its recording does: the C library would keep that.
  func tidy() { _ = ask { nil } }

  /// Something else is open: no answer to what was asked before is wanted.
  func forget() {
    state.withLock { state in
      state.waiting = []
      state.answers = []
      state.forgotten += 1
    }
  }

  private func work() {
    while let (question, era) = next() {
      if let answer = question() {
        state.withLock { if $0.forgotten == era { $0.answers.append(answer) } }
        wake()
      }
      ProcessMemory.giveBack()
    }
  }

  private func next() -> (question: @Sendable () -> Message?, era: Int)? {
    state.withLock { state in
      let question = state.waiting.popLast()
      state.isWorking = question != nil
      return question.map { ($0, state.forgotten) }
    }
  }
}

/// Folds the events of a run of very many tasks while it is played, on a thread of its own.
final class FoldAhead: RunReader {
  /// Where the run's events go.
  let recorder: EventRecorder
  private let isOver = Locked(false)
  private let folded = Locked(Recording())
  private let places: @Sendable () -> [String: String]
  private let isFolded = DispatchSemaphore(value: 0)
  /// Whether it is folded, or being folded.
  private let isBegun: Locked<Bool>

  /// So many events are folded at a time.
  private let chunk: Int

  /// - Parameters:
  ///   - chunk: So many events are folded at a time.
  ///   - start: Does work on another thread, and says whether there is one to have.
  ///   - places: Where rows are written down, by path.
  init(
    chunk: Int = 20_000,
    start: (_ work: @escaping @Sendable () -> Void) -> Bool = { OwnThread.start(takesSignals: false, $0) },
    places: @escaping @Sendable () -> [String: String]
  ) {
    recorder = EventRecorder()
    self.chunk = chunk
    self.places = places
    isBegun = Locked(false)
    let isStarted = start { [self] in fold() }
    isBegun.withLock { $0 = isStarted }
  }

  /// The run is over, or came to nothing.
  func stop() { isOver.withLock { $0 = true } }

  /// The events of the whole run. Asked for when it is over.
  func events() -> [Event] { Array(recording().log) }

  /// The whole run. Asked for when it is over.
  func recording() -> Recording {
    stop()
    let isLeft = isBegun.withLock { isBegun in
      defer { isBegun = true }
      return !isBegun
    }
    if isLeft { fold() }
    isFolded.wait()
    // For the next question.
    isFolded.signal()
    return folded.withLock { $0 }
  }

  private func fold() {
    var recording = Recording(places: places())
    while true {
      let isLast = isOver.withLock { $0 }
      if isLast || recorder.count - recording.count >= chunk {
        recording.append(contentsOf: recorder.events(from: recording.count))
      } else {
        usleep(2_000)
      }
      if isLast { break }
    }
    folded.withLock { $0 = recording }
    isFolded.signal()
  }
}
