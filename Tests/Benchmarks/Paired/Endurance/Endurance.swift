import Cascade
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What only shows after a long time, or on busy cores: `Endurance polls [ROUNDS]` and `Endurance deadlines [ROUNDS]`.
@main
enum Endurance {
  static func main() async {
    let arguments = CommandLine.arguments.dropFirst()
    let rounds = arguments.dropFirst().first.flatMap { Int($0) }
    switch arguments.first {
    case "polls":
      for form in Poll.Form.allCases {
        await Poll(.background, form).play(rounds ?? 1_000_000, "plain")
        await Poll(.background(observedBy: EventRecorder(capacity: 10_000)), form).play(rounds ?? 1_000_000, "observed")
      }
    case "deadlines":
      for observed in [false, true] { await deadlines(rounds ?? 50, observed: observed) }
    default: print("usage: Endurance polls|deadlines [ROUNDS]")
    }
  }

  /// How late busy loops on every core see a deadline of 20 ms.
  static func deadlines(_ rounds: Int, observed: Bool) async {
    let root = observed ? Context.background(observedBy: EventRecorder(capacity: 10_000)) : .background
    let cores = max(2, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    var late: [Double] = []
    for _ in 0..<rounds {
      let scope = root.makeCancelScope(timeout: .milliseconds(20))
      let ctx = scope.context
      let deadline = ctx.deadline
      let seen = await withTaskGroup(of: Double.self) { loops in
        for _ in 0..<cores {
          loops.addTask {
            while !ctx.isCancelled {}
            return deadline.map { $0.duration(to: ctx.now) / .milliseconds(1) } ?? .infinity
          }
        }
        return await loops.reduce(into: []) { $0.append($1) }
      }
      late.append(seen.min() ?? .infinity)
      withExtendedLifetime(scope) {}
    }
    late.sort()
    func text(_ milliseconds: Double) -> String { String((milliseconds * 100).rounded() / 100) }
    print(
      "deadline, \(cores) busy loops, \(observed ? "observed" : "plain"): late by a median of \(text(late[rounds / 2]))"
        + " ms, at most \(text(late[rounds - 1])) ms, in \(rounds) rounds")
  }
}

/// Work that schedules its successor.
final class Poll: Sendable {
  enum Form: CaseIterable { case body, group, after }

  private let root: Context
  private let form: Form
  private let start = Poll.now
  private let total = Atomic(0)
  private let last = Atomic(0.0)
  private let over = AsyncStream.makeStream(of: Void.self)

  init(_ root: Context, _ form: Form) {
    self.root = root
    self.form = form
  }

  func play(_ count: Int, _ kind: String) async {
    total.store(count, ordering: .relaxed)
    last.store(Poll.now, ordering: .relaxed)
    print("polls in a \(form), \(kind): at the start \(Poll.memory) kB")
    generation(count)
    for await _ in over.stream {}
  }

  private func generation(_ left: Int) {
    Task { await run(left) }
  }

  private func run(_ left: Int) async {
    switch form {
    case .body: try? await root.withTimeout(.seconds(60)) { _ in next(left) }
    case .group: _ = try? await withErrGroup(in: root) { group in _ = await group.go("poll") { _ in self.next(left) } }
    case .after:
      let scope = root.makeCancelScope()
      scope.context.afterCancel { self.next(left) }
      scope.cancel()
    }
  }

  private func next(_ left: Int) {
    let done = total.load(ordering: .relaxed) - left + 1
    if done.isMultiple(of: max(1, total.load(ordering: .relaxed) / 4)) {
      let now = Poll.now
      let seconds = now - last.exchange(now, ordering: .relaxed)
      print("  \(done) generations: \(Poll.memory) kB, \((seconds * 10).rounded() / 10) s for the last quarter")
    }
    if left > 1 { generation(left - 1) } else { over.continuation.finish() }
  }

  private static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// The memory in use, in kB; where the system doesn't say, the most there ever was.
  private static var memory: Int {
    #if canImport(Glibc)
      guard let file = fopen("/proc/self/statm", "r") else { return 0 }
      defer { fclose(file) }
      var line = [CChar](repeating: 0, count: 128)
      guard fgets(&line, 128, file) != nil else { return 0 }
      let pages = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self).split(
        separator: " ")
      return pages.count > 1 ? (Int(pages[1]) ?? 0) * sysconf(Int32(_SC_PAGESIZE)) / 1024 : 0
    #else
      var usage = rusage()
      getrusage(RUSAGE_SELF, &usage)
      return usage.ru_maxrss / 1024
    #endif
  }
}
