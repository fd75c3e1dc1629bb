import Cascade
import CascadeScenarios
import CascadeTrace

/// A program over contexts while it is written: how everything is called, and where the clock stands.
struct ContextProgramState {
  let program: ContextProgram
  /// What a program calls a context, or the registration of an after-function, by its name in the file.
  var variables: [String: String] = [:]
  /// What a program calls the right to cancel a context.
  var owners: [String: String] = [:]
  private var clock = Duration.zero
  private var lives: [String: Life] = [:]
  private var derived: [String] = []
  private var checks: [String: Int] = [:]

  /// What is known of the end of a context before anything runs.
  fileprivate struct Life {
    /// The context that it ends with, if there is one.
    var parent: String?
    /// When it ends on its own, at the latest.
    var deadline: Duration?
    var isOver = false
  }

  init(_ program: ContextProgram) {
    self.program = program
  }

  /// What a program calls a context; without a name it is the one that the program is given.
  func variable(_ name: String?) -> String { name.flatMap { variables[$0] } ?? "ctx" }

  /// Whether deadlines count from the beginning of the run.
  var measuresRun: Bool {
    program.entries.contains { if case .derive(_, _, .deadline) = $0.action { true } else { false } }
  }

  /// The keys of all values, each once.
  var keys: [String] {
    var keys: [String] = []
    for case .derive(_, _, .value(let key, _)) in program.entries.map(\.action) where !keys.contains(key) {
      keys.append(key)
    }
    return keys
  }

  func isStopped(_ function: String) -> Bool { program.entries.contains { $0.action == .stop(function) } }

  func isCancelledWithCause(_ context: String) -> Bool {
    program.entries.contains { entry in
      if case .cancel(context, _?) = entry.action { true } else { false }
    }
  }

  /// The contexts that are asked, and the part that each line is.
  mutating func checked(_ name: String?) -> [(name: String, part: CodeListing.Part)] {
    (name.map { [$0] } ?? derived).map { name in
      checks[name, default: 0] += 1
      return (name, .check(name, number: checks[name] ?? 1))
    }
  }

  // MARK: Time

  /// How long nothing happens, and which part that is.
  typealias Sleep = (duration: Duration, part: CodeListing.Part)

  /// How long to wait before an entry.
  mutating func sleep(before entry: ContextProgram.Entry) -> Sleep? {
    sleep(until: entry.at)
  }

  /// How long to wait at the end, so that every deadline has passed that can still end a context: a little longer, for
  /// what comes at that instant.
  mutating func lastSleep() -> Sleep? {
    guard program.awaitsDeadlines else { return nil }
    let last = lives.values.compactMap { $0.isOver ? nil : $0.deadline }.max()
    return last.flatMap { $0 < clock ? nil : sleep(until: $0 + .milliseconds(1)) }
  }

  private mutating func sleep(until time: Duration) -> Sleep? {
    guard time > clock else { return nil }
    defer { clock = time }
    return (time - clock, .sleep(from: .zero.advanced(by: clock), until: .zero.advanced(by: time)))
  }

  // MARK: What becomes of contexts

  mutating func make(_ name: String) {
    derived.append(name)
    lives[name] = Life()
  }

  mutating func derive(_ name: String, from parent: String?, _ derivation: ContextProgram.Derivation) {
    var life = Life()
    if derivation != .withoutCancel, let parent, let above = lives[parent] {
      life = Life(parent: parent, deadline: above.deadline, isOver: above.isOver)
    }
    switch derivation {
    case .timeout(let timeout, _): life.end(by: clock + timeout)
    case .deadline(let deadline, _): life.end(by: deadline)
    case .cancel, .value, .withoutCancel: break
    }
    derived.append(name)
    lives[name] = life
  }

  mutating func cancel(_ name: String) {
    lives[name]?.isOver = true
    for other in derived {
      if let parent = lives[other]?.parent, lives[parent]?.isOver == true { lives[other]?.isOver = true }
    }
  }
}

extension ContextProgramState.Life {
  fileprivate mutating func end(by time: Duration) {
    deadline = min(deadline ?? time, time)
  }
}
